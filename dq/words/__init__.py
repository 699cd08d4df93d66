"""Texts in Swedish and English, and how numbers, money and dates are written in each.

One TOML file per language and section (`sv/errors.toml`, `en/errors.toml`). Swedish is written first.
A test holds the two languages to the same keys and placeholders. A word that follows a count stands in both
its forms: `{n} {n:rad|rader}` is "1 rad" and "2 rader".
"""

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any

from dq.words.numbers import Numbers

LANGUAGES = ("sv", "en")
__all__ = ["LANGUAGES", "Counted", "Numbers", "Words"]


@lru_cache(maxsize=32)
def _section(lang: str, section: str) -> dict[str, Any]:
    text = files("dq.words").joinpath(lang, f"{section}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


class Counted(str):
    """A number as it is written, which also chooses between two words: `{n:rad|rader}`."""

    n: float = 0  # what stands for a number that is not known is spoken of in the plural

    def __format__(self, spec: str) -> str:
        one, bar, other = spec.partition("|")
        if not bar:
            return super().__format__(spec)
        return one if self.n == 1 else other


class Words:
    """The texts of one language."""

    def __init__(self, lang: str) -> None:
        if lang not in LANGUAGES:
            msg = f"lang is {lang!r}; choose one of {', '.join(LANGUAGES)}"
            raise ValueError(msg)
        self.lang = lang
        self.numbers = Numbers(lang)

    def text(self, key: str, /, **values: object) -> str:
        """Return the text `section.name`, placeholders filled; `KeyError` if it is not there.

        Whole numbers are written with the language's group mark, floats with its decimal mark. A whole number
        also chooses a word: `{n:rad|rader}` is the first for 1 and the second for every other count.
        """
        section, _, name = key.partition(".")
        entry: Any = _section(self.lang, section)
        for part in name.split("."):
            entry = entry[part]
        if not isinstance(entry, str):
            raise KeyError(key)
        return entry.format(**{k: self._show(v) for k, v in values.items()}) if values else entry

    def keys(self, key: str) -> tuple[str, ...]:
        """Return the names of the entries under `section.name`, in the order of the file."""
        section, _, name = key.partition(".")
        entry: Any = _section(self.lang, section)
        for part in name.split("."):
            entry = entry[part]
        return tuple(entry)

    def plural(self, key: str, /, n: int, **values: object) -> str:
        """Return the entry `one` or `other` of `key` for `n`, which fills `{n}`."""
        return self.text(f"{key}.{'one' if n == 1 else 'other'}", n=n, **values)

    def mark(self, reason: str) -> str:
        """Return the words of a reason that is no rule (`roll_missing`), or "" for a rule id."""
        return str(_section(self.lang, "marks").get(reason, ""))

    def pick(self, sv: str, en: str) -> str:
        """Choose between two texts that stand beside each other in the code (rules carry both)."""
        return sv if self.lang == "sv" else en

    def fill(self, template: str, /, **values: object) -> str:
        """Fill the placeholders of a text that does not come from the catalogue (a rule's sentence)."""
        return template.format(**{k: self._show(v) for k, v in values.items()})

    def _show(self, value: object) -> object:
        if isinstance(value, bool):
            return value
        if isinstance(value, int):
            return _counted(self.numbers.integer(value), value)
        if isinstance(value, float):
            return _counted(self.numbers.shortest(value), value)
        if isinstance(value, list | tuple):
            return ", ".join(str(v) for v in value)
        return _counted(value, 0) if isinstance(value, str) else value


def _counted(text: str, n: float) -> Counted:
    counted = Counted(text)
    counted.n = n
    return counted

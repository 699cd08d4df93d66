"""Kinds of values on the command line. A name that is not there is answered with the nearest that is."""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import click

from dq.cli import catalogue
from dq.words import Words


def nearest(word: str, choices: Iterable[str]) -> str:
    """Return the choice most like `word`, or an empty string."""
    from dq.core.errors import nearest as most_like

    return most_like(word, list(choices))


def unknown(words: Words, key: str, value: str, choices: Iterable[str], *, show: bool = True) -> str:
    """Say that `value` is not there, which was perhaps meant, and what there is.

    The texts are `cli.unknown.<key>` and, instead of the list of choices, `cli.unknown.<key>_hint`.
    """
    names = list(choices)
    text = words.text(f"cli.unknown.{key}", value=repr(value))
    meant = nearest(value, names)
    text += words.text("cli.unknown.meant", choice=repr(meant)) if meant else ""
    if show and names:
        return text + "\n" + words.text("cli.unknown.choices", choices=", ".join(names))
    return text + ("" if show else "\n" + words.text(f"cli.unknown.{key}_hint"))


class Choice(click.Choice[str]):
    """A closed list of words that suggests the nearest one."""

    def __init__(self, words: Words, choices: Iterable[str]) -> None:
        super().__init__(choices)
        self.words = words

    def get_invalid_choice_message(self, value: object, ctx: click.Context | None) -> str:
        """Say which words there are."""
        return unknown(self.words, "choice", str(value), self.choices)


class Known(click.ParamType[str]):
    """A name from the index. `free` says which other values may pass and be judged later."""

    def __init__(
        self,
        words: Words,
        name: str,
        choices: Callable[[], Iterable[str]],
        free: Callable[[str], bool] = lambda value: False,
    ) -> None:
        self.words = words
        self.name = name
        self.choices = choices
        self.free = free

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name as the index spells it."""
        names = list(self.choices())
        folded = {name.casefold(): name for name in names}
        if value.casefold() in folded:
            return folded[value.casefold()]
        if self.free(value) or not names:
            return value
        raise click.UsageError(unknown(self.words, self.name, value, names, show=self.name != "rule"), ctx)

    def get_missing_message(self, param: click.Parameter, ctx: click.Context | None) -> str | None:
        """Name the choices when none was given."""
        if self.name == "rule":
            return None
        return "\n" + self.words.text("cli.unknown.choices", choices=", ".join(self.choices()))


class Day(click.ParamType[date]):
    """A day as ÅÅÅÅ-MM-DD and in no other form."""

    name = "day"

    def __init__(self, words: Words) -> None:
        self.words = words

    def convert(self, value: str | date, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day."""
        if isinstance(value, date):
            return value
        try:
            day = date.fromisoformat(value)
        except ValueError:
            day = None
        if day is None or day.isoformat() != value:
            raise click.UsageError(self.words.text("cli.unknown.day", value=repr(value)), ctx)
        return day


class Spelling(click.ParamType[tuple[str, str]]):
    """HEADER=COLUMN: how one header of the delivery is to be read."""

    name = "map"

    def __init__(self, words: Words) -> None:
        self.words = words

    def convert(
        self, value: str | tuple[str, str], param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        """Return header and column; an empty column leaves the header out."""
        if not isinstance(value, str):
            return value
        header, equals, column = value.rpartition("=")
        header, column = header.strip(), column.strip()
        if not (header and equals):
            raise click.UsageError(self.words.text("cli.unknown.map", value=repr(value)), ctx)
        if column and column not in catalogue.columns():
            text = unknown(self.words, "column", column, catalogue.columns(), show=False)
            raise click.UsageError(text, ctx)
        return header, column


def rule_id(words: Words) -> Known:
    """Rules of the catalogue; expectations (EXP-...) belong to the suite and are judged there."""
    return Known(words, "rule", catalogue.rules, lambda value: value.upper().startswith("EXP-"))


def suite_name(words: Words) -> Known:
    """Suites that come with dq, or a file of one's own."""
    return Known(words, "suite", catalogue.suites, _is_file)


def feed_name(words: Words) -> Known:
    """Feeds that dq reads."""
    return Known(words, "feed", catalogue.feeds)


def existing(words: Words, paths: Iterable[Path]) -> list[Path]:
    """Return `paths`; a path that is not there is a wrong command, answered with its likest neighbour."""
    checked = list(paths)
    for path in checked:
        if not path.exists():
            beside = [item.name for item in path.parent.iterdir()] if path.parent.is_dir() else []
            near = nearest(path.name, sorted(beside))
            names = [str(path.parent / near)] if near else []
            raise click.UsageError(unknown(words, "file", str(path), names).partition("\n")[0])
    return checked


def _is_file(value: str) -> bool:
    return value.endswith(".toml") or "/" in value or "\\" in value

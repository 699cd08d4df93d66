"""The two languages say the same: same files, keys and placeholders; and every text can be filled."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from dq.core.rule import Rule
from dq.rules import RULES
from dq.words import LANGUAGES, Words

FOLDER = Path(__file__).parents[2] / "dq" / "words"
SECTIONS = sorted(path.stem for path in (FOLDER / "sv").glob("*.toml"))


def texts(table: dict[str, Any], key: str = "") -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        where = f"{key}.{name}" if key else name
        if isinstance(value, dict):
            yield from texts(value, where)
        else:
            yield where, str(value)


def section(lang: str, name: str) -> dict[str, str]:
    table = tomllib.loads((FOLDER / lang / f"{name}.toml").read_text(encoding="utf-8"))
    return dict(texts(table))


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_both_languages_have_the_same_files() -> None:
    assert LANGUAGES == ("sv", "en")
    assert sorted(path.stem for path in (FOLDER / "en").glob("*.toml")) == SECTIONS


@pytest.mark.parametrize("name", SECTIONS)
def test_same_keys_in_the_same_order(name: str) -> None:
    assert list(section("sv", name)) == list(section("en", name))


@pytest.mark.parametrize("name", SECTIONS)
def test_same_placeholders(name: str) -> None:
    swedish, english = section("sv", name), section("en", name)
    assert {k: placeholders(t) for k, t in swedish.items()} == {
        k: placeholders(t) for k, t in english.items()
    }


@pytest.mark.parametrize("name", SECTIONS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_texts_are_filled_in_and_clean(lang: str, name: str) -> None:
    for key, text in section(lang, name).items():
        assert text.strip(), key
        assert not re.search(r"TODO|FIXME|XXX|\t", text), key
        assert all(each and each.isidentifier() for each in placeholders(text)), key


@pytest.mark.parametrize("name", SECTIONS)
def test_a_swedish_text_is_not_an_english_one_left_behind(name: str) -> None:
    swedish, english = section("sv", name), section("en", name)
    long = [key for key, text in swedish.items() if len(text.split()) > 6 and text == english[key]]
    assert long == []


def test_errors_end_with_what_to_do() -> None:
    for lang in LANGUAGES:
        short = {key for key, text in section(lang, "errors").items() if len(re.findall(r"[.?:]", text)) < 2}
        assert short == set()


def test_a_missing_text_or_language_is_loud() -> None:
    with pytest.raises(KeyError):
        Words("sv").text("errors.there_is_none")
    with pytest.raises(KeyError):
        Words("sv").text("errors")
    with pytest.raises(ValueError, match="'de'"):
        Words("de")


def test_numbers_in_texts_are_written_as_the_language_does() -> None:
    assert Words("sv").fill("{n} av {t}, {x}", n=12345, t=True, x=0.5) == "12\u00a0345 av True, 0,5"
    assert (
        Words("en").fill("{n}, {x}: {l}", n=12345, x=-1234.5, l=["a", "b"]) == "12,345, \u22121,234.5: a, b"
    )
    assert Words("sv").pick("ja", "yes") == "ja"
    assert Words("en").pick("ja", "yes") == "yes"


def test_a_count_chooses_its_word() -> None:
    text = "{n} {n:rad|rader} i {m} {m:fil|filer}"
    told = [Words("sv").fill(text, n=n, m=1) for n in (0, 1, 2, 1000)]
    assert told == [
        "0 rader i 1 fil",
        "1 rad i 1 fil",
        "2 rader i 1 fil",
        "1\u00a0000 rader i 1 fil",
    ]
    assert Words("en").fill("{n:>3}|{n:is|are}", n=1) == "  1|is"
    assert Words("sv").text("cli.progress.more_files", n=1, rows=2) == "… 1 fil till, 2 rader. Visa alla: -v"


@pytest.mark.parametrize("name", SECTIONS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_choice_of_word_is_between_two(lang: str, name: str) -> None:
    for key, text in section(lang, name).items():
        specs = [spec for _, _, spec, _ in Formatter().parse(text) if spec]
        assert all(re.fullmatch(r"[^|{}]*\|[^|{}]+", spec) for spec in specs), key


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_that_counts_one_does_not_speak_of_many(rule: Rule) -> None:
    numbers = {"affected": 1, "total": 5, "value": 2.5, "threshold": 2, "detail": "x"}
    sv, en = (Words(lang).fill(text, **numbers) for lang, text in (("sv", rule.sv), ("en", rule.en)))
    assert not re.search(r"\b1 (listningar|personer|ställen)\b", sv)
    assert not re.search(r"\b1 (listings|persons|places)\b", en)

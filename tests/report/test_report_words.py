"""The two languages of the report say the same things, and the Swedish page is Swedish."""

import re
import string
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest
from page_reader import read_page
from run_fixture import states
from run_frames import RULES

from dq.core.codes import Reason
from dq.report.region import region_html

ENGLISH = {
    "the",
    "and",
    "clinic",
    "clinics",
    "doctor",
    "doctors",
    "check",
    "hold",
    "file",
    "files",
    "missing",
    "share",
}
STATES = states()
NUMBER = re.compile(r"(?<![\w.,])\d{4,}(?![\w-])")


def texts(lang: str) -> dict[str, str]:
    content = files("dq.words").joinpath(lang, "report.toml").read_text(encoding="utf-8")
    return dict(_flat(tomllib.loads(content), ""))


def _flat(table: dict[str, Any], above: str) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{key}.")
        else:
            yield f"{above}{key}", value


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_both_languages_have_the_same_keys_and_placeholders() -> None:
    sv, en = texts("sv"), texts("en")
    assert list(sv) == list(en)
    assert {key for key in sv if placeholders(sv[key]) != placeholders(en[key])} == set()


def test_every_plural_has_both_forms_and_every_reason_a_text() -> None:
    keys = set(texts("sv"))
    ones = {key.removesuffix(".one") for key in keys if key.endswith(".one")}
    assert {f"{key}.other" for key in ones} <= keys
    assert {f"reason.{reason.value}" for reason in Reason} <= keys


@pytest.mark.parametrize("state", STATES)
def test_no_english_word_is_in_the_swedish_page(state: str) -> None:
    words = set(re.findall(r"[a-zåäö]+", read_page(region_html(STATES[state], RULES, "sv")).text.lower()))
    assert words & ENGLISH == set()


def test_numbers_are_grouped_as_each_language_does() -> None:
    run = STATES["findings"]
    sv, en = (read_page(region_html(run, RULES, lang)).text for lang in ("sv", "en"))
    assert "1\u00a0397\u00a0575" in sv and "1,397,575" in en
    assert "50\u00a0p.e." in sv and "50\u00a0pp" in en
    for text in (sv, en):
        assert NUMBER.findall(text) == []


def test_no_accusing_word_is_in_the_catalogue() -> None:
    found = {
        key for key, text in texts("sv").items() if re.search(r"fusk|misstänk|brott|skyldig", text.lower())
    }
    assert found == set()

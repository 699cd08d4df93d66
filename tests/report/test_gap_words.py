"""The words of the gap page: the same keys and placeholders in both languages."""

import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from typing import Any


def flat(entries: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in entries.items():
        if isinstance(value, dict):
            yield from flat(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value


def texts(lang: str) -> dict[str, str]:
    return dict(flat(tomllib.loads(files("dq.words").joinpath(lang, "gap.toml").read_text("utf-8"))))


def test_both_languages_have_the_same_keys_and_placeholders() -> None:
    sv, en = texts("sv"), texts("en")
    assert sv.keys() == en.keys()
    for key, text in sv.items():
        assert sorted(re.findall(r"{\w+}", text)) == sorted(re.findall(r"{\w+}", en[key])), key

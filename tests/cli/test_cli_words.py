import re
import tomllib
from importlib.resources import files

import pytest

from dq.cli.click_words import SWEDISH
from dq.cli.session import asked, language
from dq.core.codes import Disposition, ExitCode, Reason, Severity, Status, Unit
from dq.core.feed import Kind
from dq.words import LANGUAGES, Words


def texts(lang: str) -> dict[str, str]:
    loaded = tomllib.loads(files("dq.words").joinpath(lang, "cli.toml").read_text(encoding="utf-8"))

    def flat(table: dict, prefix: str) -> dict[str, str]:
        found = {}
        for key, value in table.items():
            found |= flat(value, f"{prefix}{key}.") if isinstance(value, dict) else {prefix + key: value}
        return found

    return flat(loaded, "")


def test_both_languages_have_the_same_keys_and_placeholders() -> None:
    sv, en = texts("sv"), texts("en")
    assert list(sv) == list(en)
    for key, text in sv.items():
        assert sorted(re.findall(r"{\w+}", text)) == sorted(re.findall(r"{\w+}", en[key])), key


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_word_of_a_closed_list_has_a_text(lang: str) -> None:
    words = Words(lang)
    for section, values in {
        "disposition": Disposition,
        "severity": Severity,
        "status": Status,
        "reason": Reason,
        "kind": Kind,
    }.items():
        assert all(words.text(f"cli.{section}.{value}") for value in values)
    assert all(words.text(f"cli.unit.{unit.replace(' ', '_')}") for unit in Unit)
    assert all(words.text(f"cli.exit.{int(code)}.means") for code in ExitCode)


def test_click_has_the_same_placeholders_in_swedish() -> None:
    for english, swedish in SWEDISH.items():
        fields = set(re.findall(r"{(\w+)", swedish))
        assert fields <= set(re.findall(r"{(\w+)", english)), english


@pytest.mark.parametrize(
    ("argv", "environ", "expected"),
    [
        ((), {}, "sv"),
        ((), {"LANG": "en_US.UTF-8"}, "en"),
        ((), {"LANG": "C.UTF-8"}, "sv"),
        ((), {"LANG": "en_US.UTF-8", "LC_ALL": "sv_SE.UTF-8"}, "sv"),
        ((), {"LANG": "sv_SE.UTF-8", "DQ_LANG": "en"}, "en"),
        (("--lang", "sv"), {"DQ_LANG": "en"}, "sv"),
        (("check", "--lang=en"), {}, "en"),
        (("--", "--lang", "en"), {}, "sv"),
        (("--lang", "fr"), {"LANG": "en_GB"}, "en"),
    ],
)
def test_language_is_option_then_environment_then_locale_then_swedish(argv, environ, expected) -> None:
    assert language(argv, environ) == expected


def test_the_last_value_counts() -> None:
    assert asked(["--lang", "sv", "--lang", "en"], "--lang") == "en"
    assert asked(["--lang"], "--lang") == ""


def test_help_in_swedish_has_no_english_of_clicks(dq) -> None:
    for command in ((), ("check",), ("show",), ("feeds",)):
        out = dq(*command, "--help").out
        assert not re.search(r"\b(Usage|Options|Commands|Show this|required|default|OPTIONS)\b", out)
    assert "Usage: dq check [OPTIONS] PATH..." in dq("check", "-h", "--lang", "en").out


def test_help_lists_the_commands_in_groups(dq) -> None:
    out = dq("--help").out
    places = [
        out.index(word)
        for word in ("Börja:", "demo", "Bedöm:", "check", "Läs:", "show", "Förstå:", "explain")
    ]
    assert places == sorted(places)
    assert max(len(line) for line in out.splitlines()) <= 80

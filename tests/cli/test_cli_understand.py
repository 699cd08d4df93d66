import json
import re
from types import SimpleNamespace

import pytest

from dq.cli import catalogue
from dq.core.codes import ExitCode
from dq.words import Words

RULE = {
    "id": "CON-01",
    "group": "concentration",
    "title": "All patients on one doctor",
    "title_sv": "Alla på en läkare",
    "severity": "critical",
    "disposition": "hold",
    "unit": "provider",
    "source": "Region Stockholm, Handlingsplan",
    "sv": "Alla {affected} namngivna listningar ligger på en enda läkare.",
    "en": "All {affected} named listings are on a single doctor.",
    "todo_sv": "be om ny fil",
    "todo_en": "ask for a new file",
    "examined_sv": "vårdcentraler med minst {min_named} namngivna (min_named).",
    "fails_sv": "en läkare har alla.",
    "nulls_sv": "räknas inte som namngivna.",
    "doc": "Flag it.\n\nExamined: clinics.\nFails: one doctor has all.\nNulls: not named.",
    "inputs": ["pairs"],
    "parameters": {"min_named": "200", "ceiling": "", "target": None},
}


@pytest.fixture
def one_rule(monkeypatch) -> None:
    monkeypatch.setattr(catalogue, "rules", lambda: {"CON-01": RULE})


def test_explain_a_rule(dq, one_rule) -> None:
    answer = dq("explain", "con-01")
    assert answer.code == 0
    assert answer.out == (
        "CON-01  Alla på en läkare   kritisk · håll inne · per vårdcentral\n"
        "Alla n namngivna listningar ligger på en enda läkare.\n"
        "Granskas vårdcentraler med minst 200 namngivna (min_named).\n"
        "Fäller   en läkare har alla.\n"
        "Tomma    räknas inte som namngivna.\n"
        "Gränser  min_named = 200 (standard)\n"
        "         ceiling = ingen (standard)\n"
        "         target = (måste anges i uppsättningen)\n"
        "Svar     be om ny fil\n"
        "Läser    pairs\n"
        "Källa    Region Stockholm, Handlingsplan\n"
    )


def test_explain_a_rule_in_english_is_the_docstring(dq, one_rule) -> None:
    lines = dq("explain", "CON-01", "--lang", "en").out.splitlines()
    assert lines[2:6] == [
        "         Flag it.",
        "Examined clinics.",
        "Fails    one doctor has all.",
        "Nulls    not named.",
    ]


def test_explain_in_swedish_holds_no_line_of_the_docstring(dq) -> None:
    for rule_id, rule in catalogue.rules().items():
        out = " ".join(dq("explain", rule_id, "--lang", "sv").out.split())
        for line in filter(None, map(str.strip, rule["doc"].splitlines())):
            assert line not in out
            assert line.partition(": ")[2] not in out or ": " not in line
    out = dq("explain", "CON-01", "--lang", "sv").out
    assert "Granskas vårdcentraler med minst 200 namngivna" in out


@pytest.mark.parametrize("rule_id", catalogue.rules())
def test_every_rule_says_in_swedish_what_it_examines(rule_id) -> None:
    rule = catalogue.rules()[rule_id]
    given = {name for name, default in rule["parameters"].items() if default}
    for name in ("examined_sv", "fails_sv", "nulls_sv"):
        text = rule[name]
        assert text[0].islower() and text.endswith(".") and not re.search(r"\bfel", text)
        limits = set(re.findall(r"{(\w+)}", text))
        assert limits <= given, "only a limit with a default can stand for its name"
        assert all(limit in re.sub(r"{\w+}", "", text) for limit in limits)


def test_the_swedish_text_tells_the_limit_of_the_suite(dq, one_rule, monkeypatch) -> None:
    own = {"min_named": 100, "ceiling": None, "target": "0.75"}
    chosen = SimpleNamespace(rule=SimpleNamespace(id="CON-01"), parameters=own)
    monkeypatch.setattr("dq.settings.load_suite", lambda suite, day: SimpleNamespace(chosen=[chosen]))
    out = dq("explain", "CON-01", "--suite", "demo", "--day", "2026-10-31").out
    assert "minst 100 namngivna (min_named)" in out
    assert "min_named = 100 (uppsättningen demo, standard 200)" in out


@pytest.mark.parametrize("code", [int(code) for code in ExitCode])
def test_every_exit_code_is_explained(dq, code) -> None:
    answer = dq("explain", str(code))
    assert answer.code == 0
    assert answer.out.startswith(f"{code}  ") and "Betala?" in answer.out and "Vanligt" in answer.out


@pytest.mark.parametrize("word", [("styrkt", "andel"), ("Supported share",), ("supported_share",)])
def test_a_word_in_either_language(dq, word) -> None:
    assert dq("explain", *word).out.startswith("styrkt andel   engelska: supported share\n")
    assert dq("explain", *word, "--lang", "en").out.startswith("supported share   Swedish: styrkt andel\n")


def test_every_glossary_word_can_be_asked_for(dq) -> None:
    for key in Words("sv").keys("cli.glossary"):
        assert dq("explain", Words("sv").text(f"cli.glossary.{key}.term")).code == 0


def test_every_rule_can_be_explained_in_both_languages(dq) -> None:
    for rule_id in catalogue.rules():
        for lang in ("sv", "en"):
            out = dq("explain", rule_id, "--lang", lang).out
            assert out.startswith(rule_id) and "{" not in out.splitlines()[1]


def test_limits_of_a_suite_hold_for_a_day(dq) -> None:
    assert dq("explain", "CON-01", "--suite", "demo").code == 20
    out = dq("explain", "CON-01", "--suite", "demo", "--day", "2026-10-31").out
    assert "min_named = " in out or "har inte med regeln" in out


def test_rules_are_listed_by_group(dq, one_rule) -> None:
    out = dq("rules").out
    assert "Koncentration\n  CON-01  håll inne  Alla på en läkare\n" in out
    assert "1 kontroll." in out
    assert json.loads(dq("rules", "--json").out) == [RULE]


def test_all_rules_fit_the_terminal(dq) -> None:
    for lang in ("sv", "en"):
        assert max(len(line) for line in dq("rules", "--lang", lang).out.splitlines()) <= 80


def test_feeds_are_listed_and_shown(dq) -> None:
    assert "listings              Listningar" in dq("feeds").out
    out = dq("feeds", "Listings").out
    assert "Nyckel  person_id, provider_id, listing_kind, valid_from" in out
    assert "physician_id            Läkare                      id · krävs" in out
    assert "Fast läkare" in out
    assert json.loads(dq("feeds", "claims", "--json").out)["name"] == "claims"
    assert len(json.loads(dq("feeds", "--json").out)) == len(catalogue.feeds())


def test_every_feed_can_be_shown(dq) -> None:
    for name in catalogue.feeds():
        assert dq("feeds", name, "--lang", "en").code == 0

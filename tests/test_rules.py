"""Tests that are free for every rule: what holds for the whole list RULES."""

import csv
import re
from dataclasses import replace
from pathlib import Path
from string import Formatter

import pytest
from build import LIMITS, Made, chosen, empty, file, judged, listings, manifest, roll, sources

from dq.core.codes import Books, Reason, Status, Step
from dq.core.outcome import OUTCOME
from dq.core.rule import REQUIRED, Rule, RuleKind
from dq.feeds import FEEDS
from dq.loop import outcomes
from dq.loop.entities import run
from dq.loop.waves import NO_PAIRS
from dq.measures import MEASURES
from dq.rules import ALWAYS, RULES
from dq.words import Words

HERE = Path(__file__).parent
FOLDER = HERE.parent / "dq" / "rules"
CATALOGUE = HERE.parents[1] / "shared" / "design" / "check_catalogue.csv"
# What rules of one group share: no rules themselves.
SHARED = {"capacity/doctor_lists.py", "eligibility/listable.py", "schema/sights.py"}
DELIVERY = (
    "listings",
    "staff_roll",
    "claims",
    "ref_physician",
    "ref_provider",
    "files",
    "notices",
    "manifest",
)
# Rules that the catalogue does not have, each with its own page in docs/decisions.
OWN = {"SCH-07", "SCH-08", "CMP-05"}
ENTITY = [rule for rule in RULES if rule.kind is not RuleKind.ROW]
FIRST = [rule for rule in ENTITY if rule.wave == 1]
every = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)


def place(rule: Rule) -> str:
    return f"{rule.group}/{rule.function.__module__.rpartition('.')[2]}.py"


def test_every_rule_file_is_listed() -> None:
    files = {path.relative_to(FOLDER).as_posix() for path in FOLDER.glob("*/*.py") if path.stem != "__init__"}
    assert files - SHARED == {place(rule) for rule in RULES}


@every
def test_the_file_is_named_as_the_rule_and_has_a_test_of_the_same_name(rule: Rule) -> None:
    assert place(rule) == f"{rule.group}/{rule.function.__name__}.py"
    assert (HERE / "rules" / rule.group / f"test_{rule.function.__name__}.py").is_file()


def test_no_test_stands_without_its_rule() -> None:
    tests = {path.relative_to(HERE / "rules").as_posix() for path in (HERE / "rules").glob("*/test_*.py")}
    assert tests == {place(rule).replace("/", "/test_") for rule in RULES}


def test_ids_are_unique_and_in_the_form_of_the_catalogue() -> None:
    ids = [rule.id for rule in RULES]
    assert len(set(ids)) == len(ids)
    assert [each for each in ids if not re.fullmatch(r"[A-Z]{3}-\d\d", each)] == []
    assert set(ALWAYS) <= set(ids)


def test_ids_stand_in_the_catalogue_in_its_order() -> None:
    if CATALOGUE.is_file():
        with CATALOGUE.open(encoding="utf-8") as file:
            order = [row["id"] for row in csv.DictReader(file)]
        known = [rule.id for rule in RULES if rule.id not in OWN]
        assert known == sorted(known, key=order.index)
        groups = [rule.group for rule in RULES]
        assert groups == sorted(groups, key=groups.index)


@every
def test_group_and_disposition_agree_with_the_catalogue(rule: Rule) -> None:
    if CATALOGUE.is_file() and rule.id not in OWN:
        with CATALOGUE.open(encoding="utf-8") as file:
            row = next(row for row in csv.DictReader(file) if row["id"] == rule.id)
        assert rule.group == row["group"]
        assert re.split(r"[ ;(]", row["disposition"])[0] == rule.disposition.value
        assert rule.severity.value in row["severity"]


@every
def test_the_texts_are_there_and_fill(rule: Rule) -> None:
    texts = (rule.title, rule.title_sv, rule.source, rule.todo_sv, rule.todo_en)
    texts += (rule.examined_sv, rule.fails_sv, rule.nulls_sv)
    assert all(text.strip() and text == text.strip() for text in texts)
    known = {"affected", "total", "value", "threshold", "detail"}
    fields = {lang: {name for _, name, _, _ in Formatter().parse(text) if name}
              for lang, text in (("sv", rule.sv), ("en", rule.en))}  # fmt: skip
    assert fields["sv"] == fields["en"] <= known
    for lang, text in (("sv", rule.sv), ("en", rule.en)):
        filled = Words(lang).fill(text, affected=1200, total=5000, value=0.75, threshold=2, detail="x")
        assert "{" not in filled
        assert filled.endswith(".")


@every
def test_the_docstring_says_what_is_examined_what_fails_and_nulls(rule: Rule) -> None:
    lines = rule.doc.splitlines()
    assert lines[0].endswith(".")
    assert [
        word for word in ("Examined:", "Fails:", "Nulls:") if not re.search(f"^{word} ", rule.doc, re.M)
    ] == []
    own = [name for name in rule.parameters if name != "listable_specialties"]  # "listable" in the text
    assert [name for name in own if f"`{name}`" not in rule.doc] == []


@every
def test_what_a_rule_reads_exists(rule: Rule) -> None:
    known = {*FEEDS, *MEASURES, "files", "notices", "supported"}
    assert set(rule.inputs) <= known
    assert set(rule.feeds) <= set(FEEDS)
    assert bool(rule.feeds) == (rule.kind is RuleKind.ROW)
    for each in rule.columns:
        feed, _, column = each.partition(".")
        assert FEEDS[feed].column(column)


@every
def test_only_rules_that_take_listings_have_a_step(rule: Rule) -> None:
    takes = (Books.ROWS, Books.DOCTOR, Books.COUNT, Books.EXCESS)
    assert rule.step is None or rule.books in takes
    assert (rule.wave == 2) == ("supported" in rule.inputs)


def test_empty_feeds_give_nothing_in_the_right_shape() -> None:
    result, given = judged(RULES, *(empty(name) for name in DELIVERY), **LIMITS)
    for each in result.entities:
        assert each.missing is None, (each.rule_id, each.missing)
        assert each.rows.columns == list(OUTCOME)
        assert each.rows.filter("fails").height == 0
    for ended in outcomes(result, given):
        assert (ended.status, ended.failing, ended.examined) == (Status.NOT_JUDGED, 0, 0), ended.rule_id


@pytest.mark.parametrize("gone", DELIVERY)
def test_a_missing_feed_is_never_a_pass(gone: str) -> None:
    result, given = judged(RULES, *(empty(name) for name in DELIVERY if name != gone), **LIMITS)
    ended = {each.rule_id: each for each in outcomes(result, given)}
    for rule in ENTITY:
        if gone in feeds_behind(rule):
            found = ended[rule.id]
            assert (found.status, found.reason, found.detail) == (
                Status.NOT_JUDGED,
                Reason.FEED_MISSING,
                gone,
            ), rule.id


def test_every_rule_needs_some_feed() -> None:
    assert [rule.id for rule in ENTITY if not feeds_behind(rule)] == []


def feeds_behind(rule: Rule) -> list[str]:
    """Feeds without which a rule cannot be judged."""
    if rule.wave == 2:
        return ["listings", "staff_roll", "claims"]
    waiting, found = list(rule.inputs), set()
    while waiting:
        name = waiting.pop()
        if name in MEASURES:
            waiting += [each for each, needed in MEASURES[name].inputs.items() if needed]
        else:
            found.add(name)
    return sorted(found)


@pytest.mark.parametrize("rule", [r for r in RULES if REQUIRED in r.parameters.values()], ids=lambda r: r.id)
def test_a_missing_limit_is_never_a_pass(rule: Rule) -> None:
    (only,) = chosen([rule])
    (result,) = run([only], sources(), frozenset(), NO_PAIRS)
    assert result.missing is not None
    assert result.missing.reason is Reason.LIMIT_MISSING
    assert set(result.missing.detail.split(", ")) <= {*LIMITS, "tariff"}


def lacking(part: Made, columns: tuple[str, ...]) -> Made:
    """Give a feed as if no file of it had had the columns."""
    gone = {name for feed, _, name in (each.partition(".") for each in columns) if feed == part.feed}
    return replace(part, present=part.present - gone)


@pytest.mark.parametrize("rule", [r for r in RULES if r.columns], ids=lambda rule: rule.id)
def test_a_missing_column_is_never_a_pass(rule: Rule) -> None:
    parts = listings({"dr1": 5}), roll({"dr1": "st"}), manifest("a.csv"), file("a.csv", rows=1)
    result, given = judged([rule], *(lacking(part, rule.columns) for part in parts), **LIMITS)
    (ended,) = outcomes(result, given)
    assert (ended.reason, ended.detail) == (Reason.COLUMN_MISSING, rule.columns[0])


@pytest.mark.parametrize("rule", [r for r in FIRST if r.needs_roll], ids=lambda rule: rule.id)
def test_a_clinic_that_is_not_in_the_roll_stands_aside(rule: Rule) -> None:
    lists = listings({"dr1": 3000}), listings({"dr2": 3000}, provider="B")
    parts = [*lists, roll({"dr1": "st", "dr3": "st"}), empty("ref_physician")]
    result, given = judged([rule], *parts, **LIMITS)
    (ended,) = outcomes(result, given)
    assert (ended.status, ended.reason, ended.detail) == (Status.NOT_JUDGED, Reason.ROLL_MISSING, "B")
    assert ended.not_judged == 1
    assert {row["provider_id"] for each in result.entities for row in each.rows.to_dicts()} == {"A"}
    assert ended.out_of_scope == {"roll_missing": 3000}
    assert ended.blocks


def test_what_stands_aside_without_a_roll_is_what_the_roll_decides() -> None:
    aside = {rule.id for rule in RULES if rule.needs_roll}
    groups = ("REF-", "CON-", "ABS-", "ELI-", "CAP-")
    assert aside == {rule.id for rule in RULES if rule.id.startswith(groups)}


def test_the_steps_of_the_waterfall_are_those_of_the_design() -> None:
    steps = {step.value: {rule.id for rule in RULES if rule.step is step} for step in Step}
    assert steps == {
        "identity": {"SCH-04", "UNQ-02", "TMP-02"},
        "absent": {"REF-01", "REF-02", "ABS-01", "ABS-02", "ABS-06", "CMP-02"},
        "ineligible": {"ELI-01", "ELI-02"},
        "capacity": {"CAP-04"},
    }


def test_what_each_rule_books() -> None:
    booking = [kind for kind in Books if kind is not Books.NOTHING]
    books = {kind.value: {rule.id for rule in RULES if rule.books is kind} for kind in booking}
    assert books == {
        "file": {"SCH-01", "SCH-02", "SCH-03", "PLA-01", "CMP-04"},
        "rows": {"SCH-04", "SCH-05", "SCH-06", "TMP-01", "UNQ-02"},
        "doctor": {"REF-01", "REF-02", "ABS-01", "ABS-02", "ABS-06", "ELI-01", "ELI-02"},
        "list": {"CON-01"},
        "named_part": {"SCH-07", "CMP-01", "CMP-03", "CON-02", "CLM-01", "CLM-02"},
        "count": {"TMP-02", "CMP-02"},
        "excess": {"CAP-04"},
    }

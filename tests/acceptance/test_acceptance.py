"""Generated deliveries, clean and spoilt: no clean one is refused, no spoilt one silently different."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from acceptance_kinds import KINDS
from deliveries import FORMS
from form_text import make_text
from made import chance
from tallies import Tally, read_clean, read_spoilt, spoilt
from truth_tables import make_table
from verdicts import ask, faults_of_clean, judge

SEED = 2026
FEW, MANY = 60, 2000
# Rows of the tables of hostile inputs that no generated file stands for, and where they are tested.
SECTIONS = {"1", "2", "3", "4", "5", "8"}


def test_clean_deliveries_are_read_as_they_are(tmp_path: Path) -> None:
    tally = read_clean(SEED, range(FEW), tmp_path)
    assert tally.faults == []
    assert tally.of("equal") == FEW


def test_spoilt_deliveries_are_never_silently_different(tmp_path: Path) -> None:
    step = len(KINDS) // FEW + 1  # some of the kinds, from all sections; all of them in the longer run
    tally = Tally()
    for number in range(0, len(KINDS), step):
        tally.merge(read_spoilt(SEED, range(number, number + 1), KINDS, tmp_path))
    assert tally.faults == []
    assert tally.of("silent") == 0


# Kinds that once came through silently, or showed a cell.
ONCE_MISSED = ("zip_size", "name_mojibake", "header_repeated", "header_missing", "header_line_wrong")


@pytest.mark.parametrize("name", ONCE_MISSED)
def test_what_was_once_missed(name: str, tmp_path: Path) -> None:
    kinds = tuple(each for each in KINDS if each.name == name)
    assert read_spoilt(SEED, range(8), kinds, tmp_path).faults == []


@pytest.mark.fuzz
def test_two_thousand_clean_deliveries(tmp_path: Path) -> None:
    tally = read_clean(SEED, range(MANY), tmp_path)
    assert tally.faults == []
    assert tally.of("equal") == MANY


@pytest.mark.fuzz
def test_two_thousand_spoilt_deliveries(tmp_path: Path) -> None:
    tally = read_spoilt(SEED, range(MANY), KINDS, tmp_path)
    assert tally.faults == []
    assert tally.of("silent") == 0
    assert {kind for kind, _ in tally.counts} == {each.name for each in KINDS}


def test_every_form_is_made_and_every_kind_is_named_once() -> None:
    forms = {make(chance(SEED, number)).form.split()[0] for number in range(8) for _, make in FORMS.values()}
    assert forms == {"csv", "xlsx", "parquet", "json", "xml", "gz", "zip", "pasted"}
    names = [each.name for each in KINDS]
    assert len(set(names)) == len(names) >= 100
    assert {each.row.partition(" ")[0] for each in KINDS} == SECTIONS


def test_the_same_seed_makes_the_same_bytes() -> None:
    for name in ("row_short", "person_check_digit", "pq_list", "zip_bit"):
        kind = next(each for each in KINDS if each.name == name)
        assert spoilt(SEED, 5, kind)[1].data == spoilt(SEED, 5, kind)[1].data


def test_the_harness_sees_what_is_wrong(tmp_path: Path) -> None:
    """A truth that is not the file's, a row that is not in it, a cell that is shown: each is seen."""
    by = chance(SEED, 1)
    made = make_text(by.form, make_table(by.table, feed="listings", rows=9))
    seen = ask(made, tmp_path)
    assert faults_of_clean(made, seen) == []

    other = {**made.truth, "provider_id": ["SE-X", *made.truth["provider_id"][1:]]}
    wrong = replace(made, truth=other)
    assert "1 cells differ" in faults_of_clean(wrong, seen)[0]
    assert judge(wrong, seen, lambda: seen).word == "silent"

    gone = replace(made, at=(*made.at[:-1], made.at[-1] + 1))
    assert judge(gone, seen, lambda: seen).word == "silent"

    counted = replace(made, lines={**made.lines, "rows": 10})
    assert re.match("lines are not conserved", judge(counted, seen, lambda: seen).why)

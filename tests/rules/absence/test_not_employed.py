"""ABS-02: not employed at the measurement day."""

from datetime import date, timedelta

import pytest
from build import DAY, affected, failing, listings, outcome, reason, roll

from dq.rules.absence.not_employed import not_employed as rule

LISTED = listings({"dr1": 70})
LONG_AGO = date(2020, 1, 1)
NEXT = DAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("start", "until", "expected"),
    [
        (LONG_AGO, None, []),
        (DAY, None, []),
        (NEXT, None, ["A/dr1"]),
        (LONG_AGO, DAY, ["A/dr1"]),
        (LONG_AGO, NEXT, []),
    ],
)
def test_the_spell_must_cover_the_day(start: date | None, until: date | None, expected: list[str]) -> None:
    assert failing(rule, LISTED, roll({"dr1": "specialist"}, start=start, until=until)) == expected


def test_affected_are_the_named_on_the_day() -> None:
    ended = listings({"dr1": 9}, until=DAY, people="ended")
    assert affected(rule, LISTED, ended, roll({"dr1": "specialist"}, until=DAY)) == {"A/dr1": 70}


@pytest.mark.parametrize(("fte", "expected"), [(0, ["A/dr1"]), (1, [])])
def test_no_time_at_all_is_no_employment(fte: int, expected: list[str]) -> None:
    assert failing(rule, LISTED, roll({"dr1": "specialist"}, fte=fte)) == expected


def test_time_given_to_other_duties_is_still_employment() -> None:
    assert failing(rule, LISTED, roll({"dr1": "specialist"}, fte=1000, exempt=1000)) == []


@pytest.mark.parametrize("cell", ["fte_milli", "employed_from", "role"])
def test_a_roll_row_that_cannot_be_read_accuses_nobody_and_passes_nobody(cell: str) -> None:
    assert reason(rule, LISTED, roll({"dr1": "specialist"}, **{cell: None})) == (
        "not_judged",
        "roll_missing",
        "A",
    )


def test_another_row_that_can_be_read_is_enough() -> None:
    unread = roll({"dr1": "specialist"}, fte_milli=None)
    assert failing(rule, LISTED, unread, roll({"dr1": "specialist"}, fte=500)) == []


def test_one_of_several_spells_is_enough() -> None:
    past = roll({"dr1": "specialist"}, until=date(2024, 1, 1))
    assert failing(rule, LISTED, past, roll({"dr1": "specialist"}, start=date(2025, 1, 1))) == []
    assert failing(rule, LISTED, roll({"dr1": "st"}, fte=0), roll({"dr1": "st"}, fte=200)) == []


def test_work_elsewhere_does_not_count_and_strangers_belong_to_ref() -> None:
    past, elsewhere = roll({"dr1": "st"}, until=DAY), roll({"dr1": "st"}, provider="B")
    assert failing(rule, LISTED, past, elsewhere) == ["A/dr1"]
    assert outcome(rule, LISTED, elsewhere, roll({"dr2": "st"})).examined == 0
    assert outcome(rule, listings({"ghost": 7}), roll({"dr2": "st"})).examined == 0


def test_a_placeholder_is_not_examined() -> None:
    assert outcome(rule, listings({"Vakant": 7}), roll({"Vakant": "other"}, until=DAY)).examined == 0

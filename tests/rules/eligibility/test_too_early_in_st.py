"""ELI-02: ST doctor has at most two years left."""

from datetime import date, timedelta

import pytest
from build import DAY, affected, failing, listings, outcome, roll

from dq.rules.eligibility.too_early_in_st import too_early_in_st as rule

LISTED = listings({"dr1": 70})
LIMIT = {"st_max_days_left": 730}


def in_days(days: int, day: date = DAY) -> date:
    return day + timedelta(days=days)


@pytest.mark.parametrize(
    ("left", "expected"), [(0, []), (729, []), (730, []), (731, []), (732, ["A/dr1"]), (1500, ["A/dr1"])]
)
def test_two_calendar_years_with_a_leap_day_are_731_days(left: int, expected: list[str]) -> None:
    # 29 February 2028 lies in between
    assert failing(rule, LISTED, roll({"dr1": "st"}, st_end=in_days(left)), **LIMIT) == expected


@pytest.mark.parametrize(("left", "expected"), [(730, []), (731, ["A/dr1"])])
def test_two_calendar_years_without_one_are_730(left: int, expected: list[str]) -> None:
    day = date(2024, 10, 31)
    staff = roll({"dr1": "st"}, st_end=in_days(left, day))
    assert failing(rule, LISTED, staff, day=day, **LIMIT) == expected


@pytest.mark.parametrize(("left", "expected"), [(731, []), (732, ["A/dr1"])])
def test_a_leap_day_as_measurement_day(left: int, expected: list[str]) -> None:
    day = date(2024, 2, 29)  # two years on is read as 1 March 2026, 731 days
    staff = roll({"dr1": "st"}, st_end=in_days(left, day))
    assert failing(rule, LISTED, staff, day=day, **LIMIT) == expected


@pytest.mark.parametrize(("left", "expected"), [(1000, []), (1001, ["A/dr1"])])
def test_another_number_of_days_is_counted_in_days(left: int, expected: list[str]) -> None:
    staff = roll({"dr1": "st"}, st_end=in_days(left))
    assert failing(rule, LISTED, staff, st_max_days_left=1000) == expected


def test_affected_are_the_named() -> None:
    staff = roll({"dr1": "specialist"}), roll({"dr2": "st"}, st_end=in_days(900))
    assert affected(rule, listings({"dr1": 70, "dr2": 30, None: 5}), *staff, **LIMIT) == {"A/dr2": 30}


def test_no_planned_end_fails() -> None:
    assert failing(rule, LISTED, roll({"dr1": "st"}, st_end=None), **LIMIT) == ["A/dr1"]


def test_the_latest_end_of_two_spells_counts() -> None:
    two = roll({"dr1": "st"}, st_end=in_days(100)), roll({"dr1": "st"}, st_end=in_days(900))
    assert failing(rule, LISTED, *two, **LIMIT) == ["A/dr1"]


def test_who_is_examined() -> None:
    nobody, late = roll({"dr2": "specialist"}), {"st_end": in_days(900)}
    assert outcome(rule, LISTED, roll({"dr1": "specialist"}, **late), **LIMIT).examined == 0
    assert outcome(rule, LISTED, nobody, roll({"dr1": "st"}, until=DAY, **late), **LIMIT).examined == 0
    assert outcome(rule, LISTED, nobody, roll({"dr1": "st"}, provider="B", **late), **LIMIT).examined == 0
    assert outcome(rule, listings({"Vakant": 3}), roll({"Vakant": "st"}, **late), **LIMIT).examined == 0
    both = roll({"dr1": "st"}, **late), roll({"dr1": "specialist"})
    assert outcome(rule, LISTED, *both, **LIMIT).examined == 0

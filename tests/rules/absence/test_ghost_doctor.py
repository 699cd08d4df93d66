"""ABS-01: ghost doctor."""

from datetime import date, timedelta

import pytest
from build import DAY, affected, failing, licences, listings, roll

from dq.rules.absence.ghost_doctor import ghost_doctor as rule

ROLL = roll({"dr1": "specialist"})
GHOST = listings({"ghost": 30, "dr1": 70})
NEXT = DAY + timedelta(days=1)


def test_on_no_roll_and_without_a_licence() -> None:
    assert affected(rule, GHOST, ROLL, licences("dr1")) == {"A/ghost": 30}


def test_either_a_roll_or_a_licence_is_enough() -> None:
    assert failing(rule, GHOST, ROLL, licences("ghost")) == []
    assert failing(rule, listings({"dr1": 70}), ROLL, licences("somebody")) == []


def test_a_spell_long_ago_at_another_clinic_is_enough() -> None:
    once = roll({"ghost": "specialist"}, provider="B", until=date(2021, 1, 1))
    assert failing(rule, GHOST, ROLL, once, licences("dr1")) == []


@pytest.mark.parametrize(
    ("start", "until", "expected"),
    [
        (DAY, None, []),
        (NEXT, None, ["A/ghost"]),
        (date(2000, 1, 1), DAY, ["A/ghost"]),
        (date(2000, 1, 1), NEXT, []),
        (None, None, ["A/ghost"]),
    ],
)
def test_the_licence_must_hold_on_the_day(
    start: date | None, until: date | None, expected: list[str]
) -> None:
    assert failing(rule, GHOST, ROLL, licences("ghost", start=start, until=until)) == expected


def test_one_valid_licence_of_several_is_enough() -> None:
    old = licences("ghost", until=date(2022, 1, 1))
    assert failing(rule, GHOST, ROLL, old, licences("ghost", start=date(2023, 1, 1))) == []


def test_placeholders_and_nobody_belong_to_other_rules() -> None:
    assert failing(rule, listings({"Vakant": 30, None: 5, "dr1": 1}), ROLL, licences("dr1")) == []

"""UNQ-02: one open listing per person and type at a provider."""

from datetime import date, timedelta

import pytest
from build import DAY, Made, affected, failing, listings, outcome, rows

from dq.rules.uniqueness.listed_twice import listed_twice as rule

ONCE = listings({"dr1": 50}, people="p")
LATER = date(2021, 1, 1)


def kept(*parts: Made) -> list[int]:
    """Rows of duplicate groups that still count, by row number in the file from 0."""
    found = rows(rule, *parts)
    return [row["row_id"] for row in found if row["fails"] and row["affected"] == 0]


def test_the_surplus_row_is_booked_and_both_are_shown() -> None:
    again = listings({"dr1": 3}, people="p", start=LATER)
    ended = outcome(rule, ONCE, again)
    assert (ended.failing, ended.affected, ended.examined) == (6, 3, 53)
    assert affected(rule, ONCE, again) == {"A": 3}


def test_one_row_each_is_quiet() -> None:
    assert failing(rule, ONCE) == []
    assert failing(rule, ONCE, listings({"dr1": 3}, people="p", provider="B")) == []
    assert failing(rule, ONCE, listings({"dr2": 3}, people="q")) == []


@pytest.mark.parametrize(("until", "expected"), [(DAY, []), (DAY + timedelta(days=1), ["A"])])
def test_only_rows_that_hold_on_the_day(until: date, expected: list[str]) -> None:
    assert sorted(set(failing(rule, ONCE, listings({"dr1": 1}, people="p", until=until)))) == expected


def test_the_latest_row_stays_even_if_it_names_nobody() -> None:
    old, new = listings({"dr1": 1}, people="p"), listings({None: 1}, people="p", start=LATER)
    assert kept(old, new) == [1]
    assert kept(new, old) == [0]


def test_on_the_same_day_a_named_row_stays_before_an_unnamed_one() -> None:
    named, unnamed = listings({"dr9": 1}, people="p"), listings({None: 1}, people="p")
    assert kept(named, unnamed) == [0]
    assert kept(unnamed, named) == [1]


def test_then_the_first_doctor_and_then_the_first_row() -> None:
    one, two = listings({"dr1": 1}, people="p"), listings({"dr2": 1}, people="p")
    assert kept(one, two) == [0]
    assert kept(two, one) == [1]
    assert kept(one, one) == [0]
    assert affected(rule, one, one, two) == {"A": 2}


def test_the_long_form_has_one_row_of_each_kind() -> None:
    centre, doctor = (
        listings({w: 9}, people="p", kind=k) for w, k in ((None, "centre"), ("dr1", "named_doctor"))
    )
    assert failing(rule, centre, doctor) == []
    assert affected(rule, centre, doctor, doctor) == {"A": 9}
    assert affected(rule, centre, centre, doctor) == {"A": 9}


def test_another_kind_of_contact_is_no_second_doctor() -> None:
    centre, doctor = (
        listings({w: 9}, people="p", kind=k) for w, k in ((None, "centre"), ("dr1", "named_doctor"))
    )
    nurse = listings({"n1": 9}, people="p", kind="named_doctor", contact="1", start=LATER)
    assert failing(rule, centre, doctor, nurse) == []


def test_rows_without_a_person_or_a_provider_form_no_group() -> None:
    assert failing(rule, ONCE, listings({"dr1": 3}, provider=None, people="p")) == []


def test_every_row_that_holds_is_examined_once() -> None:
    again = listings({"dr1": 3}, people="p", start=LATER)
    other = listings({"dr2": 7}, provider="B"), listings({"dr2": 4}, provider="B", until=DAY, people="gone")
    ended = outcome(rule, ONCE, again, *other)
    assert (ended.examined, ended.rows_read, ended.rows_in_scope) == (60, 64, 60)

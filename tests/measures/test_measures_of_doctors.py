"""Doctors at work on the day, and every doctor with a list beside the roll."""

from datetime import date, timedelta
from typing import Any

import pytest
from build import DAY, Made, licences, listings, roll, sources, tandem

NEXT = DAY + timedelta(days=1)


def one(name: str, *parts: Made) -> dict[str, Any]:
    (row,) = sources(*parts).table(name).to_dicts()
    return row


@pytest.mark.parametrize(
    ("start", "until", "there"),
    [
        (DAY, None, 1),
        (NEXT, None, 0),
        (date(2020, 1, 1), DAY, 0),
        (date(2020, 1, 1), NEXT, 1),
        (None, None, 0),
    ],
)
def test_a_spell_covers_the_day_or_not(start: date | None, until: date | None, there: int) -> None:
    assert sources(roll({"dr1": "st"}, start=start, until=until)).table("spells").height == there


@pytest.mark.parametrize(("exempt", "net"), [(None, 800), (0, 800), (300, 500), (800, 0), (900, 0)])
def test_net_time_is_what_other_duties_leave(exempt: int | None, net: int) -> None:
    assert one("spells", roll({"dr1": "st"}, fte=800, exempt=exempt))["net_fte_milli"] == net


def test_a_provider_adds_up_its_doctors() -> None:
    staff = (
        roll({"dr1": "specialist"}, fte=500),
        roll({"dr1": "specialist"}, fte=200),
        roll({"dr2": "st"}, fte=800, exempt=100),
        roll({"dr3": "at"}, fte=1000),
        roll({"n1": "other"}, fte=1000),
        roll({"dr4": "specialist"}, fte=1000, until=DAY),
        roll({"dr5": "specialist"}, fte=100),
        roll({"dr6": "st"}, fte=50),
        roll({"dr6": "st"}, fte=25),
    )
    assert one("staffing", *staff) == {
        "provider_id": "A",
        "roll_rows": 9,
        "doctors": 5,
        "net_fte_milli": 2575,
        "specialist_fte_milli": 800,
        "st_fte_milli": 775,
    }


def test_a_provider_whose_doctors_have_all_left_has_a_roll_of_nobody() -> None:
    row = one("staffing", roll({"dr1": "specialist"}, until=DAY))
    assert (row["roll_rows"], row["doctors"], row["net_fte_milli"], row["st_fte_milli"]) == (1, 0, 0, 0)


def test_a_list_is_summed_over_providers_with_the_time() -> None:
    lists = listings({"dr1": 30, "Vakant": 9}), listings({"dr1": 12}, provider="B")
    staff = roll({"dr1": "st"}, fte=500), roll({"dr1": "st"}, fte=300, exempt=100, provider="B")
    (row,) = sources(*lists, *staff).table("panels").to_dicts()
    assert row == {
        "list_id": "dr1",
        "named": 42,
        "places": 2,
        "providers": 2,
        "net_fte_milli": 700,
        "st_only": 1,
        "heads": 1,
    }


def test_a_list_whose_doctor_is_not_at_work_has_no_time() -> None:
    row = one("panels", listings({"dr1": 30}), roll({"dr1": "st"}, until=DAY))
    assert (row["net_fte_milli"], row["st_only"], row["heads"]) == (0, None, 1)
    row = one("panels", listings({"n1": 30}), roll({"n1": "other"}))
    assert (row["net_fte_milli"], row["st_only"]) == (0, None)


def test_a_shared_list_sums_the_time_of_its_doctors() -> None:
    staff = roll({"dr1": "specialist", "dr2": "st"}, fte=500)
    row = one("panels", listings({"dr1": 30, "dr2": 12}), staff, tandem("L1", "dr1", "dr2"))
    assert (row["list_id"], row["named"], row["net_fte_milli"]) == ("L1", 42, 1000)
    assert (row["heads"], row["st_only"]) == (2, 0)


def pair(*staff: Made) -> dict[str, Any]:
    return one("pairs", listings({"dr1": 5}), *staff)


def test_what_the_roll_says_of_a_doctor() -> None:
    other = roll({"x": "st"})
    flags = ("on_roll", "known_here", "here", "roll_missing")

    def said(*staff: Made) -> list[bool]:
        return [pair(*staff)[flag] for flag in flags]

    assert said(roll({"dr1": "st"})) == [True, True, True, False]
    assert said(roll({"dr1": "st"}, until=DAY)) == [True, True, False, False]
    assert said(other, roll({"dr1": "st"}, provider="B")) == [True, False, False, False]
    assert said(roll({"dr1": "st"}, provider="B")) == [True, False, False, True]
    assert said(other) == [False, False, False, False]
    assert said(roll({"x": "st"}, provider="B")) == [False, False, False, True]


def test_spells_of_the_day_are_added_up() -> None:
    staff = (
        roll({"dr1": "st"}, fte=500, exempt=100, st_end=date(2027, 1, 1)),
        roll({"dr1": "specialist"}, fte=200, form="hired"),
        roll({"dr1": "st"}, fte=900, until=DAY, st_end=date(2030, 1, 1)),
    )
    row = pair(*staff)
    assert (row["fte_milli"], row["net_fte_milli"], row["st_end"]) == (700, 600, date(2027, 1, 1))
    assert (row["is_st"], row["is_specialist"], row["is_at"], row["st_only"], row["is_hired"]) == (
        1,
        1,
        0,
        0,
        1,
    )


def test_licences_are_null_without_a_register() -> None:
    staff = roll({"x": "st"})
    assert pair(staff)["licensed"] is None
    assert pair(staff, licences("x"))["licensed"] is False
    assert pair(staff, licences("dr1"))["licensed"] is True
    assert pair(staff, licences("dr1", until=DAY), licences("dr1", start=NEXT))["licensed"] is False


def test_nobody_is_hired_unless_the_roll_says_so() -> None:
    assert [pair(roll({"dr1": "st"}, form=form))["is_hired"] for form in ("permanent", "hired")] == [0, 1]


CLEAR, ODD = roll({"dr1": "st"}), roll({"dr1": "st"}, unread="fte:number")


@pytest.mark.parametrize(
    ("staff", "unclear"),
    [
        ((CLEAR,), False),
        ((ODD,), True),
        ((roll({"dr1": "st"}, role=None),), True),
        ((roll({"dr1": "st"}, employed_from=None),), True),
        ((CLEAR, ODD), False),  # a row that can be read shows the doctor at work here
        ((roll({"dr1": "st"}, until=DAY), ODD), True),
        ((roll({"dr1": "st"}, provider="B"), ODD), True),
        ((roll({"x": "st"}), roll({"dr1": "st"}, provider="B", unread="fte:number")), True),
        ((CLEAR, roll({"dr1": "st"}, provider="B", unread="fte:number")), False),
        ((CLEAR, roll({"x": "st"}, unread="fte:number")), False),
        ((roll({"x": "st"}),), False),
    ],
)
def test_a_doctor_whose_row_in_the_roll_cannot_be_read(staff: tuple[Made, ...], unclear: bool) -> None:
    assert pair(*staff)["unclear"] is unclear

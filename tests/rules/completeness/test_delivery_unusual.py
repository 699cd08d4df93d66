"""CMP-05: delivery unlike the one before."""

from datetime import date, datetime

import pytest
from build import Made, claims, failing, file, listings, outcome, register, rows

from dq.rules.completeness.delivery_unusual import delivery_unusual as rule

CONTRACT = register(A=(date(2020, 1, 1), None))
FILE = file("a.csv", rows=1, provider="A", sha256="x")


def before(n: int) -> Made:
    part = listings({"dr1": n})
    return Made("listings_previous", part.frame, part.present)


def details(*parts: Made, **limits: float) -> list[str]:
    return [row["detail"] for row in rows(rule, CONTRACT, *parts, **limits) if row["fails"]]


@pytest.mark.parametrize(
    ("now", "expected"), [(89, ["shrunken"]), (90, []), (125, []), (126, ["grown"]), (100, [])]
)
def test_a_hundred_rows_may_become_90_to_125(now: int, expected: list[str]) -> None:
    assert details(FILE, listings({"dr1": now}), before(100)) == expected


def test_small_lists_may_do_as_they_like() -> None:
    assert details(FILE, listings({"dr1": 20}), before(99)) == []
    assert details(FILE, listings({"dr1": 20}), before(99), min_rows=99) == ["shrunken"]


def test_the_same_bytes_as_last_time() -> None:
    old = file("b.csv", rows=1, provider="A", feed="listings_previous", sha256="x")
    assert details(FILE, old, listings({"dr1": 100}), before(100)) == ["unchanged"]
    new = file("b.csv", rows=1, provider="A", feed="listings_previous", sha256="y")
    assert details(FILE, new, listings({"dr1": 100}), before(100)) == []


@pytest.mark.parametrize(
    ("sent", "late"), [(datetime(2026, 12, 1, 23, 59), False), (datetime(2026, 12, 2), True)]
)
def test_31_days_after_the_day(sent: datetime, late: bool) -> None:
    assert failing(rule, CONTRACT, FILE, claims(5, 5, submitted_at=sent)) == (["A"] if late else [])


def test_nothing_to_compare_with_is_not_examined() -> None:
    assert outcome(rule, CONTRACT, FILE, listings({"dr1": 5})).examined == 0

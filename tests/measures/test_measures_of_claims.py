"""The claim that counts, and how far rows explain it."""

from datetime import date, datetime
from typing import Any

import pytest
from build import DAY, Made, claims, listings, sources

EARLY, LATE = datetime(2026, 11, 1, 8), datetime(2026, 11, 2, 8)


def counted(*parts: Made) -> list[int]:
    return sources(*parts).table("claimed")["claimed_listed"].to_list()


def test_only_claims_for_the_day() -> None:
    assert counted(claims(1, 1), claims(2, 2, provider="B", day=date(2026, 9, 30))) == [1]


@pytest.mark.parametrize(("first", "second"), [(1, 2), (None, 1), (9, 10)])
def test_the_highest_version_counts_wherever_it_stands(first: int | None, second: int) -> None:
    old, new = claims(100, 1, version=first, submitted=LATE), claims(200, 1, version=second, submitted=EARLY)
    assert counted(old, new) == counted(new, old) == [200]


def test_then_the_latest() -> None:
    old, new = claims(100, 1, submitted=EARLY), claims(200, 1, submitted=LATE)
    assert counted(old, new) == counted(new, old) == [200]
    undated = claims(300, 1)
    assert counted(undated, old) == counted(old, undated) == [100]


def test_one_row_even_of_a_tie() -> None:
    assert counted(claims(100, 1), claims(200, 1)) == [100]
    assert counted(claims(1, 1), claims(2, 1, provider="B")) == [1, 2]


@pytest.mark.parametrize(
    ("listed", "named", "expected"),
    [
        # the file: 100 listed, 80 of them named, 20 unnamed, and 30 rows that have ended
        # claimed: ended listed, ended named, unnamed claimed, over listed, over named
        (100, 80, (0, 0, 0, 0, 0)),
        (110, 80, (10, 0, 0, 0, 0)),
        (110, 85, (10, 5, 0, 0, 0)),
        (110, 95, (10, 10, 5, 0, 0)),
        (100, 95, (0, 0, 15, 0, 0)),
        (130, 130, (30, 30, 20, 0, 0)),
        (140, 140, (30, 30, 20, 10, 10)),
        (100, 105, (0, 0, 20, 0, 5)),
        (90, 70, (0, 0, 0, -10, -10)),
        (90, 85, (0, 0, 5, -10, 0)),
        (0, 0, (0, 0, 0, -100, -80)),
    ],
)
def test_how_far_rows_explain_the_claim(listed: int, named: int, expected: tuple[int, ...]) -> None:
    ended = listings({"dr1": 30}, until=DAY, people="ended")
    (row,) = (
        sources(listings({"dr1": 80, None: 20}), ended, claims(listed, named)).table("explained").to_dicts()
    )
    names = ("ended_listed", "ended_named", "unnamed_claimed", "over_listed", "over_named")
    assert tuple(row[name] for name in names) == expected


def test_a_claim_without_rows_is_explained_by_nothing() -> None:
    given: Any = sources(listings({"dr1": 1}, provider="B"), claims(5, 4))
    (row,) = given.table("explained").to_dicts()
    assert (row["listed"], row["ended"], row["over_listed"], row["over_named"]) == (0, 0, 5, 4)


def test_claims_without_a_version_count() -> None:
    assert counted(claims(100, 1, version=None)) == [100]
    assert counted(claims(100, 1, version=None, submitted=LATE), claims(200, 1, version=None)) == [100]


def test_a_claim_without_a_count_is_explained_by_no_row() -> None:
    ended = listings({"dr1": 30}, until=DAY, people="ended")
    unstated = claims(9, 9, claimed_listed=None, claimed_named=None)
    (row,) = sources(listings({"dr1": 80, None: 20}), ended, unstated).table("explained").to_dicts()
    assert (row["ended_listed"], row["ended_named"], row["unnamed_claimed"]) == (0, 0, 0)
    assert (row["over_listed"], row["over_named"]) == (None, None)

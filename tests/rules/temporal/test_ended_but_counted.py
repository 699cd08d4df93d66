"""TMP-02: active at the measurement day."""

from datetime import date, timedelta

import pytest
from build import DAY, affected, claims, failing, listings, outcome, rows

from dq.rules.temporal.ended_but_counted import ended_but_counted as rule

NOW, ENDED = listings({"dr1": 100}), listings({"dr1": 20}, until=DAY, people="ended")
NEXT = DAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("listed", "expected"), [(99, {}), (100, {}), (101, {"A": 1}), (120, {"A": 20}), (130, {"A": 20})]
)
def test_ended_rows_count_only_as_far_as_the_claim_needs_them(listed: int, expected: dict[str, int]) -> None:
    assert affected(rule, NOW, ENDED, claims(listed, 90)) == expected


@pytest.mark.parametrize(
    ("start", "until", "expected"),
    [
        (date(2020, 1, 1), DAY, ["A"]),
        (date(2020, 1, 1), NEXT, []),
        (NEXT, None, []),
        (None, None, []),
        (None, DAY, ["A"]),
    ],
)
def test_only_rows_that_have_ended_explain(
    start: date | None, until: date | None, expected: list[str]
) -> None:
    # one row more is claimed than the 100 that hold; a row that holds until tomorrow is the 101st
    other = listings({"dr1": 1}, start=start, until=until, people="other")
    assert failing(rule, NOW, other, claims(101, 90)) == expected


def test_without_rows_or_without_a_claim_there_is_nothing_to_say() -> None:
    assert failing(rule, listings({"dr1": 1}, provider="B"), claims(50, 50)) == []
    assert outcome(rule, NOW, ENDED, claims(120, 90, day=date(2026, 9, 30))).examined == 0


def test_rows_of_named_doctor_kind_make_nobody_listed() -> None:
    long = listings({None: 100}, kind="centre"), listings({"dr1": 90}, kind="named_doctor")
    assert affected(rule, *long, ENDED, claims(105, 90)) == {"A": 5}


def test_the_numbers_people_see() -> None:
    (row,) = rows(rule, NOW, ENDED, claims(115, 90))
    assert (row["affected"], row["value"], row["threshold"], row["total"]) == (15, 15.0, 0.0, 115)

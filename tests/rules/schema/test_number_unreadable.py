"""SCH-03: numbers parse."""

import pytest
from build import claims, flagged, listings, outcome, roll

from dq.rules.schema.number_unreadable import number_unreadable as rule


@pytest.mark.parametrize(
    ("unread", "expected"),
    [
        ("fte:number", {"staff_roll": [("A", 2)]}),
        ("role:code|fte:number", {"staff_roll": [("A", 2)]}),
        ("role:code", {}),
        ("employed_from:date", {}),
        (None, {}),
    ],
)
def test_a_cell_of_a_number_column(unread: str | None, expected: dict[str, list[tuple[str, int]]]) -> None:
    assert flagged(rule, roll({"dr1": "st"}, unread=unread), roll({"dr2": "st"})) == expected


def test_every_feed_with_numbers_is_judged() -> None:
    bad = claims(1, 1, unread="claimed_amount:number"), listings({"dr1": 1}, unread="birth_year:number")
    assert flagged(rule, *bad, roll({"dr1": "st"})) == {"claims": [("A", 2)], "listings": [("A", 2)]}
    ended = outcome(rule, *bad, roll({"dr1": "st"}))
    assert (ended.examined, ended.failing, ended.status) == (3, 2, "fail")


def test_an_empty_cell_is_no_fault() -> None:
    assert outcome(rule, claims(1, 1, amount=None)).status == "pass"


def test_without_any_such_feed_it_is_not_judged() -> None:
    assert (outcome(rule).status, outcome(rule).reason) == ("not_judged", "feed_missing")

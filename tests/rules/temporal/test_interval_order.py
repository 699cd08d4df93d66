"""TMP-01: interval order."""

from datetime import date

import pytest
from build import DAY, flagged, listings, of_frame, outcome, roll

from dq.rules.temporal.interval_order import interval_order as rule

START = date(2026, 1, 10)
LINE = [("A", 2)]


@pytest.mark.parametrize(
    ("until", "fails"),
    [
        (date(2026, 1, 11), False),
        (START, True),
        (date(2026, 1, 9), True),
        (date(9999, 12, 31), False),
        (None, False),
    ],
)
def test_the_end_is_later_than_the_start(until: date | None, fails: bool) -> None:
    assert flagged(rule, listings({"dr1": 1}, start=START, until=until)) == (
        {"listings": LINE} if fails else {}
    )


def test_without_a_start_there_is_no_order() -> None:
    assert flagged(rule, listings({"dr1": 1}, start=None, until=START)) == {}


@pytest.mark.parametrize(("start", "end"), [("employed_from", "employed_to"), ("absent_from", "absent_to"),
                                            ("st_start", "st_end")])  # fmt: skip
def test_every_interval_of_the_roll(start: str, end: str) -> None:
    words = {"start": None, "until": None, "st_end": None}
    names = {"employed_from": "start", "employed_to": "until"}
    for last, fails in ((START, True), (date(2026, 1, 11), False)):
        given = words | {names.get(start, start): START, names.get(end, end): last}
        row = roll({"dr1": "st"}, **given)  # type: ignore[arg-type]
        assert flagged(rule, row) == ({"staff_roll": LINE} if fails else {})


def test_history_and_what_is_to_come_are_asked_about_too() -> None:
    for start, until in ((date(2001, 1, 2), date(2001, 1, 1)), (date(2027, 1, 2), date(2027, 1, 1))):
        assert flagged(rule, listings({"dr1": 1}, start=start, until=until)) == {"listings": LINE}
    before = of_frame("listings_previous", listings({"dr1": 1}, start=DAY, until=DAY).frame)
    assert flagged(rule, before) == {"listings_previous": LINE}


def test_every_row_is_examined() -> None:
    ended = outcome(
        rule, listings({"dr1": 7}), listings({"dr2": 2}, start=DAY, until=DAY), roll({"dr1": "st"})
    )
    assert (ended.examined, ended.failing) == (10, 2)

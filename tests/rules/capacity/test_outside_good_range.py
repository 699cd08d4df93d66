"""CAP-02: outside 900-1300 per FTE."""

import pytest
from build import DAY, failing, listings, outcome, roll

from dq.rules.capacity.outside_good_range import outside_good_range as rule


@pytest.mark.parametrize(
    ("named", "fte", "expected"),
    [
        (899, 1000, ["A/dr1"]),
        (900, 1000, []),
        (1300, 1000, []),
        (1301, 1000, ["A/dr1"]),
        (650, 500, []),
        (651, 500, ["A/dr1"]),
    ],
)
def test_both_ends_are_inside(named: int, fte: int, expected: list[str]) -> None:
    assert failing(rule, listings({"dr1": named}), roll({"dr1": "specialist"}, fte=fte)) == expected


def test_the_list_is_summed_over_clinics() -> None:
    lists = listings({"dr1": 700}), listings({"dr1": 700}, provider="B")
    halves = roll({"dr1": "specialist"}, fte=500), roll({"dr1": "specialist"}, fte=500, provider="B")
    assert failing(rule, *lists, *halves) == ["A/dr1", "B/dr1"]


def test_the_range_is_the_payers_to_set() -> None:
    lists, staff = listings({"dr1": 800}), roll({"dr1": "st"})
    assert failing(rule, lists, staff, good_low=800) == []
    assert failing(rule, lists, staff, good_low=100, good_high=799) == ["A/dr1"]


def test_without_time_at_work_nobody_is_examined() -> None:
    gone = roll({"dr1": "specialist"}, until=DAY), roll({"dr2": "specialist"})
    assert outcome(rule, listings({"dr1": 10}), *gone).examined == 0

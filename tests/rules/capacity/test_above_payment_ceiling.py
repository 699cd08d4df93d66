"""CAP-04: above the payment ceiling."""

import pytest
from build import affected, failing, listings, outcome, roll, rows, tandem

from dq.rules.capacity.above_payment_ceiling import above_payment_ceiling as rule

ONE = roll({"dr1": "specialist"})


@pytest.mark.parametrize(("size", "expected"), [(2200, []), (2201, ["A/dr1"])])
def test_both_sides_of_the_ceiling(size: int, expected: list[str]) -> None:
    assert failing(rule, listings({"dr1": size, None: 500}), ONE, ceiling=2200) == expected


def test_the_list_is_summed_over_clinics() -> None:
    lists = listings({"dr1": 2000}), listings({"dr1": 201}, provider="B")
    staff = ONE, roll({"dr2": "st"}, provider="B")
    assert affected(rule, *lists, *staff, ceiling=2200) == {"A/dr1": 2000, "B/dr1": 201}
    (row, _) = rows(rule, *lists, *staff, ceiling=2200)
    assert (row["value"], row["threshold"], row["total"]) == (2201.0, 2200.0, 2201)
    assert failing(rule, *lists, *staff, ceiling=2201) == []


@pytest.mark.parametrize(
    ("fte", "exempt", "size", "expected"),
    [
        (500, None, 1100, []),
        (500, None, 1101, ["A/dr1"]),
        (1000, 900, 220, []),
        (1000, 900, 221, ["A/dr1"]),
        (1000, 1000, 1, ["A/dr1"]),
        (333, None, 732, []),  # 732.6 persons: a part of a person counts for nothing
        (333, None, 733, ["A/dr1"]),
    ],
)
def test_a_ceiling_that_follows_the_time(
    fte: int, exempt: int | None, size: int, expected: list[str]
) -> None:
    staff = roll({"dr1": "specialist"}, fte=fte, exempt=exempt)
    words = {"ceiling": 2200, "ceiling_scales_with_fte": True}
    assert failing(rule, listings({"dr1": size}), staff, **words) == expected
    assert failing(rule, listings({"dr1": size}), staff, ceiling=2200) == []


def test_a_placeholder_has_no_ceiling_and_a_ghost_has() -> None:
    assert failing(rule, listings({"Vakant": 3000, "dr1": 1}), ONE, ceiling=2200) == []
    assert failing(rule, listings({"ghost": 3000}), ONE, ceiling=2200) == ["A/ghost"]


@pytest.mark.parametrize(
    ("lists", "expected"),
    [
        ({"dr1": 2201, "dr2": 2199}, []),
        ({"dr1": 2201, "dr2": 2200}, ["A/dr1", "A/dr2"]),
        ({"dr1": 4400}, []),
        ({"dr1": 4401}, ["A/dr1"]),
    ],
)
def test_a_shared_list_has_the_ceiling_once_for_each(
    lists: dict[str | None, int], expected: list[str]
) -> None:
    two, agreed = roll({"dr1": "specialist", "dr2": "st"}), tandem("L1", "dr1", "dr2")
    assert failing(rule, listings(lists), two, agreed, ceiling=2200) == expected


def test_a_shared_list_whose_doctors_have_left_counts_those_named() -> None:
    agreed = tandem("L1", "dr8", "dr9")
    assert failing(rule, listings({"dr8": 2200, "dr9": 2200}), ONE, agreed, ceiling=2200) == []
    assert failing(rule, listings({"dr8": 2201}), ONE, agreed, ceiling=2200) == ["A/dr8"]


def test_nobody_named_is_not_examined() -> None:
    assert outcome(rule, listings({None: 9000}), ONE, ceiling=2200).examined == 0

"""CAP-03: above 1800 per FTE."""

import pytest
from build import DAY, failing, listings, outcome, roll, rows

from dq.rules.capacity.above_harm_threshold import above_harm_threshold as rule


@pytest.mark.parametrize(
    ("role", "fte", "exempt", "size", "expected"),
    [
        ("specialist", 1000, None, 1800, []),
        ("specialist", 1000, None, 1801, ["A/dr1"]),
        ("st", 1000, None, 1800, []),
        ("st", 1000, None, 1801, ["A/dr1"]),
        ("specialist", 500, None, 900, []),
        ("specialist", 500, None, 901, ["A/dr1"]),
        ("specialist", 1000, 900, 180, []),
        ("specialist", 1000, 900, 181, ["A/dr1"]),
    ],
)
def test_the_list_against_the_time(
    role: str, fte: int, exempt: int | None, size: int, expected: list[str]
) -> None:
    assert failing(rule, listings({"dr1": size}), roll({"dr1": role}, fte=fte, exempt=exempt)) == expected


def test_the_limit_can_be_changed() -> None:
    assert failing(rule, listings({"dr1": 1500}), roll({"dr1": "st"}), harm_threshold=1499) == ["A/dr1"]


def test_no_time_is_not_examined() -> None:
    assert outcome(rule, listings({"dr1": 9000}), roll({"dr1": "st"}, exempt=1000)).examined == 0
    assert outcome(rule, listings({"dr1": 9000}), roll({"dr1": "st"}, until=DAY)).examined == 0
    assert outcome(rule, listings({"Vakant": 9000}), roll({"Vakant": "st"})).examined == 0


def test_lists_and_time_are_summed_over_clinics() -> None:
    lists = listings({"dr1": 1800}), listings({"dr1": 1}, provider="B")
    assert failing(rule, *lists, roll({"dr1": "specialist"}), roll({"x": "st"}, provider="B")) == [
        "A/dr1",
        "B/dr1",
    ]


def test_value_is_rounded_half_up() -> None:
    (row,) = rows(rule, listings({"dr1": 1101}), roll({"dr1": "specialist"}, fte=2000))
    assert (row["value"], row["threshold"]) == (551.0, 1800.0)


def test_the_least_time_at_work_is_examined() -> None:
    assert failing(rule, listings({"dr1": 2}), roll({"dr1": "specialist"}, fte=1)) == ["A/dr1"]
    (row,) = rows(rule, listings({"dr1": 1801}), roll({"dr1": "specialist"}))
    assert row["value"] == 1801.0

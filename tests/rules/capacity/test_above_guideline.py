"""CAP-01: list per FTE above guideline."""

from datetime import timedelta

import pytest
from build import DAY, affected, failing, listings, outcome, roll, rows, tandem

from dq.rules.capacity.above_guideline import above_guideline as rule


@pytest.mark.parametrize(
    ("role", "fte", "exempt", "size", "expected"),
    [
        ("specialist", 1000, None, 1100, []),
        ("specialist", 1000, None, 1101, ["A/dr1"]),
        ("specialist", 500, None, 550, []),
        ("specialist", 500, None, 551, ["A/dr1"]),
        ("specialist", 1000, 0, 1100, []),
        ("specialist", 1000, 500, 550, []),
        ("specialist", 1000, 500, 551, ["A/dr1"]),
        ("specialist", 1000, 900, 110, []),  # 1.0 - 0.9 is 0.1, neither more nor less
        ("specialist", 1000, 900, 111, ["A/dr1"]),
        ("st", 1000, None, 550, []),
        ("st", 1000, None, 551, ["A/dr1"]),
        ("at", 1000, None, 1100, []),
        ("at", 1000, None, 1101, ["A/dr1"]),
    ],
)
def test_the_list_against_the_time(
    role: str, fte: int, exempt: int | None, size: int, expected: list[str]
) -> None:
    assert failing(rule, listings({"dr1": size}), roll({"dr1": role}, fte=fte, exempt=exempt)) == expected


def test_the_guidelines_can_be_changed() -> None:
    file = listings({"dr1": 1200}), roll({"dr1": "specialist"})
    assert failing(rule, *file, guideline_specialist=1200) == []
    assert failing(rule, listings({"dr1": 900}), roll({"dr1": "st"}), guideline_st=899) == ["A/dr1"]


@pytest.mark.parametrize("exempt", [1000, 1200])
def test_no_time_left_is_not_examined(exempt: int) -> None:
    assert outcome(rule, listings({"dr1": 900}), roll({"dr1": "st"}, exempt=exempt)).examined == 0


def test_who_is_not_examined() -> None:
    nobody = roll({"dr2": "st"})
    assert outcome(rule, listings({"dr1": 9000}), nobody).examined == 0
    assert outcome(rule, listings({"dr1": 9000}), roll({"dr1": "st"}, until=DAY)).examined == 0
    assert outcome(rule, listings({"dr1": 9000}), roll({"dr1": "other"})).examined == 0
    assert outcome(rule, listings({"Vakant": 9000}), roll({"Vakant": "st"})).examined == 0


def test_lists_and_time_are_summed_over_clinics() -> None:
    lists = listings({"dr1": 600}), listings({"dr1": 501}, provider="B")
    halves = roll({"dr1": "specialist"}, fte=500), roll({"dr1": "specialist"}, fte=500, provider="B")
    assert affected(rule, *lists, *halves) == {"A/dr1": 600, "B/dr1": 501}
    whole = listings({"dr1": 600}), listings({"dr1": 500}, provider="B")
    assert failing(rule, *whole, *halves) == []
    (row, _) = rows(rule, *lists, *halves)
    assert (row["value"], row["threshold"], row["total"]) == (1101.0, 1100.0, 1101)


def test_value_is_rounded_half_up_for_people_only() -> None:
    (row,) = rows(rule, listings({"dr1": 1101}), roll({"dr1": "specialist"}, fte=2000))
    assert (row["value"], row["fails"]) == (551.0, False)
    (row,) = rows(rule, listings({"dr1": 100}), roll({"dr1": "specialist"}, fte=300))
    assert row["value"] == 333.0


def test_part_specialist_part_st_has_the_specialists_guideline() -> None:
    two = roll({"dr1": "st"}, fte=500), roll({"dr1": "specialist"}, fte=500)
    assert failing(rule, listings({"dr1": 1100}), *two) == []
    past = roll({"dr1": "specialist"}, until=DAY), roll({"dr1": "st"})
    assert failing(rule, listings({"dr1": 1100}), *past) == ["A/dr1"]
    still = roll({"dr1": "specialist"}, fte=1, until=DAY + timedelta(days=1)), roll({"dr1": "st"})
    assert failing(rule, listings({"dr1": 1100}), *still) == []


def test_doctors_who_share_a_list_share_their_time() -> None:
    both = roll({"dr1": "specialist", "dr2": "specialist"}, fte=500)
    agreed = tandem("L1", "dr1", "dr2")
    assert failing(rule, listings({"dr1": 600, "dr2": 500}), both) == ["A/dr1"]
    assert failing(rule, listings({"dr1": 600, "dr2": 500}), both, agreed) == []
    assert failing(rule, listings({"dr1": 601, "dr2": 500}), both, agreed) == ["A/dr1", "A/dr2"]


def test_the_least_time_at_work_is_examined() -> None:
    assert failing(rule, listings({"dr1": 2}), roll({"dr1": "specialist"}, fte=1)) == ["A/dr1"]
    (row,) = rows(rule, listings({"dr1": 1101}), roll({"dr1": "specialist"}))
    assert row["value"] == 1101.0

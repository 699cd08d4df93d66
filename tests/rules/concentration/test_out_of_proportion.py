"""CON-02: concentration out of proportion to staffing."""

from datetime import timedelta

import pytest
from build import DAY, affected, failing, listings, outcome, roll, rows, tandem

from dq.rules.concentration.out_of_proportion import out_of_proportion as rule

FIVE = dict.fromkeys(("dr1", "dr2", "dr3", "dr4", "dr5"), "specialist")
# Lists of 500 and 4 x 125: the top share is exactly one half. HHI = 0.25 + 4/64 = 0.3125.
HALF = {"dr1": 500, "dr2": 125, "dr3": 125, "dr4": 125, "dr5": 125}


def test_half_on_one_of_five_equal_doctors() -> None:
    assert affected(rule, listings(HALF), roll(FIVE)) == {"A": 500}


def test_lists_as_the_time_are_quiet() -> None:
    assert failing(rule, listings(dict.fromkeys(FIVE, 200)), roll(FIVE)) == []


def test_value_and_threshold_are_the_share_of_lists_and_of_time() -> None:
    (row,) = rows(rule, listings(HALF), roll(FIVE))
    assert (row["value"], row["threshold"], row["affected"], row["total"]) == (0.5, 0.2, 500, 1000)


@pytest.mark.parametrize(("top", "expected"), [(499, []), (500, ["A"])])
def test_the_top_list_must_hold_half(top: int, expected: list[str]) -> None:
    lists = HALF | {"dr1": top, "dr2": 625 - top}
    assert failing(rule, listings(lists), roll(FIVE), hhi_ratio=99.0) == expected


@pytest.mark.parametrize(("fte", "expected"), [(1000, []), (999, ["A"])])
def test_exactly_twice_the_share_of_time_is_quiet(fte: int, expected: list[str]) -> None:
    # dr1 has 500 of 1000 named; 1000 of 4000 thousandths is a quarter of the time
    lists = listings({"dr1": 500, "dr2": 300, "dr3": 200})
    staff = roll({"dr1": "specialist"}, fte=fte), roll({"dr2": "specialist"}, fte=1500)
    assert failing(rule, lists, *staff, roll({"dr3": "specialist"}, fte=1500), hhi_ratio=99.0) == expected


@pytest.mark.parametrize(("ratio", "expected"), [(1.5625, []), (1.5624, ["A"])])
def test_spread_of_lists_against_spread_of_time(ratio: float, expected: list[str]) -> None:
    # HHI 0.3125 against 5 * 0.2^2 = 0.2: the ratio is 1.5625
    assert failing(rule, listings(HALF), roll(FIVE), times_time=99.0, hhi_ratio=ratio) == expected


@pytest.mark.parametrize(("size", "expected"), [(99, 0), (100, 1)])
def test_few_named_are_not_examined(size: int, expected: int) -> None:
    assert outcome(rule, listings({"dr1": size, None: 900}), roll(FIVE)).examined == expected


def test_time_is_net_of_other_duties_and_of_the_day() -> None:
    lists = listings({"dr1": 600, "dr2": 400})
    assert failing(rule, lists, roll({"dr1": "specialist", "dr2": "specialist"})) == []
    manager = roll({"dr1": "specialist"}, exempt=800)
    assert failing(rule, lists, manager, roll({"dr2": "specialist"})) == ["A"]
    gone = roll({"dr1": "specialist"}, until=DAY)
    # who has left is ABS-02's question; the colleague who stays is not asked about the same rows
    assert failing(rule, lists, gone, roll({"dr2": "specialist"})) == []
    stays = roll({"dr1": "specialist"}, until=DAY + timedelta(days=1))
    assert failing(rule, lists, stays, roll({"dr2": "specialist"})) == []


def test_a_nurse_is_no_doctor_time() -> None:
    nurses = roll({"n1": "other", "n2": "other", "n3": "other"})
    lists = listings({"dr1": 600, "dr2": 400})
    assert failing(rule, lists, roll({"dr1": "specialist", "dr2": "at"}), nurses) == []


def test_no_doctor_time_is_not_examined() -> None:
    assert outcome(rule, listings({"dr1": 500}), roll(FIVE, until=DAY)).examined == 0


def test_a_ghost_and_a_placeholder_are_left_to_the_rules_about_them() -> None:
    staff = roll({"dr2": "specialist", "dr3": "specialist"})
    assert failing(rule, listings({"ghost": 600, "dr2": 200, "dr3": 200}), staff) == []
    assert failing(rule, listings({"Vakant": 600, "dr2": 200, "dr3": 200}), staff) == []


def test_doctors_who_may_not_have_a_list_lend_no_time() -> None:
    juniors = roll({"at1": "at", "at2": "at", "bt1": "bt"})
    assert failing(rule, listings({"dr1": 240}), roll({"dr1": "specialist"}), juniors) == []


def test_of_two_equal_top_lists_the_one_with_more_time_speaks() -> None:
    lists = listings({"dr1": 500, "dr2": 500})
    staff = roll({"dr1": "specialist"}, fte=200), roll({"dr2": "specialist"}, fte=800)
    assert failing(rule, lists, *staff) == []


def test_doctors_who_share_a_list_are_one_doctor() -> None:
    two = {"dr1": "specialist", "dr2": "specialist"}
    agreed = tandem("L1", "dr1", "dr2")
    assert failing(rule, listings({"dr1": 500, "dr2": 500}), roll(two), agreed) == []
    assert failing(rule, listings({"dr1": 1000}), roll(two), agreed) == []
    assert failing(rule, listings({"dr1": 1000}), roll(two)) == ["A"]
    # pooled 800 of 1000 with two fifths of the time: quiet at exactly twice, and HHI 0.68 > 1.5 * 0.28
    five = listings({"dr1": 400, "dr2": 400, "dr3": 100, "dr4": 50, "dr5": 50})
    assert failing(rule, five, roll(FIVE), agreed, hhi_ratio=99.0) == []
    assert failing(rule, five, roll(FIVE), agreed) == ["A"]


@pytest.mark.parametrize(("exempt", "expected"), [(1000, 0), (999, 1)])
def test_the_least_doctor_time_is_examined(exempt: int, expected: int) -> None:
    assert outcome(rule, listings({"dr1": 500}), roll({"dr1": "st"}, exempt=exempt)).examined == expected


def test_shares_of_a_shared_list() -> None:
    pooled = listings({"dr1": 400, "dr2": 400, "dr3": 200}), tandem("L1", "dr1", "dr2")
    (row,) = rows(rule, *pooled, roll(FIVE))
    assert (row["value"], row["threshold"]) == (0.8, 0.4)

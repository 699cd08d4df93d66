"""Means and worst-case bounds: T5-T8 by hand, and bounds that hold every completion."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dq.reconcile.bounds import mean, mean_of_the_rest, weighted_mean, worst_case

MEAN, P = Fraction(59, 100), Fraction(29, 100)
SHARES = st.lists(st.fractions(0, 1), min_size=1, max_size=21)


def percent(ends: tuple[Fraction, Fraction]) -> tuple[float, float]:
    return round(100 * float(ends[0]), 2), round(100 * float(ends[1]), 2)


def test_t5_four_of_21_regions_are_missing() -> None:
    low, high = worst_case(MEAN, Fraction(4, 21))
    assert percent((low, high)) == (47.76, 66.81)
    assert round(100 * float(high - low), 2) == 19.05
    assert percent((low - P, high - P)) == (18.76, 37.81)


def test_t6_the_missing_lie_between_the_lowest_and_the_highest_seen() -> None:
    support = (Fraction(18, 100), Fraction(96, 100))
    assert percent(worst_case(MEAN, Fraction(4, 21), support)) == (51.19, 66.05)


def test_t7_mean_of_the_fifteen_others() -> None:
    rest = mean_of_the_rest(MEAN, 17, [Fraction(96, 100), Fraction(18, 100)])
    assert round(100 * float(rest), 2) == 59.27
    lowest = mean_of_the_rest(Fraction(585, 1000), 17, [Fraction(965, 1000), Fraction(185, 1000)])
    highest = mean_of_the_rest(Fraction(595, 1000), 17, [Fraction(955, 1000), Fraction(175, 1000)])
    assert percent((lowest, highest)) == (58.63, 59.90)


def test_t8_weighted_when_the_four_that_cannot_follow_up_are_missing() -> None:
    missing = Fraction(132_839 + 370_009 + 248_620 + 283_384, 10_587_710)
    assert round(100 * float(missing), 2) == 9.77
    assert percent(worst_case(MEAN, missing)) == (53.23, 63.01)


def test_means_by_hand() -> None:
    shares = [Fraction(1, 2), Fraction(1, 4)]
    assert mean(shares) == Fraction(3, 8)
    assert weighted_mean(shares, [300, 100]) == Fraction(7, 16)


def test_nothing_missing_leaves_the_mean_alone() -> None:
    assert worst_case(MEAN, Fraction(0)) == (MEAN, MEAN)


@pytest.mark.parametrize(
    ("missing", "support"),
    [
        (Fraction(-1, 2), (Fraction(0), Fraction(1))),
        (Fraction(3, 2), (Fraction(0), Fraction(1))),
        (Fraction(1, 2), (Fraction(1), Fraction(0))),
    ],
)
def test_impossible_bounds_are_refused(missing: Fraction, support: tuple[Fraction, Fraction]) -> None:
    with pytest.raises(ValueError, match="not possible"):
        worst_case(MEAN, missing, support)


@given(SHARES, SHARES)
def test_the_bounds_hold_every_completion(reported: list[Fraction], hidden: list[Fraction]) -> None:
    missing = Fraction(len(hidden), len(reported) + len(hidden))
    low, high = worst_case(mean(reported), missing)
    assert low <= mean(reported + hidden) <= high
    assert high - low == missing


@given(st.lists(st.tuples(st.fractions(0, 1), st.integers(1, 10**6), st.booleans()), min_size=1, max_size=21))
def test_the_weighted_bounds_hold_every_completion(regions: list[tuple[Fraction, int, bool]]) -> None:
    seen = [(share, weight) for share, weight, known in regions if known]
    if not seen:
        return
    shares, weights = [list(column) for column in zip(*seen, strict=True)]
    everyone = sum(weight for _, weight, _ in regions)
    missing = 1 - Fraction(sum(weights), everyone)
    low, high = worst_case(weighted_mean(shares, weights), missing)
    truth = weighted_mean([share for share, _, _ in regions], [weight for _, weight, _ in regions])
    assert low <= truth <= high

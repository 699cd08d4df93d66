"""Wilson's interval, Kish's design effect and the gap interval: T1-T4 and T13 by hand."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dq.reconcile import gap_interval, kish_deff, perceived, wilson

P, R = Fraction(29, 100), Fraction(59, 100)


def percent(ends: tuple[float, float] | None) -> tuple[float, float]:
    assert ends is not None
    return round(100 * ends[0], 2), round(100 * ends[1], 2)


def test_t1_gap_of_59_and_29_is_30_points() -> None:
    assert Fraction(30, 100) == R - P


@pytest.mark.parametrize(
    ("n", "deff", "interval", "gap"),
    [
        (1000, 1.0, (26.27, 31.89), (27.11, 32.73)),  # T2
        (1000, 1.5, (25.68, 32.56), (26.44, 33.32)),  # T3
    ],
)
def test_t2_t3_interval_of_the_share_and_of_the_gap(
    n: int, deff: float, interval: tuple[float, float], gap: tuple[float, float]
) -> None:
    asked = perceived(P, n, deff=deff)
    assert asked.low is not None
    assert asked.high is not None
    assert percent((asked.low, asked.high)) == interval
    assert percent(gap_interval(R, asked)) == gap


@pytest.mark.parametrize(
    ("n", "interval"), [(100, (21.01, 38.54)), (400, (24.77, 33.63)), (5000, (27.76, 30.27))]
)
def test_t4_interval_by_number_of_answers(n: int, interval: tuple[float, float]) -> None:
    assert percent(wilson(P, n)) == interval


def test_t13_kish() -> None:
    deff = kish_deff([1, 1, 2])
    assert deff == 1.125
    assert round(3 / deff, 3) == 2.667


def test_equal_weights_cost_nothing_and_clusters_do() -> None:
    assert kish_deff([2.0] * 7) == 1
    assert kish_deff([1.0] * 4, cluster_size=11, rho=0.1) == 2.0


@pytest.mark.parametrize("weights", [[], [1.0, 0.0], [1.0, -1.0]])
def test_weights_must_be_above_zero(weights: list[float]) -> None:
    with pytest.raises(ValueError, match="above 0"):
        kish_deff(weights)


def test_without_n_no_interval_is_made_up() -> None:
    asked = perceived(P, None, base="population")
    assert (asked.low, asked.high, asked.deff, asked.deff_assumed) == (None, None, None, False)
    assert gap_interval(R, asked) is None


def test_without_deff_the_default_is_used_and_marked() -> None:
    asked = perceived(P, 1000)
    assert (asked.deff, asked.deff_assumed) == (1.5, True)
    assert asked == perceived(P, 1000, default_deff=1.5)
    assert not perceived(P, 1000, deff=1.5).deff_assumed


def test_with_a_lowest_share_the_gap_starts_there() -> None:
    asked = perceived(P, 1000, deff=1.0)
    assert percent(gap_interval(R, asked, lowest=Fraction(40, 100))) == (8.11, 32.73)


@pytest.mark.parametrize(("share", "n"), [(0.5, 0), (0.5, -1), (1.1, 10), (-0.1, 10)])
def test_impossible_input_is_refused(share: float, n: float) -> None:
    with pytest.raises(ValueError, match="must be above 0"):
        wilson(share, n)


@given(st.fractions(0, 1), st.floats(1, 1e6))
def test_the_interval_holds_the_share_and_stays_within_0_and_1(share: Fraction, n: float) -> None:
    low, high = wilson(share, n)
    assert 0 <= low <= float(share) + 1e-12
    assert float(share) - 1e-12 <= high <= 1

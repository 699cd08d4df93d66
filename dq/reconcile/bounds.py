"""Means over regions, and what is still possible when some regions have not reported.

All in exact fractions. Source: domain.md 7.4; Manski 1989 (worst-case bounds).
"""

from collections.abc import Sequence
from fractions import Fraction

ZERO, ONE = Fraction(0), Fraction(1)


def mean(shares: Sequence[Fraction]) -> Fraction:
    """Return the unweighted mean of at least one share."""
    return sum(shares, ZERO) / len(shares)


def weighted_mean(shares: Sequence[Fraction], weights: Sequence[int]) -> Fraction:
    """Return sum(w * share) / sum(w) over the same regions; the weights are populations, sum above 0."""
    total = sum((share * weight for share, weight in zip(shares, weights, strict=True)), ZERO)
    return total / sum(weights)


def worst_case(
    reported: Fraction, missing: Fraction, support: tuple[Fraction, Fraction] = (ZERO, ONE)
) -> tuple[Fraction, Fraction]:
    """Bound a mean over all regions when a share `missing` of the weight has not reported.

    `reported` is the mean over those that did, with the same weights. Each missing region may lie
    anywhere in `support`, [0, 1] when nothing is assumed. The width is `missing` times that of `support`.
    Raises `ValueError` unless 0 <= missing <= 1 and the support is ordered.
    """
    low, high = support
    if not 0 <= missing <= 1 or low > high:
        msg = f"missing share {missing} or support {low}..{high} is not possible"
        raise ValueError(msg)
    known = reported * (1 - missing)
    return known + missing * low, known + missing * high


def mean_of_the_rest(overall: Fraction, count: int, known: Sequence[Fraction]) -> Fraction:
    """Return the mean of the regions that are not in `known`, when all `count` have mean `overall`."""
    return (overall * count - sum(known, ZERO)) / (count - len(known))

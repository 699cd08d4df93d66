"""How sure a survey share is: Wilson's interval with an effective sample size.

The registered share is a count of everyone, so all uncertainty of the gap comes from the survey.
Source: domain.md 7.3; Wilson 1927; Kish 1965.
"""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from math import sqrt

from scipy.special import ndtri

from dq.core.run import Perceived

DEFAULT_DEFF = 1.5
LEVEL = 0.95


def kish_deff(weights: Sequence[float], *, cluster_size: float = 1.0, rho: float = 0.0) -> float:
    """Estimate the design effect from answer weights: n * sum(w^2) / (sum w)^2.

    `cluster_size` is the mean number of answers per cluster and `rho` their correlation; together they
    multiply by 1 + (cluster_size - 1) * rho. Raises `ValueError` unless every weight is above 0.
    """
    if not weights or min(weights) <= 0:
        msg = "weights must be given and all be above 0"
        raise ValueError(msg)
    kish = len(weights) * sum(w * w for w in weights) / sum(weights) ** 2
    return kish * (1 + (cluster_size - 1) * rho)


def wilson(share: float | Fraction, n: float, *, level: float = LEVEL) -> tuple[float, float]:
    """Return the ends of Wilson's score interval, 0 to 1. `n` may be a fraction (n / deff).

    Raises `ValueError` unless n > 0, share in [0, 1] and level in (0, 1).
    """
    p = float(share)
    if n <= 0 or not 0 <= p <= 1 or not 0 < level < 1:
        msg = f"n must be above 0, share and level within 0 to 1; got {n}, {p}, {level}"
        raise ValueError(msg)
    z = float(ndtri(0.5 + level / 2))
    stretch = 1 + z * z / n
    centre = (p + z * z / (2 * n)) / stretch
    half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / stretch
    return max(0.0, centre - half), min(1.0, centre + half)


def perceived(
    share: Fraction,
    n: int | None,
    *,
    deff: float | None = None,
    default_deff: float = DEFAULT_DEFF,
    level: float = LEVEL,
    source: str = "",
    base: str = "",
    field_to: date | None = None,
) -> Perceived:
    """Give a survey share its interval.

    Without `n` no interval is made up: `low` and `high` are null. Without `deff` the suite's
    `default_deff` is used and marked as assumed. `n` is the number of answers, 1 or more.
    """
    assumed = deff is None and n is not None
    used = default_deff if assumed else deff
    low, high = (None, None) if n is None or used is None else wilson(share, n / used, level=level)
    return Perceived(
        share=share,
        n=n,
        deff=used,
        deff_assumed=assumed,
        low=low,
        high=high,
        source=source,
        base=base,
        field_to=field_to,
    )


def gap_interval(
    registered: Fraction, asked: Perceived, lowest: Fraction | None = None
) -> tuple[float, float] | None:
    """Return [R - U, R - L], the interval of registered minus perceived; null without a survey interval.

    With `lowest`, the low end of a supported share, the interval is [lowest - U, R - L].
    """
    if asked.low is None or asked.high is None:
        return None
    floor = registered if lowest is None else lowest
    return float(floor) - asked.high, float(registered) - asked.low

"""The national gap: a mean over the regions that reported, and what the others could do to it.

Nothing is filled in. A printed mean is used as printed, and a region's figure of another day or another
denominator is shown but never takes part. Source: domain.md 7.3 and 7.4.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import polars as pl

from dq.core.errors import Refused
from dq.core.gap import Bounds, NationalGap, RegionFigure
from dq.core.run import Perceived
from dq.reconcile.bounds import ONE, ZERO, mean, weighted_mean, worst_case
from dq.reconcile.figures import NATION, Row, region_figures, share, statements, survey_by_region
from dq.reconcile.interval import DEFAULT_DEFF, perceived

Support = tuple[Fraction, Fraction]


@dataclass(frozen=True)
class _Means:
    """What is known of the national registered share, whichever way it came."""

    as_of: str
    denominator: str
    reporting: int
    stated: Fraction | None = None
    unweighted: Fraction | None = None
    weighted: Fraction | None = None
    lowest: Fraction | None = None
    highest: Fraction | None = None
    missing: tuple[RegionFigure, ...] = ()


def national_gap(
    registered_shares: pl.DataFrame,
    survey_shares: pl.DataFrame | None,
    ref_region: pl.DataFrame,
    *,
    survey_id: str | None = None,
    support: Support | None = None,
    default_deff: float = DEFAULT_DEFF,
    what_if_n: int | None = 1000,
    synthetic: bool = False,
    scenario: str = "",
) -> NationalGap:
    """Set the national registered share beside the perceived one.

    Takes the typed frames of the three feeds. Where the feed holds a printed mean (county code 00), the
    latest one is used with its number of regions; else the means are computed over the regions with a
    figure of the latest day. `support` is where a region that has not reported may lie; default is
    between the lowest and the highest share seen. `what_if_n` gives the intervals that so many answers
    would have given, only when the real number is not known. All shares are exact, 0 to 1.
    Raises `UsageFault` when the survey to use is not clear, and `Refused` for a printed mean without the
    number of regions behind it.
    """
    asked = {} if survey_shares is None else survey_by_region(survey_shares, survey_id, default_deff)
    printed = statements(registered_shares, "mean", nation=True)
    as_of, denominator = _moment(printed or statements(registered_shares, "registered", nation=False))
    regions = region_figures(registered_shares, ref_region, asked, as_of=as_of, denominator=denominator)
    means = _stated(registered_shares, printed[-1]) if printed else _computed(regions, as_of, denominator)
    nation = asked.get(NATION)
    return NationalGap(
        regions=regions,
        as_of=as_of,
        denominator=denominator,
        reporting=means.reporting,
        expected=len(regions),
        missing=tuple(region.name for region in means.missing),
        stated_mean=means.stated,
        unweighted=means.unweighted,
        weighted=means.weighted,
        lowest=means.lowest,
        highest=means.highest,
        perceived=nation,
        bounds=_bounds(means, regions, support),
        sources=_sources(registered_shares, printed, regions, nation),
        notes=_notes(means, regions, nation),
        synthetic=synthetic,
        scenario=scenario,
        supported=_supported(regions) if means.stated is None else None,
        what_if=_what_if(nation, what_if_n, default_deff),
    )


def _moment(rows: list[Row]) -> tuple[str, str]:
    known = [row for row in rows if share(row) is not None]
    return (known[-1]["as_of"], known[-1]["denominator"]) if known else ("", "")


def _stated(registered_shares: pl.DataFrame, row: Row) -> _Means:
    """Read a printed mean, and the extremes printed with it. Who reported is not known."""
    if not row["regions"]:
        raise Refused("mean_without_regions", as_of=row["as_of"])
    return _Means(
        as_of=row["as_of"],
        denominator=row["denominator"],
        reporting=row["regions"],
        stated=share(row),
        lowest=_extreme(registered_shares, "lowest", row),
        highest=_extreme(registered_shares, "highest", row),
    )


def _extreme(registered_shares: pl.DataFrame, statistic: str, of: Row) -> Fraction | None:
    rows = statements(registered_shares, statistic, nation=True)
    same = [row for row in rows if (row["as_of"], row["denominator"]) == (of["as_of"], of["denominator"])]
    return share(same[-1]) if same else None


def _computed(regions: tuple[RegionFigure, ...], as_of: str, denominator: str) -> _Means:
    used = [region for region in regions if region.compared]
    shares = [region.registered for region in used if region.registered is not None]
    missing = tuple(region for region in regions if not region.compared)
    if not shares:
        return _Means(as_of, denominator, 0, missing=missing)
    return _Means(
        as_of=as_of,
        denominator=denominator,
        reporting=len(shares),
        unweighted=mean(shares),
        weighted=weighted_mean(shares, [region.population for region in used]),
        lowest=min(shares),
        highest=max(shares),
        missing=missing,
    )


def _bounds(means: _Means, regions: tuple[RegionFigure, ...], support: Support | None) -> tuple[Bounds, ...]:
    """Bound the mean over all regions; nothing to bound when all reported or none did."""
    reported = means.stated if means.stated is not None else means.unweighted
    if reported is None or not 0 < means.reporting < len(regions):
        return ()
    assumption = "computed" if means.stated is None else "if_unweighted"
    within = support or _seen(means)
    by_count = 1 - Fraction(means.reporting, len(regions))
    found = _pair("manski", reported, by_count, within, assumption)
    if means.weighted is None:
        return found
    people = sum(region.population for region in regions)
    by_people = Fraction(sum(region.population for region in means.missing), people)
    return (*found, *_pair("weighted", means.weighted, by_people, within, assumption))


def _pair(
    key: str, reported: Fraction, missing: Fraction, within: Support | None, assumption: str
) -> tuple[Bounds, ...]:
    worst = Bounds(key, *worst_case(reported, missing), assumption, (ZERO, ONE))
    if within is None:
        return (worst,)
    return worst, Bounds(f"{key}_supported", *worst_case(reported, missing, within), assumption, within)


def _seen(means: _Means) -> Support | None:
    if means.lowest is None or means.highest is None:
        return None
    return means.lowest, means.highest


def _supported(regions: tuple[RegionFigure, ...]) -> Fraction | None:
    """Return the mean supported share, only when every region in the mean has one."""
    shares = [region.supported for region in regions if region.compared]
    known = [value for value in shares if value is not None]
    return mean(known) if known and len(known) == len(shares) else None


def _what_if(nation: Perceived | None, n: int | None, default_deff: float) -> tuple[Perceived, ...]:
    if nation is None or nation.n is not None or n is None:
        return ()
    return tuple(perceived(nation.share, n, deff=deff, base=nation.base) for deff in (1.0, default_deff))


def _sources(
    registered_shares: pl.DataFrame,
    printed: list[Row],
    regions: Iterable[RegionFigure],
    nation: Perceived | None,
) -> tuple[tuple[str, str], ...]:
    """Pair each national statement, and each region's figure, with where it stands."""
    named = [("mean", printed[-1])] if printed else []
    for statistic in ("lowest", "highest"):
        named += [(statistic, row) for row in statements(registered_shares, statistic, nation=True)[-1:]]
    found = [(figure, row["source"]) for figure, row in named if row["source"]]
    found += [("perceived", nation.source)] if nation is not None and nation.source else []
    found += [(region.name, region.source) for region in regions if region.source]
    return tuple(found)


def _notes(means: _Means, regions: tuple[RegionFigure, ...], nation: Perceived | None) -> tuple[str, ...]:
    """Name what a reader must know before comparing; keys of the texts of the page."""
    shown = [region for region in regions if region.registered is not None]
    noted = {
        "weighting_not_stated": means.stated is not None,
        "missing_not_named": means.reporting < len(regions) and not means.missing,
        "n_missing": nation is not None and nation.n is None,
        "deff_assumed": nation is not None and nation.deff_assumed,
        "denominators_differ": _differ([region.denominator for region in shown]),
        "days_differ": _differ([region.as_of for region in shown]),
        "no_supported": all(region.supported is None for region in regions),
        "no_perceived": nation is None,
    }
    return tuple(key for key, holds in noted.items() if holds)


def _differ(values: list[str]) -> bool:
    return any(first != second for first, second in pairwise(sorted(values)))

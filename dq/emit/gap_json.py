"""The national gap as plain data for `gap.json`."""

from fractions import Fraction
from typing import Any

from dq.core.gap import Bounds, NationalGap, RegionFigure
from dq.core.run import Perceived

SCHEMA_VERSION = 0


def gap_json(gap: NationalGap) -> dict[str, Any]:
    """Turn a national gap into lists, texts and numbers, in a fixed order.

    An exact share is `{"share": 0.59, "num": 59, "den": 100}`; intervals from the survey are plain
    numbers, 0 to 1. What is not known is null.
    """
    return {
        "schema_version": SCHEMA_VERSION,
        "scenario": gap.scenario,
        "synthetic": gap.synthetic,
        "as_of": gap.as_of,
        "denominator": gap.denominator,
        "regions_reporting": gap.reporting,
        "regions_expected": gap.expected,
        "regions_missing": list(gap.missing),
        "stated_mean": _share(gap.stated_mean),
        "unweighted_mean": _share(gap.unweighted),
        "weighted_mean": _share(gap.weighted),
        "lowest": _share(gap.lowest),
        "highest": _share(gap.highest),
        "supported_mean": _share(gap.supported),
        "perceived": _perceived(gap.perceived),
        "gap": _share(gap.gap),
        "bounds": [_bounds(bounds) for bounds in gap.bounds],
        "what_if": [_perceived(asked) for asked in gap.what_if],
        "regions": [_region(region) for region in gap.regions],
        "notes": list(gap.notes),
        "sources": [{"figure": figure, "source": source} for figure, source in gap.sources],
    }


def _share(share: Fraction | None) -> dict[str, float | int] | None:
    if share is None:
        return None
    return {"share": float(share), "num": share.numerator, "den": share.denominator}


def _perceived(asked: Perceived | None) -> dict[str, Any] | None:
    if asked is None:
        return None
    return {
        **(_share(asked.share) or {}),
        "n": asked.n,
        "deff": asked.deff,
        "deff_assumed": asked.deff_assumed,
        "low": asked.low,
        "high": asked.high,
        "base": asked.base,
        "field_to": asked.field_to.isoformat() if asked.field_to else None,
        "source": asked.source,
    }


def _bounds(bounds: Bounds) -> dict[str, Any]:
    return {
        "key": bounds.key,
        "low": _share(bounds.low),
        "high": _share(bounds.high),
        "assumption": bounds.assumption,
        "support": [_share(end) for end in bounds.support],
    }


def _region(region: RegionFigure) -> dict[str, Any]:
    return {
        "county_code": region.county_code,
        "region": region.name,
        "population": region.population,
        "status": region.status,
        "as_of": region.as_of,
        "denominator": region.denominator,
        "value_origin": region.value_origin,
        "registered": _share(region.registered),
        "supported": _share(region.supported),
        "perceived": _perceived(region.perceived),
        "compared": region.compared,
        "gap": _share(region.gap),
        "source": region.source,
    }

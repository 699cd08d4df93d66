"""Each region's own latest figures, read out of the feeds of published shares."""

import re
from dataclasses import replace
from fractions import Fraction
from typing import Any

import polars as pl

from dq.core.errors import UsageFault
from dq.core.gap import RegionFigure
from dq.core.run import Perceived
from dq.reconcile.interval import DEFAULT_DEFF, perceived

NATION = "00"
EVERYONE = ("", "alla", "all", "total", "totalt")
SUPPRESS_BELOW = 30  # answers; decisions.md 6
Row = dict[str, Any]


def statements(registered_shares: pl.DataFrame, statistic: str, *, nation: bool) -> list[Row]:
    """Return the rows of one statistic, for the nation or for the regions, oldest first.

    A null statistic is a registered share. On one day a printed figure comes after a derived one, and one
    of the population after one of the listed, so that the last row of a region is the one to show.
    """
    rows = registered_shares.with_columns(pl.col("statistic").fill_null("registered")).filter(
        pl.col("statistic") == statistic, (pl.col("county_code") == NATION) == nation
    )
    return sorted(rows.to_dicts(), key=_newest)


def share(row: Row) -> Fraction | None:
    """Return the share of a row; null when either part is, or the cell could not be read."""
    if row["share_num"] is None or not row["share_den"]:
        return None
    return Fraction(row["share_num"], row["share_den"])


def region_figures(
    registered_shares: pl.DataFrame,
    ref_region: pl.DataFrame,
    asked: dict[str, Perceived],
    *,
    as_of: str,
    denominator: str,
) -> tuple[RegionFigure, ...]:
    """Give every region of `ref_region` its latest figures, ordered by county code.

    A figure takes part in comparisons only when it is of `as_of` and of the same `denominator`.
    """
    own = _last(statements(registered_shares, "registered", nation=False))
    supported = _last(statements(registered_shares, "supported", nation=False))
    regions = ref_region.filter(pl.col("county_code") != NATION).sort("county_code").to_dicts()
    figures = (_figure(r, own.get(r["county_code"]), asked.get(r["county_code"])) for r in regions)
    return tuple(_compared(f, supported.get(f.county_code), (as_of, denominator)) for f in figures)


def survey_by_region(
    survey_shares: pl.DataFrame, survey_id: str | None = None, default_deff: float = DEFAULT_DEFF
) -> dict[str, Perceived]:
    """Read one survey's shares for everyone, by county code (00 = the nation).

    Shares from fewer than `SUPPRESS_BELOW` answers are left out. Raises `UsageFault` when the feed holds
    several surveys or questions and `survey_id` does not choose one of them.
    """
    rows = survey_shares.filter(pl.col("group").fill_null("").str.to_lowercase().is_in(EVERYONE))
    found = sorted(rows["survey_id"].unique().to_list())
    if survey_id is not None:
        rows = rows.filter(pl.col("survey_id") == survey_id)
    if survey_id not in (None, *found) or (survey_id is None and len(found) > 1):
        raise UsageFault("survey_choice", survey=survey_id or "", found=found)
    if rows.select("county_code").is_duplicated().any():
        raise UsageFault("survey_twice", survey=survey_id or found[0])
    return {
        row["county_code"]: _perceived(row, default_deff)
        for row in rows.sort("county_code").to_dicts()
        if share(row) is not None and (row["n_answers"] is None or row["n_answers"] >= SUPPRESS_BELOW)
    }


def _perceived(row: Row, default_deff: float) -> Perceived:
    return perceived(
        Fraction(row["share_num"], row["share_den"]),
        row["n_answers"],
        deff=row["deff"],
        default_deff=default_deff,
        source=row["source"] or "",
        base=row["base"] or "",
        field_to=row["field_to"],
    )


def _last(rows: list[Row]) -> dict[str, Row]:
    reported = {row["county_code"]: row for row in rows if share(row) is not None}
    silent = {row["county_code"]: row for row in rows if row["status"] == "not_reported"}
    return silent | reported


def _figure(region: Row, row: Row | None, asked: Perceived | None) -> RegionFigure:
    known = {"county_code": region["county_code"], "name": region["region_short"], "perceived": asked}
    if row is None:
        return RegionFigure(**known, population=region["population"], registered=None)
    value = share(row)
    return RegionFigure(
        **known,
        population=region["population"],
        registered=value,
        as_of=row["as_of"],
        denominator=row["denominator"],
        value_origin=row["value_origin"] or "",
        source=row["source"] or "",
        status="not_reported" if value is None else "published",
    )


def _compared(figure: RegionFigure, supported: Row | None, moment: tuple[str, str]) -> RegionFigure:
    """Mark a figure of the nation's own day and denominator, and add its supported share."""
    if figure.registered is None or (figure.as_of, figure.denominator) != moment:
        return figure
    fits = supported is not None and (supported["as_of"], supported["denominator"]) == moment
    return replace(figure, compared=True, supported=share(supported) if supported and fits else None)


def _newest(row: Row) -> tuple[str, bool, bool]:
    day = re.match(r"\d{4}(-\d{2}){0,2}", row["as_of"] or "")
    # A bare year is read as the end of that year: "2024" sorts after "2024-06".
    text = day.group(0) if day else ""
    return text.ljust(10, "~"), row["value_origin"] != "derived", row["denominator"] == "population"

"""The gap of one region in one run, as a frame with one row."""

import polars as pl

from dq.core.run import Perceived, Region, Shares
from dq.reconcile.interval import gap_interval

GAP_SCHEMA: dict[str, pl.DataType] = {
    "level": pl.String(),
    "county_code": pl.String(),
    "region": pl.String(),
    "listed": pl.Int64(),
    "registered": pl.Int64(),
    "supported": pl.Int64(),
    "lowest": pl.Int64(),
    "registered_share": pl.Float64(),
    "supported_share": pl.Float64(),
    "lowest_share": pl.Float64(),
    "perceived": pl.Float64(),
    "perceived_low": pl.Float64(),
    "perceived_high": pl.Float64(),
    "n": pl.Int64(),
    "gap": pl.Float64(),
    "gap_low": pl.Float64(),
    "gap_high": pl.Float64(),
    "source": pl.String(),
}


def region_gap(
    shares: Shares | None, perceived: Perceived | None, region: Region, *, level: str = "region"
) -> pl.DataFrame:
    """Set registered, supported and perceived share beside each other.

    Shape: one row; columns as `GAP_SCHEMA`. Counts are rows of the listings, shares and gap 0 to 1.
    Nulls: shares when nobody is listed or nothing was judged; the interval when n is not known; the gap
    when either share is unknown.
    """
    row = {"level": level, "county_code": region.code, "region": region.name}
    return pl.DataFrame([row | _counted(shares) | _asked(shares, perceived)], schema=GAP_SCHEMA)


def _counted(shares: Shares | None) -> dict[str, float | int | None]:
    levels = ("registered", "supported", "lowest")
    if shares is None:
        return dict.fromkeys(("listed", *levels, *(f"{name}_share" for name in levels)))
    rows = {name: int(getattr(shares, name)) for name in levels}
    known = {f"{name}_share": float(shares.of(n)) if shares.listed else None for name, n in rows.items()}
    return {"listed": shares.listed, **rows, **known}


def _asked(shares: Shares | None, asked: Perceived | None) -> dict[str, float | int | str | None]:
    if asked is None:
        return dict.fromkeys(("perceived", "perceived_low", "perceived_high", "n", "gap", "source"))
    row: dict[str, float | int | str | None] = {
        "perceived": float(asked.share),
        "perceived_low": asked.low,
        "perceived_high": asked.high,
        "n": asked.n,
        "source": asked.source,
    }
    if shares is None or not shares.listed:
        return row
    registered = shares.of(shares.registered)
    low, high = gap_interval(registered, asked) or (None, None)
    return row | {"gap": float(registered - asked.share), "gap_low": low, "gap_high": high}

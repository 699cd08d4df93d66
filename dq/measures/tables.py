"""Three small tables that expectation suites speak of: provider, doctor and region.

Shares and FTE are floats here, for people and for Great Expectations; money and proposals never use them.
"""

from typing import Any

import polars as pl

from dq.measures.doctors import DOCTOR_ROLES

ROLES = (*DOCTOR_ROLES, "other")
GUIDELINE, ST_COUNTED = 1100, 0.5  # SOS-09, SOS-17


def doctor_table(pairs: pl.DataFrame, day: Any) -> pl.DataFrame:
    """Give one row per provider and doctor with named listings, sorted by both ids.

    FTE are those at the provider on the day, null without a spell; `st_days_left` is null unless in ST.
    """
    role = pl.lit(None, dtype=pl.String)
    for name in reversed(ROLES):
        role = pl.when(pl.col(f"is_{name}") > 0).then(pl.lit(name)).otherwise(role)
    left = (pl.col("st_end") - pl.lit(day)).dt.total_days()
    net = pl.col("net_fte_milli") / 1000
    return pairs.select(
        "provider_id",
        "physician_id",
        "named",
        role=role,
        fte=pl.col("fte_milli") / 1000,
        net_fte=net,
        on_roll=pl.col("on_roll").cast(pl.Int64),
        at_provider=pl.col("here").cast(pl.Int64),
        placeholder=pl.col("placeholder").cast(pl.Int64),
        st_days_left=pl.when(pl.col("st_only") > 0).then(left),
        named_per_fte=pl.when(net > 0).then(pl.col("named") / net),
    ).sort("provider_id", "physician_id")


def provider_table(
    rows: pl.DataFrame,
    pairs: pl.DataFrame,
    staffing: pl.DataFrame,
    supported: pl.DataFrame,
    surplus: pl.DataFrame,
    listable: pl.DataFrame,
    county: str,
) -> pl.DataFrame:
    """Give one row per provider with listings, sorted by id.

    `listable` counts listable doctors per provider (provider_id, listable_doctors). Claim columns are null
    without a claim; `top_share` and `hhi` are over named listings per doctor; `listed_once` is the listed
    after the identity step, the denominator of the supported share.
    """
    named, total = pl.col("named"), pl.col("named").sum()
    shares = pairs.group_by("provider_id").agg(
        doctors=pl.len().cast(pl.Int64),
        top_share=named.max() / total,
        hhi=(named * named).sum() / (total * total),
    )
    duplicates = (
        surplus.filter(~pl.col("keep")).group_by("provider_id").agg(duplicate_rows=pl.len().cast(pl.Int64))
    )
    claim = [name for name in ("claimed_listed", "claimed_named") if name in supported.columns]
    known = supported.select("provider_id", "supported", *claim, after_identity="listed")
    table = rows.sort("provider_id")
    for other in (shares, staffing.rename({"doctors": "roll_doctors"}), listable, duplicates, known):
        table = table.join(other, on="provider_id", how="left")
    table = table.with_columns(
        pl.lit(None, dtype=pl.Int64).alias(name)
        for name in ("claimed_listed", "claimed_named")
        if name not in claim
    )
    zero = ("doctors", "roll_doctors", "roll_rows", "listable_doctors", "duplicate_rows")
    table = table.with_columns(pl.col(zero).fill_null(0))
    net = pl.col("net_fte_milli") / 1000
    capacity = GUIDELINE * (pl.col("specialist_fte_milli") + ST_COUNTED * pl.col("st_fte_milli")) / 1000
    return table.select(
        "provider_id",
        "listed",
        "named",
        "unnamed",
        "doctors",
        "top_share",
        "hhi",
        "roll_rows",
        "roll_doctors",
        "listable_doctors",
        "duplicate_rows",
        "claimed_listed",
        "claimed_named",
        "supported",
        county_code=pl.lit(county),
        named_share=_ratio(pl.col("named"), pl.col("listed")),
        net_fte=net,
        named_per_fte=_ratio(pl.col("named"), net),
        capacity=capacity,
        load=_ratio(pl.col("named"), capacity),
        ended_rows=pl.col("ended"),
        claimed_share=_ratio(pl.col("claimed_named"), pl.col("claimed_listed")),
        claim_minus_file_listed=pl.col("claimed_listed") - pl.col("listed"),
        claim_minus_file_named=pl.col("claimed_named") - pl.col("named"),
        listed_once=pl.col("after_identity"),
        supported_share=_ratio(pl.col("supported"), pl.col("after_identity")),
    )


def region_table(providers: pl.DataFrame, county: str, name: str, perceived: float | None) -> pl.DataFrame:
    """Give the one row of the region: sums over `providers` (the table above) and the perceived share."""
    judged = providers.filter(pl.col("supported").is_not_null())
    return providers.select(
        county_code=pl.lit(county),
        region=pl.lit(name),
        providers=pl.len().cast(pl.Int64),
        listed=pl.col("listed").sum(),
        named_share=_ratio(pl.col("named").sum(), pl.col("listed").sum()),
        supported_share=pl.lit(_share(judged), dtype=pl.Float64),
        perceived_share=pl.lit(perceived, dtype=pl.Float64),
        doctors=pl.col("roll_doctors").sum(),
    )


def _ratio(part: pl.Expr, whole: pl.Expr) -> pl.Expr:
    return pl.when(whole > 0).then(part / whole)


def _share(judged: pl.DataFrame) -> float | None:
    listed = int(judged["listed_once"].sum())
    return int(judged["supported"].sum()) / listed if listed else None

"""The claim that counts for each provider. Source: decisions.md section 4."""

from datetime import date
from typing import Any

import narwhals as nw

from dq.core.measure import measure

Frame = nw.LazyFrame[Any]


@measure(collected=True)
def claimed(claims: Frame, *, day: date) -> Frame:
    """Choose the claim for the day: one row per provider.

    Of several, the highest version counts, then the latest `submitted_at`. Ties are refused before any rule
    runs (`tied_claims`). A claim for another day is not here; the run says so.
    """
    key = ["provider_id"]
    rows = claims.filter(nw.col("measurement_day") == nw.lit(day)).with_columns(
        order=nw.col("version").fill_null(0)
    )
    best = rows.group_by(key).agg(nw.col("order").max().alias("best"))
    rows = rows.join(best, on=key, how="inner").filter(nw.col("order") == nw.col("best"))
    latest = rows.group_by(key).agg(nw.col("submitted_at").max().alias("latest"))
    rows = rows.join(latest, on=key, how="inner").filter(
        nw.col("latest").is_null() | (nw.col("submitted_at") == nw.col("latest"))
    )
    first = rows.group_by(key).agg(nw.col("row_id").min().alias("first"))
    return (
        rows.join(first, on=key, how="inner")
        .filter(nw.col("row_id") == nw.col("first"))
        .select(
            "provider_id",
            "row_id",
            "source_file",
            "source_row",
            "period",
            "claimed_listed",
            "claimed_named",
            "claimed_share_num",
            "claimed_share_den",
            "claimed_amount_ore",
        )
    )

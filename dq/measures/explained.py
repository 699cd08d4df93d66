"""How far a claim is explained by rows that exist. Source: readings.md A-02, A-08."""

from typing import Any

import narwhals as nw

from dq.core.measure import measure

Frame = nw.LazyFrame[Any]


@measure(collected=True)
def explained(claimed: Frame, provider_rows: Frame) -> Frame:
    """Set the claim beside the file: one row per provider with a claim.

    `listed`, `named`, `unnamed`, `ended` as in the file (0 if the provider has no rows). A claim without a
    count explains nothing (0). `ended_listed`
    claimed persons whose listing has ended, `ended_named` those of them claimed as named, `unnamed_claimed`
    claimed as named but without a doctor. `over_listed`, `over_named`: what is left, above 0 where the claim
    exceeds every row that could stand behind it; below 0 where it claims less than the file holds.
    """
    counts = ("listed", "named", "unnamed", "ended_listed")
    rows = claimed.join(provider_rows.select("provider_id", *counts), on="provider_id", how="left")
    rows = rows.with_columns(**{name: nw.col(name).fill_null(0) for name in counts}).rename(
        {"ended_listed": "ended"}
    )
    rows = rows.with_columns(
        extra_listed=nw.col("claimed_listed") - nw.col("listed"),
        extra_named=nw.col("claimed_named") - nw.col("named"),
    )
    rows = rows.with_columns(ended_listed=_part("extra_listed", nw.col("ended"))).with_columns(
        ended_named=_part("extra_named", nw.col("ended_listed"))
    )
    rows = rows.with_columns(rest=nw.col("extra_named") - nw.col("ended_named"))
    rows = rows.with_columns(unnamed_claimed=_part("rest", nw.col("unnamed"))).drop("rest")
    return rows.with_columns(
        over_listed=nw.col("extra_listed") - nw.col("ended_listed"),
        over_named=nw.col("extra_named") - nw.col("ended_named") - nw.col("unnamed_claimed"),
    )


def _part(extra: str, available: nw.Expr) -> nw.Expr:
    """Take as much of `extra` as is available, never below 0; 0 where the claim states no count."""
    none = nw.lit(0).cast(nw.Int64)
    return nw.max_horizontal(nw.min_horizontal(nw.col(extra).fill_null(0), available), none)

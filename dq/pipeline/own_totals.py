"""What a sender can compare with its own system: counts over its own rows of one feed."""

from collections.abc import Callable
from datetime import date

import narwhals as nw
import polars as pl

from dq.core.outcome import active_on
from dq.loop import Sources
from dq.measures.listed import PLACEHOLDER


def own_totals(feed: str, sources: Sources) -> dict[str, dict[str, int]]:
    """Count per file of a feed, by source file; empty for a feed without totals. Never an amount.

    listings: rows that hold on the day and list a person (`listed`), different persons among them
    (`persons`), rows that name a doctor (`named`), those of them on a placeholder (`placeholders`), and
    different doctors (`doctors`). staff_roll: doctors at work on the day and their FTE in thousandths.
    claims: sums of the claimed counts.
    """
    make = TOTALS.get(feed)
    if make is None or feed not in sources.feeds:
        return {}
    files = sources.feeds[feed].select(pl.col("source_file").unique())
    table = files.join(make(sources), on="source_file", how="left").fill_null(0).collect()
    return {str(row.pop("source_file")): row for row in table.sort("source_file").to_dicts()}


def _listings(sources: Sources) -> pl.LazyFrame:
    native = nw.to_native(sources.get("active"))
    assert isinstance(native, pl.LazyFrame)
    nobody = pl.col("placeholder_name") | pl.col("physician_id").str.contains(PLACEHOLDER)
    listed, named = pl.col("is_listed"), pl.col("is_named")
    return native.group_by("source_file").agg(
        listed=listed.sum().cast(pl.Int64),
        persons=pl.col("person_id").filter(listed).drop_nulls().n_unique().cast(pl.Int64),
        named=named.sum().cast(pl.Int64),
        placeholders=(named & nobody).sum().cast(pl.Int64),
        doctors=pl.col("physician_id").filter(named & ~nobody).n_unique().cast(pl.Int64),
    )


def _staff(sources: Sources) -> pl.LazyFrame:
    at_work = _spells(sources.feeds["staff_roll"], sources.day)
    return at_work.group_by("source_file").agg(
        doctors=pl.col("physician_id").drop_nulls().n_unique().cast(pl.Int64),
        fte_milli=pl.col("fte_milli").sum(),
    )


def _spells(roll: pl.LazyFrame, day: date) -> pl.LazyFrame:
    native = nw.to_native(nw.from_native(roll).filter(active_on(day, "employed_from", "employed_to")))
    assert isinstance(native, pl.LazyFrame)
    return native


def _claims(sources: Sources) -> pl.LazyFrame:
    claims = sources.feeds["claims"].group_by("source_file")
    return claims.agg(pl.col("claimed_listed", "claimed_named").sum())


TOTALS: dict[str, Callable[[Sources], pl.LazyFrame]] = {
    "listings": _listings,
    "staff_roll": _staff,
    "claims": _claims,
}

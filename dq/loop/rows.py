"""Row rules: one pass over each feed for all of them; counts per provider and the first failing rows."""

from dataclasses import dataclass
from datetime import date

import narwhals as nw
import polars as pl

from dq.core.feed import Feed
from dq.core.rule import Chosen
from dq.measures.claimed import claimed

SHOWN_ROWS = 20
FILE_PROVIDER = "file_provider"  # the only provider of the file that a listings row stood in
SUPERSEDED = "superseded"  # a claim row that another row of its provider replaces
NO_CONTRACT = pl.DataFrame(schema={"feed": pl.String, "rule_id": pl.String, "row_id": pl.Int64})


@dataclass(frozen=True)
class RowResult:
    """What one row rule found in one feed.

    `per_provider`: provider_id (null where neither the row nor its file has one), examined, failing.
    `shown`: provider_id, source_file, source_row of the first failing rows of each provider. `superseded`:
    rows left aside because another row of the same provider counts.
    """

    rule_id: str
    feed: str
    per_provider: pl.DataFrame
    shown: pl.DataFrame
    superseded: int = 0


def flagged(
    frame: pl.LazyFrame, feed: Feed, rules: list[Chosen], day: date, contract: pl.DataFrame
) -> pl.LazyFrame:
    """Add one Boolean column per rule, named by its id: True where the row fails.

    A row fails by the rule's own expression, or by a contract failure that carries the rule's id. Claim rows
    that another row replaces fail nothing.
    """
    flags = {
        chosen.rule.id: chosen.rule.function(feed, day=day, **chosen.parameters).fill_null(value=False)
        for chosen in rules
    }
    native = nw.to_native(nw.from_native(frame).with_columns(**flags))
    assert isinstance(native, pl.LazyFrame)
    for chosen in rules:
        rows = contract.filter((pl.col("feed") == feed.name) & (pl.col("rule_id") == chosen.rule.id))[
            "row_id"
        ]
        if rows.len():
            native = native.with_columns(pl.col(chosen.rule.id) | pl.col("row_id").is_in(rows.implode()))
    return _replaced(native, list(flags), day) if feed.name == "claims" else native


def _replaced(marked: pl.LazyFrame, ids: list[str], day: date) -> pl.LazyFrame:
    """Mark claim rows that another row of the provider replaces, and clear their flags.

    Only a row whose provider, day and version can be read is known to be replaced.
    """
    counts = nw.to_native(claimed.function(nw.from_native(marked), day=day))
    counts = counts.select("provider_id", counting="row_id")
    unread = pl.col("unread").fill_null("").str.contains(r"(^|\|)version:")
    known = pl.col("measurement_day").is_not_null() & ~unread
    other = (pl.col("row_id") != pl.col("counting")).fill_null(value=False)
    return (
        marked.join(counts, on="provider_id", how="left")
        .with_columns((known & other).alias(SUPERSEDED))
        .with_columns(pl.col(name) & ~pl.col(SUPERSEDED) for name in ids)
        .drop("counting")
    )


def row_plans(marked: pl.LazyFrame, rules: list[Chosen], has_provider: bool) -> list[pl.LazyFrame]:
    """Plan the counts per provider, then for each rule the first failing rows of each provider."""
    have = marked.collect_schema().names()
    columns = ["provider_id"] if has_provider else []
    columns += [FILE_PROVIDER] if FILE_PROVIDER in have else []
    provider = pl.coalesce(*columns, pl.lit(None, dtype=pl.String)).alias("provider_id")
    aside = pl.col(SUPERSEDED) if SUPERSEDED in have else pl.lit(value=False).alias(SUPERSEDED)
    ids = [chosen.rule.id for chosen in rules]
    slim = marked.select(provider, "row_id", "source_file", "source_row", aside, *ids)
    counts = slim.group_by("provider_id").agg(
        (~pl.col(SUPERSEDED)).sum().cast(pl.Int64).alias("examined"),
        pl.col(SUPERSEDED, *ids).sum().cast(pl.Int64),
    )
    shown = [
        slim.filter(pl.col(name))
        .group_by("provider_id")
        .agg(pl.struct("row_id", "source_file", "source_row").bottom_k_by("row_id", SHOWN_ROWS).alias("rows"))
        for name in ids
    ]
    return [counts, *shown]


def row_results(feed: str, rules: list[Chosen], tables: list[pl.DataFrame]) -> list[RowResult]:
    """Read the collected plans of one feed into one result per rule."""
    counts, *shown = tables
    results = []
    for chosen, rows in zip(rules, shown, strict=True):
        per_provider = counts.select("provider_id", "examined", failing=pl.col(chosen.rule.id))
        flat = rows.explode("rows", empty_as_null=False).unnest("rows") if rows.height else _no_rows()
        flat = flat.sort("row_id").select("provider_id", "source_file", "source_row")
        per_provider = per_provider.sort("provider_id", nulls_last=True)
        aside = int(counts[SUPERSEDED].sum())
        results.append(RowResult(chosen.rule.id, feed, per_provider, flat, aside))
    return results


def _no_rows() -> pl.DataFrame:
    return pl.DataFrame(
        schema={
            "provider_id": pl.String,
            "row_id": pl.Int64,
            "source_file": pl.String,
            "source_row": pl.Int64,
        }
    )

"""Row rules: one pass over each feed for all of them; counts per provider and the first failing rows."""

from dataclasses import dataclass
from datetime import date

import narwhals as nw
import polars as pl

from dq.core.feed import Feed
from dq.core.rule import Chosen

SHOWN_ROWS = 20
NO_CONTRACT = pl.DataFrame(schema={"feed": pl.String, "rule_id": pl.String, "row_id": pl.Int64})


@dataclass(frozen=True)
class RowResult:
    """What one row rule found in one feed.

    `per_provider`: provider_id (null where the row has none), examined, failing. `shown`: provider_id,
    source_file, source_row of the first failing rows of each provider.
    """

    rule_id: str
    feed: str
    per_provider: pl.DataFrame
    shown: pl.DataFrame


def flagged(
    frame: pl.LazyFrame, feed: Feed, rules: list[Chosen], day: date, contract: pl.DataFrame
) -> pl.LazyFrame:
    """Add one Boolean column per rule, named by its id: True where the row fails.

    A row fails by the rule's own expression, or by a contract failure that carries the rule's id.
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
    return native


def row_plans(marked: pl.LazyFrame, rules: list[Chosen], has_provider: bool) -> list[pl.LazyFrame]:
    """Plan the counts per provider, then for each rule the first failing rows of each provider."""
    provider = pl.col("provider_id") if has_provider else pl.lit(None, dtype=pl.String).alias("provider_id")
    ids = [chosen.rule.id for chosen in rules]
    slim = marked.select(provider, "row_id", "source_file", "source_row", *ids)
    counts = slim.group_by("provider_id").agg(
        pl.len().cast(pl.Int64).alias("examined"), *[pl.col(name).sum().cast(pl.Int64) for name in ids]
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
        results.append(
            RowResult(chosen.rule.id, feed, per_provider.sort("provider_id", nulls_last=True), flat)
        )
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

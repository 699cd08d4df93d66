"""One bit mask per listing row, and the small table of rows counted by provider, doctor and mask."""

import narwhals as nw
import polars as pl

from dq.core.codes import Books
from dq.measures.supported import MASK_COLUMNS, Bits


def pair_bits(failing: dict[str, pl.DataFrame], pairs: pl.DataFrame, bits: Bits) -> pl.DataFrame:
    """Add up the bits of rules that take all rows of a doctor, or of a provider.

    `failing` holds the failing entities of each rule. One row per provider and doctor with any bit.
    """
    keys = ["provider_id", "physician_id"]
    parts = []
    for rule in bits.rules:
        found = failing.get(rule.id)
        if rule.books is Books.ROWS or found is None or found.is_empty():
            continue
        on = keys if rule.books is Books.DOCTOR else ["provider_id"]
        hit = pairs.select(keys).join(found.select(on).unique(), on=on, how="semi")
        parts.append(hit.with_columns(bit=pl.lit(bits.value(rule.id), dtype=pl.Int64)))
    if not parts:
        return pl.DataFrame(schema={"provider_id": pl.String, "physician_id": pl.String, "bit": pl.Int64})
    return pl.concat(parts).group_by(keys).agg(pl.col("bit").sum())


def row_bits(
    failing: dict[str, pl.DataFrame], marked: pl.LazyFrame | None, ids: list[str], bits: Bits
) -> pl.LazyFrame | None:
    """Add up the bits of rules that take single listing rows: row_id and bit; null if there are none.

    `marked` are the listings with one Boolean column per row rule in `ids`.
    """
    parts = []
    for rule in bits.rules:
        found = failing.get(rule.id)
        if rule.books is not Books.ROWS:
            continue
        if rule.id in ids and marked is not None:
            rows = marked.filter(pl.col(rule.id)).select("row_id")
        elif found is not None and not found.is_empty():
            # a row that stays behind a duplicate (affected 0) is shown but not booked
            rows = found.lazy().filter(pl.col("affected") > 0).select("row_id")
        else:
            continue
        parts.append(rows.with_columns(row_bit=pl.lit(bits.value(rule.id), dtype=pl.Int64)))
    if not parts:
        return None
    return pl.concat(parts).group_by("row_id").agg(pl.col("row_bit").sum())


def mask_table(
    active: nw.LazyFrame[pl.LazyFrame], pairs: pl.DataFrame, rows: pl.LazyFrame | None
) -> pl.DataFrame:
    """Count the active rows by provider, doctor, list and mask. Sorted; thousands of rows."""
    lazy = nw.to_native(active)
    lazy = lazy.join(pairs.lazy(), on=["provider_id", "physician_id"], how="left")
    mask = pl.when(pl.col("is_named")).then(pl.col("bit").fill_null(0)).otherwise(0)
    if rows is not None:
        lazy = lazy.join(rows, on="row_id", how="left")
        mask = mask + pl.col("row_bit").fill_null(0)
    keys = ["provider_id", "physician_id", "list_id", "is_listed", "is_named"]
    counted = (
        lazy.filter(pl.col("provider_id").is_not_null())
        .select(*keys, mask=mask.cast(pl.Int64))
        .group_by(*keys, "mask")
        .agg(n=pl.len().cast(pl.Int64))
    )
    table = counted.collect(engine="streaming")
    return table.select(list(MASK_COLUMNS)).sort(list(MASK_COLUMNS), nulls_last=True)

"""UNQ-02: one open listing per person and type at a provider."""

from typing import Any

import narwhals as nw

from dq.core.codes import Books, Disposition, Severity, Step, Unit
from dq.core.outcome import as_outcome
from dq.core.rule import rule


@rule(
    id="UNQ-02",
    title="Listed twice at the same clinic",
    title_sv="Dubbel listning",
    severity=Severity.ERROR,
    disposition=Disposition.ADJUST,
    unit=Unit.ROW,
    source="1177 Stockholm: only one vårdcentral at a time",
    sv="{affected} {affected:listning|listningar} är överskott av {value} rader i dubblettgrupper.",
    en="{affected} {affected:listing is|listings are} surplus among {value} rows in duplicate groups.",
    todo_sv="Senaste listningen gäller; överskottet räknas av.",
    todo_en="The latest listing counts; the surplus is deducted.",
    examined_sv="varje listning som gäller på mätdagen.",
    fails_sv="samma person står mer än en gång på samma vårdcentral; alla rader i gruppen visas. Bara "
    "överskottet räknas av: den senaste listningen står kvar, vid lika en namngiven före en utan "
    "läkare.",
    nulls_sv="rader utan person eller vårdcentral bildar ingen grupp; de prövas av CMP-01.",
    books=Books.ROWS,
    step=Step.IDENTITY,
)
def listed_twice(surplus_rows: nw.LazyFrame[Any], provider_rows: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Flag rows that stand more than once for the same person at the same provider on the day.

    Examined: every listing row that holds on the day.
    Fails: all rows of a duplicate group. Booked is only the surplus: the latest listing stays, then a named
        one before an unnamed one (reading A-25), so `affected` is 0 for the row that is kept.
    Nulls: rows without a person or a provider form no group; CMP-01 judges them.
    """
    failing = surplus_rows.with_columns(
        affected=nw.when(nw.col("keep")).then(nw.lit(0)).otherwise(nw.lit(1)),
        total=nw.lit(1),
        fails=nw.lit(value=True),
    ).pipe(as_outcome)
    grouped = surplus_rows.group_by("provider_id").agg(nw.len().cast(nw.Int64).alias("grouped"))
    rest = (
        provider_rows.join(grouped, on="provider_id", how="left")
        .with_columns(examined=nw.col("active") - nw.col("grouped").fill_null(0), fails=nw.lit(value=False))
        .pipe(as_outcome)
    )
    return nw.concat([failing, rest])

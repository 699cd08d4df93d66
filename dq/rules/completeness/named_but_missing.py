"""CMP-02: named doctor missing but counted."""

from typing import Any

import narwhals as nw

from dq.core.codes import Books, Disposition, Severity, Step, Unit
from dq.core.outcome import as_outcome
from dq.core.rule import rule


@rule(
    id="CMP-02",
    title="Named doctor missing but counted",
    title_sv="Räknad som namngiven utan läkare",
    severity=Severity.ERROR,
    disposition=Disposition.ADJUST,
    unit=Unit.PROVIDER,
    source="R-18; Inera definition: namngiven läkare",
    sv="{affected} {affected:listning|listningar} räknas som {affected:namngiven|namngivna} men "
    "saknar läkare.",
    en="{affected} {affected:listing is|listings are} counted as named but {affected:has|have} no doctor.",
    todo_sv="Räkna inte dem som namngivna. Vårdcentralen kan ange läkare.",
    todo_en="Do not count them as named. The clinic can name a doctor.",
    examined_sv="vårdcentraler med en begäran för mätdagen.",
    fails_sv="rader har en platshållare, eller så behöver begäran listade utan läkare för att nå sitt "
    "antal namngivna. Filens namngivna och avslutade rader räknas först.",
    nulls_sv="en vårdcentral utan rader i filen har inget att räkna; den prövas av CLM-02.",
    books=Books.COUNT,
    step=Step.ABSENT,
    evidence="claims",
)
def named_but_missing(explained: nw.LazyFrame[Any], pairs: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Flag providers whose claim counts rows as named that name nobody.

    Examined: providers with a claim for the day.
    Fails: rows with a placeholder, or listed rows without a doctor that the claim needs in order to reach its
        number of named (reading A-02: min(claimed - named - ended, unnamed)).
    Nulls: a provider without rows in the file has nothing to count; CLM-02 judges it.
    """
    placeholders = (
        pairs.filter(nw.col("placeholder"))
        .group_by("provider_id")
        .agg(nw.col("named").sum().alias("placeholders"))
    )
    return (
        explained.join(placeholders, on="provider_id", how="left")
        .with_columns(affected=nw.col("unnamed_claimed") + nw.col("placeholders").fill_null(0))
        .with_columns(
            total=nw.col("claimed_named"),
            value=nw.col("affected"),
            threshold=nw.lit(0),
            fails=nw.col("affected") > 0,
        )
        .pipe(as_outcome)
    )

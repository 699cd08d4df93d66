"""ABS-02: not employed at the measurement day."""

from typing import Any

import narwhals as nw

from dq.core.codes import Books, Disposition, Severity, Step, Unit
from dq.core.outcome import as_outcome
from dq.core.rule import rule


@rule(
    id="ABS-02",
    title="Doctor not employed on the day",
    title_sv="Läkaren inte anställd",
    severity=Severity.ERROR,
    disposition=Disposition.ADJUST,
    unit=Unit.PHYSICIAN_AT_PROVIDER,
    source="P-02",
    sv="{affected} {affected:listning|listningar} på en läkare som inte var anställd på mätdagen.",
    en="{affected} {affected:listing is|listings are} on a doctor who was not employed on the day.",
    todo_sv="Räkna av dem. Vårdcentralen kan skicka rättad bemanningslista.",
    todo_en="Deduct them. The clinic can send a corrected staff roll.",
    examined_sv="läkare med namngivna listningar som någon gång varit anställda på vårdcentralen. Övriga "
    "prövas av REF-01 och REF-02.",
    fails_sv="ingen anställning gäller på mätdagen, eller så har de som gäller tillsammans "
    "tjänstgöringsgraden 0.",
    nulls_sv="en anställning utan slutdatum pågår. En vårdcentral utan rader i bemanningslistan bedöms inte.",
    books=Books.DOCTOR,
    step=Step.ABSENT,
    needs_roll=True,
)
def not_employed(pairs: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Flag doctors with listings whose employment at the provider does not cover the day.

    Examined: doctors with named listings who had some spell at the provider; others are REF-01 and REF-02.
    Fails: no spell covers the day, or the spells that do have 0 FTE together. Doctors who share a list by
        agreement are one: the list fails only if none of them is at work there.
    Nulls: an open end covers the day. A provider without any row in the roll is not judged.
    """
    at_work = nw.col("here") & (nw.col("fte_milli").fill_null(0) > 0)
    lists = pairs.group_by("provider_id", "list_id").agg(at_work.cast(nw.Int64).max().alias("covered"))
    return (
        pairs.filter(~nw.col("placeholder") & nw.col("known_here"))
        .join(lists, on=["provider_id", "list_id"], how="left")
        .with_columns(
            affected=nw.col("named"),
            total=nw.col("named"),
            fails=~at_work & (nw.col("covered") == 0),
        )
        .pipe(as_outcome)
    )

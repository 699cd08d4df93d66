"""REF-02: listed doctor belongs to the same provider."""

from typing import Any

import narwhals as nw

from dq.core.codes import Books, Disposition, Severity, Step, Unit
from dq.core.outcome import as_outcome
from dq.core.rule import rule


@rule(
    id="REF-02",
    title="Doctor works at another clinic",
    title_sv="Läkaren hör till en annan vårdcentral",
    severity=Severity.ERROR,
    disposition=Disposition.ADJUST,
    unit=Unit.PHYSICIAN_AT_PROVIDER,
    source="Inera definition: named doctor at the centre where the patient is listed",
    sv="{affected} {affected:listning|listningar} på en läkare som aldrig arbetat på vårdcentralen.",
    en="{affected} {affected:listing is|listings are} on a doctor who has never worked at the clinic.",
    todo_sv="Räkna inte dem som namngivna. Vårdcentralen kan visa anställning.",
    todo_en="Do not count them as named. The clinic can show employment.",
    examined_sv="varje läkare med namngivna listningar som finns i någon bemanningslista. Övriga prövas av "
    "REF-01.",
    fails_sv="läkaren har aldrig varit anställd på vårdcentralen. En anställning som inte gäller på "
    "mätdagen prövas av ABS-02.",
    nulls_sv="en vårdcentral utan rader i bemanningslistan bedöms inte.",
    books=Books.DOCTOR,
    step=Step.ABSENT,
    needs_roll=True,
)
def doctor_of_another_provider(pairs: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Flag doctors with listings at a provider where they never had an employment spell.

    Examined: each doctor with named listings who is on some roll; others belong to REF-01 (reading A-05).
    Fails: no spell at this provider, ever. A spell that does not cover the day is ABS-02 (reading A-06).
    Nulls: a provider without any row in the roll is not judged (roll_missing).
    """
    return (
        pairs.filter(~nw.col("placeholder") & nw.col("on_roll"))
        .with_columns(affected=nw.col("named"), total=nw.col("named"), fails=~nw.col("known_here"))
        .pipe(as_outcome)
    )

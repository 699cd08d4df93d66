"""REF-01: listed doctor exists in the staff roll."""

from typing import Any

import narwhals as nw

from dq.core.codes import Books, Disposition, Severity, Step, Unit
from dq.core.outcome import as_outcome
from dq.core.rule import rule


@rule(
    id="REF-01",
    title="Doctor on no staff roll",
    title_sv="Okänd läkare",
    severity=Severity.ERROR,
    disposition=Disposition.HOLD,
    unit=Unit.PHYSICIAN_AT_PROVIDER,
    source="P-02, P-05",
    sv="{affected} {affected:listning|listningar} på en läkare som inte finns i någon bemanningslista.",
    en="{affected} {affected:listing is|listings are} on a doctor who is on no staff roll.",
    todo_sv="Fråga vem läkaren är. Rätta bemanningslistan eller listningarna.",
    todo_en="Ask who the doctor is. Correct the staff roll or the listings.",
    examined_sv="varje läkare med namngivna listningar på en vårdcentral. Platshållare prövas av ABS-06.",
    fails_sv="läkaren har aldrig funnits i någon vårdcentrals bemanningslista.",
    nulls_sv="en vårdcentral utan rader i bemanningslistan bedöms inte.",
    books=Books.DOCTOR,
    step=Step.ABSENT,
    needs_roll=True,
)
def doctor_unknown(pairs: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Flag doctors with listings who are on no staff roll of the region, ever.

    Examined: each doctor with named listings at a provider; placeholders belong to ABS-06.
    Fails: no row for the doctor in the roll, at any provider (reading A-36: any spell, ever).
    Nulls: a provider without any row in the roll is not judged (roll_missing).
    """
    return (
        pairs.filter(~nw.col("placeholder"))
        .with_columns(affected=nw.col("named"), total=nw.col("named"), fails=~nw.col("on_roll"))
        .pipe(as_outcome)
    )

"""ABS-01: ghost doctor."""

from typing import Any

import narwhals as nw

from dq.core.codes import Books, Disposition, Severity, Step, Unit
from dq.core.outcome import as_outcome
from dq.core.rule import rule


@rule(
    id="ABS-01",
    title="Ghost doctor",
    title_sv="Läkare som inte finns",
    severity=Severity.CRITICAL,
    disposition=Disposition.HOLD,
    unit=Unit.PHYSICIAN_AT_PROVIDER,
    source="P-02; Norway: 100 lists without a doctor, 55 042 residents, end of 2018",
    sv="{affected} {affected:listning|listningar} på en läkare utan bemanning och utan legitimation "
    "i registret.",
    en="{affected} {affected:listing is|listings are} on a doctor with no employment and no licence "
    "in the register.",
    todo_sv="Fråga vem läkaren är. Utan svar räknas listningarna inte som namngivna.",
    todo_en="Ask who the doctor is. Without an answer the listings do not count as named.",
    examined_sv="varje läkare med namngivna listningar på en vårdcentral. Platshållare prövas av ABS-06.",
    fails_sv="läkaren har aldrig funnits i någon bemanningslista och har ingen legitimation i "
    "registerutdraget som gäller på mätdagen.",
    nulls_sv="utan legitimationsregister bedöms kontrollen inte; REF-01 bedöms ändå.",
    books=Books.DOCTOR,
    step=Step.ABSENT,
    needs_roll=True,
)
def ghost_doctor(pairs: nw.LazyFrame[Any], ref_physician: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Flag doctors with listings who are on no roll and have no valid licence.

    Examined: each doctor with named listings at a provider; placeholders belong to ABS-06.
    Fails: on no staff roll, ever, and no licence that holds on the day in the register extract.
    Nulls: without a licence register the rule is not judged; REF-01 still is (reading A-36).
    """
    del ref_physician  # read through `pairs`; named here so that a missing register is seen
    return (
        pairs.filter(~nw.col("placeholder"))
        .with_columns(
            affected=nw.col("named"),
            total=nw.col("named"),
            fails=~nw.col("on_roll") & ~nw.col("licensed").fill_null(value=False),
        )
        .pipe(as_outcome)
    )

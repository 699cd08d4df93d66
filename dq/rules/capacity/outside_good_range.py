"""CAP-02: outside 900-1300 per FTE."""

from typing import Any

import narwhals as nw

from dq.core.codes import Disposition, Severity, Unit
from dq.core.outcome import as_outcome
from dq.core.rule import rule
from dq.rules.capacity.doctor_lists import doctor_lists


@rule(
    id="CAP-02",
    title="Outside 900 to 1300 per full-time post",
    title_sv="Utanför 900\u20131 300 per heltid",
    severity=Severity.INFO,
    disposition=Disposition.INFORM,
    unit=Unit.PHYSICIAN,
    source="SOS-12: mellan 900 och 1300 invånare är upplevelsen av arbetsmiljön god",
    sv="En läkare har {value} listade per heltid.",
    en="A doctor has {value} listed per full-time post.",
    todo_sv="Ta upp i uppföljningen.",
    todo_en="Bring up in the follow-up.",
    examined_sv="läkare med namngivna listningar och nettotid över 0 på mätdagen, över alla vårdcentraler.",
    fails_sv="listade per heltid är färre än {good_low} (good_low) eller fler än {good_high} (good_high).",
    nulls_sv="en läkare utan tid i tjänst den dagen granskas inte.",
    needs_roll=True,
)
def outside_good_range(
    pairs: nw.LazyFrame[Any], panels: nw.LazyFrame[Any], *, good_low: int = 900, good_high: int = 1300
) -> nw.LazyFrame[Any]:
    """Show doctors whose list per net FTE is outside the range where work is known to go well.

    Examined: doctors with named listings and net FTE above 0 on the day, summed over providers.
    Fails: named / net FTE < `good_low` or > `good_high`; both ends are inside.
    Nulls: a doctor without time at work that day is not examined (reading A-20).
    """
    size, net = nw.col("n") * 1000, nw.col("net")
    return (
        doctor_lists(pairs, panels)
        .filter(net > 0)
        .with_columns(value=(size + net // 2) // net, threshold=nw.lit(good_high))
        .with_columns(fails=(size < good_low * net) | (size > good_high * net))
        .pipe(as_outcome)
    )

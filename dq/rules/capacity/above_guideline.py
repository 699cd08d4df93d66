"""CAP-01: list per FTE above guideline."""

from typing import Any

import narwhals as nw

from dq.core.codes import Disposition, Severity, Unit
from dq.core.outcome import as_outcome
from dq.core.rule import rule
from dq.rules.capacity.doctor_lists import doctor_lists


@rule(
    id="CAP-01",
    title="List above the guideline",
    title_sv="Över riktvärdet",
    severity=Severity.INFO,
    disposition=Disposition.INFORM,
    unit=Unit.PHYSICIAN,
    source="SOS-09, SOS-10; the guideline is neither ceiling nor floor (R-06)",
    sv="En läkare har {value} listade per heltid; riktvärdet är {threshold}.",
    en="A doctor has {value} listed per full-time post; the guideline is {threshold}.",
    todo_sv="Ta upp i uppföljningen. Riktvärdet är inget tak.",
    todo_en="Bring up in the follow-up. The guideline is no ceiling.",
    examined_sv="läkare med namngivna listningar och nettotid över 0 på mätdagen, sammanlagt på alla "
    "vårdcentraler.",
    fails_sv="namngivna per heltid är fler än riktvärdet: {guideline_specialist} (guideline_specialist), "
    "eller {guideline_st} för en läkare som bara är ST (guideline_st).",
    nulls_sv="en läkare utan tid i tjänst den dagen granskas inte.",
    needs_roll=True,
)
def above_guideline(
    pairs: nw.LazyFrame[Any],
    panels: nw.LazyFrame[Any],
    *,
    guideline_specialist: int = 1100,
    guideline_st: int = 550,
) -> nw.LazyFrame[Any]:
    """Show doctors whose list per net FTE is above the national guideline.

    Examined: doctors with named listings and net FTE above 0 on the day, summed over providers.
    Fails: named / net FTE > `guideline_specialist`, or > `guideline_st` for a doctor who is only in ST.
    Nulls: a doctor without time at work that day is not examined (reading A-20).
    """
    limit = nw.when(nw.col("st")).then(nw.lit(guideline_st)).otherwise(nw.lit(guideline_specialist))
    return (
        doctor_lists(pairs, panels)
        .filter(nw.col("net") > 0)
        .with_columns(threshold=limit, value=(nw.col("n") * 1000 + nw.col("net") // 2) // nw.col("net"))
        .with_columns(fails=nw.col("n") * 1000 > nw.col("threshold") * nw.col("net"))
        .pipe(as_outcome)
    )

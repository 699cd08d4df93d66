"""CAP-04: above the payment ceiling."""

from typing import Any

import narwhals as nw

from dq.core.codes import Books, Disposition, Severity, Step, Unit
from dq.core.outcome import as_outcome
from dq.core.rule import REQUIRED, rule
from dq.rules.capacity.doctor_lists import doctor_lists


@rule(
    id="CAP-04",
    title="List above the payment ceiling",
    title_sv="Över ersättningstaket",
    severity=Severity.ERROR,
    disposition=Disposition.ADJUST,
    unit=Unit.PHYSICIAN,
    source="P-07; S04, S05: Stockholm 2200 from 2022, 2300 before",
    sv="En läkare har {total} listade; ersättningstaket är {threshold}.",
    en="A doctor has {total} listed; the payment ceiling is {threshold}.",
    todo_sv="Räkna bara upp till taket.",
    todo_en="Count only up to the ceiling.",
    examined_sv="läkare med namngivna listningar. En delad lista har taket en gång för var och en av sina "
    "läkare.",
    fails_sv="namngivna är fler än ersättningstaket (ceiling), gånger nettotiden om taket följer den "
    "(ceiling_scales_with_fte). Beloppet gäller det som är kvar av listan när andra kontroller har "
    "tagit sina rader.",
    nulls_sv="utan tak i uppsättningen bedöms kontrollen inte.",
    books=Books.EXCESS,
    step=Step.CAPACITY,
    needs_roll=True,
)
def above_payment_ceiling(
    pairs: nw.LazyFrame[Any],
    panels: nw.LazyFrame[Any],
    *,
    ceiling: int = REQUIRED,
    ceiling_scales_with_fte: bool = False,
) -> nw.LazyFrame[Any]:
    """Flag doctors whose list over all providers is above what the payer pays for.

    Examined: doctors with named listings; a shared list has the ceiling once for each of its doctors.
    Fails: named > `ceiling`, times net FTE if `ceiling_scales_with_fte`. Money is booked on what is left
        of the list after the rows that other rules took (reading A-19).
    Nulls: without a ceiling in the suite the rule is not judged (limit_missing).
    """
    limit = nw.lit(ceiling) * nw.col("heads")
    if ceiling_scales_with_fte:
        limit = nw.lit(ceiling) * nw.col("net") // 1000
    return (
        doctor_lists(pairs, panels)
        .with_columns(threshold=limit, value=nw.col("n"))
        .with_columns(fails=nw.col("n") > nw.col("threshold"))
        .pipe(as_outcome)
    )

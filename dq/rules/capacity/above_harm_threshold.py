"""CAP-03: above 1800 per FTE."""

from typing import Any

import narwhals as nw

from dq.core.codes import Disposition, Severity, Unit
from dq.core.outcome import as_outcome
from dq.core.rule import rule
from dq.rules.capacity.doctor_lists import doctor_lists


@rule(
    id="CAP-03",
    title="More than 1800 per full-time post",
    title_sv="Över 1 800 per heltid",
    severity=Severity.WARNING,
    disposition=Disposition.INFORM,
    unit=Unit.PHYSICIAN,
    source="SOS-11: mer än 1800 invånare",
    sv="En läkare har {value} listade per heltid; över {threshold} minskar screeningen enligt litteraturen.",
    en="A doctor has {value} listed per full-time post; above {threshold} "
    "screening falls, says the literature.",
    todo_sv="Ta upp i uppföljningen.",
    todo_en="Bring up in the follow-up.",
    examined_sv="läkare med namngivna listningar och nettotid över 0 på mätdagen, sammanlagt på alla "
    "vårdcentraler.",
    fails_sv="namngivna per heltid är fler än {harm_threshold} (harm_threshold). Ensamt håller fyndet "
    "aldrig inne något; ersättningstaket prövas av CAP-04.",
    nulls_sv="en läkare utan tid i tjänst den dagen granskas inte.",
    needs_roll=True,
)
def above_harm_threshold(
    pairs: nw.LazyFrame[Any], panels: nw.LazyFrame[Any], *, harm_threshold: int = 1800
) -> nw.LazyFrame[Any]:
    """Show doctors whose list per net FTE is above the size where care is known to suffer.

    Examined: doctors with named listings and net FTE above 0 on the day, summed over providers.
    Fails: named / net FTE > `harm_threshold`. Never a hold by itself; the payment ceiling is CAP-04.
    Nulls: a doctor without time at work that day is not examined (reading A-20).
    """
    return (
        doctor_lists(pairs, panels)
        .filter(nw.col("net") > 0)
        .with_columns(
            threshold=nw.lit(harm_threshold), value=(nw.col("n") * 1000 + nw.col("net") // 2) // nw.col("net")
        )
        .with_columns(fails=nw.col("n") * 1000 > harm_threshold * nw.col("net"))
        .pipe(as_outcome)
    )

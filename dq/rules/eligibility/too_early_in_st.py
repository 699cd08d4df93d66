"""ELI-02: ST doctor has at most two years left."""

from datetime import date, timedelta
from typing import Any

import narwhals as nw

from dq.core.codes import Books, Disposition, Severity, Step, Unit
from dq.core.outcome import as_outcome
from dq.core.rule import REQUIRED, rule


@rule(
    id="ELI-02",
    title="ST doctor with too much of the training left",
    title_sv="ST-läkare med för lång tid kvar",
    severity=Severity.ERROR,
    disposition=Disposition.ADJUST,
    unit=Unit.PHYSICIAN_AT_PROVIDER,
    source="R-05: endast de ST-läkare med två år kvar på sin ST kan ha listade patienter",
    sv="{affected} {affected:listning|listningar} på en ST-läkare med mer än två år kvar.",
    en="{affected} {affected:listing is|listings are} on an ST doctor with more than two years left.",
    todo_sv="Räkna inte dem som namngivna. Vårdcentralen kan visa nytt slutdatum.",
    todo_en="Do not count them as named. The clinic can show a new end date.",
    examined_sv="läkare med namngivna listningar som på mätdagen bara är anställda som ST på vårdcentralen.",
    fails_sv="beräknat slut på ST ligger längre bort än gränsen i dagar (st_max_days_left) och längre bort "
    "än lika många hela kalenderår. Med 730 dagar fälls därför inte 731 den 2026-10-31, eftersom skottdagen "
    "ligger emellan.",
    nulls_sv="en ST-läkare utan beräknat slutdatum fälls: inget visar att en lista är tillåten.",
    books=Books.DOCTOR,
    step=Step.INELIGIBLE,
    needs_roll=True,
    columns=("staff_roll.st_end",),
)
def too_early_in_st(
    pairs: nw.LazyFrame[Any], *, day: date, st_max_days_left: int = REQUIRED
) -> nw.LazyFrame[Any]:
    """Flag ST doctors with listings whose training ends too long after the day.

    Examined: doctors with named listings whose every spell at the provider that day is ST.
    Fails: the planned end is more than `st_max_days_left` days and more than that many whole calendar years
        after the day (reading A-10: for 730 days, 731 on 2026-10-31 is quiet because of the leap day).
    Nulls: an ST doctor without a planned end fails: nothing shows that a list is allowed.
    """
    latest = max(day + timedelta(days=st_max_days_left), _years_after(day, st_max_days_left // 365))
    return (
        pairs.filter(~nw.col("placeholder") & nw.col("here") & (nw.col("st_only") > 0))
        .with_columns(
            affected=nw.col("named"),
            total=nw.col("named"),
            threshold=nw.lit(st_max_days_left),
            fails=(nw.col("st_end") > nw.lit(latest)).fill_null(value=True),
        )
        .pipe(as_outcome)
    )


def _years_after(day: date, years: int) -> date:
    leap = (day.month, day.day) == (2, 29)
    return date(day.year + years, 3, 1) if leap else day.replace(year=day.year + years)

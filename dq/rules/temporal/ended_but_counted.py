"""TMP-02: active at the measurement day."""

from typing import Any

import narwhals as nw

from dq.core.codes import Books, Disposition, Severity, Step, Unit
from dq.core.outcome import as_outcome
from dq.core.rule import rule


@rule(
    id="TMP-02",
    title="Ended listing counted",
    title_sv="Avslutad listning räknad",
    severity=Severity.ERROR,
    disposition=Disposition.ADJUST,
    unit=Unit.PROVIDER,
    source="Västra Götaland pays on the listing of the last day of the previous month (S16)",
    sv="{affected} {affected:person|personer} räknas i begäran men var inte "
    "{affected:listad|listade} på mätdagen.",
    en="{affected} {affected:person is|persons are} counted in the claim but {affected:was|were} "
    "not listed on the day.",
    todo_sv="Räkna av dem.",
    todo_en="Deduct them.",
    examined_sv="vårdcentraler med en begäran för mätdagen.",
    fails_sv="begäran har fler listade än filen har på mätdagen, och avslutade rader i filen förklarar "
    "skillnaden. Avslutade rader som begäran inte behöver är historik och fälls inte.",
    nulls_sv="en vårdcentral utan rader i filen har inga avslutade rader; den prövas av CLM-02.",
    books=Books.COUNT,
    step=Step.IDENTITY,
    evidence="claims",
)
def ended_but_counted(explained: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Flag providers that claim more listed persons than hold on the day, where ended rows explain it.

    Examined: providers with a claim for the day.
    Fails: min(claimed listed - listed rows, ended rows in the file) > 0 (reading A-02). Ended rows that the
        claim does not need are history and no fault.
    Nulls: a provider without rows in the file has no ended rows; CLM-02 judges it.
    """
    return explained.with_columns(
        affected=nw.col("ended_listed"),
        total=nw.col("claimed_listed"),
        value=nw.col("ended_listed"),
        threshold=nw.lit(0),
        fails=nw.col("ended_listed") > 0,
    ).pipe(as_outcome)

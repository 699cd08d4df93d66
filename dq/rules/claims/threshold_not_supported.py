"""CLM-03: crosses the payment threshold only before validation."""

from fractions import Fraction
from typing import Any

import narwhals as nw

from dq.core.codes import Disposition, Severity, Unit
from dq.core.outcome import as_outcome
from dq.core.rule import REQUIRED, rule


@rule(
    id="CLM-03",
    title="Bonus threshold reached only before the check",
    title_sv="Når målet bara före kontrollen",
    severity=Severity.CRITICAL,
    disposition=Disposition.HOLD,
    unit=Unit.PROVIDER,
    source="Stockholm: bonus at 75 percent from 2022 (S04, S05)",
    sv="Begärd andel {value} når målet; styrkt andel {threshold} gör det inte (andelar 0\u20131).",
    en="The claimed share {value} reaches the target; the supported {threshold} does not (shares 0\u20131).",
    todo_sv="Fråga vårdcentralen innan bonusen dras.",
    todo_en="Ask the clinic before the bonus is withdrawn.",
    examined_sv="vårdcentraler med en begäran för mätdagen och någon listad.",
    fails_sv="begärd andel når målet (target_share), men styrkt andel av listade, utan dubbletter och "
    "avslutade, gör det inte. Beloppet hålls inne så att vårdcentralen tillfrågas först; avdragen "
    "ligger på raderna.",
    nulls_sv="utan mål i uppsättningen bedöms kontrollen inte.",
    wave=2,
    evidence="claims",
)
def threshold_not_supported(
    supported: nw.LazyFrame[Any], *, target_share: str = REQUIRED, tariff: str = REQUIRED
) -> nw.LazyFrame[Any]:
    """Flag providers that reach the target by their claim but not by what the files support.

    Examined: providers with a claim for the day and somebody listed, where the `tariff` in force is a cliff.
    Fails: claimed share >= `target_share` and supported / listed below it, listed after the identity step.
        The provider is held so that it is asked first; the money is booked by the rows.
    Nulls: without a target in the suite the rule is not judged (limit_missing).
    """
    target = Fraction(target_share)
    up, down = target.numerator, target.denominator
    reaches = nw.col("claimed_named") * down >= nw.col("claimed_listed") * up
    supports = nw.col("supported") * down >= nw.col("listed") * up
    return (
        supported.filter(
            nw.lit(tariff == "cliff")
            & (nw.col("listed") > 0)
            & (nw.col("claimed_listed") > 0)
            & ~nw.col("supported").is_null()
        )
        .with_columns(
            value=nw.col("claimed_named") / nw.col("claimed_listed"),
            threshold=nw.col("supported") / nw.col("listed"),
            affected=nw.col("claimed_named") - nw.col("supported"),
            total=nw.col("claimed_named"),
            fails=reaches & ~supports,
        )
        .pipe(as_outcome)
    )

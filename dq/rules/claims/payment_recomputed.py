"""CLM-04: payment recomputed."""

from typing import Any

import narwhals as nw

from dq.core.codes import Disposition, Severity, Unit
from dq.core.outcome import as_outcome
from dq.core.rule import REQUIRED, rule


@rule(
    id="CLM-04",
    title="Recomputed payment differs",
    title_sv="Omräknat belopp skiljer",
    severity=Severity.ERROR,
    disposition=Disposition.ADJUST,
    unit=Unit.PROVIDER,
    source="our default; example 10 000 listed at 4 SEK = 40 000 SEK per year (S05)",
    sv="Begärt {value} kr; räknat på det som går att styrka {threshold} kr.",
    en="Claimed SEK {value}; computed on what can be supported SEK {threshold}.",
    todo_sv="Betala det omräknade beloppet. Beräkningen står rad för rad.",
    todo_en="Pay the recomputed amount. The calculation stands line by line.",
    examined_sv="vårdcentraler med en begäran för mätdagen vars styrkta andel har bedömts.",
    fails_sv="begärt belopp är inte det som tariffen ger för styrkta namngivna och för listade utan "
    "dubbletter och avslutade. Ligger begäran under tariffen stannar fyndet vid en notering; beloppet "
    "höjs aldrig.",
    nulls_sv="en begäran utan belopp räknas fram ur sina antal och märks så.",
    wave=2,
    evidence="claims",
)
def payment_recomputed(supported: nw.LazyFrame[Any], *, tariff: str = REQUIRED) -> nw.LazyFrame[Any]:
    """Flag providers whose claimed amount is not what the tariff gives for the supported counts.

    Examined: providers with a claim for the day whose supported share was judged.
    Fails: claimed amount - tariff(listed after the identity step, supported named) is not 0. A claim below
        the tariff informs only: it is shown and never raised.
    Nulls: a claim without an amount is computed from its counts and marked so. Without a `tariff` in force
        that day the rule is not judged (limit_missing).
    """
    del tariff  # its amounts stand in `supported`; named here so that a suite without one is seen
    difference = nw.col("claimed_ore") - nw.col("supported_pay_ore")
    return (
        supported.filter(~nw.col("supported").is_null() & ~nw.col("claimed_ore").is_null())
        .with_columns(
            value=nw.col("claimed_ore") / 100,
            threshold=nw.col("supported_pay_ore") / 100,
            affected=(nw.col("claimed_named") - nw.col("supported")).abs(),
            total=nw.col("claimed_named"),
            fails=difference != 0,
            covered_by=nw.when(difference < 0).then(nw.lit("under-claim")).otherwise(nw.lit(None)),
        )
        .pipe(as_outcome)
    )

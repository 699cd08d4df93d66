"""CLM-02: claimed count against the listing file."""

from fractions import Fraction
from typing import Any

import narwhals as nw

from dq.core.codes import Books, Disposition, Severity, Unit
from dq.core.outcome import as_outcome
from dq.core.rule import rule


@rule(
    id="CLM-02",
    title="Claimed count differs from the file",
    title_sv="Begärt antal skiljer från filen",
    severity=Severity.ERROR,
    disposition=Disposition.HOLD,
    unit=Unit.PROVIDER,
    source="our default",
    sv="Begäran skiljer från filen med {affected} {affected:person|personer}; filen har {total}.",
    en="The claim differs from the file by {affected} {affected:person|persons}; the file has {total}.",
    todo_sv="Be om en fil som stämmer med begäran.",
    todo_en="Ask for a file that agrees with the claim.",
    examined_sv="vårdcentraler med en begäran för mätdagen.",
    fails_sv="begärda listade eller namngivna skiljer sig från filens antal med mer än {max_share} av det "
    "(max_share) eller mer än {max_persons} personer (max_persons). Fyndet stannar vid en notering om "
    "TMP-02 och CMP-02 förklarar resten, eller om begäran ligger under filen.",
    nulls_sv="en vårdcentral utan rader i filen har antalet 0, så varje begäran fälls.",
    books=Books.NAMED_PART,
    evidence="claims",
)
def count_above_file(
    explained: nw.LazyFrame[Any], *, max_share: float = 0.005, max_persons: int = 10
) -> nw.LazyFrame[Any]:
    """Flag providers whose claimed listed or named count is not the count in the file.

    Examined: providers with a claim for the day.
    Fails: a difference above `max_share` of the file's own count, or above `max_persons` (reading A-08).
        Where TMP-02 and CMP-02 explain all but the tolerance, or the claim is below the file, the finding
        informs only.
    Nulls: a provider without rows in the file has count 0, so any claim fails.
    """
    share = Fraction(str(max_share))

    def outside(difference: str, count: str) -> nw.Expr:
        size = nw.col(difference).abs()
        return (size > max_persons) | (size * share.denominator > nw.col(count) * share.numerator)

    unexplained = ((nw.col("over_listed") > 0) & outside("over_listed", "listed")) | (
        (nw.col("over_named") > 0) & outside("over_named", "named")
    )
    larger_named = nw.col("extra_named").abs() >= nw.col("extra_listed").abs()
    above = (nw.col("extra_listed") > 0) | (nw.col("extra_named") > 0)
    reason = nw.when(above).then(nw.lit("TMP-02, CMP-02")).otherwise(nw.lit("under-claim"))
    return explained.with_columns(
        affected=nw.max_horizontal(nw.col("extra_listed").abs(), nw.col("extra_named").abs()),
        total=nw.when(larger_named).then(nw.col("named")).otherwise(nw.col("listed")),
        fails=outside("extra_listed", "listed") | outside("extra_named", "named"),
        covered_by=nw.when(unexplained).then(nw.lit(None)).otherwise(reason),
    ).pipe(as_outcome)

"""CLM-01: claimed share against recomputed share."""

from fractions import Fraction
from typing import Any

import narwhals as nw

from dq.core.codes import Books, Disposition, Severity, Unit
from dq.core.outcome import as_outcome
from dq.core.rule import rule


@rule(
    id="CLM-01",
    title="Claimed share differs from the recomputed one",
    title_sv="Begärd andel skiljer från omräknad",
    severity=Severity.ERROR,
    disposition=Disposition.HOLD,
    unit=Unit.PROVIDER,
    source="our default; the 96 percent region has no tool to check self-report (P-08)",
    sv="Begärd andel är {value}, omräknad {threshold} (andelar 0\u20131).",
    en="The claimed share is {value}, the recomputed one {threshold} (shares 0\u20131).",
    todo_sv="Be om förklaring om radfynden inte räcker.",
    todo_en="Ask for an explanation where the row findings are not enough.",
    examined_sv="vårdcentraler med en begäran för mätdagen och någon listad.",
    fails_sv="begärd andel skiljer sig från styrkt andel av listade, utan dubbletter och avslutade, med "
    "mer än det största av {min_points} (min_points) och {min_persons} personer (min_persons). Fyndet "
    "stannar vid en notering om radfynden i TMP-02 och CMP-02 förklarar skillnaden, eller om begäran "
    "ligger under filens egen andel.",
    nulls_sv="en vårdcentral vars styrkta andel inte har bedömts granskas inte.",
    books=Books.NAMED_PART,
    wave=2,
    evidence="claims",
)
def share_differs(
    supported: nw.LazyFrame[Any], *, min_points: float = 0.005, min_persons: int = 10
) -> nw.LazyFrame[Any]:
    """Flag providers whose claimed named share is not the share that the files support.

    Examined: providers with a claim for the day and somebody listed.
    Fails: |claimed - supported / listed| > max(`min_points`, `min_persons` / listed); listed after the
        identity step (reading A-03). Where the named rows in the file, with those that TMP-02 and CMP-02
        explain, give the claimed share within the same tolerance, the difference is covered by the row
        findings and the finding informs only. A claim below the file's own share informs only.
        A printed share that differs from the claimed counts by more than its last place is what is claimed
        (reading A-30).
    Nulls: a provider whose supported share was not judged is not examined.
    """
    points = Fraction(str(min_points))
    listed, claimed_listed, claimed = nw.col("listed"), nw.col("of"), nw.col("claimed")
    in_file, file_listed = nw.col("registered"), nw.col("file_listed")
    # shares are compared as products of whole numbers: a difference of exactly the limit is quiet
    apart = (claimed * listed - nw.col("supported") * claimed_listed).abs()
    above = claimed * file_listed - in_file * claimed_listed
    near = (above * points.denominator <= claimed_listed * file_listed * points.numerator) | (
        above * listed <= claimed_listed * file_listed * min_persons
    )
    return (
        supported.filter((listed > 0) & (nw.col("claimed_listed") > 0) & ~nw.col("supported").is_null())
        .with_columns(claimed=_claimed("claimed_named", "claimed_share_num"))
        .with_columns(of=_claimed("claimed_listed", "claimed_share_den"))
        .with_columns(
            value=claimed / claimed_listed,
            threshold=nw.col("supported") / listed,
            affected=(nw.col("claimed_named") - nw.col("supported")).abs(),
            total=nw.col("claimed_named"),
            fails=(apart * points.denominator > claimed_listed * listed * points.numerator)
            & (apart > claimed_listed * min_persons),
            covered_by=nw.when(near).then(nw.col("explained_by")).otherwise(nw.lit(None)),
        )
        .pipe(as_outcome)
    )


def _claimed(count: str, printed: str) -> nw.Expr:
    """Take the count, or the part of the printed share where that differs by more than its last place."""
    num, den = nw.col("claimed_share_num"), nw.col("claimed_share_den")
    named, listed = nw.col("claimed_named"), nw.col("claimed_listed")
    differs = ((num * listed - named * den).abs() > listed).fill_null(value=False)
    return nw.when(differs).then(nw.col(printed)).otherwise(nw.col(count))

"""CLM-01: claimed share against recomputed share."""

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
    Nulls: a provider whose supported share was not judged is not examined.
    """
    listed = nw.col("listed")
    tolerance = nw.max_horizontal(nw.lit(min_points), nw.lit(float(min_persons)) / listed)
    claimed = nw.col("claimed_named") / nw.col("claimed_listed")
    in_file = nw.col("registered") / nw.col("file_listed")
    return (
        supported.filter((listed > 0) & (nw.col("claimed_listed") > 0) & ~nw.col("supported").is_null())
        .with_columns(value=claimed, threshold=nw.col("supported") / listed, total=nw.col("claimed_named"))
        .with_columns(
            affected=(nw.col("claimed_named") - nw.col("supported")).abs(),
            fails=(nw.col("value") - nw.col("threshold")).abs() > tolerance,
            covered_by=nw.when(claimed - in_file <= tolerance)
            .then(nw.col("explained_by"))
            .otherwise(nw.lit(None)),
        )
        .pipe(as_outcome)
    )

"""CMP-04: control totals agree."""

from typing import Any

import narwhals as nw

from dq.core.codes import Books, Disposition, Severity, Unit
from dq.core.outcome import as_outcome
from dq.core.rule import rule


@rule(
    id="CMP-04",
    title="Control total differs",
    title_sv="Kontrollsumman stämmer inte",
    severity=Severity.ERROR,
    disposition=Disposition.REJECT,
    unit=Unit.FILE,
    source="our default",
    sv="Filen har {value} rader, förteckningen anger {threshold}.",
    en="The file has {value} rows, the manifest says {threshold}.",
    todo_sv="Begär en ny fil. Hela begäran väntar tills den kommit.",
    todo_en="Ask for a new file. The whole claim waits until it has come.",
    examined_sv="lästa filer som har ett radantal i leveransförteckningen (manifest.csv).",
    fails_sv="radantalen skiljer sig det allra minsta. Bara radantal jämförs.",
    nulls_sv="en fil utan angivet radantal granskas inte.",
    books=Books.FILE,
    columns=("manifest.rows",),
    evidence="",
)
def control_total_differs(files: nw.LazyFrame[Any], manifest: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Flag files with another number of rows than the delivery manifest states.

    Examined: files that were read and whose line in the manifest states a number of rows.
    Fails: the numbers differ at all (reading A-07: row count against manifest.csv only).
    Nulls: a file without a stated number is not examined.
    """
    del manifest  # its numbers stand in `files`; without a manifest the rule is not judged
    stated = nw.col("stated_rows")
    return (
        files.filter((nw.col("status") == "read") & ~stated.is_null())
        .with_columns(
            value=nw.col("rows"),
            threshold=stated,
            affected=(nw.col("rows") - stated).abs(),
            total=stated,
            fails=nw.col("rows") != stated,
        )
        .pipe(as_outcome)
    )

"""SCH-01: required columns mapped."""

from typing import Any

import narwhals as nw

from dq.core.codes import Books, Disposition, Severity, Unit
from dq.core.outcome import as_outcome
from dq.core.rule import rule

MAPPING_FAULTS = ("no_column", "ambiguous_column", "unknown_feed")


@rule(
    id="SCH-01",
    title="Required columns mapped",
    title_sv="Kolumn saknas eller är tvetydig",
    severity=Severity.ERROR,
    disposition=Disposition.REJECT,
    unit=Unit.FILE,
    source="our default",
    sv="Filen har inte de kolumner som behövs, eller två som betyder samma sak.",
    en="The file lacks columns that are needed, or has two that mean the same.",
    todo_sv="Be om en ny fil med rätt rubriker, eller ange dem med --map.",
    todo_en="Ask for a new file with the right headers, or name them with --map.",
    examined_sv="varje fil i leveransen.",
    fails_sv="en kolumn som krävs saknar rubrik, två rubriker ger samma kolumn, eller så passar filen "
    "inget innehåll som dq känner till.",
    nulls_sv="en kolumn som finns men är tom fälls inte här; den prövas av CMP-01.",
    books=Books.FILE,
    evidence="",
)
def columns_not_mapped(files: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Flag files whose headers do not give each required column exactly once.

    Examined: every file of the delivery.
    Fails: no header maps to a required column, two headers map to one, or no feed fits at all.
    Nulls: a column may be there and empty; that is CMP-01.
    """
    return files.with_columns(fails=nw.col("error").is_in(list(MAPPING_FAULTS))).pipe(as_outcome)

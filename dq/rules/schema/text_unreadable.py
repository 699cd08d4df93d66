"""SCH-02: encoding and dialect recognised."""

from typing import Any

import narwhals as nw

from dq.core.codes import Books, Disposition, Severity, Unit
from dq.core.outcome import as_outcome
from dq.core.rule import rule

# Keys of refusals that say the bytes are no text or table with one encoding, one separator, one width.
FAULTS = (
    *("encoding_unknown", "encoding_wrong", "mark_twice", "line_ends_mixed", "line_control", "line_fields"),
    *("line_quotes", "line_long", "cell_long", "separator_unclear", "separator_wrong", "utf16_tab"),
    *("mark_inside", "quote_open", "cell_lines"),
    *("no_header", "header_empty", "header_twice", "file_empty", "no_rows"),
)


@rule(
    id="SCH-02",
    title="Text cannot be read as a table",
    title_sv="Texten går inte att läsa som tabell",
    severity=Severity.ERROR,
    disposition=Disposition.REJECT,
    unit=Unit.FILE,
    source='measured: polars 2.1.0 raises "invalid utf-8 sequence" on a cp1252 file unless told',
    sv="Filen går inte att läsa som en tabell med en teckenkodning och lika många fält på varje rad.",
    en="The file cannot be read as a table with one encoding and as many fields on every line.",
    todo_sv="Filens rad i leveransen säger vad och på vilken rad. Be om ett nytt uttag, helst CSV i UTF-8.",
    todo_en="The file's line of the delivery says what, and on which line. Ask for CSV in UTF-8.",
    examined_sv="varje fil i leveransen.",
    fails_sv="texten har byte som inte hör till teckenkodningen, blandade radslut, styrtecken, rader med "
    "andra antal fält än rubrikraden, citattecken som inte går ihop, rubriker som saknas eller står dubbelt, "
    "eller inte en datarad.",
    nulls_sv="en fil i annan form än text prövas när den öppnas; förvanskade namn (Ã¥) berättas av SCH-08.",
    books=Books.FILE,
    evidence="",
)
def text_unreadable(files: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Flag files that were refused because their text is no clean table.

    Examined: every file of the delivery.
    Fails: the reader refused it for its encoding, dialect or structure (reading A-01: marks, then strict
        UTF-8, then the declared encoding; nothing is guessed).
    Nulls: garbled names in a file that was read are told by SCH-08: they change nothing that is judged.
    """
    return files.with_columns(fails=nw.col("error").is_in(list(FAULTS))).pipe(as_outcome)

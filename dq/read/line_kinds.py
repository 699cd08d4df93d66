"""What each line below the header is: a row, a blank, a total row, or a note under the table."""

from collections.abc import Sequence

import polars as pl

from dq.core.feed import Feed
from dq.core.headers import fold, match, spellings
from dq.read.meaning import IDENTIFIERS, meant

TOTALS = ("summa", "totalt", "total", "totalsumma", "delsumma", "summa totalt", "sammanlagt", "grand total")
NATION = "riket"
# A cheap look at the first cell of every row; only those that pass are looked at closely.
_MAY_BE_TOTAL = r"(?i)^\s*(?:sum|tot|del|sam|gra|rik)"
# A number of rows, and what only an identifier has.
_SHORT = r"^[ \u00a0\u202f]*(?:[0-9][ \u00a0\u202f]*){1,7}$"
_DIGITS = r"(?i)[0-9]{8}|[0-9]{6}[-+][0-9]{4}|SE[0-9]{10}"
# A note reads as words: it has a space or a mark of a footnote, and holds no number or identifier.
_NOTE = r"^\s*(?:[*†‡§¹²³⁴⁵]|\(?\d\))|\S\s+\S|[:.]\s*$"


def line_kinds(
    frame: pl.DataFrame, headers: tuple[str, ...], feeds: tuple[Feed, ...], *, notes: bool
) -> pl.Series:
    """Say for each row of `c0`, `c1`, ...: `row`, `blank`, `total` or `note`.

    A total row begins with a total word and does not say whose it is; a table as printed has none, since its
    total is checked like the others. With `notes`, rows with one cell of words after the last row of the
    table are notes.
    """
    columns = frame.columns[: len(headers)]
    first = _filled(columns[0])
    looked = first.is_null() | first.str.contains(_MAY_BE_TOTAL)
    suspects = frame.with_row_index("at").filter(looked)
    filled = [_filled(column) for column in columns]
    fitting = tuple(feed for feed in feeds if not match(feed, headers, {}).missing) or feeds
    words = [_total_words(header, fitting) for header in headers]
    says_total = [
        pl.when(c.is_not_null()).then(_folded(c).is_in(w)) for c, w in zip(filled, words, strict=True)
    ]
    total = pl.coalesce(*says_total, pl.lit(value=False)) & (not _is_printed(feeds))
    total &= ~_identified(headers, filled, says_total, fitting)
    kind = pl.when(pl.all_horizontal(c.is_null() for c in filled)).then(pl.lit("blank"))
    found = suspects.select("at", kind=kind.when(total).then(pl.lit("total")).otherwise(pl.lit("row")))
    kinds = pl.Series("line_kind", ["row"]).new_from_index(0, frame.height)
    kinds = kinds.scatter(found["at"], found["kind"])
    return _with_notes(frame, kinds, filled) if notes and len(columns) > 1 else kinds


def _with_notes(frame: pl.DataFrame, kinds: pl.Series, filled: list[pl.Expr]) -> pl.Series:
    said = pl.coalesce(filled)
    cells = frame.select(
        filled=pl.sum_horizontal(cell.is_not_null() for cell in filled),
        words=(said.str.contains(_NOTE) & ~said.str.contains(_DIGITS)).fill_null(value=False),
    )
    table = (cells["filled"] >= 2).arg_true()
    after = pl.int_range(cells.height, eager=True) > (table[-1] if table.len() else -1)
    return kinds.set(after & (cells["filled"] == 1) & cells["words"] & (kinds == "row"), "note")


def _identified(
    headers: tuple[str, ...], filled: list[pl.Expr], says_total: Sequence[pl.Expr], feeds: tuple[Feed, ...]
) -> pl.Expr:
    """Say if all identifiers beside the total word are filled: then it is a row.

    One short number alone is no identifier: it is what the total row counts.
    """
    known = [any(c.kind in IDENTIFIERS for c in meant(header, feeds, {})) for header in headers]
    if not any(known):
        return pl.lit(value=False)
    word = [says.fill_null(value=False) for says, some in zip(says_total, known, strict=True) if some]
    columns = [f"c{at}" for at, some in enumerate(known) if some]
    given = [cell.is_not_null() for cell, some in zip(filled, known, strict=True) if some]
    beside = [cell & ~says for cell, says in zip(given, word, strict=True)]
    code = [
        b & ~pl.col(c).str.contains(_SHORT).fill_null(value=False)
        for b, c in zip(beside, columns, strict=True)
    ]
    return pl.all_horizontal(given) & (pl.any_horizontal(code) | (pl.sum_horizontal(beside) > 1))


def _filled(column: str) -> pl.Expr:
    text = pl.col(column).str.strip_chars()
    return pl.when(text != "").then(text)


def _folded(text: pl.Expr) -> pl.Expr:
    return text.str.to_lowercase().str.strip_chars_end(" :*.")


def _total_words(header: str, feeds: tuple[Feed, ...]) -> list[str]:
    """Return the words that make a total row in this column: not those that are values of it."""
    names = {c.name for f in feeds for c in f.columns if fold(header) in spellings(c)}
    if "group" in names:
        return []
    return list(TOTALS) if "county_code" in names else [*TOTALS, NATION]


def _is_printed(feeds: tuple[Feed, ...]) -> bool:
    """Say if the file is a table as printed, whose total row is a row to check like the others."""
    return [feed.name for feed in feeds] == ["published_table"]

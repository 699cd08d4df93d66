"""Notices of what readers saw, kept where it matters: on rows of the table, and of lines that are no rows."""

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from dq.core.notice import SHOWN_ROWS, Notice, Sight, notice

CEILINGS = (65_536, 1_048_576)  # rows of a sheet, where a spreadsheet program stops without a word


@dataclass(frozen=True)
class Seen:
    """Cells of one kind that a reader saw, by source row, once per cell; `column` is a header or empty."""

    sight: Sight
    rows: pl.Series
    column: str = ""


def on_rows(seen: Iterable[Seen], rows: pl.Series) -> tuple[Notice, ...]:
    """Make the notices of what was seen on `rows`, the source rows of the table; the rest is of no matter."""
    notices = []
    for each in seen:
        kept = each.rows.filter(each.rows.is_in(rows.implode()))
        shown = kept.unique().sort().head(SHOWN_ROWS)
        if kept.len():
            notices.append(Notice(each.sight, kept.len(), each.column, tuple(shown)))
    return tuple(notices)


def of_lines(stood: pl.Series, kinds: pl.Series, blank_lines: pl.Series | None) -> tuple[Notice, ...]:
    """Notice total rows, notes, and the blank lines between the first row and the last.

    Blank lines around a table are no sign. `blank_lines` are those that `stood` does not have.
    """
    rows, blank = stood.filter(kinds == "row"), stood.filter(kinds == "blank")
    if blank_lines is not None:
        blank = pl.concat([blank, blank_lines]).sort()
    if rows.len():
        blank = blank.filter(blank.is_between(rows[0], rows[-1]))
    totals, notes = stood.filter(kinds == "total"), stood.filter(kinds == "note")
    pairs = ((Sight.BLANK_INSIDE, blank), (Sight.TOTAL_ROW, totals), (Sight.NOTE_ROW, notes))
    return tuple(each for sight, found in pairs for each in notice(sight, found))


def at_ceiling(lines: int) -> tuple[Notice, ...]:
    """Notice a table of exactly as many lines as a sheet holds."""
    return (Notice(Sight.ROW_CEILING, lines),) if lines in CEILINGS else ()


def joined(notices: Iterable[Notice]) -> tuple[Notice, ...]:
    """Add up notices of the same sight in the same column, as several tables of one file give them."""
    found: dict[tuple[Sight, str], list[Notice]] = {}
    for each in notices:
        found.setdefault((each.sight, each.column), []).append(each)
    return tuple(
        Notice(sight, sum(part.count for part in parts), column, _first(parts))
        for (sight, column), parts in found.items()
    )


def _first(parts: list[Notice]) -> tuple[int, ...]:
    return tuple(row for part in parts for row in part.rows)[:SHOWN_ROWS]

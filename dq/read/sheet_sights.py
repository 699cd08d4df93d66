"""What to know of a sheet that was read: merged, hidden, computed and oddly typed cells."""

from dataclasses import dataclass

import polars as pl

from dq.core.feed import Feed, Kind
from dq.core.headers import escaped
from dq.core.notice import Notice, Sight
from dq.read.header_rows import Header
from dq.read.identifier_numbers import typed_as_numbers
from dq.read.line_sights import Seen
from dq.read.meaning import IDENTIFIERS, NUMBERS, is_all, meant
from dq.read.sheet_scan import SheetScan

_LIKE_NUMBER = r"^\s*[-+\u2212]?[0-9]+(?:[ \u00a0\u202f'.,][0-9]+)*\s*%?\s*$"


@dataclass(frozen=True)
class SheetTable:
    """A sheet with its header found. `columns`: the 0-based columns of the table; `cells`: all of the sheet.

    `rounded` counts numbers with more digits than a spreadsheet has.
    """

    cells: pl.DataFrame
    scan: SheetScan
    header: Header
    columns: tuple[int, ...]
    rounded: int = 0

    @property
    def headers(self) -> tuple[str, ...]:
        """The headers of the table's columns."""
        first = int(self.cells.columns[0].removeprefix("c"))
        return tuple(self.header.texts[at - first] for at in self.columns)


def sights(table: SheetTable, feeds: tuple[Feed, ...], maps: dict[str, str]) -> tuple[Seen, ...]:
    """List what was seen, by row of the sheet; the header and titles are left to whoever counts."""
    scan = table.scan
    fitting = tuple(feed for feed in feeds if feed.name in table.header.feeds) or feeds
    found = [
        Seen(Sight.MERGED, _merged_rows(table)),
        Seen(Sight.HIDDEN_ROWS, pl.Series(scan.hidden_rows, dtype=pl.Int64) + 1),
        Seen(Sight.FORMULA, scan.formulas.cast(pl.Int64) + 1),
    ]
    for at, header in zip(table.columns, table.headers, strict=True):
        columns = meant(header, fitting, maps)
        numbers = scan.numbers.filter(pl.col("column") == at)
        if is_all(columns, IDENTIFIERS):
            person, rows = is_all(columns, (Kind.PERSON,)), numbers["row"].cast(pl.Int64) + 1
            found += typed_as_numbers(rows, numbers["value"], escaped(header), person=person)
        elif is_all(columns, NUMBERS):
            found.append(_texts(table.cells[f"c{at}"], numbers["row"], escaped(header)))
    return tuple(found)


def hidden_columns(table: SheetTable) -> tuple[Notice, ...]:
    """Notice each column of the table that the sender does not see."""
    pairs = zip(table.columns, table.headers, strict=True)
    hidden = set(table.scan.hidden_columns)
    return tuple(Notice(Sight.HIDDEN_COLUMNS, 1, escaped(header)) for at, header in pairs if at in hidden)


def _texts(cells: pl.Series, numbers: pl.Series, header: str) -> Seen:
    """Find the cells of a number column that are text and look like a number."""
    typed = pl.Series([False]).new_from_index(0, cells.len()).scatter(numbers, True)
    like = cells.str.contains(_LIKE_NUMBER).fill_null(value=False) & ~typed
    return Seen(Sight.NUMBER_AS_TEXT, like.arg_true().cast(pl.Int64) + 1, header)


def _merged_rows(table: SheetTable) -> pl.Series:
    """List the rows below the header that a merged cell of the table touches."""
    steps = [0] * (table.cells.height + 1)
    for area in table.scan.merged:
        beside = area.right < table.columns[0] or area.left > table.columns[-1]
        top = max(area.top, table.header.body)
        if beside or not top <= area.bottom or top >= table.cells.height:
            continue
        steps[top] += 1
        steps[min(area.bottom + 1, table.cells.height)] -= 1
    inside = pl.Series(steps, dtype=pl.Int64).cum_sum() > 0
    return inside.arg_true().cast(pl.Int64) + 1

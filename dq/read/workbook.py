"""XLSX: the sheet that holds the table, or all sheets of one table, as text as a person sees the cells.

Nothing is inferred: every cell is read as text. Numbers come with all the digits a spreadsheet has, a date as
`yyyy-mm-dd`, a number shown as percent as `59 %`, an error as `#DIV/0!`.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError

import fastexcel
import polars as pl

from dq.core.errors import Refused
from dq.core.feed import Feed
from dq.core.headers import escaped
from dq.core.notice import Notice, Sight
from dq.core.table import Declared, ReadLimits
from dq.read.above import refuse_rows_above
from dq.read.grid import Grid
from dq.read.header_rows import WITHIN, find_header
from dq.read.number_formats import styles
from dq.read.package import Sheet, check_parts, open_package, sheets, since_1904, superscripts
from dq.read.sheet_cells import Book, SheetText, sheet_cells
from dq.read.sheet_scan import SheetScan, scan_sheet
from dq.read.sheet_sights import SheetTable, hidden_columns, sights
from dq.read.source import Source
from dq.read.stacked import stacked

ALL_SHEETS = "*"
NAMED = 20
# What the zip, XML and sheet parsers raise on a broken file; their messages may hold cells.
BROKEN: tuple[type[Exception], ...] = (
    *(
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        ParseError,
        ExpatError,
        fastexcel.FastExcelError,
        pl.exceptions.InvalidOperationError,
    ),
    *(LookupError, ValueError, EOFError, OSError, NotImplementedError),
)


@dataclass(frozen=True)
class _Opened:
    """A workbook after all parsing: its sheets, and the marks and cells of those that may be meant."""

    book: Book
    sheets: tuple[Sheet, ...]
    scans: dict[str, SheetScan]
    texts: dict[str, SheetText]


@dataclass(frozen=True)
class _Asked:
    """What is wanted of a workbook: what was declared, and what it may be."""

    declared: Declared
    feeds: tuple[Feed, ...]
    limits: ReadLimits


def read_workbook(source: Source, declared: Declared, feeds: tuple[Feed, ...], limits: ReadLimits) -> Grid:
    """Read the sheet that is declared, or the only visible one that is a table of a feed.

    `sheet = "*"` reads all visible sheets, whose headers must be alike, one below the other. `Refused` if the
    workbook is unsafe or huge, or it is unclear which sheet is meant.
    """
    asked = _Asked(declared, feeds, limits)
    try:
        opened = _open(source, asked)
    except BROKEN:
        raise Refused("workbook_broken", file=source.name) from None
    return _choose(opened, asked)


def _open(source: Source, asked: _Asked) -> _Opened:
    name = source.name
    with open_package(name, source.data, asked.limits) as archive:
        check_parts(name, archive)
        found = tuple(sheets(archive))
        told = asked.declared.sheet
        read = [each for each in found if (each.visible if told in {"", ALL_SHEETS} else each.name == told)]
        scans = {each.name: scan_sheet(archive, each.part) for each in read}
        book = Book(
            name,
            fastexcel.read_excel(source.data),
            styles(archive),
            since_1904(archive),
            superscripts(archive),
        )
    if sum(scan.rows * scan.columns for scan in scans.values()) > asked.limits.sheet_cells:
        raise Refused("sheet_large", file=name, limit=str(asked.limits.sheet_cells))
    texts = {sheet: sheet_cells(book, sheet, scan) for sheet, scan in scans.items()}
    return _Opened(book, found, scans, texts)


def _choose(opened: _Opened, asked: _Asked) -> Grid:
    """Read the sheets that may be meant, and keep the one that is, or all of them."""
    if not opened.scans:
        raise _unclear("sheet_unclear", opened, opened.sheets)
    filled = [each for each in opened.sheets if each.name in opened.scans and opened.scans[each.name].filled]
    tables = {each.name: table for each in filled if (table := _table(opened, each.name, asked))}
    if asked.declared.sheet == ALL_SHEETS and len(tables) == len(filled) > 0:
        grids = {sheet: _grid(opened.book.name, table, asked) for sheet, table in tables.items()}
        return _beside(stacked(opened.book.name, grids), opened, set(opened.scans))
    if len(filled) > 1:
        fitting = [each for each in filled if each.name in tables and tables[each.name].header.feeds]
        if len(fitting) != 1:
            raise _unclear("sheets_several" if fitting else "sheet_unclear", opened, fitting or filled)
        filled = fitting
    if not filled or filled[0].name not in tables:
        raise Refused("no_header", file=opened.book.name)
    return _beside(_grid(opened.book.name, tables[filled[0].name], asked), opened, {filled[0].name})


def _unclear(key: str, opened: _Opened, among: Iterable[Sheet]) -> Refused:
    names = [escaped(sheet.name) for sheet in among][:NAMED]
    return Refused(key, file=opened.book.name, sheets=", ".join(names), sheet=next(iter(names), ""))


def _table(opened: _Opened, sheet: str, asked: _Asked) -> SheetTable | None:
    """Read a sheet and find its header; None without one."""
    scan, limits = opened.scans[sheet], asked.limits
    text = opened.texts[sheet]
    cells = text.frame
    if cells.width > limits.columns:
        found = str(cells.width)
        raise Refused("columns_many", file=opened.book.name, found=found, limit=str(limits.columns))
    header = (
        find_header(cells, scan.merged, asked.feeds, asked.declared, opened.book.raised)
        if cells.width
        else None
    )
    if header is None:
        return None
    body = cells.slice(header.body)
    kept = [
        int(name.removeprefix("c"))
        for name, text in zip(cells.columns, header.texts, strict=True)
        if text or body[name].is_not_null().any()
    ]
    return SheetTable(cells, scan, header, tuple(kept), text.rounded)


def _grid(name: str, table: SheetTable, asked: _Asked) -> Grid:
    header, cells = table.header, table.cells
    widths = _widths(cells.head(header.body + WITHIN))
    if not asked.declared.header_line:
        at = (header.at + 1, len(table.headers))
        refuse_rows_above(name, enumerate(widths[: header.at], 1), at, widths[header.body :])
    title = sum(width > 0 for width in widths[: header.at])
    body = cells.with_row_index("source_row", offset=1).slice(header.body)
    renamed = (pl.col(f"c{old}").alias(f"c{new}") for new, old in enumerate(table.columns))
    return Grid(
        table.headers,
        body.select(*renamed, pl.col("source_row").cast(pl.Int64)),
        title=title,
        blank=header.at - title,
        lines=cells.height,
        decisions=(f"numbers:15_digits={table.rounded}",) if table.rounded else (),
        notes=True,
        notices=hidden_columns(table),
        header_lines=header.lines,
        seen=sights(table, asked.feeds, asked.declared.maps),
    )


def _widths(cells: pl.DataFrame) -> list[int]:
    """Count the filled cells of each row."""
    filled = (pl.col(column).str.contains(r"\S").fill_null(value=False) for column in cells.columns)
    return cells.select(width=pl.sum_horizontal(filled))["width"].to_list()


def _beside(grid: Grid, opened: _Opened, read: set[str]) -> Grid:
    """Say which sheets there are beside those that were read; one without cells is no sheet to speak of."""
    others = [sheet for sheet in opened.sheets if sheet.name not in read]
    empty = {name for name, scan in opened.scans.items() if not scan.filled}
    hidden = sum(not sheet.visible for sheet in others)
    visible = [sheet for sheet in others if sheet.visible and sheet.name not in empty]
    unread = sum(_has_rows(opened.texts[sheet.name].frame) for sheet in visible if sheet.name in opened.texts)
    small = len(visible) - unread
    pairs = ((Sight.HIDDEN_SHEET, hidden), (Sight.UNREAD_SHEET, unread), (Sight.OTHER_SHEET, small))
    notices = tuple(Notice(sight, count) for sight, count in pairs if count)
    told = (f"sheet={escaped(next(iter(read)))}",) if visible else ()
    return replace(grid, notices=(*grid.notices, *notices), decisions=(*told, *grid.decisions))


def _has_rows(cells: pl.DataFrame) -> bool:
    """Say if a sheet holds at least two rows of two cells or more, and so perhaps rows of the table."""
    filled = cells.select(pl.all().str.contains(r"\S").fill_null(value=False))
    columns = sum(filled[column].any() for column in filled.columns)
    return columns > 1 and sum(width > 1 for width in _widths(cells)) > 1

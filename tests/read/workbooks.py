"""Workbooks in memory for the tests of the reader, and openpyxl as the second reader."""

import io
import warnings
import zipfile
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import openpyxl
import polars as pl
import pytest
import xlsxwriter
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from dq.core.errors import Refused
from dq.core.notice import Sight
from dq.core.table import Declared, ReadLimits, TextTable
from dq.feeds import FEEDS
from dq.pipeline.intake import NEVER_GUESSED
from dq.read import read_source
from dq.read.source import Source

LIMITS = ReadLimits()
GUESSED = tuple(feed for name, feed in FEEDS.items() if name not in NEVER_GUESSED)
STAFF = ["HSA-id", "Enhet", "Befattning", "Tjgr", "Tillträde"]
CLAIMS = ["Enhet", "Mätdatum", "Antal listade", "Antal namngivna", "Period"]
SHEET1 = "xl/worksheets/sheet1.xml"

Fill = Callable[[Any, Any], None]


def workbook(fill: Fill, options: dict[str, Any] | None = None) -> bytes:
    """Make a workbook; `fill` gets the book and its first sheet, Blad1."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, **(options or {})}) as book:
        fill(book, book.add_worksheet("Blad1"))
    return stream.getvalue()


def rows(*cells: Iterable[Any], at: int = 0, left: int = 0) -> Fill:
    """Fill the sheet with rows from a place on; dates get a date format."""

    def fill(book: Any, sheet: Any) -> None:
        write(book, sheet, *cells, at=at, left=left)

    return fill


def write(book: Any, sheet: Any, *cells: Iterable[Any], at: int = 0, left: int = 0) -> None:
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for number, row in enumerate(cells, at):
        for column, cell in enumerate(row, left):
            if isinstance(cell, date):
                sheet.write_datetime(number, column, cell, day)
            elif isinstance(cell, str):
                sheet.write_string(number, column, cell)
            else:
                sheet.write(number, column, cell)


def edited(data: bytes, change: Callable[[bytes], bytes], part: str = SHEET1) -> bytes:
    """Change one part of a workbook, or add it."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
        if part not in old.namelist():
            new.writestr(part, change(b""))
    return stream.getvalue()


def read(data: bytes, limits: ReadLimits = LIMITS, **declared: Any) -> TextTable:
    said = Declared(**declared)
    feeds = (FEEDS[said.feed],) if said.feed else GUESSED
    return read_source(Source("fil.xlsx", data, "x"), said, feeds, limits)


def refusal(data: bytes, limits: ReadLimits = LIMITS, **declared: Any) -> str:
    return refused(data, limits, **declared).key


def refused(data: bytes, limits: ReadLimits = LIMITS, **declared: Any) -> Refused:
    with pytest.raises(Refused) as caught:
        read(data, limits, **declared)
    assert caught.value.text("sv")
    assert caught.value.text("en")
    return caught.value


def cells(table: TextTable) -> list[tuple[str, ...]]:
    """The cells of the rows, empty as ""."""
    frame = table.frame.drop("source_row").with_columns(pl.all().fill_null(""))
    return list(frame.iter_rows())


def told(table: TextTable) -> dict[tuple[str, str], tuple[int, tuple[int, ...]]]:
    """What was noticed: (sight, column) to the count and the rows."""
    return {(each.sight.value, each.column): (each.count, each.rows) for each in table.notices}


def seen(table: TextTable, sight: Sight, column: str = "") -> tuple[int, tuple[int, ...]]:
    return told(table).get((sight.value, column), (0, ()))


def same_as_second_reader(table: TextTable, data: bytes, sheet: str = "", outer: str = "") -> int:
    """Compare every cell with openpyxl's; return how many cells were compared.

    `outer`: white space around a text that counts for nothing, since openpyxl does not heed `xml:space`.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # styles that are missing; cells are all that matters
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    other = book[sheet] if sheet else next(each for each in book.worksheets if each.sheet_state == "visible")
    stood = pl.concat([table.frame["source_row"], table.apart["source_row"]]).sort()
    first = int(stood[0]) if stood.len() else 0
    header = next(at for at in range(first - 1, 0, -1) if any(second_row(other, at)))
    kept = [
        at
        for at in range(other.max_column)
        if any(second_row(other, row)[at].strip(outer or "\0") for row in range(header, other.max_row + 1))
    ]
    named = [second_row(other, header)[at].strip(outer or "\0") for at in kept]
    assert table.lines.header > 1 or named == [each.strip(outer or "\0") for each in table.headers]
    count = 0
    for frame in (table.frame, table.apart.drop("line_kind")):
        for row in frame.with_columns(pl.exclude("source_row").fill_null("")).iter_rows():
            theirs = second_row(other, row[-1])
            ours = [cell.strip(outer or "\0") for cell in row[:-1]]
            assert ours == [theirs[at].strip(outer or "\0") for at in kept], row[-1]
            count += len(kept)
    return count


def second_row(sheet: Worksheet, row: int) -> list[str]:
    return [second_text(cell) for cell in next(sheet.iter_rows(min_row=row, max_row=row))]


def second_text(cell: Cell) -> str:
    """Write a cell as openpyxl has it in the form that dq promises."""
    value = cell.value
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return value.isoformat(" ").removesuffix(" 00:00:00")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        minutes, seconds = divmod(int(value.total_seconds()), 60)
        return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"
    assert isinstance(value, int | float)
    if cell.number_format == "0%":
        return f"{(Decimal(f'{value:.15g}') * 100).normalize():f} %"
    return str(value) if isinstance(value, int) else f"{Decimal(f'{value:.15g}').normalize():f}"

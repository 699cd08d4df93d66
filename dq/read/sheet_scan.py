"""What the XML of a sheet says beside its texts: places, numbers, errors, formulas, and what is hidden.

A parser gives the text of a cell and not how it was typed. So the part is streamed once, a piece at a time
cut before a cell, and each piece is taken apart by expressions over all its cells.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import polars as pl

from dq.read.sheet_places import column_number, placed

WIDEST = 16_384  # columns of a sheet
_PART = 8 * 2**20
_LONGEST = 8 * _PART  # bytes without a cell in them
_PREFIX = re.compile(rb"<(\w+:)worksheet\b")
_ODD_CELL = re.compile(rb"<c(?=[\t\r\n>/])")
_NOT_SEEN = rb"""hidden=["'](?:1|true)|%s=["']0(?:\.0*)?["']"""
_HIDDEN_ROW = re.compile(rb"<row\s(?=[^>]*?\b(?:" + _NOT_SEEN % b"ht" + rb"))[^>]*?\br=[\"'](\d+)")
_HIDDEN_COLUMN = re.compile(rb"<col\s(?=[^>]*?\b(?:" + _NOT_SEEN % b"width" + rb"))([^>]*)>")
_MERGED = re.compile(rb"""<mergeCell\s[^>]*?ref=["']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})["']""")
_WITHIN = r"^(?:[^>]*?[ \t\r\n])?"  # the attributes of the cell that a text begins with
_PLACED = _WITHIN + """r=["'](?<letters>[A-Z]{1,3})(?<row>[0-9]{1,7})["']"""
_SAYS_PLACE = _WITHIN + "r="
_KIND = _WITHIN + """t=["']([^"']*)["']"""
_STYLE = _WITHIN + """s=["']([^"']*)["']"""
_KINDS = ("n", "s", "str", "inlineStr", "b", "e", "d")
_INDEX = r"<v[^>]*>[ \t\r\n]*[0-9]+[ \t\r\n]*</v>"
_VALUE = "<v[^>]*>([^<]*)</v>"


class Area(NamedTuple):
    """Cells from the first row and column to the last, both included, 0-based."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class SheetScan:
    """The marks of one sheet, or of a piece of it; rows and columns are 0-based.

    `rows` and `columns`: extent of the cells that hold something, `filled` their number. `numbers`: row,
    column, style and value (f64) of each number cell. `errors`: row, column and value (`#DIV/0!`) of each
    error cell. `unsaved`: row and column of each formula cell that was saved without its value; it counts as
    filled. `formulas`: the row of each formula cell. `last` orders the last cell among all.
    """

    rows: int
    columns: int
    filled: int
    numbers: pl.DataFrame
    errors: pl.DataFrame
    unsaved: pl.DataFrame
    formulas: pl.Series
    merged: tuple[Area, ...]
    hidden_rows: tuple[int, ...]
    hidden_columns: tuple[int, ...]
    last: int


class _Unplaced(Exception):
    """A cell does not say where it stands; the rare writer that leaves it out means the next place."""


def scan_sheet(archive: zipfile.ZipFile, part: str) -> SheetScan:
    """Stream a sheet's part once. `ValueError` for XML that no spreadsheet program writes."""
    try:
        with archive.open(part) as stream:
            return _joined(_scans(_pieces(iter(lambda: stream.read(_PART), b""))))
    except _Unplaced:
        with archive.open(part) as stream:
            return _joined(_scans(_pieces(placed(stream))))


def _joined(scans: Iterable[SheetScan]) -> SheetScan:
    pieces = list(scans)
    return SheetScan(
        rows=max(piece.rows for piece in pieces),
        columns=max(piece.columns for piece in pieces),
        filled=sum(piece.filled for piece in pieces),
        numbers=pl.concat([piece.numbers for piece in pieces]),
        errors=pl.concat([piece.errors for piece in pieces]),
        unsaved=pl.concat([piece.unsaved for piece in pieces]),
        formulas=pl.concat([piece.formulas for piece in pieces]),
        merged=tuple(area for piece in pieces for area in piece.merged),
        hidden_rows=tuple(sorted({row for piece in pieces for row in piece.hidden_rows})),
        hidden_columns=tuple(sorted({column for piece in pieces for column in piece.hidden_columns})),
        last=pieces[-1].last,
    )


def _pieces(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Cut before a cell, so that each cell is whole in its piece; the first piece is what stands before."""
    rest, prefix = b"", None
    for chunk in chunks:
        rest += chunk
        if prefix is None:
            found = _PREFIX.search(rest)
            prefix = found.group(1) if found else b""
        if prefix:
            rest = rest.replace(b"<" + prefix, b"<").replace(b"</" + prefix, b"</")
        rest = _ODD_CELL.sub(b"<c ", rest) if _ODD_CELL.search(rest) else rest
        cut = rest.rfind(b"<c ")
        if cut > 0:
            yield rest[:cut]
            rest = rest[cut:]
        elif len(rest) > _LONGEST:
            raise ValueError("no cell within reach")
    yield rest


def _scans(pieces: Iterable[bytes]) -> Iterator[SheetScan]:
    last = -1
    for piece in pieces:
        scan = _scan(piece, last)
        yield scan
        last = scan.last


def _scan(piece: bytes, last: int) -> SheetScan:
    if b"<!" in piece:  # comments and CDATA, in which a cell may be meant as text
        raise ValueError("markup")
    cells = _cells(piece.decode("utf-8"))
    places = pl.concat([pl.Series([last]), cells["row"].cast(pl.Int64) * WIDEST + cells["column"]])
    if not (places.diff().slice(1) > 0).all():
        raise ValueError("order")
    filled = cells.filter("filled")
    if not cells["kind"].is_in(_KINDS).all() or not filled["indexed"].all():
        raise ValueError("kind")
    value, place = pl.col("value"), ("row", "column")
    numbers = filled.filter(pl.col("kind") == "n", value != "")
    extent = filled.select(pl.col("row", "column").max() + 1).row(0)
    return SheetScan(
        rows=extent[0] or 0,
        columns=extent[1] or 0,
        filled=filled.height,
        numbers=numbers.select(*place, "style", value.cast(pl.Float64)),
        errors=filled.filter(pl.col("kind") == "e", ~pl.col("unsaved")).select(*place, "value"),
        unsaved=filled.filter("unsaved").select(*place),
        formulas=cells.filter("formula")["row"],
        merged=tuple(_area(*match) for match in _MERGED.findall(piece)),
        hidden_rows=tuple(int(row) - 1 for row in _HIDDEN_ROW.findall(piece)),
        hidden_columns=tuple(at for words in _HIDDEN_COLUMN.findall(piece) for at in _span(words)),
        last=int(places[-1]),
    )


def _cells(piece: str) -> pl.DataFrame:
    """Take the cells of a piece apart: place, kind, filled, formula, and for numbers style and value."""
    cell = pl.col("cell")
    cells = pl.Series("cell", [piece]).str.split("<c ").explode().slice(1).to_frame()
    frame = cells.select(
        "cell",
        place=cell.str.extract_groups(_PLACED),
        kind=cell.str.extract(_KIND).fill_null("n"),
        filled=cell.str.contains(r"<(?:v|is)[ \t\r\n>]"),
        formula=cell.str.contains(r"<f[ \t\r\n>/]"),
        indexed=cell.str.contains(_INDEX),
        says_value=cell.str.contains(r"<v[ \t\r\n>/]"),
    ).unnest("place")
    if frame["row"].null_count():
        if frame.filter(pl.col("row").is_null() & cell.str.contains(_SAYS_PLACE)).height:
            raise ValueError("place")
        raise _Unplaced
    columns = {letters: column_number(letters) for letters in ["A", *frame["letters"].unique().to_list()]}
    typed = pl.col("kind").is_in(["n", "e"])
    value = pl.when(typed).then(cell.str.extract(_VALUE).str.strip_chars()).fill_null("")
    # A formula may give an empty text, but never an empty number.
    unsaved = pl.col("formula") & (~pl.col("says_value") | (typed & (value == "")))
    return frame.select(
        "kind",
        "formula",
        filled=pl.col("filled") | unsaved,
        unsaved=unsaved,
        indexed=pl.col("indexed") | (pl.col("kind") != "s"),
        row=pl.col("row").cast(pl.UInt32) - 1,
        column=pl.col("letters").replace_strict(columns, return_dtype=pl.UInt32),
        style=pl.when(typed).then(cell.str.extract(_STYLE)).cast(pl.UInt32).fill_null(0),
        value=value,
    )


def _area(left: bytes, top: bytes, right: bytes, bottom: bytes) -> Area:
    return Area(int(top) - 1, column_number(left.decode()), int(bottom) - 1, column_number(right.decode()))


def _span(attributes: bytes) -> range:
    found = {name: int(value) for name, value in re.findall(rb"""\b(min|max)=["'](\d{1,5})""", attributes)}
    return range(found[b"min"] - 1, min(found[b"max"], WIDEST))

"""XLSX: one sheet to a table of strings, as a person sees the cells.

Nothing is inferred: every cell is read as text. Whole numbers come without `.0`, decimals with at most
nine places, a date as `yyyy-mm-dd`, a number shown as percent as `59 %`, an error as `#DIV/0!`.
"""

import re
import zipfile
from decimal import Decimal
from xml.etree.ElementTree import ParseError

import fastexcel
import polars as pl

from dq.core.errors import Refused
from dq.core.feed import Feed
from dq.core.headers import escaped, match
from dq.core.table import Declared, ReadLimits
from dq.read.grid import Grid
from dq.read.package import Sheet, check_extent, open_package, percent_cells, sheets
from dq.read.source import Source

HEADER_WITHIN = 20
# What the zip, XML and sheet parsers raise on a broken file; their messages may hold cells.
BROKEN: tuple[type[Exception], ...] = (
    zipfile.BadZipFile,
    ParseError,
    fastexcel.FastExcelError,
    LookupError,
    ValueError,
    EOFError,
    OSError,
    NotImplementedError,
)
BROKEN += (NotImplementedError,)
_ERRORS = {
    "Div0": "#DIV/0!",
    "NA": "#N/A",
    "Name": "#NAME?",
    "Null": "#NULL!",
    "Num": "#NUM!",
    "Ref": "#REF!",
} | {"Value": "#VALUE!"}

_Patches = dict[int, dict[int, str]]  # column and row of the frame to the text that belongs there


def read_workbook(source: Source, declared: Declared, feeds: tuple[Feed, ...], limits: ReadLimits) -> Grid:
    """Read the one visible sheet or the declared one. `Refused` if it is unsafe, huge or unclear which."""
    name = source.name
    try:
        with open_package(name, source.data, limits) as archive:
            check_extent(name, archive, limits)
            sheet = _choose(name, sheets(archive), declared.sheet)
            percents = percent_cells(archive, sheet.part)
        cells = _cells(source.data, sheet.name, percents)
    except BROKEN:
        raise Refused("workbook_broken", file=name) from None
    if not cells.width:
        raise Refused("no_header", file=name)
    if cells.width > limits.columns:
        raise Refused("columns_many", file=name, found=str(cells.width), limit=str(limits.columns))
    return _grid(name, cells, declared, feeds)


def _choose(name: str, found: list[Sheet], told: str) -> Sheet:
    chosen = [sheet for sheet in found if (sheet.name == told if told else sheet.visible)]
    if len(chosen) != 1:
        listed = ", ".join(escaped(sheet.name) for sheet in found[:HEADER_WITHIN])
        raise Refused("sheet_unclear", file=name, sheets=listed)
    return chosen[0]


def _cells(data: bytes, sheet: str, percents: list[tuple[int, int, int]]) -> pl.DataFrame:
    """Read all cells as text; row 0 of the frame is row 1 of the sheet."""
    loaded = fastexcel.read_excel(data).load_sheet(sheet, header_row=None, skip_rows=0, dtypes="string")
    if not loaded.width:
        return pl.DataFrame()
    batch, errors = loaded.to_arrow_with_errors()
    frame = pl.DataFrame(batch).rename(lambda old: f"c{old.removeprefix('__UNNAMED__')}")
    frame = frame.with_columns(pl.all().str.replace(r"^(\d{4}-\d{2}-\d{2}) 00:00:00$", "$1"))
    patches = _percent_texts(frame, percents, loaded.available_columns()[0].absolute_index)
    for error in errors.errors if errors else ():
        row, column = error.position
        kind = re.search(r"Error\((\w+)\)", error.detail)
        patches.setdefault(column, {})[row] = _ERRORS.get(kind.group(1) if kind else "", "#ERROR!")
    for column, texts in patches.items():
        patched = frame.to_series(column).scatter(list(texts), list(texts.values()))
        frame = frame.with_columns(patched)
    return frame


def _percent_texts(frame: pl.DataFrame, percents: list[tuple[int, int, int]], first: int) -> _Patches:
    patches: _Patches = {}
    for row, column, decimals in percents:
        inside = row < frame.height and 0 <= column - first < frame.width
        text = frame.item(row, column - first) if inside else None
        if text is not None and re.fullmatch(r"-?\d+(\.\d+)?", text):
            patches.setdefault(column - first, {})[row] = _as_percent(text, decimals)
    return patches


def _as_percent(text: str, decimals: int) -> str:
    whole, _, part = f"{Decimal(text) * 100:f}".partition(".")
    part = part.rstrip("0").ljust(decimals, "0")
    return f"{whole}.{part} %" if part else f"{whole} %"


def _grid(name: str, cells: pl.DataFrame, declared: Declared, feeds: tuple[Feed, ...]) -> Grid:
    at = declared.header_line - 1 if declared.header_line else _header_row(cells, feeds, declared.maps)
    if not 0 <= at < cells.height:
        raise Refused("no_header", file=name)
    body = cells.with_row_index("source_row", offset=1).slice(at + 1)
    kept = [c for c in cells.columns if cells[c][at] is not None or body[c].is_not_null().any()]
    above = cells.slice(0, at).select(filled=pl.any_horizontal(pl.all().str.contains(r"\S")))["filled"]
    title = int(above.sum())
    names = {old: f"c{new}" for new, old in enumerate(kept)}
    renamed = (pl.col(old).alias(new) for old, new in names.items())
    frame = body.select(*renamed, pl.col("source_row").cast(pl.Int64))
    headers = tuple(str(cells[c][at] or "") for c in kept)
    return Grid(headers, frame, title=title, blank=at - title, lines=cells.height, notes=True)


def _header_row(cells: pl.DataFrame, feeds: tuple[Feed, ...], maps: dict[str, str]) -> int:
    """Return the first of the first 20 rows that maps a feed completely, else the one that maps most.

    Where nothing maps, it is the first row with the most filled cells, so that its headers can be shown.
    """
    best, best_row = (0, 0), 0
    for at, row in enumerate(cells.head(HEADER_WITHIN).iter_rows()):
        headers = tuple(str(cell) for cell in row if cell is not None)
        mappings = [match(feed, headers, maps) for feed in feeds]
        if any(not mapping.missing for mapping in mappings):
            return at
        score = (max((len(mapping.columns) for mapping in mappings), default=0), len(headers))
        if score > best:
            best, best_row = score, at
    return best_row

"""Which sheet of a workbook seems to be the table, and in which row its headers stand."""

from dataclasses import replace

from dq.core.errors import Refused
from dq.core.feed import Feed
from dq.core.table import Declared, ReadLimits, TextTable
from dq.pipeline.look_headers import look_at_headers
from dq.read import read_source
from dq.read.package import open_package, sheets
from dq.read.source import Source

MOST_SHEETS = 12


def look_at_sheets(
    source: Source, declared: Declared, feeds: tuple[Feed, ...], limits: ReadLimits
) -> tuple[Declared, tuple[str, ...]]:
    """Propose the only visible sheet that is a feed, where there are several; return their names."""
    with open_package(source.name, source.data, limits) as archive:
        names = tuple(sheet.name for sheet in sheets(archive) if sheet.visible)[:MOST_SHEETS]
    if declared.sheet or len(names) < 2:
        return declared, ()
    fitting = [name for name in names if _is_feed(source, replace(declared, sheet=name), feeds, limits)]
    return (replace(declared, sheet=fitting[0]) if len(fitting) == 1 else declared), names


def with_header_line(
    source: Source, declared: Declared, feeds: tuple[Feed, ...], limits: ReadLimits
) -> Declared:
    """Propose the row of the headers below title rows, if the table is the same when it is declared."""
    if declared.header_line:
        return declared
    table = read_source(source, declared, feeds, limits)
    line = _first_row(table) - table.lines.header
    if not table.lines.title or line < 1:
        return declared
    told = replace(declared, header_line=line, header_lines=declared.header_lines or table.lines.header)
    try:
        again = read_source(source, told, feeds, limits)
    except Refused:
        return declared
    same = again.headers == table.headers and again.lines == table.lines
    return told if same and again.frame.equals(table.frame) else declared


def _first_row(table: TextTable) -> int:
    rows = [frame["source_row"].min() for frame in (table.frame, table.apart) if frame.height]
    return min(int(row) for row in rows if isinstance(row, int))


def _is_feed(source: Source, declared: Declared, feeds: tuple[Feed, ...], limits: ReadLimits) -> bool:
    try:
        table = read_source(source, declared, feeds, limits)
    except Refused:
        return False
    return look_at_headers(table, declared, feeds)[1].mapping is not None

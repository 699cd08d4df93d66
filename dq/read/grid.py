"""A grid of text as a reader leaves it, and the step that all readers share: count and set apart."""

import unicodedata
from dataclasses import dataclass
from itertools import accumulate

import polars as pl

from dq.core.errors import Refused
from dq.core.feed import Feed
from dq.core.notice import Notice
from dq.core.table import Lines, ReadLimits, TextTable
from dq.read.line_kinds import line_kinds
from dq.read.line_sights import Seen, at_ceiling, joined, of_lines, on_rows
from dq.read.source import Source
from dq.read.totals import check_totals

_CONTROL_CELL = r"[\x00-\x08\x0B\x0C\x0E-\x1F\x7F]"


@dataclass(frozen=True)
class Grid:
    """Headers as delivered and a frame `c0`, `c1`, ..., `source_row` of the rows below the header.

    `title` and `blank` count the lines already left out; `lines` counts all lines of the file.
    `dialect` says how a text was read (`cp1252, ;`). `has_header` is False for forms without a header line.
    `notes` lets trailing one-cell rows be notes. `continuation` counts lines that belong to the row above.
    `blank_lines` are the numbers of the blank lines below the header that are not in `frame`. `seen`: marks
    that matter where they are on rows of the table. `tables`: the heights of the tables in `frame`, where
    there are several; each then has its own totals and notes, and `header_lines` and `lines` count all.
    """

    headers: tuple[str, ...]
    frame: pl.DataFrame
    title: int
    blank: int
    lines: int
    decisions: tuple[str, ...] = ()
    has_header: bool = True
    notes: bool = False
    dialect: str = ""
    notices: tuple[Notice, ...] = ()
    continuation: int = 0
    blank_lines: pl.Series | None = None
    header_lines: int = 1
    seen: tuple[Seen, ...] = ()
    tables: tuple[int, ...] = ()


def as_table(source: Source, form: str, grid: Grid, feeds: tuple[Feed, ...], limits: ReadLimits) -> TextTable:
    """Check headers and cells, set blank, total and note rows apart, and count every line."""
    name = source.name
    _check_headers(name, grid.headers)
    _check_cells(name, grid.frame, limits, controls=form != "csv")  # a text was looked through before
    _refuse_header_again(name, grid)
    tables = _tables(grid)
    kinds = pl.concat([line_kinds(table, grid.headers, feeds, notes=grid.notes) for table in tables])
    rows = grid.frame.filter(kinds == "row")
    counted = dict(kinds.value_counts().iter_rows())
    lines = Lines(
        header=grid.header_lines if grid.has_header else 0,
        title=grid.title,
        blank=grid.blank + counted.get("blank", 0),
        total=counted.get("total", 0),
        note=counted.get("note", 0),
        continuation=grid.continuation,
        rows=rows.height,
    )
    if lines.all != grid.lines:
        raise Refused("rows_lost", file=name)
    if not rows.height:
        raise Refused("no_rows", file=name)
    if rows.height > limits.rows:
        raise Refused("rows_many", file=name, found=str(rows.height), limit=str(limits.rows))
    apart = grid.frame.with_columns(line_kind=kinds).filter(kinds.is_in(["total", "note"]))
    return TextTable(
        name=name,
        form=grid.dialect or form,
        headers=grid.headers,
        frame=rows,
        apart=apart,
        lines=lines,
        sha256=source.sha256,
        size=source.size,
        decisions=grid.decisions,
        notices=_notices(grid, tables, kinds, feeds),
    )


def _tables(grid: Grid) -> list[pl.DataFrame]:
    """Cut the frame into the tables it was put together from; mostly it is one."""
    heights = grid.tables or (grid.frame.height,)
    starts = accumulate((0, *heights[:-1]))
    return [grid.frame.slice(at, height) for at, height in zip(starts, heights, strict=True)]


def _notices(
    grid: Grid, tables: list[pl.DataFrame], kinds: pl.Series, feeds: tuple[Feed, ...]
) -> tuple[Notice, ...]:
    found = [*grid.notices, *on_rows(grid.seen, grid.frame["source_row"].filter(kinds == "row"))]
    found += () if grid.tables else at_ceiling(grid.lines)
    at = 0
    for table in tables:
        kind = kinds.slice(at, table.height)
        at += table.height
        found += of_lines(table["source_row"], kind, grid.blank_lines)
        apart = table.with_columns(line_kind=kind)
        found += check_totals(grid.headers, table.filter(kind == "row"), apart, feeds)
    return joined(found)


def _check_headers(name: str, headers: tuple[str, ...]) -> None:
    seen: dict[str, int] = {}
    for at, header in enumerate(headers, 1):
        if not any(unicodedata.category(mark)[0] in "LNPS" for mark in header):
            raise Refused("header_empty", file=name, column=str(at))
        same = unicodedata.normalize("NFC", header).strip().casefold()
        if same in seen:  # not the header itself: the line may be a row of persons
            raise Refused("header_twice", file=name, first=str(seen[same]), second=str(at))
        seen[same] = at


def _refuse_header_again(name: str, grid: Grid) -> None:
    """`Refused` at a row that is the header once more, as extracts laid after each other have it."""
    again = grid.frame.filter(pl.col("c0") == grid.headers[0]) if grid.has_header else grid.frame.clear()
    for at, header in enumerate(grid.headers):
        again = again.filter(pl.col(f"c{at}") == header)
    if again.height:
        raise Refused("header_again", file=name, line=str(again["source_row"][0]))


def _check_cells(name: str, frame: pl.DataFrame, limits: ReadLimits, *, controls: bool) -> None:
    for column in frame.columns[:-1]:
        cells = frame[column]
        long = cells.str.len_bytes() > limits.cell_bytes
        if long.any():
            raise Refused("cell_long", file=name, line=str(frame["source_row"][long.arg_max() or 0]))
        control = cells.str.contains(_CONTROL_CELL) if controls else long
        if control.any():
            raise Refused("line_control", file=name, line=str(frame["source_row"][control.arg_max() or 0]))

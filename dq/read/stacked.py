"""Sheets of one table, one per month or region, put one below the other.

`source_row` must be unique in a file and lead back to the sheet: it is the sheet's number times ten million
plus the row, so 20000005 is row 5 of the second sheet. The decision `sheets=Jan|Feb` names them in order.
"""

import unicodedata
from dataclasses import replace

import polars as pl

from dq.core.errors import Refused
from dq.core.headers import escaped
from dq.read.grid import Grid
from dq.read.line_sights import at_ceiling

SHEET_STEP = 10_000_000


def stacked(name: str, sheets: dict[str, Grid]) -> Grid:
    """Put the tables of several sheets into one. `Refused` unless all have the same headers in one order."""
    first, *others = sheets
    for other in others:
        if _alike(sheets[other]) != _alike(sheets[first]):
            raise Refused("sheets_differ", file=name, first=escaped(first), sheet=escaped(other))
    grids = [_numbered(grid, at * SHEET_STEP) for at, grid in enumerate(sheets.values(), 1)]
    names = "|".join(escaped(sheet) for sheet in sheets)
    return Grid(
        sheets[first].headers,
        pl.concat([grid.frame for grid in grids]),
        title=sum(grid.title for grid in grids),
        blank=sum(grid.blank for grid in grids),
        lines=sum(grid.lines for grid in grids),
        decisions=(f"sheets={names}", *(said for grid in grids for said in grid.decisions)),
        notes=True,
        notices=tuple(each for grid in grids for each in (*grid.notices, *at_ceiling(grid.lines))),
        header_lines=sum(grid.header_lines for grid in grids),
        seen=tuple(each for grid in grids for each in grid.seen),
        tables=tuple(grid.frame.height for grid in grids),
    )


def _alike(grid: Grid) -> list[str]:
    return [unicodedata.normalize("NFC", header).strip() for header in grid.headers]


def _numbered(grid: Grid, step: int) -> Grid:
    return replace(
        grid,
        frame=grid.frame.with_columns(pl.col("source_row") + step),
        seen=tuple(replace(each, rows=each.rows + step) for each in grid.seen),
    )

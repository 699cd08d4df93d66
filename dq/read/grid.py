"""A grid of text as a reader leaves it, and the step that all readers share: count and set apart."""

import unicodedata
from dataclasses import dataclass

import polars as pl

from dq.core.errors import Refused
from dq.core.feed import Feed
from dq.core.headers import escaped, fold, spellings
from dq.core.notice import Notice
from dq.core.table import Lines, ReadLimits, TextTable
from dq.read.source import Source

TOTALS = ("summa", "totalt", "total", "summa:", "totalt:", "total:")
_CONTROL_CELL = r"[\x00-\x08\x0B\x0C\x0E-\x1F\x7F]"


@dataclass(frozen=True)
class Grid:
    """Headers as delivered and a frame `c0`, `c1`, ..., `source_row` of the rows below the header.

    `title` and `blank` count the lines already left out; `lines` counts all lines of the file.
    `dialect` says how a text was read (`cp1252, ;`). `has_header` is False for forms without a header line.
    `notes` lets trailing one-cell rows be notes. `continuation` counts lines that belong to the row above.
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


def as_table(source: Source, form: str, grid: Grid, feeds: tuple[Feed, ...], limits: ReadLimits) -> TextTable:
    """Check headers and cells, set blank, total and note rows apart, and count every line."""
    name = source.name
    _check_headers(name, grid.headers)
    _check_cells(name, grid.frame, limits, controls=form != "csv")  # a text was looked through before
    kinds = _line_kinds(grid, feeds, totals=not _has_total_rows(feeds))
    rows = grid.frame.filter(kinds == "row")
    counted = dict(kinds.value_counts().iter_rows())
    lines = Lines(
        header=int(grid.has_header),
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
        notices=grid.notices,
    )


def _check_headers(name: str, headers: tuple[str, ...]) -> None:
    seen: set[str] = set()
    for at, header in enumerate(headers, 1):
        if not any(unicodedata.category(mark)[0] in "LNPS" for mark in header):
            raise Refused("header_empty", file=name, column=str(at))
        same = unicodedata.normalize("NFC", header).strip().casefold()
        if same in seen:
            raise Refused("header_twice", file=name, header=escaped(header))
        seen.add(same)


def _check_cells(name: str, frame: pl.DataFrame, limits: ReadLimits, *, controls: bool) -> None:
    for column in frame.columns[:-1]:
        cells = frame[column]
        long = cells.str.len_bytes() > limits.cell_bytes
        if long.any():
            raise Refused("cell_long", file=name, line=str(frame["source_row"][long.arg_max() or 0]))
        control = cells.str.contains(_CONTROL_CELL) if controls else long
        if control.any():
            raise Refused("line_control", file=name, line=str(frame["source_row"][control.arg_max() or 0]))


def _line_kinds(grid: Grid, feeds: tuple[Feed, ...], *, totals: bool) -> pl.Series:
    """Say for each row: `row`, `blank`, `total` (its first filled cell says Summa) or `note`."""
    columns = grid.frame.columns[:-1]
    first = _filled(columns[0])
    # Only rows that begin with an empty cell or a total word need a look at all their cells.
    looked = first.is_null() | _is_total(first, pl.lit(value=True))
    suspects = grid.frame.with_row_index("at").filter(looked)
    filled = [_filled(column) for column in columns]
    may_be_nation = [pl.lit(not _is_county(header, feeds)) for header in grid.headers]
    pairs = zip(filled, may_be_nation, strict=True)
    says_total = [pl.when(c.is_not_null()).then(_is_total(c, nation)) for c, nation in pairs]
    total = pl.coalesce(*says_total, pl.lit(value=False)) & totals
    kind = pl.when(pl.all_horizontal(c.is_null() for c in filled)).then(pl.lit("blank"))
    found = suspects.select("at", kind=kind.when(total).then(pl.lit("total")).otherwise(pl.lit("row")))
    kinds = pl.Series("line_kind", ["row"]).new_from_index(0, grid.frame.height)
    kinds = kinds.scatter(found["at"], found["kind"])
    return _with_notes(grid, kinds, columns) if grid.notes and len(columns) > 1 else kinds


def _with_notes(grid: Grid, kinds: pl.Series, columns: list[str]) -> pl.Series:
    """Call rows after the last row with two filled cells `note` if only their first cell is filled."""
    cells = grid.frame.select(
        filled=pl.sum_horizontal(_filled(column).is_not_null() for column in columns),
        first=_filled(columns[0]).is_not_null(),
    )
    last = int((cells["filled"] >= 2).arg_true().max() or 0)  # type: ignore[arg-type]  # an index
    after = pl.int_range(cells.height, eager=True) > last
    note = after & (cells["filled"] == 1) & cells["first"] & (kinds == "row")
    return kinds.set(note, "note")


def _filled(column: str) -> pl.Expr:
    text = pl.col(column).str.strip_chars()
    return pl.when(text != "").then(text)


def _is_total(text: pl.Expr, nation: pl.Expr) -> pl.Expr:
    """Say if a cell is a total word; Riket only where `nation`, as it is a value of a region column."""
    folded = text.str.to_lowercase()
    return folded.is_in(TOTALS) | ((folded == "riket") & nation)


def _has_total_rows(feeds: tuple[Feed, ...]) -> bool:
    """Say if the file is a table as printed, whose total row is a row to check like the others."""
    return [feed.name for feed in feeds] == ["published_table"]


def _is_county(header: str, feeds: tuple[Feed, ...]) -> bool:
    return any(c.name == "county_code" and fold(header) in spellings(c) for f in feeds for c in f.columns)

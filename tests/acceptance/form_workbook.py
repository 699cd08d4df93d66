"""Tables as XLSX: titles, headers of one or two lines, typed or text cells, a total row, notes."""

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import xlsxwriter
from form_text import told
from made import Field, Made, Table

from dq.core.feed import Kind
from dq.core.headers import fold

DATE_FORMATS = ("yyyy-mm-dd", "d mmm yyyy", "dd/mm/yyyy;@")
Place = tuple[int, int]


@dataclass
class SheetCell:
    """A cell: a text, number, date, bool or formula (a `value` with the formula in `formula`)."""

    value: Any
    shown: str = ""
    formula: str = ""


@dataclass
class SheetPlan:
    """A workbook before it is written. `first` is the 0-based row of the first data row."""

    table: Table
    cells: dict[Place, SheetCell] = field(default_factory=dict)
    header: int = 0
    first: int = 1
    lines: dict[str, int] = field(default_factory=dict)
    declared: dict[str, Any] = field(default_factory=dict)
    options: dict[str, Any] = field(default_factory=dict)
    before: list[Callable[[Any], None]] = field(default_factory=list)  # on the book, before the sheet
    after: list[Callable[[Any, Any], None]] = field(default_factory=list)  # on the book and the sheet
    shifted: int | None = None  # rows of the table from this row of the sheet on stand one further down
    name: str = "fil.xlsx"

    def data(self) -> bytes:
        """Write the workbook."""
        buffer = io.BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        book = xlsxwriter.Workbook(buffer, {**options, **self.options})
        for work in self.before:
            work(book)
        sheet = book.add_worksheet("Blad1")
        formats = {shown: book.add_format({"num_format": shown}) for shown in self._formats()}
        for (row, column), cell in self.cells.items():
            _write(sheet, row, column, cell, formats)
        for late in self.after:
            late(book, sheet)
        book.close()
        return buffer.getvalue()

    def _formats(self) -> list[str]:
        return sorted({cell.shown for cell in self.cells.values() if cell.shown})


def _write(sheet: Any, row: int, column: int, cell: SheetCell, formats: dict[str, Any]) -> None:
    shown = formats.get(cell.shown)
    if cell.formula:
        sheet.write_formula(row, column, cell.formula, shown, cell.value)
    elif isinstance(cell.value, bool):
        sheet.write_boolean(row, column, cell.value)
    elif isinstance(cell.value, str):
        sheet.write_string(row, column, cell.value)
    elif isinstance(cell.value, date):
        sheet.write_datetime(row, column, cell.value, shown)
    else:
        sheet.write_number(row, column, cell.value, shown)


def plan_workbook(rng: Random, table: Table) -> SheetPlan:
    """Choose a form for a table."""
    plan = SheetPlan(table, declared=dict(told(table)))
    _headers(rng, plan, _titles(rng, plan))
    for column, each in enumerate(table.fields):
        cells = _cells(rng, each)
        plan.cells |= {(plan.first + at, column): cell for at, cell in enumerate(cells) if cell.value != ""}
    plan.lines["rows"] = table.rows
    if rng.random() < 0.3 and may_have_total(table):
        _total(plan)
    if rng.random() < 0.25 and len(table.fields) > 1:
        _notes(rng, plan)
    return plan


def _titles(rng: Random, plan: SheetPlan) -> int:
    """Write titles and perhaps a blank row above the header; return the row of the header."""
    if rng.random() < 0.6:
        return 0
    titles = rng.choice((1, 2))
    for row in range(titles):
        plan.cells[(row, 0)] = SheetCell(("Redovisning av listning", "Uttag 2026-10-31")[row])
    blank = rng.choice((0, 1, 1))
    plan.lines |= {"title": titles, "blank": blank}
    return titles + blank


def _headers(rng: Random, plan: SheetPlan, row: int) -> None:
    marks = ["*" if rng.random() < 0.1 else "" for _ in plan.table.fields]
    words = [each.header + mark for each, mark in zip(plan.table.fields, marks, strict=True)]
    if rng.random() < 0.1:
        words = [word.strip().replace(" ", "\n") for word in words]  # broken over lines in the cell
    two = rng.random() < 0.2 and all(fold(part) for word in words for part in word.split())
    plan.header, plan.first = row, row + 1 + two
    plan.lines["header"] = 1 + two
    for column, word in enumerate(words):
        upper, _, lower = word.strip().partition(" ")
        if two and lower.strip():
            plan.cells[(row, column)] = SheetCell(upper)
            plan.cells[(row + 1, column)] = SheetCell(lower.strip())
        elif two:
            plan.after.append(_merging(row, column, word))
        else:
            plan.cells[(row, column)] = SheetCell(word)


def _merging(row: int, column: int, word: str) -> Callable[[Any, Any], None]:
    return lambda _, sheet: sheet.merge_range(row, column, row + 1, column, word)


def _cells(rng: Random, each: Field) -> list[SheetCell]:
    """Write a column: as text, or as the values a spreadsheet has."""
    kind = each.column.kind if each.column else Kind.TEXT
    typed = rng.random() < 0.65
    shown = rng.choice(DATE_FORMATS)
    grouped = rng.choice(("", "#,##0", "General")) if kind is Kind.COUNT else ""
    typed_cells = [_cell(each, at, kind, shown, grouped) for at in range(len(each.texts))]
    return typed_cells if typed else [SheetCell(text) for text in each.texts]


def _cell(each: Field, at: int, kind: Kind, shown: str, grouped: str) -> SheetCell:
    number, value, percent = each.numbers[at], each.values[at], each.percents[at]
    if number is not None:
        decimals = "." + "0" * percent if percent else ""
        return SheetCell(float(number), f"0{decimals}%" if percent is not None else grouped)
    if value is None or at in each.certain:
        return SheetCell(each.texts[at])
    if kind in (Kind.DATE, Kind.DATE_END) and isinstance(value, date):
        return SheetCell(datetime.combine(written_day(each, value), datetime.min.time()), shown)
    if kind is Kind.DATETIME and isinstance(value, datetime):
        return SheetCell(value, f"{shown.partition(';')[0]} hh:mm:ss")
    is_flag = kind is Kind.FLAG and isinstance(value, bool)
    return SheetCell(value if is_flag else each.texts[at])


def written_day(each: Field, value: date) -> date:
    """Return the day that stands in the file: the last one, where the header says so."""
    column = each.column
    inclusive = column and fold(each.header) in {fold(word) for word in column.inclusive_headers}
    return value - timedelta(days=1) if inclusive else value


def _total(plan: SheetPlan) -> None:
    row = plan.first + plan.table.rows
    for column, each in enumerate(plan.table.fields):
        if column and each.column and each.column.kind is Kind.COUNT:
            plan.cells[(row, column)] = SheetCell(float(sum(number or 0 for number in each.numbers)))
    plan.cells[(row, 0)] = SheetCell("Summa")
    plan.lines["total"] = 1


def _notes(rng: Random, plan: SheetPlan) -> None:
    row = max(place[0] for place in plan.cells) + 1
    blank = rng.choice((0, 1))
    plan.cells[(row + blank, 0)] = SheetCell("* Preliminära uppgifter")
    plan.lines |= {"note": 1, "blank": plan.lines.get("blank", 0) + blank}


def may_have_total(table: Table) -> bool:
    """Say if `Summa` in the first column can only be a total row; in a table as printed it is a row."""
    first = table.fields[0].target
    return table.feed.name != "published_table" and first != "group"


def made_workbook(plan: SheetPlan, data: bytes | None = None) -> Made:
    """Make the file of a plan; `data` in place of what the plan would give."""
    table = plan.table
    rows = [plan.first + at for at in range(table.rows)]
    return Made(
        name=plan.name,
        form="xlsx",
        data=plan.data() if data is None else data,
        declared=plan.declared,
        truth=table.truth,
        at=tuple(row + 1 + (plan.shifted is not None and row >= plan.shifted) for row in rows),
        lines=plan.lines,
        feed=table.feed.name,
        canaries=frozenset(table.canaries),
        exact=False,
    )


def make_workbook(rng: Random, table: Table) -> Made:
    """Make a table a workbook."""
    return made_workbook(plan_workbook(rng, table))

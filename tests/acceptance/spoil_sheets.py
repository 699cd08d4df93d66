"""Section 4, further: cells of a sheet that are something else than their column, and what stands beside it."""
# ruff: noqa: E501  the table below has one kind per line

from random import Random

import pyarrow as pa
from form_parquet import ColumnsPlan
from form_workbook import SheetCell, SheetPlan
from pollutions import EQUAL, REFUSED, TOLD, Pollution, in_parquet, in_text, in_workbook
from spoil_bytes import repeated_header
from spoil_workbook import put

from dq.core.feed import Kind


def _stray(rng: Random, plan: SheetPlan) -> bool:
    """Leave a cell to the right of the table, under no header."""
    column = len(plan.table.fields) + rng.randrange(3)
    plan.cells[(plan.first + rng.randrange(plan.table.rows), column)] = SheetCell(rng.choice(("x", "kolla!")))
    return True


def _heading(rng: Random, plan: SheetPlan) -> bool:
    """Put a line with a heading for the rows below in the place of an empty row."""
    at = plan.first + rng.randrange(1, plan.table.rows)
    plan.cells = {(row + (row >= at), column): cell for (row, column), cell in plan.cells.items()}
    plan.cells[(at, 0)] = SheetCell("Norra området")
    plan.shifted = at
    plan.lines["rows"] += 1
    return True


def _second_table(rng: Random, plan: SheetPlan) -> bool:
    """Put another small table below, with a header of its own.

    Only under tables with dates or numbers: among texts alone nothing tells it from rows.
    """
    row = max(place[0] for place in plan.cells) + 2
    for down, words in enumerate((("Region", "Antal"), ("Norr", "12"), ("Syd", "7"))):
        for column, word in enumerate(words):
            plan.cells[(row + down, column)] = SheetCell(word)
    plan.lines["rows"] += 3
    plan.lines["blank"] = plan.lines.get("blank", 0) + 1
    return not plan.lines.get("note")


def _not_text(rng: Random, plan: ColumnsPlan) -> bool:
    """Put bytes that are no UTF-8 into a column that says it is text."""
    places = [
        at for at, each in enumerate(plan.table.fields) if each.column and each.column.kind is Kind.TEXT
    ]
    if not places:
        return False
    rows = plan.table.rows
    raw = pa.array([b"\xe5sa"] * rows, pa.binary())
    plan.arrays[rng.choice(places)] = pa.Array.from_buffers(pa.string(), rows, raw.buffers())
    return True


# Feeds whose rows must have more than one cell filled.
KEYED = "listings|claims|staff_roll|visits"

SHEETS = (
    Pollution("xlsx_count_as_day", "4 serial forced to Date", in_workbook(put(lambda _, value: float(value), Kind.COUNT, shown="yyyy-mm-dd")), (TOLD, EQUAL)),
    Pollution("xlsx_count_as_bool", "4 never infer", in_workbook(put(lambda *_: True, Kind.COUNT)), (TOLD,), ("not_a_number",)),
    Pollution("xlsx_day_as_text", "4 numbers as text", in_workbook(put(lambda _, value: f"{value:%d/%m/%Y} kl 8", Kind.DATE)), (TOLD,), ("out_of_form",)),
    Pollution("xlsx_code_as_number", "4 never infer", in_workbook(put(lambda rng, _: float(rng.randrange(50, 99)), Kind.CODE)), (TOLD,), ("unknown_code",)),
    Pollution("xlsx_stray_cell", "4 two cells far apart", in_workbook(_stray), (REFUSED, EQUAL)),
    Pollution("xlsx_heading_inside", "4 merged cells", in_workbook(_heading, feed=KEYED), (TOLD, REFUSED)),
    Pollution("xlsx_second_table", "4 several sheets", in_workbook(_second_table, feed=KEYED), (TOLD, REFUSED)),
    Pollution("header_repeated", "2 title lines", in_text(repeated_header), (REFUSED,), ("header_again",)),
    Pollution("pq_not_utf8", "2 cp1252 bytes in cells", in_parquet(_not_text), (REFUSED,), ("parquet_broken", "encoding_wrong", "parser_died")),
)  # fmt: skip

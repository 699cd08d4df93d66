"""Section 4: workbooks as people leave them, and packages that should not be opened."""
# ruff: noqa: E501  the table below has one kind per line

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from random import Random
from typing import Any

from form_packed import zipped
from form_workbook import SheetCell, SheetPlan
from made import Field
from pollutions import EQUAL, REFUSED, TOLD, Pollution, in_workbook
from spoil_cells import ERRORS

from dq.core.feed import Kind

Work = Callable[[Random, SheetPlan], bool]


def _place(rng: Random, plan: SheetPlan, *kinds: Kind) -> tuple[Field, int, tuple[int, int]] | None:
    """Choose a filled cell of a column of these kinds: its field, row of the table and place in the sheet."""
    found = [
        (each, at, (plan.first + at, column))
        for column, each in enumerate(plan.table.fields)
        if each.column and each.column.kind in kinds and each.target == each.column.name
        for at in range(plan.table.rows)
        if each.is_filled(at)
    ]
    return rng.choice(found) if found else None


def put(value: Callable[[Random, Any], Any], *kinds: Kind, shown: str = "", formula: str = "") -> Work:
    def work(rng: Random, plan: SheetPlan) -> bool:
        found = _place(rng, plan, *kinds)
        if found:
            each, at, place = found
            plan.cells[place] = SheetCell(value(rng, each.values[at]), shown, formula)
        return bool(found)

    return work


def _late_text(rng: Random, plan: SheetPlan) -> bool:
    """Put a text under a thousand numbers."""
    found = _place(rng, plan, Kind.COUNT)
    if not found:
        return False
    each, _, (_, column) = found
    for at, number in enumerate(each.numbers):
        if number is not None:
            plan.cells[(plan.first + at, column)] = SheetCell(float(number))
    last = max(at for at in range(plan.table.rows) if each.is_filled(at))
    plan.cells[(plan.first + last, column)] = SheetCell(rng.choice(("saknas ännu", "1 30O", "se not")))
    return last > 1000


def _error(rng: Random, plan: SheetPlan) -> bool:
    found = _place(rng, plan, Kind.COUNT, Kind.SHARE, Kind.ORE, Kind.DATE, Kind.CODE, Kind.PERSON)
    if found:
        plan.cells[found[2]] = SheetCell(rng.choice(("#N/A", "#DIV/0!", "#REF!", "#VALUE!")), "", "=1/0")
    return bool(found)


def _third(rng: Random, plan: SheetPlan) -> bool:
    found = _place(rng, plan, Kind.NUMBER)
    if found:
        each, at, place = found
        plan.table.truth[each.target][at] = each.values[at] = 0.333333333333333
        plan.cells[place] = SheetCell(1 / 3)
    return bool(found)


def _since_1904(_: Random, plan: SheetPlan) -> bool:
    plan.options["date_1904"] = True
    return any(isinstance(cell.value, date) for cell in plan.cells.values())


def _head(change: Callable[[Random, SheetPlan, int], SheetCell | None]) -> Work:
    """Change the header of the last column, where the header is one line."""

    def work(rng: Random, plan: SheetPlan) -> bool:
        if plan.lines["header"] > 1:
            return False
        column = len(plan.table.fields) - 1
        cell = change(rng, plan, column)
        plan.cells.pop((plan.header, column))
        if cell:
            plan.cells[(plan.header, column)] = cell
        return True

    return work


def _same(rng: Random, plan: SheetPlan, _: int) -> SheetCell:
    first = str(plan.cells[(plan.header, 0)].value)
    return SheetCell(rng.choice((first, first.upper(), f" {first} ")))


def _dated_header(_: Random, plan: SheetPlan) -> bool:
    """Add a column whose header is a date, as of months side by side."""
    column = len(plan.table.fields)
    plan.cells[(plan.header, column)] = SheetCell(datetime(2026, 10, 1), "yyyy-mm-dd")
    plan.cells |= {(plan.first + at, column): SheetCell(float(at)) for at in range(plan.table.rows)}
    return plan.lines["header"] == 1


def _merged(rng: Random, plan: SheetPlan) -> bool:
    """Merge a cell of the body with those below: only the first keeps its value."""
    found = _place(rng, plan, Kind.TEXT, Kind.HSA, Kind.CODE)
    if not found or found[1] + 2 >= plan.table.rows:
        return False
    each, at, (row, column) = found
    same = plan.cells.pop((row, column)).value
    for below in (1, 2):
        plan.cells.pop((row + below, column), None)
    plan.after.append(lambda _, sheet: sheet.merge_range(row, column, row + 2, column, same))
    return any(each.is_filled(at + below) for below in (1, 2))


def _hide_row(rng: Random, plan: SheetPlan) -> bool:
    row = plan.first + rng.randrange(plan.table.rows)
    plan.after.append(lambda _, sheet: sheet.set_row(row, None, None, {"hidden": True}))
    return True


def _hide_column(rng: Random, plan: SheetPlan) -> bool:
    column = rng.randrange(len(plan.table.fields))
    plan.after.append(lambda _, sheet: sheet.set_column(column, column, None, None, {"hidden": True}))
    return True


def _hidden_sheet(rng: Random, plan: SheetPlan) -> bool:
    def add(book: Any) -> None:
        sheet = book.add_worksheet("Dold")
        sheet.write_row(0, 0, ["Enhet", "Antal"])
        rng.choice((sheet.hide, sheet.very_hidden))()

    plan.before.append(add)
    plan.after.append(lambda _, sheet: sheet.activate())
    plan.after.append(lambda _, sheet: sheet.set_first_sheet())
    return True


def _second_sheet(_: Random, plan: SheetPlan) -> bool:
    plan.after.append(lambda book, __: book.add_worksheet("Blad2").write_row(0, 0, ["Enhet", "Antal", "x"]))
    return True


def _same_sheet(_: Random, plan: SheetPlan) -> bool:
    """Add a second visible sheet with the same headers and the first row once more."""
    cells = {place: cell for place, cell in plan.cells.items() if place[0] <= plan.first}

    def add(book: Any, _: Any) -> None:
        sheet = book.add_worksheet("November")
        for (row, column), cell in cells.items():
            if not isinstance(cell.value, date):
                sheet.write(row, column, cell.value)

    plan.after.append(add)
    return plan.lines["header"] == 1


def _far_cell(rng: Random, plan: SheetPlan) -> bool:
    row, column = rng.choice(((1_048_575, 16_383), (1_048_575, 40), (60_000, 16_383)))
    plan.after.append(lambda _, sheet: sheet.write_string(row, column, "x"))
    return True


def _total_wrong(rng: Random, plan: SheetPlan) -> bool:
    """State a sum in the total row that is not the sum of the rows."""
    fields = [each.column for each in plan.table.fields]
    sums = [
        at
        for at, each in enumerate(fields)
        if at and each and each.kind is Kind.COUNT and each.unit == "personer"
    ]
    if not plan.lines.get("total") or not sums:
        return False
    column = rng.choice(sums)
    row = plan.first + plan.table.rows
    plan.cells[(row, column)] = SheetCell(float(plan.cells[(row, column)].value) + rng.choice((-1, 1, 1000)))
    return True


def _blank_row(rng: Random, plan: SheetPlan) -> bool:
    """Leave a row of the sheet empty between two rows of the table."""
    at = plan.first + rng.randrange(1, plan.table.rows)
    plan.cells = {(row + (row >= at), column): cell for (row, column), cell in plan.cells.items()}
    plan.shifted = at
    plan.lines["blank"] = plan.lines.get("blank", 0) + 1
    return True


def _part(name: str, content: bytes) -> Callable[[Random, bytes], bytes]:
    def work(_: Random, data: bytes) -> bytes:
        return zipped([*_parts(data), (name, content)])

    return work


def _parts(data: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


def _doctype(rng: Random, data: bytes) -> bytes:
    target = rng.choice(
        ("xl/sharedStrings.xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml")
    )
    doctype = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>'

    def spoilt(name: str, part: bytes) -> bytes:
        return part.replace(b"?>", b"?>" + doctype, 1) if name == target else part

    return zipped([(name, spoilt(name, part)) for name, part in _parts(data)])


def _locked(_: Random, data: bytes) -> bytes:
    made = bytearray(data)
    for head in re.finditer(b"PK\x01\x02", data):
        made[head.start() + 8] |= 1
    for head in re.finditer(b"PK\x03\x04", data):
        made[head.start() + 6] |= 1
    return bytes(made)


def _cut(rng: Random, data: bytes) -> bytes:
    return data[: rng.randrange(100, len(data) - 1)]


def _bit(rng: Random, data: bytes) -> bytes:
    at = rng.randrange(len(data))
    return data[:at] + bytes([data[at] ^ (1 << rng.randrange(8))]) + data[at + 1 :]


UNSAFE = ("workbook_unsafe", "workbook_macros", "workbook_broken")
UNCLEAR = ("sheets_several", "sheet_unclear", "sheets_differ", "other_sheet", "sheets=")
BROKEN = ("workbook_broken", "archive_broken", "rows_lost", "no_header")
ANY = (REFUSED, EQUAL, TOLD)

WORKBOOKS = (
    Pollution("xlsx_late_text", "4 text after the sampled rows", in_workbook(_late_text, rows=1200, feed="claims"), (TOLD,), ("not_a_number",)),
    Pollution("xlsx_error", "4 #N/A", in_workbook(_error), (TOLD,), ("cell_error",)),
    Pollution("xlsx_error_text", "4 #N/A", in_workbook(put(lambda rng, _: rng.choice(ERRORS), Kind.COUNT, Kind.DATE)), (TOLD,), ("cell_error",)),
    Pollution("xlsx_third", "4 floats rounded", in_workbook(_third, feed="survey_answers|survey_shares"), (EQUAL,)),
    Pollution("xlsx_serial", "4 serial forced to Date", in_workbook(put(lambda rng, _: float(rng.randrange(40_000, 46_000)), Kind.DATE)), (TOLD,), ("out_of_form",)),
    Pollution("xlsx_1904", "4 serial forced to Date", in_workbook(_since_1904), (EQUAL,)),
    Pollution("xlsx_day_60", "4 serial forced to Date", in_workbook(put(lambda *_: 60.0, Kind.DATE, shown="yyyy-mm-dd")), (TOLD,), ("not_a_date", "out_of_form")),
    Pollution("xlsx_header_twice", "4 duplicate header", in_workbook(_head(_same)), (REFUSED,), ("header_twice", "no_column", "ambiguous_column")),
    Pollution("xlsx_header_empty", "4 empty header", in_workbook(_head(lambda *_: None)), (REFUSED,), ("header_empty", "no_column", "unknown_feed", "feed_unclear")),
    Pollution("xlsx_header_date", "4 date header", in_workbook(_dated_header), (EQUAL,)),
    Pollution("xlsx_merged", "4 merged cells", in_workbook(_merged), (TOLD,), ("merged",)),
    Pollution("xlsx_hidden_row", "4 hidden rows", in_workbook(_hide_row), (EQUAL,), ("hidden_rows",)),
    Pollution("xlsx_hidden_column", "4 hidden columns", in_workbook(_hide_column), (EQUAL,), ("hidden_columns",)),
    Pollution("xlsx_hidden_sheet", "4 hidden first sheet", in_workbook(_hidden_sheet), (EQUAL,), ("hidden_sheet",)),
    Pollution("xlsx_second_sheet", "4 several sheets", in_workbook(_second_sheet), (REFUSED, EQUAL), UNCLEAR),
    Pollution("xlsx_same_sheet", "4 several sheets", in_workbook(_same_sheet), (REFUSED,), UNCLEAR),
    Pollution("xlsx_id_number", "4 identifier typed as a number", in_workbook(put(lambda rng, _: float(rng.randrange(10**9)), Kind.HSA, Kind.PERSON)), (REFUSED, TOLD), ("number_identifier", "identifier_number")),
    Pollution("xlsx_far_cell", "4 two cells far apart", in_workbook(_far_cell), (REFUSED,), ("sheet_large", "columns_many", "header_empty")),
    Pollution("xlsx_formula", "4 formula cells", in_workbook(put(lambda _, value: float(value), Kind.COUNT, formula="=1+1")), (EQUAL,), ("formula",)),
    Pollution("xlsx_total_wrong", "2 total row", in_workbook(_total_wrong, feed="claims|ref_region"), (EQUAL,), ("total_differs",)),
    Pollution("xlsx_blank_row", "2 blank lines", in_workbook(_blank_row), (EQUAL,), ("blank_inside",)),
    Pollution("xlsx_doctype", "4 DOCTYPE", in_workbook(data=_doctype), (REFUSED,), UNSAFE),
    Pollution("xlsx_macro", "4 macros", in_workbook(data=_part("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0")), (REFUSED,), UNSAFE),
    Pollution("xlsx_part_name", "4 .. in zip names", in_workbook(data=_part("../../evil.xml", b"<x/>")), (REFUSED,), UNSAFE),
    Pollution("xlsx_part_twice", "4 .. in zip names", in_workbook(data=_part("xl/worksheets/Sheet1.xml", b"<x/>")), (REFUSED,), UNSAFE),
    Pollution("xlsx_locked", "4 encrypted", in_workbook(data=_locked), (REFUSED,), UNSAFE),
    Pollution("xlsx_bomb", "4 zip bomb", in_workbook(data=_part("xl/media/image1.png", b"\0" * 8_000_000)), (REFUSED, EQUAL)),
    Pollution("xlsx_cut", "4 zip bomb", in_workbook(data=_cut), (REFUSED,), BROKEN),
    Pollution("xlsx_bit", "5 flip one bit", in_workbook(data=_bit), ANY),
)  # fmt: skip

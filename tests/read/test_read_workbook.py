"""XLSX as a person sees it: dates, numbers, percent, titles, totals and notes; and what is refused."""

import io
import zipfile
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
import xlsxwriter

from dq.core.errors import Refused
from dq.core.table import Declared, ReadLimits, TextTable
from dq.feeds import FEEDS
from dq.read import read_source
from dq.read.source import Source

FEED = (FEEDS["staff_roll"], FEEDS["claims"])
LIMITS = ReadLimits()
HEADERS = ["HSA-id", "Enhet", "Befattning", "Tjgr*", "Tillträde"]


def workbook(fill: Callable[[Any, Any], None]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        fill(book, book.add_worksheet("Blad1"))
    return stream.getvalue()


def read(data: bytes, limits: ReadLimits = LIMITS, **declared: Any) -> TextTable:
    return read_source(Source("fil.xlsx", data, "x"), Declared(**declared), FEED, limits)


def refusal(data: bytes, limits: ReadLimits = LIMITS, **declared: Any) -> str:
    with pytest.raises(Refused) as caught:
        read(data, limits, **declared)
    assert caught.value.text("sv")
    assert caught.value.text("en")
    return caught.value.key


def rows(*cells: list[Any], at: int = 0) -> Callable[[Any, Any], None]:
    def fill(_book: Any, sheet: Any) -> None:
        for number, row in enumerate(cells):
            sheet.write_row(at + number, 0, row)

    return fill


def test_cells_come_as_a_person_sees_them() -> None:
    def fill(book: Any, sheet: Any) -> None:
        day, stamp = (
            book.add_format({"num_format": "yyyy-mm-dd"}),
            book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        )
        whole, one = book.add_format({"num_format": "0 %"}), book.add_format({"num_format": '0.0%" av alla"'})
        sheet.write_row(0, 0, HEADERS + ["f", "g", "h", "i"])
        sheet.write_row(1, 0, ["00123", 1234, 0.1 + 0.2, 75.0])
        sheet.write_datetime(1, 4, datetime(2026, 10, 31), day)
        sheet.write_datetime(1, 5, datetime(2026, 10, 31, 8, 5), stamp)
        sheet.write_number(1, 6, 0.59, whole)
        sheet.write_number(1, 7, 0.75, one)
        sheet.write_formula(1, 8, "=1/0", None, "#DIV/0!")

    table = read(workbook(fill))
    assert list(table.frame.drop("source_row").row(0)) == [
        *("00123", "1234", "0.3", "75", "2026-10-31", "2026-10-31 08:05:00", "59 %", "75.0 %", "#DIV/0!")
    ]


def test_titles_totals_and_notes_are_counted_and_kept_apart() -> None:
    fill = rows(
        *(["Bemanning oktober"], [], HEADERS, ["SE1", "SE2", "specialist", 1, "2020-01-01"], []),
        *(
            ["SE3", "SE2", "st", 0.5, "2020-01-01"],
            ["Summa", "", "", 1.5],
            [],
            ["* preliminärt"],
            ["Källa: HR"],
        ),
        at=1,
    )
    table = read(workbook(fill))
    lines = table.lines
    assert table.headers == tuple(HEADERS)
    assert (lines.title, lines.header, lines.blank, lines.total, lines.note, lines.rows) == (1, 1, 4, 1, 2, 2)
    assert lines.all == 11
    assert table.frame["source_row"].to_list() == [5, 7]
    assert table.apart["line_kind"].to_list() == ["total", "note", "note"]


def test_table_that_begins_in_another_column() -> None:
    def fill(_book: Any, sheet: Any) -> None:
        for at, row in enumerate([HEADERS, ["A", "B", "C", 1, "D"]]):
            sheet.write_row(at + 3, 2, row)

    table = read(workbook(fill))
    assert table.headers == tuple(HEADERS)
    assert table.frame["source_row"].to_list() == [5]


def test_a_late_text_in_a_number_column_stays() -> None:
    table = read(
        workbook(
            rows(HEADERS, *[["a", "b", "c", at, "d"] for at in range(1300)], ["a", "b", "c", "1 300", "d"])
        )
    )
    assert table.cells("Tjgr*")[-1] == "1 300"
    assert table.cells("Tjgr*").null_count() == 0


def test_only_the_visible_or_the_declared_sheet() -> None:
    def hidden(book: Any, sheet: Any) -> None:
        rows(HEADERS, ["A", "B", "C", 1, "D"])(book, sheet)
        book.add_worksheet("Gömt").hide()

    def two(book: Any, sheet: Any) -> None:
        rows(HEADERS, ["A", "B", "C", 1, "D"])(book, sheet)
        book.add_worksheet("Blad2")

    assert read(workbook(hidden)).lines.rows == 1
    assert read(workbook(two)).lines.rows == 1  # a sheet without cells is no second table
    assert read(workbook(two), sheet="Blad1").lines.rows == 1
    assert refusal(workbook(two), sheet="Blad9") == "sheet_unclear"
    assert refusal(workbook(two), sheet="Blad2") == "no_header"


def test_a_declared_header_line_goes_before_the_search() -> None:
    data = workbook(rows(HEADERS, HEADERS, ["A", "B", "C", 1, "D"]))
    assert read(data, header_line=2).lines.title == 1
    assert refusal(data, header_line=9) == "no_header"


def test_refused() -> None:
    good = workbook(rows(HEADERS, ["A", "B", "C", 1, "D"]))
    assert refusal(good[:-30]) == "workbook_broken"
    assert refusal(workbook(rows(HEADERS))) == "no_rows"
    assert refusal(workbook(rows(["a", "A "], [1, 2]))) == "header_twice"
    assert refusal(workbook(rows([*HEADERS, None, "x"], ["A", "B", "C", 1, "D", "E", "F"]))) == "header_empty"
    assert refusal(good, ReadLimits(columns=4)) == "columns_many"
    assert refusal(good, ReadLimits(expanded_bytes=1000)) == "workbook_expands"
    assert refusal(good, ReadLimits(sheet_cells=9)) == "sheet_large"
    assert refusal(workbook(rows(HEADERS, ["A", "B", "C\u0008", 1, "D"]))) == "line_control"


def edited(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
        if part not in old.namelist():
            new.writestr(part, change(b""))
    return stream.getvalue()


def test_packages_that_could_harm_are_refused_before_they_are_parsed() -> None:
    good = workbook(rows(HEADERS, ["A", "B", "C", 1, "D"]))
    sheet = "xl/worksheets/sheet1.xml"
    far = edited(good, sheet, lambda xml: xml.replace(b'r="E2"', b'r="XFD1048576"'))
    assert refusal(far) == "sheet_large"
    entity = edited(good, sheet, lambda xml: xml.replace(b"<worksheet", b"<!DOCTYPE x><worksheet"))
    assert refusal(entity) == "workbook_unsafe"
    assert refusal(edited(good, "xl/vbaProject.bin", lambda _: b"x")) == "workbook_unsafe"
    assert refusal(edited(good, "../x", lambda _: b"x")) == "workbook_unsafe"
    assert refusal(edited(good, "xl/workbook.xml", lambda _: b"<no")) == "workbook_broken"

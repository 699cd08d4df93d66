"""Every row of the table of workbooks, as a generated file: what a plain read makes of it, and what we do.

Source: the hardening design, section 4. Plain is polars' own `read_excel`, and shows that the row is needed.
"""

import io
import zipfile
from datetime import date
from functools import partial
from typing import Any

import polars as pl
import pytest
from workbooks import (
    CLAIMS,
    STAFF,
    Fill,
    cells,
    edited,
    read,
    refusal,
    refused,
    rows,
    seen,
    told,
    workbook,
    write,
)

from dq.core.notice import Notice, Sight
from dq.core.table import Declared, ReadLimits
from dq.read import read_source
from dq.read.line_sights import at_ceiling
from dq.read.source import Source

DAY, MONTH = date(2026, 10, 31), "2026-10"


def plain(data: bytes) -> pl.DataFrame:
    return pl.read_excel(io.BytesIO(data))


def claims(*pairs: tuple[Any, Any]) -> Fill:
    """Claims of units A1, A2 ...: the numbers listed and named of each."""
    return rows(CLAIMS, *((f"A{at}", DAY, *pair, MONTH) for at, pair in enumerate(pairs, 1)))


def test_row_1_a_text_after_the_sampled_rows_of_a_number_column_stays() -> None:
    data = workbook(claims(*((at, 1) for at in range(1200)), ("1 300", 1)))
    assert plain(data)["Antal listade"][-1] is None
    table = read(data)
    assert table.cells("Antal listade")[-1] == "1 300"
    assert seen(table, Sight.NUMBER_AS_TEXT, "Antal listade") == (1, (1202,))


def test_row_1_a_text_in_a_sheet_of_one_column_is_not_a_lost_row() -> None:
    data = workbook(rows(["Pnr"], *([at] for at in range(1100)), ["x"], [7]))
    assert plain(data).height == 1101
    table = read(data)
    assert (table.lines.rows, table.cells("Pnr")[1100], table.frame["source_row"][1100]) == (1102, "x", 1102)


@pytest.mark.parametrize("error", ["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"])
def test_row_2_error_cells_are_named(error: str) -> None:
    def fill(book: Any, sheet: Any) -> None:
        claims((1, 1), (2, 2))(book, sheet)
        sheet.write_formula(2, 2, "=1/0", None, error)

    data = workbook(fill)
    if error != "#NAME?":  # there it gives up the file
        assert plain(data)["Antal listade"].to_list() == [1, None]
    assert read(data).cells("Antal listade").to_list() == ["1", error]


def _with_error(xml: bytes, error: bytes) -> bytes:
    return xml.replace(b'<c r="C2"><v>1<', b'<c r="C2" t="e"><v>%s<' % error)


def test_row_2_an_error_of_a_newer_program_is_an_error_too() -> None:
    good = workbook(claims((1, 1)))
    for error in (b"#SPILL!", b"#CALC!", b"#GETTING_DATA", b"x"):
        newer = edited(good, partial(_with_error, error=error))
        fault = refused(newer)
        assert (fault.key, fault.values["line"], fault.values["column"]) == ("cell_error", "2", "C")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1 / 3, "0.333333333333333"),
        (0.1234567891, "0.1234567891"),
        (0.1 + 0.2, "0.3"),  # as a spreadsheet shows it
        (1e-12, "0.000000000001"),
        (123456789.12345, "123456789.12345"),
        (2.5e15, "2500000000000000"),
        (-0.5, "-0.5"),
        (12.0, "12"),
        (-0.0, "0"),
    ],
)
def test_row_3_numbers_keep_the_digits_of_a_spreadsheet(value: float, text: str) -> None:
    table = read(workbook(rows(STAFF, ["SE1", "SE2", "st", value, DAY])))
    assert cells(table) == [("SE1", "SE2", "st", text, "2026-10-31")]


def test_row_3_numbers_with_more_digits_are_counted() -> None:
    data = workbook(rows(STAFF, ["SE1", "SE2", "st", 0.5, DAY], ["SE1", "SE2", "st", 0.25, DAY]))
    long = edited(data, lambda xml: xml.replace(b"<v>0.5<", b"<v>0.30000000000000004<"))
    assert read(data).decisions == ()
    assert read(long).decisions == ("numbers:15_digits=1",)
    assert read(long).cells("Tjgr").to_list() == ["0.3", "0.25"]


@pytest.mark.parametrize(
    ("serial", "since_1900", "since_1904"),
    [
        (45322, "2024-01-31", "2028-02-01"),
        (45322.5, "2024-01-31 12:00:00", "2028-02-01 12:00:00"),
        (1, "1900-01-01", "1904-01-02"),
        (59, "1900-02-28", "1904-02-29"),
        (60, "1900-02-29", "1904-03-01"),  # a day that never was: no date to anybody
        (61, "1900-03-01", "1904-03-02"),
        (0, "0", "1904-01-01"),  # the 1900 system has no day 0
        (-1, "-1", "-1"),
        (2957003, "9995-12-30", "9999-12-31"),
        (2958465, "9999-12-31", "2958465"),
        (2958466, "2958466", "2958466"),
        (45321.999999999, "2024-01-31", "2028-02-01"),  # noise below a millisecond
    ],
)
def test_row_4_serial_numbers_of_date_cells(serial: float, since_1900: str, since_1904: str) -> None:
    def fill(book: Any, sheet: Any) -> None:
        rows(STAFF, ["SE1", "SE2", "st", 45322])(book, sheet)
        sheet.write_number(1, 4, serial, book.add_format({"num_format": "yyyy-mm-dd"}))

    for system, text in ((False, since_1900), (True, since_1904)):
        table = read(workbook(fill, {"date_1904": system}))
        assert table.cells("Tillträde").to_list() == [text]
        assert table.cells("Tjgr").to_list() == ["45322"]  # not a date cell: it stays a number


def test_row_5_duplicated_empty_and_date_headers_are_data_first() -> None:
    twice = [*CLAIMS, "antal listade "]
    assert plain(workbook(rows(twice, ["A", DAY, 1, 1, MONTH, 2]))).columns[-1] == "antal listade "
    assert refusal(workbook(rows(twice, ["A", DAY, 1, 1, MONTH, 2]))) == "header_twice"
    assert refusal(workbook(rows([*CLAIMS, None], ["A", DAY, 1, 1, MONTH, 2]))) == "header_empty"
    assert refusal(workbook(rows([*CLAIMS, "\u200b"], ["A", DAY, 1, 1, MONTH, 2]))) == "header_empty"
    assert read(workbook(rows([*CLAIMS, DAY], ["A", DAY, 1, 1, MONTH, 2]))).headers[-1] == "2026-10-31"


def test_row_6_merged_cells_below_the_header() -> None:
    def fill(book: Any, sheet: Any) -> None:
        claims(*[(1, 1)] * 5)(book, sheet)
        sheet.merge_range(2, 0, 4, 0, "A2", book.add_format({"bold": True}))

    data = workbook(fill)
    assert plain(data)["Enhet"].to_list() == ["A1", "A2", None, None, "A5"]
    table = read(data)
    assert cells(table)[2][0] == ""
    assert told(table) == {("merged", ""): (3, (3, 4, 5))}


def test_row_7_the_first_sheet_is_hidden() -> None:
    def fill(book: Any, sheet: Any) -> None:
        write(book, sheet, CLAIMS, ["Gammal", DAY, 9, 9, MONTH])
        second = book.add_worksheet("Ny")
        write(book, second, CLAIMS, ["A", DAY, 2, 1, MONTH])
        second.activate()
        second.set_first_sheet()
        sheet.hide()

    data = workbook(fill)
    assert plain(data)["Enhet"].to_list() == ["Gammal"]
    table = read(data)
    assert cells(table) == [("A", "2026-10-31", "2", "1", MONTH)]
    assert told(table) == {("hidden_sheet", ""): (1, ())}


def test_row_7_hidden_rows_and_columns() -> None:
    def fill(book: Any, sheet: Any) -> None:
        claims(*[(1, 1)] * 5)(book, sheet)
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_row(4, 0)
        sheet.set_column(2, 2, None, None, {"hidden": True})
        sheet.set_column(9, 9, None, None, {"hidden": True})

    table = read(workbook(fill))
    assert table.lines.rows == 5
    assert told(table) == {("hidden_rows", ""): (2, (3, 5)), ("hidden_columns", "Antal listade"): (1, ())}


def test_row_8_identifiers_typed_as_numbers() -> None:
    listings = ["Personnummer", "HSA-id", "Läkare", "Fr.o.m."]
    table = read(
        workbook(
            rows(
                listings,
                ["189207219818", "SE1", "007", DAY],
                [189207219818, "SE1", 7, DAY],  # all twelve digits: nothing lost
                [7219818, "SE1", "D2", DAY],
                [9207219818, 12, None, DAY],
            )
        )
    )
    assert [row[0] for row in cells(table)] == ["189207219818", "189207219818", "7219818", "9207219818"]
    assert told(table) == {
        ("number_identifier", "Personnummer"): (2, (4, 5)),
        ("raw_form", "Personnummer"): (1, (3,)),
        ("number_identifier", "HSA-id"): (1, (5,)),
        ("number_identifier", "Läkare"): (1, (3,)),
    }


def test_row_9_two_cells_far_apart() -> None:
    good = workbook(claims((1, 1)))
    far = edited(good, lambda xml: xml.replace(b'r="E2"', b'r="XFD1048576"'))
    assert refusal(far) == "sheet_large"
    assert refusal(good, ReadLimits(sheet_cells=9)) == "sheet_large"
    styled = edited(
        good, lambda xml: xml.replace(b"</row></sheetData>", b'<c r="XFD2" s="1"/></row></sheetData>')
    )
    assert read(styled).lines.rows == 1  # an empty cell with a style spans nothing


def test_row_10_zip_bombs() -> None:
    good = workbook(claims((1, 1)))
    bomb = edited(good, lambda _: b"\0" * 2**25, "xl/media/image1.bin")
    assert len(bomb) < 60_000
    assert refusal(bomb) == "workbook_expands"  # more than 200 times its size
    assert refusal(good, ReadLimits(expanded_bytes=3000)) == "workbook_expands"
    lying = bytearray(edited(good, lambda _: b" " * 10_000, "xl/media/image1.bin"))
    at = lying.rfind(b"PK\x01\x02")
    lying[at + 24 : at + 28] = (100).to_bytes(4, "little")  # its size as the directory has it
    assert refusal(bytes(lying)) == "workbook_broken"


def test_row_11_entities_macros_passwords_and_paths() -> None:
    good = workbook(claims((1, 1)))
    entity = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><worksheet'
    assert refusal(edited(good, lambda xml: xml.replace(b"<worksheet", entity[21:]))) == "workbook_unsafe"
    for part in ("xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml", "docProps/app.xml"):
        spoiled = edited(good, lambda xml: xml.replace(b"?>", b"?><!DOCTYPE x>", 1), part)
        assert refusal(spoiled) == "workbook_unsafe"
    wide = edited(good, lambda xml: xml.decode().replace("UTF-8", "UTF-16").encode("utf-16"))
    assert refusal(wide) == "workbook_unsafe"
    bare = edited(good, lambda xml: xml.decode().replace("UTF-8", "UTF-16").encode("utf-16-le"))
    assert refusal(bare) == "workbook_unsafe"
    latin = edited(good, lambda xml: xml.replace(b"UTF-8", b"latin1"), "xl/sharedStrings.xml")
    assert refusal(latin) == "workbook_unsafe"
    for part in ("xl/vbaProject.bin", "xl/VBAPROJECT.BIN", "xl/macrosheets/sheet1.xml", "xl/activeX/a.xml"):
        assert refusal(edited(good, lambda _: b"x", part)) == "workbook_unsafe"
    for part in ("../x", "/etc/x", "xl/../../x", "\\x"):
        assert refusal(edited(good, lambda _: b"x", part)) == "workbook_unsafe"
    assert (
        refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600) == "form_refused"
    )  # old form or password
    locked = bytearray(good)
    at = locked.rfind(b"PK\x01\x02")
    locked[at + 8] |= 1
    assert refusal(bytes(locked)) in {"workbook_unsafe", "workbook_broken"}


def test_row_11_a_part_that_is_there_twice() -> None:
    stream = io.BytesIO(workbook(claims((1, 1))))
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", "<worksheet/>")
    assert refusal(stream.getvalue()) == "workbook_unsafe"
    other = edited(workbook(claims((1, 1))), lambda _: b"<worksheet/>", "xl/worksheets/SHEET1.xml")
    assert refusal(other) == "workbook_unsafe"


def test_row_12_old_and_other_workbooks_are_refused_by_name() -> None:
    def package(*parts: str) -> bytes:
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            for part in parts:
                archive.writestr(part, "x")
        return stream.getvalue()

    for data, form in (
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "Excel 97-2003 (.xls)"),
        (package("[Content_Types].xml", "xl/workbook.bin"), "Excel (.xlsb)"),
        (package("mimetype", "content.xml"), "OpenDocument"),
    ):
        with pytest.raises(Exception, match=r"fil\.xlsx") as caught:
            read(data)
        assert getattr(caught.value, "values", {}).get("form") == form


def test_row_12_exactly_as_many_rows_as_a_sheet_holds() -> None:
    def sparse(end: int) -> Fill:
        return lambda book, sheet: (write(book, sheet, ["Pnr"], ["a"]), write(book, sheet, ["b"], at=end - 1))

    assert seen(read(workbook(sparse(65_536))), Sight.ROW_CEILING) == (65_536, ())
    assert seen(read(workbook(sparse(65_535))), Sight.ROW_CEILING) == (0, ())
    assert at_ceiling(1_048_576) == (Notice(Sight.ROW_CEILING, 1_048_576),)
    text = "Pnr;b\n" + "1;2\n" * 65_535
    table = read_source(Source("fil.csv", text.encode(), "x"), Declared(), (), ReadLimits())
    assert seen(table, Sight.ROW_CEILING) == (65_536, ())


def test_row_13_formula_cells_are_counted() -> None:
    def fill(book: Any, sheet: Any) -> None:
        claims((1, 1), (2, 2))(book, sheet)
        sheet.write_formula(1, 2, "=500+7", None, 507)
        sheet.write_formula(1, 3, "=C2-5", None, 502)
        sheet.write_formula(2, 0, '="A"&2', None, "A2")
        sheet.write_string(4, 0, "Summa")
        sheet.write_formula(4, 2, "=SUM(C2:C3)", None, 509)

    table = read(workbook(fill))
    assert cells(table) == [("A1", "2026-10-31", "507", "502", MONTH), ("A2", "2026-10-31", "2", "2", MONTH)]
    assert seen(table, Sight.FORMULA) == (3, (2, 3))  # the sum of the total row is no sign

"""Cells of all kinds against a second reader, number formats, and the ways XML can say the same cell."""

import re
from datetime import date, datetime, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from workbooks import (
    CLAIMS,
    SHEET1,
    STAFF,
    cells,
    edited,
    read,
    refusal,
    rows,
    same_as_second_reader,
    seen,
    told,
    workbook,
    write,
)

from dq.core.notice import Sight
from dq.read.number_formats import Shown, style_of
from dq.read.number_texts import plain_texts
from dq.read.serial import elapsed_texts

DAY = date(2026, 10, 31)
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co")), max_size=12)
NUMBERS = st.one_of(
    st.integers(-(10**14), 10**14),
    st.decimals(-(10**6), 10**6, places=3).map(float),
    st.floats(1e-9, 1e15, allow_subnormal=False),
)
DATES = st.datetimes(datetime(1904, 1, 2), datetime(9999, 12, 31)).map(
    lambda each: each.replace(microsecond=0)
)
CELL = st.one_of(
    st.none(),
    TEXT.map(lambda text: ("text", text)),
    NUMBERS.map(lambda number: ("number", number)),
    st.integers(0, 300).map(lambda number: ("0%", number / 100)),
    DATES.map(lambda day: ("yyyy-mm-dd hh:mm", day)),
    DATES.map(lambda day: ("yyyy-mm-dd", day.date())),
    st.booleans().map(lambda yes: ("yes", yes)),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=8), st.booleans(), st.integers(0, 3))
def test_every_cell_is_that_of_a_second_reader(table: list[Any], late: bool, left: int) -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_row(0, left, ["k", "a", "b", "c"])
        for at, row in enumerate(table, 1):
            sheet.write_string(at, left, "x")
            for column, cell in enumerate(row, left + 1):
                if cell is not None:
                    put(book, sheet, (at, column), *cell)

    data = workbook(fill, {"date_1904": late})
    assert same_as_second_reader(read(data, header_line=1), data) == 4 * len(table)


def put(book: Any, sheet: Any, place: tuple[int, int], kind: str, value: Any) -> None:
    if kind == "text":
        sheet.write_string(*place, value)
    elif kind == "number":
        sheet.write_number(*place, value)
    elif kind == "yes":
        sheet.write_boolean(*place, value)
    elif isinstance(value, date):
        sheet.write_datetime(*place, value, book.add_format({"num_format": kind}))
    else:
        sheet.write_number(*place, value, book.add_format({"num_format": kind}))


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("General", None),
        ("0.00", None),
        ("# ##0", None),
        ('0" day"', None),
        ("[Red]0.0", None),
        (r"0\ \m", None),
        ("0.00E+00", None),
        ('#,##0.00\\ "kr"', None),
        ("[$-41D]0", None),
        ("_-* #,##0_-;[Red]-* #,##0_-", None),
        ("@", None),
        ("yyyy-mm-dd", Shown.DATE),
        ("yyyy\\-mm\\-dd;@", Shown.DATE),
        ("[$-41D]d mmmm yyyy", Shown.DATE),
        ("[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", Shown.DATE),
        ("DD/MM/YY", Shown.DATE),
        ("mmm", Shown.DATE),
        ("yyyy-mm-dd hh:mm", Shown.DATE),
        ('"den "d', Shown.DATE),
        ("hh:mm", Shown.TIME),
        ("h:mm AM/PM", Shown.TIME),
        ("mm:ss.0", Shown.TIME),
        ("[h]:mm:ss", Shown.ELAPSED),
        ("[mm]:ss", Shown.ELAPSED),
        ("0%", Shown.PERCENT),
        ("0.0 %", Shown.PERCENT),
        ('0.00%;[Red]"-"0.00%', Shown.PERCENT),
    ],
)
def test_what_a_format_shows(code: str, shown: Shown | None) -> None:
    style = style_of(code)
    assert (style.shown if style else None) is shown


@pytest.mark.parametrize(
    ("code", "text"), [("0%", "59 %"), ("0.0%", "59.0 %"), ('0.00" %"', "0.59"), ("0.0 %", "59.0 %")]
)
def test_percent_as_shown(code: str, text: str) -> None:
    def fill(book: Any, sheet: Any) -> None:
        write(book, sheet, ["a", "b"], ["x"])
        sheet.write_number(1, 1, 0.59, book.add_format({"num_format": code}))

    assert read(workbook(fill)).cells("b").to_list() == [text]


def test_times_and_lengths_of_time() -> None:
    def fill(book: Any, sheet: Any) -> None:
        write(book, sheet, ["a", "b", "c", "d"], ["x"])
        for at, (code, value) in enumerate(
            (("hh:mm", 0.34027777777), ("[h]:mm", 1.5), ("hh:mm", 45322.25)), 1
        ):
            sheet.write_number(1, at, value, book.add_format({"num_format": code}))

    assert cells(read(workbook(fill))) == [("x", "08:10:00", "36:00:00", "2024-01-31 06:00:00")]
    assert elapsed_texts(pl.Series([-1.0, 1e9, 0.5])).to_list() == [None, None, "12:00:00"]


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_as_text_are_the_number_to_fifteen_digits(value: float) -> None:
    texts, rounded = plain_texts(pl.Series([value]))
    assert re.fullmatch(r"-?\d+(\.\d+)?", texts[0])
    assert float(f"{float(texts[0]):.15g}") == float(f"{value:.15g}")
    assert rounded == (float(texts[0]) != value)


GOOD = workbook(rows(CLAIMS, ["A1", DAY, 507, 502, "2026-10"], ["A2", DAY, 9.5, None, ""]))
TRUTH = [("A1", "2026-10-31", "507", "502", "2026-10"), ("A2", "2026-10-31", "9.5", "", "")]


def bare(xml: bytes) -> bytes:
    """Take the places away: the cells then stand one after the other."""
    return re.sub(rb' r="[A-Z]*\d+"', b"", xml)


def prefixed(xml: bytes) -> bytes:
    xml = re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", xml)
    return xml.replace(b"xmlns=", b"xmlns:x=")


def inline(xml: bytes) -> bytes:
    return xml.replace(b'<c r="A2" t="s"><v>5</v></c>', b'<c r="A2" t="inlineStr"><is><t>A1</t></is></c>')


@pytest.mark.parametrize(
    "change",
    [
        bare,
        prefixed,
        lambda xml: prefixed(bare(xml)),
        inline,
        lambda xml: xml.replace(b'"', b"'"),
        lambda xml: xml.replace(b"<c ", b"<c\n   "),
        lambda xml: xml.replace(b"<v>", b"<v >").replace(b"<row ", b"\n<row\t"),
        lambda xml: re.sub(rb'<c (r="\w+") (t="s")>', rb"<c \2 \1>", xml),
        lambda xml: re.sub(rb'<c (r="\w+")>', rb'<c foo="1" \1 t="n" xr:s="9">', xml),
        lambda xml: xml.replace(b"</row>", b'<c r="J2"/></row>', 1).replace(b'r="J2"', b'r="J1"', 1),
        lambda xml: b"\xef\xbb\xbf" + xml,
        lambda xml: xml.replace(b"507", b"5.07E2").replace(b"9.5", b"9.5000000000000000"),
    ],
)
def test_the_same_sheet_in_other_words(change: Any) -> None:
    table = read(edited(GOOD, change))
    assert cells(table) == TRUTH
    assert told(table) == {}


def test_a_date_written_out() -> None:
    written = re.sub(rb'<c r="B2"[^>]*><v>46326</v>', b'<c r="B2" t="d"><v>2026-10-31</v>', edited_xml(GOOD))
    assert cells(read(edited(GOOD, lambda _: written)))[0][1] == "2026-10-31"


def edited_xml(data: bytes) -> bytes:
    found: list[bytes] = []
    edited(data, lambda xml: found.append(xml) or xml)
    return found[0]


@pytest.mark.parametrize(
    "change",
    [
        lambda xml: xml.replace(b'r="A3"', b'r="A2"'),  # the same place twice
        lambda xml: xml.replace(b'r="B3"', b'r="B1"'),  # back in the sheet
        lambda xml: xml.replace(b"<sheetData>", b'<sheetData><!-- <c r="A9"><v>1</v></c> -->'),
        lambda xml: inline(xml).replace(b"<t>A1</t>", b"<t><![CDATA[A1]]></t>"),
        lambda xml: xml.replace(b"<v>507</v>", b"<v>1e400</v>"),
        lambda xml: xml.replace(b"<v>507</v>", b"<v>abc</v>"),
        lambda xml: xml.replace(b"<v>507</v>", b"<v>NaN</v>"),
        lambda xml: xml.replace(b"<v>507</v>", b"<v>\xff</v>"),
        lambda xml: xml[: len(xml) // 2],
    ],
)
def test_xml_that_no_program_writes_is_refused(change: Any) -> None:
    spoiled = edited(GOOD, change)
    assert spoiled != GOOD
    assert refusal(spoiled) in {"workbook_broken", "rows_lost"}


def test_control_characters_are_refused_and_line_breaks_kept() -> None:
    for mark in ("\x01", "\x1b[31m", "\x7f"):
        assert refusal(workbook(rows(STAFF, ["SE1", "SE2", f"a{mark}b", 1, DAY]))) == "line_control"
    table = read(workbook(rows(STAFF, ["SE1", "SE2", "a\nb\tc", 1, DAY])))
    assert cells(table)[0][2] == "a\nb\tc"


def test_numbers_stored_as_text_only_in_number_columns() -> None:
    lines = [["D1", "7", "1 300", "0,5", DAY], ["D1", "7", "x", 0.5, DAY], ["D1", "7", "x", "50 %", DAY]]
    table = read(workbook(rows(STAFF, *lines, ["D1", "7", "x", "halvtid", DAY])))
    assert told(table) == {("number_as_text", "Tjgr"): (2, (2, 4))}


def test_parts_of_a_package_that_are_not_where_they_should_be() -> None:
    relations = "xl/_rels/workbook.xml.rels"
    moved = edited(GOOD, lambda xml: xml.replace(b"worksheets/", b"/xl/worksheets/"), relations)
    assert cells(read(moved)) == TRUTH
    lost = edited(GOOD, lambda xml: xml.replace(b"sheet1.xml", b"sheet9.xml"), relations)
    assert refusal(lost) == "workbook_broken"
    for part in ("xl/workbook.xml", "xl/styles.xml", relations, SHEET1):
        assert refusal(edited(GOOD, lambda _: b"<no", part)) == "workbook_broken"
        assert refusal(edited(GOOD, lambda _: b"", part)) == "workbook_broken"


def test_cells_stay_together_across_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [[f"A{at}", DAY + timedelta(at), at, at / 8, f"text {at}"] for at in range(300)]
    data = workbook(rows(CLAIMS, *lines))
    whole = read(data)
    monkeypatch.setattr("dq.read.sheet_scan._PART", 1000)
    small = read(data)
    assert small.frame.equals(whole.frame)
    assert cells(whole)[-1] == ("A299", "2027-08-26", "299", "37.375", "text 299")
    assert seen(whole, Sight.FORMULA) == seen(small, Sight.FORMULA) == (0, ())
    assert same_as_second_reader(small, data) == 1500

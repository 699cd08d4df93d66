"""Several sheets: the one that is the table, one of many, or all of them as one table."""

from datetime import date
from typing import Any

import pytest
from workbooks import CLAIMS, Fill, cells, read, refusal, refused, seen, told, workbook, write

from dq.core.notice import DOUBTFUL, Sight

DAY = date(2026, 10, 31)
SHOWN, MONTH = "2026-10-31", "2026-10"
CLINIC = [CLAIMS, ["A1", DAY, 507, 502, MONTH]]
LEGEND = [["Förklaring"], ["Listade", "alla listade personer"]]


def book_of(hidden: tuple[str, ...] = (), **sheets: list[list[Any]]) -> bytes:
    def fill(book: Any, first: Any) -> None:
        first.hide()
        for name, lines in sheets.items():
            sheet = book.add_worksheet(name)
            write(book, sheet, *lines)
            if name in hidden:
                sheet.very_hidden() if name.startswith("V") else sheet.hide()
        next(each for each in book.worksheets() if each.name not in {"Blad1", *hidden}).activate()

    return workbook(fill)


def test_the_only_sheet_that_is_a_feed_is_read() -> None:
    table = read(book_of(Info=LEGEND, Data=CLINIC, Tom=[]))
    assert cells(table) == [("A1", SHOWN, "507", "502", MONTH)]
    assert seen(table, Sight.OTHER_SHEET) == (1, ())
    assert seen(table, Sight.HIDDEN_SHEET) == (1, ())
    assert table.decisions == ("sheet=Data",)


def test_a_declared_sheet_is_read_hidden_or_not() -> None:
    data = book_of(
        Jan=CLINIC, Feb=[CLAIMS, ["B", DAY, 2, 1, MONTH]], Gömt=CLINIC, VGömt=CLINIC, hidden=("Gömt", "VGömt")
    )
    table = read(data, sheet="Feb")
    assert cells(table) == [("B", SHOWN, "2", "1", MONTH)]
    assert told(table) == {("hidden_sheet", ""): (3, ()), ("other_sheet", ""): (1, ())}
    assert seen(read(data, sheet="Gömt"), Sight.HIDDEN_SHEET) == (2, ())
    assert refusal(data, sheet="Mars") == "sheet_unclear"


def test_rows_of_a_sheet_that_was_not_read_are_asked_about() -> None:
    more = [["B", DAY, 2, 1, MONTH], ["C", DAY, 3, 1, MONTH]]
    data = book_of(Data=CLINIC, forts=more, Info=LEGEND, Kort=more[:1])
    assert seen(read(data), Sight.UNREAD_SHEET) == (1, ())
    assert seen(read(data), Sight.OTHER_SHEET) == (2, ())
    assert seen(read(data, sheet="Data"), Sight.UNREAD_SHEET) == (0, ())  # the sheet was chosen
    assert Sight.UNREAD_SHEET in DOUBTFUL


def test_several_tables_are_refused_with_their_names_and_what_to_write() -> None:
    fault = refused(book_of(**{"Jan": CLINIC, "Feb\u202e": CLINIC, "Info": LEGEND}))
    assert (fault.key, fault.values["sheets"]) == ("sheets_several", "Jan, Feb\\u202e")
    assert 'sheet = "Jan"' in fault.text("sv")
    assert 'sheet = "*"' in fault.text("en")


def test_no_sheet_that_is_a_feed() -> None:
    fault = refused(book_of(Info=LEGEND, Mer=LEGEND))
    assert (fault.key, fault.values["sheets"]) == ("sheet_unclear", "Info, Mer")


def test_no_sheet_with_cells() -> None:
    assert refusal(book_of(Tom=[])) == "no_header"
    assert refusal(book_of(Tom=[], Tomt=[])) == "no_header"
    assert refusal(book_of(Tom=[]), sheet="*") == "no_header"


def monthly(**extra: list[list[Any]]) -> bytes:
    january = [["Januari"], CLAIMS, ["A1", DAY, 5, 4, MONTH], ["A2", DAY, 7, 1, MONTH], ["Summa", "", 12, 5]]
    february = [
        CLAIMS,
        ["A1", DAY, 6, 4, MONTH],
        [],
        ["A2", DAY, 8, 3, MONTH],
        ["Summa", "", 14, 7],
        ["* ännu preliminärt"],
    ]
    return book_of(Jan=january, Feb=february, Tom=[], Dold=[["x"]], hidden=("Dold",), **extra)


def test_all_sheets_one_below_the_other() -> None:
    table = read(monthly(), sheet="*")
    assert [row[0] for row in cells(table)] == ["A1", "A2", "A1", "A2"]
    assert [row[2] for row in cells(table)] == ["5", "7", "6", "8"]
    assert table.frame["source_row"].to_list() == [10_000_003, 10_000_004, 20_000_002, 20_000_004]
    assert table.apart["source_row"].to_list() == [10_000_005, 20_000_005, 20_000_006]
    lines = table.lines
    assert (lines.title, lines.header, lines.blank, lines.total, lines.note, lines.rows) == (1, 2, 1, 2, 1, 4)
    assert lines.all == 11
    assert table.decisions == ("sheets=Jan|Feb",)
    assert told(table) == {
        ("hidden_sheet", ""): (2, ()),
        ("total_row", ""): (2, (10_000_005, 20_000_005)),
        ("note_row", ""): (1, (20_000_006,)),
        ("blank_inside", ""): (1, (20_000_003,)),
        ("total_agrees", "Antal listade"): (2, (10_000_005, 20_000_005)),
        ("total_agrees", "Antal namngivna"): (2, (10_000_005, 20_000_005)),
    }


@pytest.mark.parametrize(
    "other",
    [
        LEGEND,
        [[*CLAIMS, "Version"], ["A1", DAY, 5, 4, MONTH, 1]],
        [[CLAIMS[1], CLAIMS[0], *CLAIMS[2:]], [DAY, "A1", 5, 4, MONTH]],
        [["Vårdenhet", *CLAIMS[1:]], ["A1", DAY, 5, 4, MONTH]],
    ],
)
def test_sheets_with_other_headers_are_not_one_table(other: list[list[Any]]) -> None:
    fault = refused(monthly(Mars=other), sheet="*")
    assert (fault.key, fault.values["first"], fault.values["sheet"]) == ("sheets_differ", "Jan", "Mars")


def test_a_sheet_that_is_no_grid_of_cells_is_left_alone() -> None:
    def fill(book: Any, sheet: Any) -> None:
        write(book, sheet, *CLINIC)
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=Blad1!$C$2:$D$2"})
        book.add_chartsheet("Diagram").set_chart(chart)

    assert read(workbook(fill)).lines.rows == 1


def test_marks_of_the_sheet_that_is_read_only() -> None:
    def legend(book: Any, sheet: Any) -> None:
        write(book, sheet, *LEGEND)
        sheet.merge_range("A1:B1", "Förklaring", book.add_format())
        write(book, book.add_worksheet("Data"), *CLINIC)

    fill: Fill = legend
    assert told(read(workbook(fill))) == {("other_sheet", ""): (1, ())}

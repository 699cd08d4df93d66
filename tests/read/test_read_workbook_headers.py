"""Where the header of a sheet is: below titles, over two lines, with footnote marks, or declared."""

from datetime import date
from typing import Any

import pytest
from workbooks import CLAIMS, Fill, cells, read, refusal, refused, rows, seen, told, workbook, write

from dq.core.notice import Sight

DAY = date(2026, 10, 31)
SHOWN, MONTH = "2026-10-31", "2026-10"


def joined(*areas: str, lines: list[list[Any]], title: int = 0) -> Fill:
    """Write lines and merge areas of them, as `A1:A2`; a merged cell keeps its first text."""

    def fill(book: Any, sheet: Any) -> None:
        write(book, sheet, *lines)
        bold = book.add_format({"bold": True})
        for area in areas:
            left, top = area[0], int(area[1])
            sheet.merge_range(area, lines[top - 1]["ABCDEFGH".index(left)], bold)

    return fill


UPPER, LOWER = ["Enhet", "Mätdatum", "Antal", "", "Period"], ["", "", "listade", "namngivna", ""]
ROW = ["A1", DAY, 507, 502, MONTH]


@pytest.mark.parametrize(
    ("areas", "title"),
    [
        (("A1:A2", "B1:B2", "C1:D1", "E1:E2"), 0),  # merged, as printed tables are
        ((), 0),  # laid out with empty cells
        (("C1:D1",), 0),
        (("A2:A3", "B2:B3", "C2:D2"), 1),
        (("A1:E1", "A2:A3", "B2:B3", "C2:D2"), 1),  # the title is merged too
    ],
)
def test_two_lines_are_joined_to_one_header(areas: tuple[str, ...], title: int) -> None:
    titles = [["Begäran oktober", "", "", "", ""]] * title
    table = read(workbook(joined(*areas, lines=[*titles, UPPER, LOWER, ROW, ["A2", DAY, 9, 8, MONTH]])))
    assert table.headers == tuple(CLAIMS)
    assert cells(table) == [("A1", SHOWN, "507", "502", MONTH), ("A2", SHOWN, "9", "8", MONTH)]
    lines = table.lines
    assert (lines.title, lines.header, lines.rows, lines.all) == (title, 2, 2, 4 + title)
    assert table.frame["source_row"].to_list() == [3 + title, 4 + title]
    assert told(table) == {}


def test_words_broken_over_two_lines() -> None:
    lines = [["", "", "Antal", "Antal", ""], ["Enhet", "Mätdatum", "listade", "namngivna", "Period"], ROW]
    assert read(workbook(rows(*lines))).headers == tuple(CLAIMS)


def test_a_group_over_whole_headers_is_a_title() -> None:
    lines = [["Om enheten", "", "Begärt", "", ""], CLAIMS, ROW]
    table = read(workbook(joined("A1:B1", "C1:E1", lines=lines)))
    assert table.headers == tuple(CLAIMS)
    assert (table.lines.title, table.lines.header) == (1, 1)
    assert told(table) == {}


def test_one_line_goes_before_two() -> None:
    table = read(workbook(rows(CLAIMS, ["listade", "", "", "", ""], ROW)))
    assert (table.lines.header, table.lines.rows) == (1, 2)


def test_a_declared_number_of_lines() -> None:
    both = [CLAIMS, ["kod", "dag", "personer", "personer", "månad"], ROW]
    table = read(workbook(rows(*both)), header_lines=2, maps={"Antal listade personer": "claimed_listed"})
    assert table.headers[2] == "Antal listade personer"
    assert (table.lines.header, table.lines.rows) == (2, 1)
    data = workbook(joined("A1:A2", "B1:B2", "C1:D1", lines=[UPPER, LOWER, ROW]))
    assert read(data, header_lines=2, header_line=1).headers[2] == "Antal listade"
    assert refusal(data, header_lines=1) == "header_empty"
    assert refusal(data, header_line=9) == "no_header"


def test_no_row_of_values_is_joined_to_a_header() -> None:
    """A header that lacks a column is shown as it is: what stands below may be about persons."""
    listings = [["Personnummer", "Enhet", "Fr.o.m.", "x"], ["189207219818", "A1", DAY, "y"]]
    table = read(workbook(rows(*listings)))
    assert table.headers == ("Personnummer", "Enhet", "Fr.o.m.", "x")
    fault = refused(workbook(rows(["Personnummer", "Personnummer"], ["189207219818", "x"])))
    assert "189207219818" not in fault.text("sv") + fault.text("en")


@pytest.mark.parametrize("mark", ["*", " **", "¹", " ²)", "†"])
def test_footnote_marks(mark: str) -> None:
    headers = ["Enhet", "Mätdatum", f"Antal listade{mark}", f"Antal namngivna{mark}", "Period"]
    table = read(workbook(rows(["Begäran"], [], headers, ROW, [], [f"{mark.strip()} preliminära uppgifter"])))
    assert cells(table) == [("A1", SHOWN, "507", "502", MONTH)]
    assert (table.lines.title, table.lines.blank, table.lines.note) == (1, 2, 1)
    assert seen(table, Sight.NOTE_ROW) == (1, (6,))


def test_raised_footnote_digits() -> None:
    def fill(book: Any, sheet: Any) -> None:
        write(book, sheet, CLAIMS, ROW)
        raised = book.add_format({"font_script": 1})
        sheet.write_rich_string(0, 2, "Antal listade", raised, "1", book.add_format(), " ")
        sheet.write_rich_string(0, 3, "Antal namngivna", raised, "2, 3")

    table = read(workbook(fill))
    assert [header.strip() for header in table.headers] == CLAIMS


def test_line_breaks_and_spaces_in_headers() -> None:
    headers = ["Enhet", "Mätdatum", "Antal\nlistade", "  Antal \u00a0namngivna ", "Period"]
    assert cells(read(workbook(rows(headers, ROW)))) == [("A1", SHOWN, "507", "502", MONTH)]


def test_header_below_the_first_rows_and_right_of_the_first_column() -> None:
    table = read(workbook(rows(CLAIMS, ROW, at=19, left=3)))
    assert (table.lines.blank, table.frame["source_row"].to_list()) == (19, [21])
    assert read(workbook(rows(CLAIMS, ROW, at=40)), header_line=41).headers == tuple(CLAIMS)

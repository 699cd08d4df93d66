"""Total rows, notes and blank lines: set apart, counted, and the totals held against their rows."""

from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from workbooks import CLAIMS, cells, read, rows, told, workbook

from dq.core.table import Declared, ReadLimits, TextTable
from dq.feeds import FEEDS
from dq.read import read_source
from dq.read.source import Source
from dq.read.totals import check_totals

CLAIM = (FEEDS["claims"],)
ROLL = (FEEDS["staff_roll"],)


def text(body: str, feed: str = "claims") -> TextTable:
    return read_source(
        Source("fil.csv", body.encode(), "x"), Declared(feed=feed), (FEEDS[feed],), ReadLimits()
    )


def totals(table: TextTable) -> dict[str, list[int]]:
    """Column to the rows of its totals: those that agree as they are, those that differ negative."""
    found: dict[str, list[int]] = {}
    for (sight, column), (_, where) in told(table).items():
        if sight.startswith("total_") and column:
            sign = 1 if sight == "total_agrees" else -1
            found.setdefault(column, []).extend(sign * row for row in where)
    return found


HEAD = "Enhet;Period;Mätdatum;Antal listade;Antal namngivna;Belopp;Andel;Antal läkare\n"


@pytest.mark.parametrize(
    ("cells", "total", "expected"),
    [
        (("5", "7"), "12", [4]),
        (("5", "7"), "13", [-4]),
        (("5", ""), "5", [4]),
        (("1 234", "7"), "1\u00a0241", [4]),
        (("1\u202f234", "1'000"), "2234", [4]),
        (("-5", "\u22127"), "\u221212", [4]),
        (("5,5", "7.25"), "12,75", [4]),
        (("5", "x"), "5", []),  # what cannot be read makes no claim
        (("5", ".."), "5", []),
        (("5", "7"), "ca 12", []),
        (("1.234", "7"), "1241", []),  # a thousand, or one and a bit
        (("5", "7"), "", []),
        (("9" * 15, "1"), "1" + "0" * 15, []),  # longer than any count
        (("0,1", "0,2"), "0,3", [4]),
        (("5", "7"), "12,0000004", [4]),  # noise of a spreadsheet's sum
        (("5", "7"), "12,000002", [-4]),
    ],
)
def test_a_total_agrees_or_differs(cells: tuple[str, str], total: str, expected: list[int]) -> None:
    rows = (f"A{at};2026-10;2026-10-31;{cell};1;;;\n" for at, cell in enumerate(cells))
    table = text(f"{HEAD}{''.join(rows)}Summa;;;{total};;;;\n")
    assert totals(table).get("Antal listade", []) == expected
    assert table.lines.total == 1


def test_only_what_adds_up_is_held_against_its_rows() -> None:
    table = text(
        f"{HEAD}A;2026-10;2026-10-31;5;4;10,50;80;2\nB;2026-10;2026-10-31;5;4;1,25;60;2\nSumma;;;10;9;11,75;70;3\n"
    )
    assert totals(table) == {"Antal listade": [4], "Antal namngivna": [-4], "Belopp": [4]}


def test_working_time_adds_up_and_its_pace_does_not_matter() -> None:
    body = "HSA-id;Enhet;Befattning;Tjgr\nD1;A;st;0,5\nD2;A;st;0,75\nTotalt:;;;1,25\n"
    assert totals(text(body, "staff_roll")) == {"Tjgr": [4]}


def test_totals_of_groups_of_the_whole_and_above_the_rows() -> None:
    body = [
        *("Riket;;;10;10;;;", "A;2026-10;2026-10-31;1;1;;;", "B;2026-10;2026-10-31;2;2;;;"),
        *("Delsumma;;;3;3;;;", "C;2026-10;2026-10-31;3;3;;;", "D;2026-10;2026-10-31;4;4;;;"),
        *("Delsumma;;;7;8;;;", "TOTALT;;;10;10;;;", "Totalsumma *;;;10;10;;;", "Grand Total;;;11;10;;;"),
    ]
    found = totals(text(HEAD + "\n".join(body)))
    assert found["Antal listade"] == [2, 5, 8, 9, 10, -11]
    assert found["Antal namngivna"] == [2, 5, 9, 10, 11, -8]


def test_a_total_of_floats_agrees_with_its_rows() -> None:
    lines = [[f"A{at}", 1, "x", 0.1 * at, "2026-10"] for at in range(1, 60)]
    total = ["Summa", None, None, sum(0.1 * at for at in range(1, 60)), None]
    table = read(
        workbook(rows(["Enhet", "Mätdatum", "Läkare", "Antal namngivna", "Period"], *lines, total)),
        feed="claims",
    )
    assert totals(table) == {"Antal namngivna": [61]}


NUMBER = st.decimals(min_value=-(10**6), max_value=10**6, places=2)


@settings(max_examples=60, deadline=None)
@given(st.lists(NUMBER, min_size=1, max_size=8), st.integers(-3, 3), st.sampled_from([".", ","]))
def test_sums_are_exact(numbers: list[Any], off: int, mark: str) -> None:
    frame = pl.DataFrame({"c0": [f"{each:f}".replace(".", mark) for each in numbers]}).with_row_index(
        "source_row"
    )
    total = f"{sum(numbers) + off:f}".replace(".", mark)
    apart = pl.DataFrame({"c0": [total], "source_row": [len(numbers)], "line_kind": ["total"]})
    (found,) = check_totals(
        ("Belopp",), frame, apart.with_columns(pl.col("source_row").cast(pl.UInt32)), CLAIM
    )
    assert found.sight.value == ("total_differs" if off else "total_agrees")


def test_words_that_are_values_make_no_total_row() -> None:
    shares = "Enkät;Grupp;Region;Andel ja\nE1;alla;01;59\n;Totalt;01;60\n;Totalt;Riket;61\n"
    table = text(shares, "survey_shares")
    assert (table.lines.rows, table.lines.total) == (3, 0)
    regions = "Region;Enkät;Andel ja\nRiket;E1;59\nSumma;;1\n"
    assert text(regions, "survey_shares").lines.total == 1
    assert text("Enhet;Period;x\nRiket;1;2\nA;1;2\n").lines.total == 1
    assert text("Enhet;Period;x\nTotalvård AB;1;2\nSummit vårdcentral;1;2\n").lines.total == 0


NOTES = [
    ("* preliminära uppgifter", True),
    ("¹ från HR", True),
    ("1) från HR", True),
    ("Källa: HR", True),
    ("Preliminärt.", True),
    ("Uttag gjort 2026-11-02", True),
    ("SE2321000016-1A2B", False),  # perhaps a row whose other cells are lost
    ("189207219818", False),
    ("D7", False),
    ("Preliminärt", False),
    ("193512152723 SE2321000024-A001 SE2321000024-L001", False),  # a row in one cell
    ("se2321000024-A001 från oktober", False),
    ("Se 351215-2723", False),
]


@pytest.mark.parametrize(("note", "is_note"), NOTES)
def test_notes_under_the_table(note: str, is_note: bool) -> None:
    claim = ["A1", "2026-10-31", 5, 4, "2026-10"]
    for left in (0, 2):
        table = read(workbook(rows(CLAIMS, claim, [], [None] * left + [note])))
        assert (table.lines.note, table.lines.rows) == (int(is_note), 2 - is_note)
    inside = read(workbook(rows(CLAIMS, claim, [note], claim)))
    assert (inside.lines.note, inside.lines.rows) == (0, 3)


def test_a_table_of_one_column_has_no_notes() -> None:
    table = read(workbook(rows(["Pnr"], ["189207219818"], ["* not this one"])))
    assert cells(table) == [("189207219818",), ("* not this one",)]


def test_merged_notes_and_totals_are_no_sign() -> None:
    def fill(book: Any, sheet: Any) -> None:
        rows(CLAIMS, ["A1", "2026-10-31", 5, 4, "2026-10"], ["Summa", None, 5, 4])(book, sheet)
        bold = book.add_format({"bold": True})
        sheet.merge_range("A3:B3", "Summa", bold)
        sheet.merge_range("A5:E6", "Källa: HR", bold)

    assert not {sight for sight, _ in told(read(workbook(fill)))} & {"merged"}


LISTING = "Personnr;Enhet;Husläkare;From\n" + "".join(
    f"19351215272{at};SE2321000024-A001;SE2321000024-L001;2020-01-01\n" for at in range(6)
)


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        ("Totalt;6;;", {"Enhet": [8]}),
        ("Totalt;50;;", {"Enhet": [-8]}),
        ("Summa;;99;", {"Husläkare": [-8]}),
        ("Summa;;6;7", {}),  # which of them is meant is not said
        ("Summa;;sex;", {}),
        (";Summa;6;", {"Husläkare": [8]}),
        ("6;Summa;;", {}),  # begins with a number: a row
    ],
)
def test_a_number_alone_beside_the_total_word_is_the_number_of_rows(
    total: str, expected: dict[str, list[int]]
) -> None:
    assert totals(text(f"{LISTING}{total}\n", "listings")) == expected


@pytest.mark.parametrize(
    ("row", "is_total"),
    [
        ("Summa;SE2321000024-A001;SE2321000024-L001;2020-01-01", False),
        ("Summa;SE2321000024-A001;SE2321000024-L001;", False),
        ("Summa;SE2321000024-A001;;", True),
        ("Summa;;;2020-01-01", True),
        ("193512152723;Summa;SE2321000024-L001;2020-01-01", False),
    ],
)
def test_a_row_that_says_whose_it_is_is_no_total(row: str, is_total: bool) -> None:
    table = text(f"{LISTING}{row}\n", "listings")
    assert (table.lines.total, table.lines.rows) == (int(is_total), 7 - is_total)


@pytest.mark.parametrize(("row", "total"), [("Summa;1 250", 1), ("Summa;SE2321000024-L001", 0)])
def test_a_short_number_is_what_a_total_counts(row: str, total: int) -> None:
    assert text(f"Personnr;Enhet\n193512152723;SE2321000024-A001\n{row}\n", "listings").lines.total == total


def test_a_name_that_is_a_total_word_makes_no_total_of_a_row() -> None:
    row = "Summa;193512152723;SE2321000024-A001;SE2321000024-L001;2020-01-01"
    body = f"Namn läkare;Personnr;Enhet;Husläkare;From\n{row}\n"
    assert text(body, "listings").lines.total == 0

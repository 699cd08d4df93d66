"""Line breaks inside quoted cells: only where the feed allows them, and never so that a row is lost."""

import pytest

from dq.core.errors import Refused
from dq.core.feed import Column, Feed, Kind
from dq.core.table import Declared, ReadLimits, TextTable
from dq.feeds import FEEDS
from dq.read import read_source, text
from dq.read.source import Source


def feed(name: str, **multiline: bool) -> Feed:
    columns = tuple(Column(each, each, Kind.TEXT, multiline=allowed) for each, allowed in multiline.items())
    return Feed(name=name, title_sv=name, doc="", columns=columns, key=())


NOTES = feed("notes", unit=False, note=True, more=True)
PLAIN = feed("plain", unit=False, note=False, other=False)


def read(data: str | bytes, *feeds: Feed, limits: ReadLimits | None = None, **said: object) -> TextTable:
    source = Source("fil.csv", data.encode() if isinstance(data, str) else data, "x")
    declared = Declared(**said)  # type: ignore[arg-type]
    return read_source(source, declared, feeds or (NOTES,), limits or ReadLimits())


def fault(data: str | bytes, *feeds: Feed, **said: object) -> tuple[str, str]:
    with pytest.raises(Refused) as caught:
        read(data, *feeds, **said)  # type: ignore[arg-type]
    assert caught.value.text("sv") != caught.value.text("en")
    return caught.value.key, str(caught.value.values["line"])


def rows(table: TextTable) -> list[tuple[int, list[str]]]:
    return [(row, list(cells)) for *cells, row in table.frame.iter_rows()]


TWO_NOTES = 'unit;note;more\nA;"ett\ntvå";x\nB;;\nC;"1\n\n3;4";"y\nz"\nD;d;d\n'
READ = [
    (2, ["A", "ett\ntvå", "x"]),
    (4, ["B", "", ""]),
    (5, ["C", "1\n\n3;4", "y\nz"]),
    (9, ["D", "d", "d"]),
]


@pytest.mark.parametrize(
    "data",
    [
        TWO_NOTES.encode(),
        TWO_NOTES.rstrip("\n").encode(),
        TWO_NOTES.replace("\n", "\r\n").encode(),
        TWO_NOTES.replace("\n", "\r").encode(),
        TWO_NOTES.replace(";", "\t").replace("3\t4", "3;4").encode("utf-16"),
        b"\xef\xbb\xbf" + TWO_NOTES.encode(),
        # a spreadsheet ends rows with CRLF and breaks cells with LF
        TWO_NOTES.replace("\n", "\r\n")
        .replace('"ett\r\n', '"ett\n')
        .replace("1\r\n\r\n3", "1\n\n3")
        .encode(),
    ],
)
def test_a_cell_may_go_over_lines_where_its_column_allows_it(data: bytes) -> None:
    table = read(data)
    assert rows(table) == READ
    assert table.lines.continuation == 4
    assert table.lines.all == 9


def test_seams_between_blocks_leave_records_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    body = "".join(f'{at};"rad ett\nrad {at}";"x""y"\n{at};z;\n\n' for at in range(40))
    whole = read("unit;note;more\n" + body)
    monkeypatch.setattr(text, "CHUNK", 1)
    for line_bytes in range(30, 60, 5):
        small = read("unit;note;more\n" + body, limits=ReadLimits(line_bytes=line_bytes))
        assert small.frame.equals(whole.frame)
        assert (small.lines, small.notices) == (whole.lines, whole.notices)
    assert (whole.lines.rows, whole.lines.continuation, whole.lines.blank) == (80, 40, 40)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_not_in_a_column_that_does_not_allow_it(end: str) -> None:
    data = 'unit;note;more\nX;x;x\n"A\nB";x;y\n'.replace("\n", end)
    assert fault(data) == ("cell_lines", "3")
    assert fault(data, PLAIN) == ("line_quotes", "3")
    inside = 'unit;note;more\r\nX;x;x\r\n"A\nB";x;y\r\n'
    assert fault(inside) == fault(inside, PLAIN) == ("cell_lines", "3")


def test_not_in_a_column_that_no_feed_knows_nor_in_a_header() -> None:
    assert fault('unit;note;okänd\nA;x;"y\nz"\n') == ("cell_lines", "2")
    assert read('unit;okänd\nA;"y\nz"\n', maps={"okänd": "note"}).lines.continuation == 1
    assert fault('unit;"no\nte"\nA;x\n') == ("line_quotes", "1")
    assert fault('Titel\r\nunit;"no\nte"\r\nA;x\r\n', header_line=2) == ("line_quotes", "2")


def test_a_file_of_unknown_feed_may_break_only_where_all_that_know_the_header_allow_it() -> None:
    data = 'unit;note;more\nA;x;"y\nz"\n'
    assert read(data, NOTES, PLAIN).lines.continuation == 1  # only one of them knows `more`
    for feeds in ((NOTES, PLAIN), (PLAIN, NOTES)):
        assert fault('unit;note;more\nA;"x\ny";z\n', *feeds) == ("cell_lines", "2")


@pytest.mark.parametrize("apart", [1, 2, 3, 10, 30])
@pytest.mark.parametrize("column", [0, 1, 2])
def test_two_stray_quotes_swallow_no_rows_where_breaks_are_allowed(apart: int, column: int) -> None:
    free = feed("free", unit=True, note=True, more=True)
    body = [["1", "2", "3"] for _ in range(60)]
    body[4][column] = '"' + body[4][column]
    body[4 + apart][column] += '"'
    data = "\n".join(";".join(cells) for cells in [["unit", "note", "more"], *body])
    assert fault(data, free) == ("quote_open", "6")


@pytest.mark.parametrize("cell", ['"never closed', 'a"b', '"a" b', '"a\nb" c', '"a\nb', '"a\n"b"'])
def test_quotes_that_do_not_pair_up(cell: str) -> None:
    key, line = fault(f"unit;note;more\nX;x;x\nA;{cell};y\nB;b;b\n")
    assert key in ("quote_open", "line_quotes")
    assert line == "3"


def test_a_cell_of_more_than_twenty_lines_is_a_quote_nobody_closed() -> None:
    def data(lines: int) -> str:
        return 'unit;note\nA;"' + "rad\n" * (lines - 1) + '"\nB;b\n'

    assert read(data(20)).lines.continuation == 19
    assert fault(data(21)) == ("quote_open", "2")


def test_a_note_may_hold_separators_and_quotes_unless_its_lines_could_all_be_rows() -> None:
    table = read('unit;note;more\nA;"Ring; ""snart""\n1, 2";x\n')
    assert rows(table) == [(2, ["A", 'Ring; "snart"\n1, 2', "x"])]
    assert fault('unit;note;more\nA;"Ring; ""snart""\n1; 2";x\n') == ("quote_open", "2")


def test_a_row_of_breaks_only_is_blank_and_its_lines_are_counted() -> None:
    table = read('unit;note\nA;a\n;"\n"\nB;b\n')
    counted = table.lines
    assert (counted.rows, counted.blank, counted.continuation, counted.all) == (2, 1, 1, 5)


def test_a_broken_line_without_quotes_is_a_mixture_of_line_ends() -> None:
    assert fault("unit;note\r\nA;a\nB;b\r\n") == ("line_ends_mixed", "2")
    assert fault("unit;note\r\nA;a\nB;b\r\n", PLAIN) == ("line_ends_mixed", "2")


def test_the_columns_of_our_feeds_that_may_break_are_free_text() -> None:
    allowed = {
        (name, column.name) for name, feed in FEEDS.items() for column in feed.columns if column.multiline
    }
    assert allowed == {
        ("survey_shares", "source"),
        ("registered_shares", "source"),
        ("registered_shares", "note"),
        ("published_table", "row_label"),
        ("published_table", "column_label"),
    }
    kinds = {FEEDS[name].column(column).kind for name, column in allowed}
    assert kinds == {Kind.TEXT}

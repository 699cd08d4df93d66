"""CSV in the forms it comes in, each refusal with its line, and nothing lost or changed on the way."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dq.core.codes import ExitCode
from dq.core.errors import Refused
from dq.core.table import Declared, ReadLimits, TextTable
from dq.feeds import FEEDS
from dq.read import read_source, read_table, text
from dq.read.source import Source, open_once

LISTINGS = (FEEDS["listings"],)
LIMITS = ReadLimits()
PERSON = "189207219818"


def read(data: bytes, limits: ReadLimits = LIMITS, **declared: object) -> TextTable:
    return read_source(Source("fil.csv", data, "x"), Declared(**declared), LISTINGS, limits)  # type: ignore[arg-type]


def cells(table: TextTable) -> list[list[str]]:
    return [list(row) for row in table.frame.drop("source_row").iter_rows()]


def refusal(data: bytes, limits: ReadLimits = LIMITS, **declared: object) -> Refused:
    with pytest.raises(Refused) as caught:
        read(data, limits, **declared)
    return caught.value


SWEDISH = "Enhet;Läkare\nÅsa;Öl\n"


@pytest.mark.parametrize(
    ("data", "declared", "decisions"),
    [
        (SWEDISH.encode(), {}, ()),
        (b"\xef\xbb\xbf" + SWEDISH.encode(), {}, ()),
        (SWEDISH.replace("\n", "\r\n").encode(), {}, ()),
        (SWEDISH.replace("\n", "\r").encode(), {}, ()),
        (SWEDISH.rstrip("\n").encode(), {}, ()),
        (SWEDISH.replace(";", "\t").encode("utf-16"), {}, ("encoding=utf-16",)),
        (SWEDISH.encode("cp1252"), {"encoding": "windows-1252"}, ("encoding=windows-1252",)),
        (SWEDISH.encode("latin-1"), {"encoding": "ISO-8859-1"}, ("encoding=iso-8859-1",)),
        (SWEDISH.encode(), {"encoding": "windows-1252"}, ()),  # it is UTF-8: no mojibake on anybody's word
        (SWEDISH.replace(";", ",").encode(), {}, ()),
        (SWEDISH.replace(";", "|").encode(), {"separator": "|"}, ()),
        (SWEDISH.encode(), {"separator": "semikolon"}, ()),
        (b"sep=;\r\n" + SWEDISH.replace("\n", "\r\n").encode(), {}, ()),
        ('"Enhet";"Läkare"\n"Åsa";"Öl"\n'.encode(), {}, ()),
        (b"Uttag 2026\n\n" + SWEDISH.encode(), {"header_line": 3}, ()),
    ],
)
def test_every_form_gives_the_same_cells(
    data: bytes, declared: dict[str, str], decisions: tuple[str, ...]
) -> None:
    table = read(data, **declared)
    assert table.headers == ("Enhet", "Läkare")
    assert cells(table) == [["Åsa", "Öl"]]
    assert table.decisions == decisions
    assert table.lines.rows == 1


def test_rows_say_which_line_they_stood_on_and_every_line_is_counted() -> None:
    data = "sep=;\n\nEnhet;Läkare\nA;1\n\n;\nB;\nSumma;2\n ;Totalt\n"
    table = read(data.encode())
    assert table.frame["source_row"].to_list() == [4, 7]
    assert table.apart["source_row"].to_list() == [8, 9]
    lines = table.lines
    assert (lines.title, lines.header, lines.blank, lines.total, lines.rows) == (1, 1, 3, 2, 2)
    assert lines.all == 9


def test_riket_is_a_total_unless_the_column_is_a_region() -> None:
    assert read(b"Enhet;n\nA;1\nRiket;2\n").lines.total == 1
    survey = (FEEDS["survey_shares"],)
    table = read_source(Source("f", b"Region;Andel\nRiket;29\nSumma;1\n", "x"), Declared(), survey, LIMITS)
    assert (table.lines.rows, table.lines.total) == (1, 1)


def test_identifiers_keep_every_character() -> None:
    table = read(b"Enhet;Person\n0001;0001010107\n2;1.91212E+11\n")
    assert cells(table) == [["0001", "0001010107"], ["2", "1.91212E+11"]]


@pytest.mark.parametrize(
    ("data", "declared", "key", "line"),
    [
        (b"", {}, "file_empty", None),
        (b"\n\n", {}, "no_header", None),
        (b"a;b\n", {}, "no_rows", None),
        (b"a;b\n\n;\nSumma;1\n", {}, "no_rows", None),
        (b"\x1f\x8b\x08abc", {}, "packed_broken", None),
        (b"\xd0\xcf\x11\xe0\xa1", {}, "form_refused", None),
        (b"%PDF-1.7", {}, "form_refused", None),
        (b"  <html><body>", {}, "form_refused", None),
        (b"PK\x03\x04abc", {}, "archive_broken", None),
        (b"a;b\n1;2\n3\n", {}, "line_fields", "3"),
        (b"a;b\n1;2\n\n3;4;5\n", {}, "line_fields", "4"),
        (b'a;b\n1;2\n3;"4\n5";6\n', {}, "line_quotes", "3"),
        (b'a;b\n1;2\n3;4"x"\n', {}, "line_quotes", "3"),
        (b'a;b\n1;"x \\"y\\" z"\n', {}, "line_quotes", "2"),
        (b'a;"b\n1;2\n', {}, "line_quotes", "1"),
        (b"a;b\n1;2\n3;\x004\n", {}, "line_control", "3"),
        (b"a;b\n1;\x1b[31m\n", {}, "line_control", "2"),
        ("a;b\n1;\u0085\n".encode(), {}, "line_control", "2"),
        (b"a;b\n1;2\n\x1a", {}, "line_control", "3"),
        (b"a;b\r\n1;2\n3;4\r\n", {}, "line_ends_mixed", "2"),
        (b"a;b\n1;2\r3;4\n", {}, "line_ends_mixed", "2"),
        (SWEDISH.encode("cp1252"), {}, "encoding_unknown", "1"),
        (b"a;b\n1;\x81\n", {"encoding": "windows-1252"}, "encoding_wrong", "2"),
        (SWEDISH.encode("cp1252"), {"encoding": "klingon"}, "encoding_name", None),
        (b"\xef\xbb\xbf\xef\xbb\xbfa;b\n1;2\n", {}, "mark_twice", None),
        (b"a;b,c\n1;2,3\n", {}, "separator_unclear", None),
        (b"abc\n1\n", {}, "separator_unclear", None),
        (b"a;b\n1;2\n", {"separator": ","}, "separator_wrong", None),
        (b"a;b\n1;2\n", {"separator": "x"}, "separator_wrong", None),
        (b"a; A \n1;2\n", {}, "header_twice", None),
        (b"a;;c\n1;2;3\n", {}, "header_empty", None),
        ("a;\u200b\n1;2\n".encode(), {}, "header_empty", None),
        (b"a;b\n1;2\n", {"sha256": "0" * 64}, "sha256_differs", None),
    ],
)
def test_refused_with_the_line_and_exit_code_11(
    data: bytes, declared: dict[str, str], key: str, line: str | None
) -> None:
    fault = refusal(data, **declared)
    assert (fault.key, fault.values.get("line")) == (key, line)
    assert fault.code is ExitCode.NOT_JUDGED
    assert "fil.csv" in fault.text("sv")
    assert "fil.csv" in fault.text("en")


@pytest.mark.parametrize(
    ("limits", "key"),
    [
        (ReadLimits(rows=1), "rows_many"),
        (ReadLimits(columns=1), "columns_many"),
        (ReadLimits(line_bytes=30), "line_long"),
        (ReadLimits(cell_bytes=30), "cell_long"),
    ],
)
def test_caps(limits: ReadLimits, key: str) -> None:
    assert refusal(b"a;b\n1;2\n3;" + b"x" * 40 + b"\n", limits).key == key


@pytest.mark.parametrize("spoil", ['"', ";", "\x00", "\r", "\udcff"])
def test_no_message_holds_a_cell(spoil: str) -> None:
    data = f"Personnr;Enhet\n{PERSON};A{spoil}B\n".encode("utf-8", "surrogateescape")
    fault = refusal(data)
    shown = fault.text("sv") + fault.text("en") + str(fault) + repr(fault)
    assert PERSON not in shown
    assert fault.__cause__ is None


def test_only_regular_files_are_opened(tmp_path: Path) -> None:
    real = tmp_path / "a.csv"
    real.write_bytes(b"a;b\n1;2\n")
    link = tmp_path / "b.csv"
    link.symlink_to(real)
    for path, key in (
        (link, "file_not_regular"),
        (tmp_path, "file_not_regular"),
        (tmp_path / "x", "file_not_opened"),
    ):
        with pytest.raises(Refused) as caught:
            open_once(path, "b.csv", 100)
        assert caught.value.key == key
    with pytest.raises(Refused, match="larger"):
        open_once(real, "a.csv", 7)
    assert read_table(real, "a.csv", Declared(), LISTINGS, LIMITS).size == 8


def test_chunks_leave_no_seam(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [f"{at};värde {at}" if at % 7 else "" for at in range(2000)]
    data = ("a;b\n" + "\n".join(rows) + "\nslut;1").encode()
    whole = read(data)
    monkeypatch.setattr(text, "CHUNK", 100)
    small = read(data, ReadLimits(line_bytes=100))
    assert small.frame.equals(whole.frame)
    assert small.lines == whole.lines
    assert refusal(data + b"\n1;2;3", ReadLimits(line_bytes=100)).values["line"] == "2003"


CELL = st.sampled_from(["", " ", "x", "Summa", "Totalt", "1,5", "åäö", "a;b", 'c"d', "Riket"])
ROW = st.one_of(st.just(None), st.tuples(CELL, CELL, CELL))


@settings(max_examples=60, deadline=None)
@given(st.lists(ROW, max_size=12), st.sampled_from(["\n", "\r\n", "\r"]), st.booleans())
def test_every_line_is_counted_once(rows: list[tuple[str, ...] | None], end: str, ended: bool) -> None:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator=end)
    for row in [("h1", "h2", "h3"), *rows, ("sist", "1", "2")]:
        buffer.write(end) if row is None else writer.writerow(row)
    whole = buffer.getvalue() if ended else buffer.getvalue().removesuffix(end)
    table = read(whole.encode())
    lines = table.lines
    assert lines.all == len(rows) + 2
    assert lines.rows == table.frame.height
    assert lines.total == table.apart.height
    assert lines.rows + lines.total + lines.blank == len(rows) + 1


ANY = st.text(alphabet='ab;"\n,é ', max_size=30)


@settings(max_examples=150, deadline=None)
@given(ANY)
def test_what_passes_the_guard_is_what_the_csv_module_reads(body: str) -> None:
    """The guard may refuse more than Python's strict reader, but never accept and read otherwise."""
    try:
        table = read(("x;y\n" + body).encode())
    except Refused:
        return
    rows = list(csv.reader(io.StringIO("x;y\n" + body), delimiter=";", strict=True))[1:]
    filled = [row for row in rows if "".join(row).strip()]
    assert cells(table) == filled

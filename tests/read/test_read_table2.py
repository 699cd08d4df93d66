"""The table of text inputs, row by row: what a plain reader loses or changes, and what must happen instead.

One test per row, in the order of section 2 of the hardening design. The faults are put into a table of
generated rows, first, in the middle and last. `LISTINGS` has no column that may hold a line break.
"""

import gzip
import os
import tracemalloc
import zlib
from datetime import date
from pathlib import Path

import pytest

from dq.conform import conform
from dq.core.errors import Refused
from dq.core.headers import match
from dq.core.notice import Sight
from dq.core.table import MIB, Declared, ReadLimits, TextTable
from dq.feeds import FEEDS
from dq.read import open_once, read_source
from dq.read.source import Source

LISTINGS = FEEDS["listings"]
HEADER = ["Person", "Enhet (HSA-id)", "Namn läkare"]
ROWS = 60
PLACES = (2, 31, 61)  # lines: the first row, one in the middle, the last
NAMES = ("Åsa Öberg", "Bo Ek", "Märta Sjöö")


def row(number: int) -> list[str]:
    return [f"18920721{number:04d}", f"SE2321000016-{number:04d}", NAMES[number % 3]]


def lines(separator: str = ";") -> list[str]:
    return [separator.join(cells) for cells in [HEADER, *(row(number) for number in range(ROWS))]]


def text(*, replaced: dict[int, str] | None = None, end: str = "\n", separator: str = ";") -> str:
    """The table with some lines replaced, by 1-based number."""
    made = lines(separator)
    for line, other in (replaced or {}).items():
        made[line - 1] = other
    return end.join(made) + end


def read(data: bytes, limits: ReadLimits | None = None, **said: object) -> TextTable:
    source = Source("fil.csv", data, "x")
    return read_source(source, Declared(**said), (LISTINGS,), limits or ReadLimits())  # type: ignore[arg-type]


def fault(data: bytes, limits: ReadLimits | None = None, **said: object) -> tuple[str, str | None]:
    """The key and line of the refusal, whose texts hold nothing of the file."""
    with pytest.raises(Refused) as caught:
        read(data, limits, **said)
    shown = caught.value.text("sv") + caught.value.text("en") + repr(caught.value)
    assert "18920721" not in shown
    assert "SE2321000016" not in shown
    assert len(shown) < 2_000
    assert caught.value.__cause__ is None
    return caught.value.key, caught.value.values.get("line")  # type: ignore[return-value]


def cells(table: TextTable) -> list[list[str]]:
    return [[cell or "" for cell in cells] for cells in table.frame.drop("source_row").iter_rows()]


EXACT = [row(number) for number in range(ROWS)]


@pytest.mark.parametrize("line", PLACES)
@pytest.mark.parametrize("spoilt", ["189207210001", "189207210001;SE2321000016-0001"])
def test_too_few_fields(line: int, spoilt: str) -> None:
    assert fault(text(replaced={line: spoilt}).encode()) == ("line_fields", str(line))


@pytest.mark.parametrize("line", PLACES)
def test_too_many_fields(line: int) -> None:
    assert fault(text(replaced={line: ";".join([*row(1), ""])}).encode()) == ("line_fields", str(line))


@pytest.mark.parametrize("apart", [1, 2, 40])
@pytest.mark.parametrize("line", [2, 20])
def test_two_stray_quotes_swallow_no_rows(line: int, apart: int) -> None:
    first, last = f'{row(0)[0]};{row(0)[1]};"A', f'{row(1)[0]};{row(1)[1]};B"'
    assert fault(text(replaced={line: first, line + apart: last}).encode()) == ("line_quotes", str(line))


def test_two_stray_quotes_far_apart_in_a_large_file() -> None:
    body = [";".join(row(number)) for number in range(200_000)]
    body[5] = f'{row(5)[0]};{row(5)[1]};"A'
    body[150_000] = f'{row(6)[0]};{row(6)[1]};B"'
    assert fault("\n".join([";".join(HEADER), *body]).encode()) == ("line_quotes", "7")


@pytest.mark.parametrize("line", PLACES)
def test_open_quote(line: int) -> None:
    assert fault(text(replaced={line: f'{row(1)[0]};{row(1)[1]};"Bo'}).encode()) == ("line_quotes", str(line))


@pytest.mark.parametrize("line", PLACES)
@pytest.mark.parametrize("cell", ['"A \\"x\\" B"', '"A" B', 'A "x" B', ' "A"', '"A" ', '"A', 'A"', '"A""'])
def test_quotes_that_are_not_rfc_4180(line: int, cell: str) -> None:
    spoilt = f"{row(1)[0]};{row(1)[1]};{cell}"
    assert fault(text(replaced={line: spoilt}).encode()) == ("line_quotes", str(line))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_one_kind_of_line_end_is_read_whatever_it_is(end: str) -> None:
    for data in (text(end=end), text(end=end).removesuffix(end)):
        table = read(data.encode())
        assert cells(table) == EXACT
        assert table.frame["source_row"].to_list() == list(range(2, ROWS + 2))


@pytest.mark.parametrize("line", PLACES)
@pytest.mark.parametrize(
    ("end", "other"), [(a, b) for a in ("\n", "\r\n", "\r") for b in ("\n", "\r\n", "\r") if a != b]
)
def test_mixed_line_ends(line: int, end: str, other: str) -> None:
    made = [each + end for each in lines()]
    made[line - 1] = lines()[line - 1] + other
    data = "".join(made).encode()
    if end == "\r\n" and other == "\r" and line == ROWS + 1:
        data += b"\r\n"
    assert fault(data) == ("line_ends_mixed", str(line))


@pytest.mark.parametrize("line", [3, 30, 60])  # Bo Ek is ASCII
def test_cp1252_in_cells(line: int) -> None:
    made = [each.replace("Å", "A").replace("Ö", "O").replace("ä", "a").replace("ö", "o") for each in lines()]
    made[line - 1] = f"{row(1)[0]};{row(1)[1]};Åsa"
    data = "\n".join(made).encode("cp1252")
    assert fault(data) == ("encoding_unknown", str(line))
    assert fault(data, encoding="utf-8") == ("encoding_unknown", str(line))
    assert read(data, encoding="windows-1252").frame["c2"][line - 2] == "Åsa"
    undefined = data.replace(b"\xc5sa", b"\x81sa")
    assert fault(undefined, encoding="windows-1252") == ("encoding_wrong", str(line))
    assert fault(undefined, encoding="iso-8859-1") == ("line_control", str(line))


def test_cp1252_in_the_header() -> None:
    data = (";".join(HEADER) + "\n189207210001;SE2321000016-0001;Bo\n").encode("cp1252")
    assert fault(data) == ("encoding_unknown", "1")
    assert read(data, encoding="cp1252").headers == tuple(HEADER)


@pytest.mark.parametrize("name", ["Ã…sa", "Bo Ã–berg", "HÃ¥kan", "Bo\u00c2\u00a0Ek", "\ufffdsa"])
def test_utf8_that_was_read_as_cp1252_is_flagged(name: str) -> None:
    header = "Person;Enhet (HSA-id);Läkare;Namn läkare;Typ;Listad fr.o.m."
    body = "189207219818;SE2321000016-0001;SE2321000016-D001;{};läkare;2026-01-01\n"
    table = read("\n".join([header, body.format("Åsa") + body.format(name)]).encode())
    mapping = match(LISTINGS, table.headers, {})
    found = conform(table, LISTINGS, mapping, date(2026, 10, 31), Declared()).notices
    assert [(each.column, each.count, each.rows) for each in found if each.sight is Sight.MOJIBAKE] == [
        ("physician_name", 1, (3,))
    ]


@pytest.mark.parametrize("code", range(0x80, 0xA0))
def test_c1_controls(code: int) -> None:
    spoilt = f"{row(1)[0]};{row(1)[1]};A{chr(code)}"
    assert fault(text(replaced={31: spoilt}).encode()) == ("line_control", "31")


def test_byte_order_marks() -> None:
    mark = b"\xef\xbb\xbf"
    table = read(mark + text().encode())
    assert (table.headers, cells(table)) == (tuple(HEADER), EXACT)
    assert fault(mark + mark + text().encode())[0] == "mark_twice"
    assert fault(mark + text().encode() + mark + text().encode()) == ("mark_inside", "62")
    assert fault(mark + text().encode("cp1252"), encoding="windows-1252") == ("encoding_wrong", "1")


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_utf16(codec: str, end: str) -> None:
    table = read(("\ufeff" + text(separator="\t", end=end)).encode(codec))
    assert (table.headers, cells(table), table.form) == (tuple(HEADER), EXACT, "utf-16, tab")
    for mark in (";", ","):
        assert fault(("\ufeff" + text(separator=mark)).encode(codec))[0] == "utf16_tab"
    assert fault(("\ufeff\ufeff" + text(separator="\t")).encode(codec))[0] == "mark_twice"
    assert fault(("\ufeff" + text(separator="\t")).encode(codec) + b"\x00")[0] == "encoding_wrong"
    unmarked = text(separator="\t").replace("å", "a").replace("ä", "a").encode(codec)
    assert fault(unmarked)[0] in ("line_control", "encoding_unknown")


@pytest.mark.parametrize("line", PLACES)
@pytest.mark.parametrize("code", [code for code in range(32) if chr(code) not in "\t\n\r"] + [0x7F])
def test_nul_and_other_controls(line: int, code: int) -> None:
    spoilt = f"{row(1)[0]};{row(1)[1]};A{chr(code)}B"
    assert fault(text(replaced={line: spoilt}).encode()) == ("line_control", str(line))


@pytest.mark.parametrize("tail", [b"\x1a", b"\x00" * 512, b"\x1a\r\n"])
def test_what_old_systems_put_after_the_last_line(tail: bytes) -> None:
    assert fault(text(end="\r\n").encode() + tail) == ("line_control", "62")


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_the_only_separator_in_the_header(separator: str) -> None:
    assert cells(read(text(separator=separator).encode())) == EXACT


def test_wrong_or_unclear_separator() -> None:
    assert cells(read(text(separator="|").encode(), separator="|")) == EXACT
    assert fault(text().encode(), separator=",")[0] == "separator_wrong"
    assert fault(text().encode(), separator="&")[0] == "separator_wrong"
    for header in ("Person;Enhet,Läkare", "Person\tEnhet;Läkare", "Person", "Person Enhet Läkare", "a^b^c"):
        assert fault(text(replaced={1: header}).encode())[0] == "separator_unclear"
    quoted = read(text(replaced={1: 'Person;"Enhet, HSA-id";Namn läkare'}).encode())
    assert quoted.headers[1] == "Enhet, HSA-id"


@pytest.mark.parametrize("line", ["sep=;", "SEP=;", '"sep=;"'])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_sep_line(line: str, mark: str) -> None:
    table = read((mark + line + "\r\n" + text(end="\r\n")).encode())
    assert (table.headers, cells(table)) == (tuple(HEADER), EXACT)
    assert table.frame["source_row"][0] == 3
    assert fault(("sep=,\n" + text()).encode())[0] == "separator_wrong"


def test_title_blank_and_total_lines() -> None:
    body = lines()
    made = ["Uttag 2026", "", *body[:11], "", ";;", " ", *body[11:], "", "Summa;;60", "", ";;"]
    table = read("\n".join(made).encode(), header_line=3)
    counted = table.lines
    assert (counted.title, counted.header, counted.blank, counted.total, counted.rows) == (1, 1, 7, 1, ROWS)
    assert counted.all == len(made)
    assert cells(table) == EXACT
    found = {each.sight: (each.count, each.rows) for each in table.notices}
    assert found[Sight.BLANK_INSIDE] == (3, (14, 15, 16))
    assert found[Sight.TOTAL_ROW] == (1, (len(made) - 2,))
    assert read(text().encode()).notices == ()


@pytest.mark.parametrize(
    "twin", ["Person", "person", " PERSON ", "Namn la\u0308kare", "NAMN LÄKARE", "Enhet (HSA-ID)\u00a0"]
)
def test_duplicated_names(twin: str) -> None:
    data = [";".join([*HEADER, twin]), ";".join([*row(0), "x"])]
    assert fault("\n".join(data).encode())[0] == "header_twice"


@pytest.mark.parametrize(
    "name", ["", " ", '""', '"  "', "\u200b", "\u2060", "\u00ad", "\u00a0", "\u200b\u200e"]
)
def test_empty_and_invisible_names(name: str) -> None:
    for header in ([*HEADER, name], [name, *HEADER]):
        data = [";".join(header), ";".join([*row(0), "x"])]
        assert fault("\n".join(data).encode())[0] == "header_empty"


def test_names_in_parts_are_matched_and_kept() -> None:
    parted = "Namn la\u0308kare"
    table = read(text(replaced={1: f"Person;Enhet (HSA-id);{parted}"}).encode())
    assert table.headers[2] == parted
    assert match(LISTINGS, table.headers, {}).columns["physician_name"] == parted


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", ""])
def test_header_only(end: str) -> None:
    assert fault((";".join(HEADER) + end).encode())[0] == "no_rows"
    assert fault((";".join(HEADER) + end + ";;" + end + end).encode())[0] in ("no_rows", "header_empty")


@pytest.mark.parametrize(
    ("data", "key"), [(b"", "file_empty"), (b"\n\n \n", "no_header"), (b"\xef\xbb\xbf", "no_header")]
)
def test_empty_file(data: bytes, key: str) -> None:
    assert fault(data)[0] == key


def test_a_hundred_thousand_columns() -> None:
    header = ";".join(f"k{number}" for number in range(100_000))
    assert fault(f"{header}\n{header}\n".encode()) == ("columns_many", None)
    assert fault(f"{header}\n{header}\n".encode(), ReadLimits(line_bytes=1000)) == ("line_long", "1")


def test_a_gigabyte_on_one_line(tmp_path: Path) -> None:
    path = tmp_path / "stor.csv"
    path.write_bytes(text().encode())
    os.truncate(path, 1024 * MIB)
    tracemalloc.start()
    with pytest.raises(Refused, match="larger"):
        open_once(path, "stor.csv", ReadLimits().file_bytes)
    assert tracemalloc.get_traced_memory()[1] < MIB
    tracemalloc.stop()


@pytest.mark.parametrize("line", [1, *PLACES])
def test_a_long_line(line: int) -> None:
    long = ";".join([*row(1)[:2], "x" * 20 * MIB])
    assert fault(text(replaced={line: long}).encode()) == ("line_long", str(line))


def test_gzip_is_unpacked_by_content_and_named_by_what_was_delivered() -> None:
    packed = gzip.compress(text().encode())
    for data in (packed, gzip.compress(text().encode()[:1000]) + gzip.compress(text().encode()[1000:])):
        table = read(data)
        assert (cells(table), table.sha256, table.size) == (EXACT, "x", len(data))
        assert table.decisions == ("unpacked=gzip",)
    assert fault(gzip.compress(packed))[0] == "form_refused"


def test_gzip_bomb() -> None:
    zeros = gzip.compress(bytes(4 * MIB))
    bomb = zeros * 256  # 1 MiB for 1 GiB
    tracemalloc.start()
    assert fault(bomb, ReadLimits(expanded_bytes=20 * MIB))[0] == "packed_expands"
    assert fault(zeros * 8)[0] == "packed_expands"  # 32 MiB out of 32 KiB: 1000 times, 200 is the most
    assert tracemalloc.get_traced_memory()[1] < 100 * MIB
    tracemalloc.stop()
    assert fault(zeros * 8, ReadLimits(ratio=2000))[0] == "line_long"
    assert fault(gzip.compress(b"") * 100_001)[0] == "packed_expands"


@pytest.mark.parametrize("place", [-1, -8, -20, 40, 11])
def test_gzip_truncated(place: int) -> None:
    assert fault(gzip.compress(text().encode())[:place])[0] == "packed_broken"


@pytest.mark.parametrize("place", [-1, -4, -5, -8, 100])
def test_gzip_with_a_wrong_byte(place: int) -> None:
    spoilt = bytearray(gzip.compress(text().encode()))
    spoilt[place] ^= 0x10
    assert fault(bytes(spoilt))[0] == "packed_broken"


def test_what_follows_a_gzip_must_be_gzip() -> None:
    packed = gzip.compress(text().encode())
    for tail in (b"\x00", b"a;b\n", packed[:10], zlib.compress(b"a;b\n")):
        assert fault(packed + tail)[0] == "packed_broken"


@pytest.mark.parametrize("magic", [b"\x28\xb5\x2f\xfd", b"BZh9", b"\xfd7zXZ\x00", b"7z\xbc\xaf\x27\x1c"])
def test_other_packings_are_refused(magic: bytes) -> None:
    assert fault(magic + text().encode())[0] == "form_refused"
    assert fault(gzip.compress(magic + text().encode()))[0] == "form_refused"

"""Our reader beside Python's strict `csv`: whatever ours accepts is what the other reads, cell by cell."""

import codecs
import csv
import io

from dq.core.errors import Refused
from dq.core.feed import Column, Feed, Kind
from dq.core.table import Declared, ReadLimits, TextTable
from dq.read import read_source
from dq.read.source import Source

NOTES = Feed(
    name="notes",
    title_sv="Anteckningar",
    doc="",
    columns=(
        Column("unit", "Enhet", Kind.TEXT, required=True),
        Column("note", "Anteckning", Kind.TEXT, required=True, multiline=True),
        Column("extra", "Mer", Kind.TEXT, multiline=True),
    ),
    key=("unit",),
)
REFUSED, EQUAL = "refused", "equal"


def outcome(data: bytes, declared: Declared, limits: ReadLimits) -> str:
    """Read with both; `refused:key`, `equal`, or an AssertionError that shows the difference."""
    try:
        table = read_source(Source("f", data, "x"), declared, (NOTES,), limits)
    except Refused as fault:
        assert fault.text("sv")
        return f"{REFUSED}:{fault.key}"
    assert ours(table) == theirs(data, declared, table), data
    return EQUAL


def ours(table: TextTable) -> tuple[int, dict[int, list[str]]]:
    """All rows of ours by the line they begin on, totals and notes too, and the number of lines."""
    rows = {}
    for frame in (table.frame, table.apart.drop("line_kind")):
        for *cells, row in frame.iter_rows():
            rows[row] = [cell or "" for cell in cells]
    assert len(rows) == table.frame.height + table.apart.height
    return table.lines.all, rows


def theirs(data: bytes, declared: Declared, table: TextTable) -> tuple[int, dict[int, list[str]]]:
    """The rows below the header as Python's strict reader has them, without those that are blank."""
    lines = _text(data, declared).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    lines = lines[:-1] if lines[-1] == "" else lines
    mark = table.form.rpartition(", ")[2].replace("tab", "\t")
    header = next(at for at, line in enumerate(lines) if _heads(line, mark, table))
    reader = csv.reader(io.StringIO("\n".join(lines[header + 1 :]), newline=""), delimiter=mark, strict=True)
    rows, begins = {}, header + 2
    for row in reader:
        if "".join(row).strip():
            rows[begins] = row
        begins = header + 2 + reader.line_num
    return len(lines), rows


def _heads(line: str, mark: str, table: TextTable) -> bool:
    try:
        return next(csv.reader([line], delimiter=mark, strict=True), []) == list(table.headers)
    except csv.Error:
        return False


def _text(data: bytes, declared: Declared) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode(declared.encoding)

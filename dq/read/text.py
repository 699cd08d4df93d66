"""CSV: decoded text to a table of strings, with the line each row stood on."""

import csv
import re
from collections.abc import Iterator

import polars as pl

from dq.core.errors import Refused
from dq.core.table import Declared, ReadLimits
from dq.read.decode import Text
from dq.read.grid import Grid
from dq.read.guard import Shape, blank_lines, guard, refuse_controls, rfc4180, split_lines

SEPARATORS = {"semikolon": ";", "semicolon": ";", "komma": ",", "comma": ",", "tabb": "\t", "tab": "\t"}
SEPARATORS |= {";": ";", ",": ",", "\t": "\t", "\\t": "\t", "|": "|"}
CHUNK = 32 * 2**20
_SEP_LINE = re.compile(rb"sep=(.)\n?", re.IGNORECASE)


def read_text(name: str, text: Text, declared: Declared, limits: ReadLimits) -> Grid:
    """Guard and read a CSV text. `Refused` with the line for any fault of structure."""
    data = text.data
    first_break = data.find(b"\n") + 1 or len(data)
    sep_line = _SEP_LINE.fullmatch(data[:first_break])
    told = sep_line.group(1).decode("utf-8", "replace") if sep_line else ""
    at, line, title, blank = _find_header(name, data, declared.header_line, bool(sep_line))
    end = data.find(b"\n", at) + 1 or len(data)
    refuse_controls(name, data[:end], 1)
    header = data[at:end].removesuffix(b"\n").decode("utf-8")
    separator = _separator(name, header, declared.separator or told)
    headers = _cells(name, header, separator, line)
    if len(headers) > limits.columns:
        raise Refused("columns_many", file=name, found=str(len(headers)), limit=str(limits.columns))
    shape = Shape(name, separator, len(headers), limits)
    frames = list(_chunks(shape, data, end, line + 1))
    frame = pl.concat(frames) if frames else _empty(len(headers))
    lines = data.count(b"\n") + (not data.endswith(b"\n"))
    blank += lines - line - frame.height
    decisions = tuple(f"encoding={text.encoding}" for _ in (0,) if text.encoding != "utf-8")
    return Grid(
        tuple(headers),
        frame,
        title=title,
        blank=blank,
        lines=lines,
        decisions=decisions,
        dialect=_dialect(text.encoding, separator),
    )


def _dialect(encoding: str, separator: str) -> str:
    """Say how a text was read, in the words people use (`cp1252, ;`)."""
    mark = "tab" if separator == "\t" else separator
    return f"{encoding.replace('windows-', 'cp')}, {mark}"


def _find_header(name: str, data: bytes, told: int, sep_line: bool) -> tuple[int, int, int, int]:
    """Return where the header begins, its 1-based line, and the title and blank lines before it."""
    at, line, title, blank = 0, 1, 0, 0
    while at < len(data):
        end = data.find(b"\n", at) + 1 or len(data)
        empty = not data[at:end].strip()
        skip = line < told or empty or (line == 1 and sep_line)
        if not skip or line == told:
            return at, line, title, blank
        blank, title = blank + empty, title + (not empty)
        at, line = end, line + 1
    raise Refused("no_header", file=name)


def _separator(name: str, header: str, told: str) -> str:
    if told:
        separator = SEPARATORS.get(told.strip(" ").casefold(), "")
        if not separator or separator not in header:
            raise Refused("separator_wrong", file=name)
        return separator
    bare = re.sub('"[^"]*"', "", header)
    found = [mark for mark in (";", ",", "\t") if mark in bare]
    if len(found) != 1:
        raise Refused("separator_unclear", file=name)
    return found[0]


def _cells(name: str, header: str, separator: str, line: int) -> list[str]:
    if not re.fullmatch(rfc4180(separator).strip("^$"), header):
        raise Refused("line_quotes", file=name, line=str(line))
    return next(csv.reader([header], delimiter=separator, strict=True))


def _chunks(shape: Shape, data: bytes, at: int, line: int) -> Iterator[pl.DataFrame]:
    """Guard and read the body from `at`, a chunk at a time cut at line ends, so that memory stays bounded."""
    while at < len(data):
        end = min(at + max(CHUNK, shape.limits.line_bytes), len(data))
        end = end if end == len(data) else data.rfind(b"\n", at, end) + 1
        if end <= at:
            raise Refused("line_long", file=shape.name, line=str(line))
        chunk = data[at:end]
        refuse_controls(shape.name, chunk, line)
        lines = split_lines(chunk)
        if lines.len() != chunk.count(b"\n") + (not chunk.endswith(b"\n")):
            raise Refused("rows_lost", file=shape.name)
        blank = blank_lines(lines)
        guard(shape, lines, blank, line)
        yield _parse(shape, chunk, lines.to_frame().with_columns(blank=blank), line)
        at, line = end, line + lines.len()


def _parse(shape: Shape, chunk: bytes, lines: pl.DataFrame, line: int) -> pl.DataFrame:
    """Read one guarded chunk; `lines` says which of its lines are blank and are left out."""
    rows = pl.int_range(line, line + lines.height, eager=True).alias("source_row")
    if lines["blank"].any():
        rows = rows.filter(~lines["blank"])
        chunk = "\n".join(lines.filter(~pl.col("blank"))["line"]).encode()
    if rows.is_empty():
        return _empty(shape.fields)
    frame = pl.read_csv(
        chunk,
        has_header=False,
        separator=shape.separator,
        schema={f"c{at}": pl.String for at in range(shape.fields)},
        empty_string_is_null=False,
        glob=False,
    )
    if frame.height != rows.len() or frame.width != shape.fields:
        raise Refused("rows_lost", file=shape.name)
    return frame.with_columns(rows)


def _empty(fields: int) -> pl.DataFrame:
    schema = {f"c{at}": pl.String() for at in range(fields)}
    return pl.DataFrame(schema={**schema, "source_row": pl.Int64()})

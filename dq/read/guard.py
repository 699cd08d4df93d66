"""The structure guard: every line has the fields of the header and quotes as RFC 4180 has them.

Polars fills short rows with nulls and lets two stray quotes swallow the rows between them, without a
word. So each line is looked at before Polars reads it; what passes here is read as the file has it.
A quoted cell may not hold a line break. Faults name the line, never its text.
"""

import re
from dataclasses import dataclass

import polars as pl

from dq.core.errors import Refused
from dq.core.table import ReadLimits

CONTROLS = bytes(code for code in range(32) if code not in b"\t\n") + b"\x7f"
_C1 = re.compile(rb"\xc2[\x80-\x9f]")
_C0 = re.compile(b"[" + re.escape(CONTROLS) + b"]")


@dataclass(frozen=True)
class Shape:
    """What every line of a file must be like. `name` is the file's, for messages."""

    name: str
    separator: str
    fields: int
    limits: ReadLimits


def split_lines(data: bytes) -> pl.Series:
    """Split UTF-8 text at LF into lines, all kept, the last end not counted as a line."""
    no_such_mark = "\x01"  # control characters are refused before this
    frame = pl.read_csv(
        data,
        has_header=False,
        separator=no_such_mark,
        quote_char=None,
        schema={"line": pl.String},
        empty_string_is_null=False,
        glob=False,
    )
    return frame.to_series()


def refuse_controls(name: str, data: bytes, first_line: int) -> None:
    """`Refused` with the line if `data` holds NUL or another control character."""
    if len(data.translate(None, CONTROLS)) == len(data) and not (b"\xc2" in data and _C1.search(data)):
        return
    found = [match.start() for match in (_C0.search(data), _C1.search(data)) if match]
    raise Refused("line_control", file=name, line=str(first_line + data.count(b"\n", 0, min(found))))


def blank_lines(lines: pl.Series) -> pl.Series:
    """Say which lines hold nothing but white space."""
    return lines.str.strip_chars() == ""


def guard(shape: Shape, lines: pl.Series, blank: pl.Series, first_line: int) -> None:
    """`Refused` at the first line that is too long, breaks the quoting, or has another number of fields."""
    quoted = lines.str.contains('"', literal=True)
    _refuse_first(shape.name, "line_long", lines.str.len_bytes() > shape.limits.line_bytes, first_line)
    if quoted.any():
        in_form = lines.str.contains(rfc4180(shape.separator))
        _refuse_first(shape.name, "line_quotes", quoted & ~in_form, first_line)
        lines = _without_quoted(lines, quoted)
    found = lines.str.count_matches(shape.separator, literal=True).cast(pl.Int64) + 1
    wrong = (found != shape.fields) & ~blank
    if wrong.any():
        at = int(wrong.arg_max() or 0)
        counts = {"found": str(found[at]), "expected": str(shape.fields)}
        raise Refused("line_fields", file=shape.name, line=str(first_line + at), **counts)


def rfc4180(separator: str) -> str:
    """Return the pattern of a line: bare cells without quotes, or quoted cells with quotes doubled."""
    mark = re.escape(separator)
    cell = f'(?:[^"{mark}]*|"(?:[^"]|"")*")'
    return f"^{cell}(?:{mark}{cell})*$"


def _without_quoted(lines: pl.Series, quoted: pl.Series) -> pl.Series:
    bare = lines.to_frame("line").select(
        pl.when(quoted).then(pl.col("line").str.replace_all('"[^"]*"', "")).otherwise("line")
    )
    return bare.to_series()


def _refuse_first(name: str, key: str, faults: pl.Series, first_line: int) -> None:
    if faults.any():
        raise Refused(key, file=name, line=str(first_line + int(faults.arg_max() or 0)))

"""The structure guard: every record has the fields of the header and quotes as RFC 4180 has them.

Polars fills short rows with nulls and lets two stray quotes swallow the rows between them, without a
word. So each record is looked at before Polars reads it; what passes here is read as the file has it.
A cell may hold line breaks only in a column that allows them. Faults name the line, never its text.
"""

import re
from dataclasses import dataclass

import polars as pl

from dq.core.errors import Refused
from dq.core.table import ReadLimits
from dq.read.marks import BREAK
from dq.read.records import MOST_LINES, Records

_BREAK = BREAK.decode()


@dataclass(frozen=True)
class Shape:
    """What every record of a file must be like. `name` is the file's, for messages.

    `breaks` are the positions of the columns whose cells may hold line breaks.
    """

    name: str
    separator: str
    fields: int
    limits: ReadLimits
    breaks: frozenset[int] = frozenset()


def guard(shape: Shape, records: Records, blank: pl.Series) -> None:
    """`Refused` at the first record that is too long, breaks the quoting, or has another number of fields."""
    text = records.text
    faults = {"line_long": text.str.len_bytes() > shape.limits.line_bytes}
    quoted = text.str.contains('"', literal=True)
    bare = text
    if quoted.any():
        broken = quoted & ~text.str.contains(rfc4180(shape.separator))
        faults["line_quotes"] = broken
        bare = _without_quoted(text, quoted)
    if records.taken is not None:
        several = records.taken > 1
        faults["line_ends_mixed"] = several & ~quoted
        broken = faults.get("line_quotes", several) | (records.taken > MOST_LINES) | _swallows(shape, text)
        faults = {"quote_open": several & quoted & broken} | faults
    found = bare.str.count_matches(shape.separator, literal=True).cast(pl.Int64) + 1
    faults["line_fields"] = (found != shape.fields) & ~blank
    _refuse_first(shape, records, faults, found)


def refuse_breaks(shape: Shape, frame: pl.DataFrame) -> None:
    """`Refused` at the first cell with a line break in a column that may not have one."""
    for at in sorted(set(range(shape.fields)) - shape.breaks):
        inside = frame[f"c{at}"].str.contains(_BREAK, literal=True)
        if inside.any():
            line = frame["source_row"][int(inside.arg_max() or 0)]
            raise Refused("cell_lines", file=shape.name, line=str(line), column=str(at + 1))


def rfc4180(separator: str) -> str:
    """Return the pattern of a record: bare cells without quotes, or quoted cells with quotes doubled."""
    mark = re.escape(separator)
    cell = f'(?:[^"{mark}{_BREAK}]*|"[^"]*(?:""[^"]*)*")'
    return f"^{cell}(?:{mark}{cell})*$"


def _swallows(shape: Shape, text: pl.Series) -> pl.Series:
    """Say which records look like rows that two stray quotes tied together.

    That is: all their lines would have the fields of a row, or one without quotes between first and last.
    """
    frame = text.to_frame("line").with_row_index("record").filter(text.str.contains(_BREAK, literal=True))
    lines = frame.with_columns(pl.col("line").str.split(_BREAK)).explode("line")
    wide = pl.col("line").str.count_matches(shape.separator, literal=True) >= shape.fields - 1
    bare = ~pl.col("line").str.contains('"', literal=True)
    each = lines.group_by("record", maintain_order=True).agg(
        swallows=wide.all() | (wide & bare).slice(1, pl.len() - 2).any()
    )
    found = each.filter("swallows")["record"]
    return pl.repeat(False, text.len(), dtype=pl.Boolean, eager=True).scatter(found, True)


def _without_quoted(text: pl.Series, quoted: pl.Series) -> pl.Series:
    bare = text.to_frame("line").select(
        pl.when(quoted).then(pl.col("line").str.replace_all('"[^"]*"', "")).otherwise("line")
    )
    return bare.to_series()


def _refuse_first(shape: Shape, records: Records, faults: dict[str, pl.Series], found: pl.Series) -> None:
    """Refuse for the fault that stands first in the file; of several on a line, the one named first."""
    first = {key: int(fault.arg_max() or 0) for key, fault in faults.items() if fault.any()}
    if not first:
        return
    key = min(first, key=lambda each: first[each])
    at = first[key]
    words = {"found": str(found[at]), "expected": str(shape.fields)} if key == "line_fields" else {}
    raise Refused(key, file=shape.name, line=str(records.row[at]), **words)

"""Lines to records: which lines of a text belong together because a quoted cell goes over several.

By the count of quote marks alone: a line with an odd number opens such a cell or closes it. That a record
is well formed, and that its breaks stand where they may, is for the guard to say.
"""

from dataclasses import dataclass

import polars as pl

from dq.core.errors import Refused
from dq.read.marks import BREAK

MOST_LINES = 20  # of a record; more is a quote mark that nobody closed


@dataclass(frozen=True)
class Records:
    """The records of a block: their text with `BREAK` for each line break inside, and where they stood.

    `row` is the 1-based line each begins on, `taken` the number of lines it takes (None: one each), `lines`
    the number of all lines.
    """

    text: pl.Series
    row: pl.Series
    taken: pl.Series | None
    lines: int


def as_records(name: str, block: bytes, first_line: int, *, join: bool) -> Records:
    """Split a block of UTF-8 text into records; lines are joined to records only where `join`."""
    text = _lines(block)
    lines = text.len()
    if lines != block.count(b"\n") + (not block.endswith(b"\n")):
        raise Refused("rows_lost", file=name)
    if join and b'"' in block:
        text = _joined(text)
    if text.len() == lines and BREAK not in block:
        return Records(text, pl.int_range(first_line, first_line + lines, eager=True), None, lines)
    taken = text.str.count_matches(BREAK.decode(), literal=True).cast(pl.Int64) + 1
    row = (first_line + taken.cum_sum() - taken).cast(pl.Int64)
    return Records(text, row, taken, int(taken.sum()))


def end_of_whole(block: bytes) -> int:
    """Return where the last record ends that `block` holds whole; its length, if no cell is left open.

    A cell that was opened more than 20 lines before the end is left to the guard.
    """
    if block.count(b'"') % 2 == 0:
        return len(block)
    end = len(block)
    for _ in range(MOST_LINES):
        begin = block.rfind(b"\n", 0, max(end - 1, 0)) + 1
        if block.count(b'"', begin, end) % 2:
            return begin
        end = begin
    return len(block)


def _lines(block: bytes) -> pl.Series:
    """Split UTF-8 text at LF into lines, all kept, the last end not counted as a line."""
    no_such_mark = "\x01"  # control characters were refused before this
    frame = pl.read_csv(
        block,
        has_header=False,
        separator=no_such_mark,
        quote_char=None,
        schema={"line": pl.String},
        empty_string_is_null=False,
        glob=False,
    )
    return frame.to_series()


def _joined(lines: pl.Series) -> pl.Series:
    """Join each line that leaves a cell open with those up to the one that closes it."""
    odd = lines.str.count_matches('"', literal=True) % 2
    if not odd.sum():
        return lines
    opened_before = (odd.cum_sum() - odd) % 2 == 1
    frame = pl.DataFrame({"line": lines, "record": (~opened_before).cum_sum()})
    joined = frame.group_by("record", maintain_order=True).agg(pl.col("line").str.join(BREAK.decode()))
    return joined["line"]

"""CSV: decoded text to a table of strings, with the line each row stood on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

import polars as pl

from dq.core.errors import Refused
from dq.core.feed import Feed
from dq.core.table import Declared, ReadLimits
from dq.read.decode import Text
from dq.read.grid import Grid
from dq.read.guard import Shape, guard, refuse_breaks
from dq.read.head import columns_with_breaks, find_head
from dq.read.marks import BREAK
from dq.read.records import Records, as_records, end_of_whole

CHUNK = 2**24


@dataclass(frozen=True)
class _Part:
    """The rows of a block, which lines of it are blank, and how many it has and how many continue a row."""

    frame: pl.DataFrame
    blank: pl.Series
    lines: int
    continuation: int


def read_text(name: str, text: Text, declared: Declared, feeds: tuple[Feed, ...], limits: ReadLimits) -> Grid:
    """Guard and read a CSV text, a block at a time. `Refused` with the line for any fault of structure."""
    blocks = text.blocks(max(CHUNK, limits.line_bytes))
    first = next(blocks, b"")
    head = find_head(name, first, declared, feeds, limits)
    if text.encoding == "utf-16" and head.separator != "\t":
        raise Refused("utf16_tab", file=name)
    breaks = columns_with_breaks(head.headers, feeds, declared.maps)
    shape = Shape(name, head.separator, len(head.headers), limits, breaks)
    parts = list(_parts(shape, chain([first[head.body :]], blocks), head.line + 1))
    blank = pl.concat([_rows([]), *(part.blank for part in parts)])
    return Grid(
        head.headers,
        pl.concat([_empty(shape.fields), *(part.frame for part in parts)]),
        title=head.title,
        blank=head.blank + blank.len(),
        lines=head.line + sum(part.lines for part in parts),
        decisions=tuple(f"encoding={text.encoding}" for _ in (0,) if text.encoding != "utf-8"),
        dialect=_dialect(text.encoding, head.separator),
        continuation=sum(part.continuation for part in parts),
        blank_lines=blank,
    )


def _dialect(encoding: str, separator: str) -> str:
    """Say how a text was read, in the words people use (`cp1252, ;`)."""
    mark = "tab" if separator == "\t" else separator
    return f"{encoding.replace('windows-', 'cp')}, {mark}"


def _parts(shape: Shape, blocks: Iterable[bytes], line: int) -> Iterator[_Part]:
    """Read the blocks of the body. A record that goes over the end of one is read with the next."""
    rest = b""
    for block in blocks:
        block = rest + block
        end = end_of_whole(block) if shape.breaks else len(block)
        rest = block[end:]
        if end:
            part = _part(shape, block[:end], line)
            line += part.lines
            yield part
    if rest:
        yield _part(shape, rest, line)


def _part(shape: Shape, block: bytes, line: int) -> _Part:
    records = as_records(shape.name, block, line, join=bool(shape.breaks))
    blank = records.text.str.strip_chars() == ""
    guard(shape, records, blank)
    frame = _parse(shape, block, records, blank)
    return _Part(frame, records.row.filter(blank), records.lines, records.lines - records.text.len())


def _parse(shape: Shape, block: bytes, records: Records, blank: pl.Series) -> pl.DataFrame:
    """Read guarded records without the blank ones; the parser never sees a line break inside a cell."""
    rows = records.row.filter(~blank).alias("source_row")
    if rows.is_empty():
        return _empty(shape.fields)
    if records.taken is not None or rows.len() < blank.len():
        block = records.text.filter(~blank).str.join("\n").item().encode()
    frame = pl.read_csv(
        block,
        has_header=False,
        separator=shape.separator,
        schema={f"c{at}": pl.String for at in range(shape.fields)},
        empty_string_is_null=False,
        glob=False,
    )
    if frame.height != rows.len() or frame.width != shape.fields:
        raise Refused("rows_lost", file=shape.name)
    frame = frame.with_columns(rows)
    if records.taken is None:
        return frame
    refuse_breaks(shape, frame)
    allowed = [f"c{at}" for at in sorted(shape.breaks)]
    return frame.with_columns(pl.col(allowed).str.replace_all(BREAK.decode(), "\n", literal=True))


def _empty(fields: int) -> pl.DataFrame:
    return pl.DataFrame(schema={f"c{at}": pl.String() for at in range(fields)} | {"source_row": pl.Int64()})


def _rows(rows: list[int]) -> pl.Series:
    return pl.Series("source_row", rows, dtype=pl.Int64)

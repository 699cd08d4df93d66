"""A table copied out of a document: columns parted by tabs or two spaces, labels wrapped over lines.

Only what the text itself settles is read. A wrapped label is joined where the joined text is the name of a
region; a row that has lost a cell, or numbers parted by single spaces that could be one number, refuse the
file with the line. Empty cells must be marked (`..`, `-`) or stand between tabs.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import polars as pl

from dq.core.errors import Refused
from dq.core.feed import Feed
from dq.core.headers import fold, match, spellings
from dq.core.regions import fold_region, region_codes
from dq.core.table import Declared, ReadLimits
from dq.read.decode import Text
from dq.read.grid import Grid
from dq.read.line_kinds import TOTALS

HEADER_WITHIN = 30
WRAPPED = 3  # lines that a label may be spread over
# A row whose numbers are parted by single spaces: a label, then months, days, numbers, shares or marks.
_NUMBER = "[-+\u2212]?[0-9]+(?:[\u00a0\u202f][0-9]{3})*(?:[.,][0-9]+)?(?: ?%)?"
_CELL = rf"(?:[0-9]{{4}}-[0-9]{{2}}(?:-[0-9]{{2}})?|{_NUMBER}|\.\.|[-\u2013])(?= |$)"
_ROW = re.compile(rf"(\S.*?)((?: {_CELL})+)")
_CELLS = re.compile(f" ({_CELL})")
_ID = re.compile(r"(?i)SE[0-9]{10}-[A-Z0-9]+")
_GROUP = re.compile("[-+\u2212]?[0-9]{1,3}")
_REST = re.compile("[0-9]{3}(?:[.,][0-9]+)?(?: ?%)?")
_NOTE = re.compile(
    r"(?i)(?:\*+|\u2020|[0-9a-z]{1,2}\)|\[[0-9]+\]|(?:källa|källor|not|noter|anm|anmärkning|fotnot|kommentar|obs|"
    r"source|sources|note|notes)\b)"
)


@dataclass(frozen=True)
class _Line:
    """A line that is not blank: its 1-based number, its text, and its fields as tabs or wide gaps part it."""

    number: int
    text: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class _Shape:
    """What every row must be like. `name` is the file's."""

    name: str
    width: int
    header: str


@dataclass
class _Body:
    """What the lines below the header became."""

    rows: list[tuple[str | int | None, ...]]
    joined: int = 0
    repeated: int = 0


def read_pasted(
    name: str, text: Text, declared: Declared, feeds: tuple[Feed, ...], limits: ReadLimits
) -> Grid:
    """Read a pasted table. `Refused` with the line where a cell is lost or could be read in two ways."""
    everything = text.data.decode("utf-8").removesuffix("\n").split("\n")
    _refuse_long(name, everything, limits)
    lines = [_line(number, line) for number, line in enumerate(everything, 1) if line.strip()]
    at, headers = _header(name, lines, declared, feeds)
    if len(headers) > limits.columns:
        raise Refused("columns_many", file=name, found=str(len(headers)), limit=str(limits.columns))
    shape = _Shape(name, len(headers), lines[at].text)
    body = _body(shape, lines[at + 1 :])
    filled = {line.number for line in lines}
    blank = [number for number in range(lines[at].number, len(everything) + 1) if number not in filled]
    schema: dict[str, pl.DataType] = {f"c{column}": pl.String() for column in range(len(headers))}
    return Grid(
        headers,
        pl.DataFrame(body.rows, schema=schema | {"source_row": pl.Int64()}, orient="row"),
        title=at + body.repeated,
        blank=len(everything) - len(lines),
        blank_lines=pl.Series("blank", blank, dtype=pl.Int64),
        lines=len(everything),
        decisions=(f"encoding={text.encoding}",) if text.encoding != "utf-8" else (),
        notes=True,
        dialect="pasted",
        continuation=body.joined,
    )


def _refuse_long(name: str, lines: Iterable[str], limits: ReadLimits) -> None:
    long = next((at for at, line in enumerate(lines, 1) if len(line) > limits.cell_bytes), 0)
    if long:
        raise Refused("line_long", file=name, line=str(long))


def _line(number: int, line: str) -> _Line:
    text = line.strip(" ") if "\t" in line.strip() else line.strip()
    parts = text.split("\t") if "\t" in text else re.split(" {2,}", text)
    return _Line(number, text, tuple(part.strip() for part in parts))


def _header(
    name: str, lines: list[_Line], declared: Declared, feeds: tuple[Feed, ...]
) -> tuple[int, tuple[str, ...]]:
    """Find the header: the declared line, else the first of the first lines that maps a feed completely."""
    if declared.header_line:
        at = next((at for at, line in enumerate(lines) if line.number == declared.header_line), None)
        if at is None:
            raise Refused("no_header", file=name)
        return at, _header_fields(name, lines[at], declared, feeds)
    for at, line in enumerate(lines[:HEADER_WITHIN]):
        headers = line.fields if len(line.fields) > 1 else _parted(line.text, declared, feeds)
        if headers and any(not match(feed, headers, declared.maps).missing for feed in feeds):
            return at, headers
    raise Refused("pasted_header", file=name)


def _header_fields(name: str, line: _Line, declared: Declared, feeds: tuple[Feed, ...]) -> tuple[str, ...]:
    headers = line.fields if len(line.fields) > 1 else _parted(line.text, declared, feeds)
    if not headers:
        raise Refused("pasted_header", file=name)
    return headers


def _parted(text: str, declared: Declared, feeds: tuple[Feed, ...]) -> tuple[str, ...]:
    """Part a header at single spaces if there is one way only to see known headers in it; else nothing."""
    known = {fold(header) for header in declared.maps}
    for feed in feeds:
        known |= set().union(*(spellings(column) for column in feed.columns))
    words = text.split(" ")
    ways: list[list[tuple[str, ...]]] = [[()], *([] for _ in words)]
    for end in range(1, len(words) + 1):
        for start in range(max(0, end - 6), end):
            part = " ".join(words[start:end])
            if fold(part) in known:
                ways[end] = (ways[end] + [(*before, part) for before in ways[start]])[:2]
    return ways[-1][0] if len(ways[-1]) == 1 and len(ways[-1][0]) > 1 else ()


def _body(shape: _Shape, lines: list[_Line]) -> _Body:
    """Make rows of lines: whole rows, labels wrapped over lines, and notes after the last row."""
    body = _Body([])
    notes = _first_note(shape, lines)
    at = 0
    while at < notes:
        if lines[at].text == shape.header:  # printed again at the head of a new page
            body.repeated, at = body.repeated + 1, at + 1
            continue
        cells, used = _row(shape, lines[at:notes])
        body.rows.append((*cells, lines[at].number))
        body.joined, at = body.joined + used - 1, at + used
    empty = (None,) * (shape.width - 1)
    body.rows += [(line.text, *empty, line.number) for line in lines[notes:]]
    return body


def _first_note(shape: _Shape, lines: list[_Line]) -> int:
    """Return where the notes under the table begin: a line that says so, with no row after it."""
    for at, line in enumerate(lines):
        alone = len(line.fields) == 1 and _cells(shape, line) is None
        if alone and _NOTE.match(line.text):
            if any(_cells(shape, later) is not None for later in lines[at + 1 :]):
                raise Refused("pasted_note", file=shape.name, line=str(line.number))
            return at
    return len(lines)


def _row(shape: _Shape, lines: list[_Line]) -> tuple[tuple[str, ...], int]:
    """Read the row that begins with the first line, and say how many lines it took."""
    whole = _cells(shape, lines[0])
    for used in range(min(WRAPPED, len(lines)), 1, -1):
        bare = lines[1:used] if whole else lines[: used - 1]
        if all(len(line.fields) == 1 and _cells(shape, line) is None for line in bare):
            joined = _wrapped(shape, lines[:used], whole)
            if joined:
                return joined, used
    if whole is None or not any(whole[1:]):
        words = {"found": str(len(lines[0].fields)), "expected": str(shape.width)}
        raise Refused("pasted_lost", file=shape.name, line=str(lines[0].number), **words)
    return whole, 1


def _wrapped(shape: _Shape, lines: list[_Line], whole: tuple[str, ...] | None) -> tuple[str, ...] | None:
    """Join a label spread over `lines`, its numbers on the first or the last, if it then names a region."""
    if whole is not None:
        cells: tuple[str, ...] | None = (" ".join([whole[0], *(line.text for line in lines[1:])]), *whole[1:])
    else:
        cells = _cells(shape, _line(lines[0].number, " ".join(line.text for line in lines)))
    return cells if cells and fold_region(cells[0]) in region_codes() else None


def _cells(shape: _Shape, line: _Line) -> tuple[str, ...] | None:
    """Return the cells of a whole row, None for a line that is not one. `Refused` where it is ambiguous."""
    if len(line.fields) == shape.width:
        return line.fields
    if len(line.fields) > shape.width:
        words = {"found": str(len(line.fields)), "expected": str(shape.width)}
        raise Refused("line_fields", file=shape.name, line=str(line.number), **words)
    return None if "\t" in line.text else _single_spaced(shape, line)


def _single_spaced(shape: _Shape, line: _Line) -> tuple[str, ...] | None:
    """Part trailing numbers at single spaces, after a label that is known to be whole."""
    row = _ROW.fullmatch(re.sub(" +", " ", line.text))
    if not row or not _is_label(row.group(1)):
        return None
    cells = _CELLS.findall(row.group(2))
    if any(_GROUP.fullmatch(one) and _REST.fullmatch(two) for one, two in pairwise(cells)):
        raise Refused("pasted_ambiguous", file=shape.name, line=str(line.number))
    return (row.group(1), *cells) if len(cells) == shape.width - 1 else None


def _is_label(text: str) -> bool:
    known = fold_region(text) in region_codes() or text.casefold() in TOTALS
    return known or bool(_ID.fullmatch(text))

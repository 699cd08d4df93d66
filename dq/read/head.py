"""Find the header of a text: its line, what separates the columns, and which cells may hold line breaks.

The header is the first line that is not blank, unless it is declared, or that line cannot be a header and
exactly one of the first 20 lines has all that a feed needs: then the lines above are titles.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass

from dq.core.errors import Refused
from dq.core.feed import Feed
from dq.core.forms import separator_mark
from dq.core.headers import fold, match
from dq.core.table import Declared, ReadLimits
from dq.read.above import refuse_rows_above
from dq.read.guard import rfc4180
from dq.read.marks import BREAK

WITHIN = 20
MOST_ABOVE = 1000  # lines looked at for a declared header line or one below blank lines
SEPARATORS = (";", ",", "\t", "|")
_SEP_LINE = re.compile('"?sep=(.)"?', re.IGNORECASE)

_Feeds = tuple[Feed, ...]


@dataclass(frozen=True)
class Head:
    """The headers, their separator, and where the body begins.

    `line` is the 1-based line of the header, `body` the byte after it in the first block. `title` and
    `blank` count the lines above.
    """

    headers: tuple[str, ...]
    separator: str
    line: int
    body: int
    title: int
    blank: int


@dataclass(frozen=True)
class _Line:
    number: int
    text: str
    end: int

    @property
    def blank(self) -> bool:
        return not self.text.strip()


@dataclass(frozen=True)
class _Looked:
    """What headers are looked for with: the separators it may be, and the feeds."""

    marks: tuple[str, ...]
    feeds: _Feeds
    maps: dict[str, str]
    limits: ReadLimits


def find_head(name: str, block: bytes, said: Declared, feeds: _Feeds, limits: ReadLimits) -> Head:
    """Find the header in the first block of a text. `Refused` if there is none or its columns are unclear."""
    lines = list(_first_lines(block, max(WITHIN, said.header_line)))
    sep_line = _SEP_LINE.fullmatch(lines[0].text) if lines else None
    told = said.separator or (sep_line.group(1) if sep_line else "")
    filled = [line for line in lines[bool(sep_line) :] if not line.blank]
    if said.header_line:
        filled = [line for line in filled if line.number == said.header_line]
    if not filled:
        raise Refused("no_header", file=name)
    looked = _Looked((separator_mark(told),) if told else SEPARATORS, feeds, said.maps, limits)
    line = filled[0] if said.header_line else _below_titles(filled, looked)
    separator, headers = _taken_apart(name, line, told, limits)
    _refuse_rows_above(name, filled, line, separator)
    blank = sum(each.blank for each in lines[: line.number - 1])
    return Head(headers, separator, line.number, line.end, line.number - 1 - blank, blank)


def _refuse_rows_above(name: str, lines: list[_Line], header: _Line, separator: str) -> None:
    widths = {line.number: _width(line, separator) for line in lines}
    above = [pair for pair in widths.items() if pair[0] < header.number]
    below = [width for number, width in widths.items() if number > header.number]
    refuse_rows_above(name, above, (header.number, widths[header.number]), below)


def _width(line: _Line, separator: str) -> int:
    """Count the filled cells of a line."""
    cells = _cells(line.text, separator) or line.text.split(separator)
    return sum(bool(cell.strip()) for cell in cells)


def columns_with_breaks(headers: tuple[str, ...], feeds: _Feeds, maps: dict[str, str]) -> frozenset[int]:
    """Return the positions of the columns that may hold line breaks in every feed that knows their header."""
    allowed: dict[str, list[bool]] = {}
    for feed in feeds:
        by_output = {output: c.multiline for c in feed.columns for output in (*c.outputs, c.name)}
        for target, header in match(feed, headers, maps).columns.items():
            allowed.setdefault(header, []).append(by_output[target])
    return frozenset(at for at, header in enumerate(headers) if all(allowed.get(header, [False])))


def _first_lines(block: bytes, most: int) -> Iterator[_Line]:
    """Give the first lines: at least `most`, and more while there is nothing but blank lines."""
    at, number, filled = 0, 1, 0
    while at < len(block) and (number <= most or filled < 2) and number <= MOST_ABOVE:
        end = block.find(b"\n", at) + 1 or len(block)
        line = _Line(number, block[at:end].removesuffix(b"\n").decode(), end)
        yield line
        at, number, filled = end, number + 1, filled + (not line.blank)


def _below_titles(filled: list[_Line], looked: _Looked) -> _Line:
    """Return the header line of those that are not blank: the first, or the only one that fits a feed."""
    first = filled[0]
    if _complete(first, looked):
        return first
    within = [line for line in filled[1:] if line.number <= WITHIN]
    found = [(line, cells) for line in within for cells in _complete(line, looked)]
    if len(found) == 1 and not _could_head(first, len(found[0][1]), looked):
        return found[0][0]
    return first


def _complete(line: _Line, looked: _Looked) -> list[tuple[str, ...]]:
    """Return the ways to split a line that give all that one of the feeds needs."""
    return [
        cells for cells in _splits(line, looked) if any(_fits(feed, cells, looked) for feed in looked.feeds)
    ]


def _fits(feed: Feed, cells: tuple[str, ...], looked: _Looked) -> bool:
    mapping = match(feed, cells, looked.maps)
    return bool(mapping.columns) and not mapping.missing


def _could_head(line: _Line, width: int, looked: _Looked) -> bool:
    """Say if a line could be the header of a table of so many columns: named, all different, one known."""
    for cells in _splits(line, looked):
        differ = len({fold(cell) for cell in cells if cell.strip()}) == len(cells) == width
        if differ and any(match(feed, cells, looked.maps).columns for feed in looked.feeds):
            return True
    return False


def _splits(line: _Line, looked: _Looked) -> list[tuple[str, ...]]:
    if len(line.text) > looked.limits.line_bytes:
        return []
    marks = [mark for mark in looked.marks if mark and 0 < line.text.count(mark) < looked.limits.columns]
    return [cells for mark in marks if (cells := _cells(line.text, mark))]


def _taken_apart(name: str, line: _Line, told: str, limits: ReadLimits) -> tuple[str, tuple[str, ...]]:
    """Return the separator and the headers of the header line. `Refused` if they are not clear."""
    if len(line.text.encode()) > limits.line_bytes:
        raise Refused("line_long", file=name, line=str(line.number))
    separator = _separator(name, line.text, told)
    found = re.sub('"[^"]*"', "", line.text).count(separator) + 1
    if found > limits.columns:
        raise Refused("columns_many", file=name, found=str(found), limit=str(limits.columns))
    headers = _cells(line.text, separator)
    if not headers:
        raise Refused("line_quotes", file=name, line=str(line.number))
    return separator, headers


def _cells(line: str, separator: str) -> tuple[str, ...]:
    """Return the cells of a line, none if its quotes do not pair up or a cell is beyond what csv takes."""
    if BREAK.decode() in line or not re.fullmatch(rfc4180(separator).strip("^$"), line):
        return ()
    if any(len(cell) > csv.field_size_limit() for cell in line.split(separator)):
        return ()
    return tuple(next(csv.reader([line], delimiter=separator, strict=True)))


def _separator(name: str, header: str, told: str) -> str:
    bare = re.sub('"[^"]*"', "", header)
    if told:
        separator = separator_mark(told)
        if not separator or separator not in bare:
            raise Refused("separator_wrong", file=name)
        return separator
    found = [mark for mark in SEPARATORS if mark in bare]
    if len(found) != 1:
        raise Refused("separator_unclear", file=name)
    return found[0]

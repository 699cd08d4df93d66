"""Find the header of a sheet: its line below titles, or its two lines, where one says what the next is of.

Two lines are `Antal` over `listade | namngivna`, or `Enhet` merged over both. They are joined to one header
each: `Antal listade`, `Antal namngivna`, `Enhet`. They count as a header only where they are declared or
give all that a feed needs, so that no row of values ever becomes part of a header.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from dq.core.feed import Feed
from dq.core.headers import match
from dq.core.table import Declared
from dq.read.sheet_scan import Area

WITHIN = 20
_Row = tuple[str | None, ...]


@dataclass(frozen=True)
class Header:
    """Where the header is: its first row (0-based), how many lines it takes, and its text per column.

    `feeds` are the names of those that have all their required columns in it.
    """

    at: int
    lines: int
    texts: tuple[str, ...]
    feeds: tuple[str, ...] = ()

    @property
    def body(self) -> int:
        """The 0-based row below the header."""
        return self.at + self.lines


def find_header(
    cells: pl.DataFrame,
    merged: tuple[Area, ...],
    feeds: tuple[Feed, ...],
    declared: Declared,
    raised: dict[str, str],
) -> Header | None:
    """Return the first header that gives all that a feed needs, else the one line that comes nearest.

    One line goes before two, unless a cell is merged over both. `cells` has all rows of the sheet; None if
    the declared line is not among them. `raised`: texts with raised footnote marks, and without.
    """
    at = declared.header_line - 1
    top = cells.head(max(WITHIN, at + 1) + 1)
    rows = [tuple(raised.get(cell or "", cell) for cell in row) for row in top.iter_rows()]
    places = [at] if declared.header_line else list(range(min(WITHIN, len(rows))))
    if not rows or not 0 <= places[0] < len(rows):
        return None
    first = int(cells.columns[0].removeprefix("c"))
    near = (area for area in merged if area.top <= places[-1])
    areas = [Area(a.top, a.left - first, a.bottom, a.right - first) for a in near]
    for header in _candidates(rows, areas, places, declared.header_lines):
        found = tuple(feed.name for feed in feeds if not match(feed, _filled(header), declared.maps).missing)
        if found:
            return Header(header.at, header.lines, header.texts, found)
    lines = min(declared.header_lines or 1, 2)
    headers = [_header(rows, areas, place, lines) for place in places if place + lines <= len(rows)]
    return _nearest(headers, feeds, declared.maps) if headers else None


def _candidates(rows: list[_Row], areas: list[Area], places: list[int], told: int) -> Iterator[Header]:
    over_both = {area.top for area in areas if area.bottom == area.top + 1}
    pairs = [place for place in places if place + 1 < len(rows)]
    if told != 1:
        yield from (_header(rows, areas, place, 2) for place in pairs if place in over_both or told == 2)
    if told != 2:
        yield from (_header(rows, areas, place, 1) for place in places)
    if told != 1:
        yield from (_header(rows, areas, place, 2) for place in pairs)
        yield from (_header(rows, None, place, 2) for place in pairs)


def _header(rows: list[_Row], areas: list[Area] | None, place: int, lines: int) -> Header:
    lower = rows[place + lines - 1]
    if lines == 1:
        return Header(place, 1, tuple(cell or "" for cell in lower))
    upper = _spread(rows[place], lower, areas, place)
    joined = (" ".join(dict.fromkeys(filter(None, pair))) for pair in zip(upper, lower, strict=True))
    return Header(place, 2, tuple(joined))


def _spread(upper: _Row, lower: _Row, areas: list[Area] | None, place: int) -> list[str | None]:
    """Repeat an upper cell over the columns it is merged over, or without `areas` over the empty ones beside.

    An upper cell with nothing below it is a header by itself and is not repeated.
    """
    spread = list(upper)
    for area in areas or ():
        if area.top <= place <= area.bottom and 0 <= area.left < len(upper):
            beside = range(area.left, min(area.right + 1, len(upper)))
            spread = [upper[area.left] if at in beside else cell for at, cell in enumerate(spread)]
    if areas is None:
        last = None
        for at, (cell, below) in enumerate(zip(upper, lower, strict=True)):
            last = (cell if below else None) if cell else last
            spread[at] = cell or (last if below else None)
    return spread


def _nearest(headers: list[Header], feeds: tuple[Feed, ...], maps: dict[str, str]) -> Header:
    """Return the header that maps most columns; where nothing maps, that with the most filled cells."""

    def score(header: Header) -> tuple[int, int]:
        filled = _filled(header)
        return max((len(match(feed, filled, maps).columns) for feed in feeds), default=0), len(filled)

    return max(headers, key=score)


def _filled(header: Header) -> tuple[str, ...]:
    return tuple(text for text in header.texts if text)

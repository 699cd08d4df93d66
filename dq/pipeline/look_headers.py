"""Which feed a table seems to be, and which headers seem to be misspelt: proposals, shown to a person."""

import unicodedata
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from functools import lru_cache

from dq.core.errors import Refused
from dq.core.feed import Column, Feed
from dq.core.headers import Mapping, fold, match, may_be_cell, spellings
from dq.core.table import Declared, TextTable
from dq.pipeline.choose import choose

ALIKE = 0.8
FEWEST_LETTERS = 4
SHOWN_FEEDS = 3


@dataclass(frozen=True)
class HeadersSeen:
    """What was seen. `mapping` is null if no feed fits; `feeds` are then those that come nearest.

    `proposed`: header to a required column it seems to be. `suggested`: the same for columns that may be
    left out. `ambiguous`: column to the headers that claim it. `hidden`: the headers may be cells.
    """

    mapping: Mapping | None = None
    feeds: tuple[str, ...] = ()
    proposed: dict[str, str] = field(default_factory=dict)
    suggested: dict[str, str] = field(default_factory=dict)
    ambiguous: dict[str, tuple[str, ...]] = field(default_factory=dict)
    hidden: bool = False


def look_at_headers(
    table: TextTable, declared: Declared, feeds: tuple[Feed, ...]
) -> tuple[Declared, HeadersSeen]:
    """Find the feed of a table, with as few headers as possible taken for misspelt ones."""
    try:
        feed, mapping = choose(table, declared, feeds)
    except Refused:
        return _with_proposals(table, declared, feeds)
    return replace(declared, feed=feed.name), _seen(table, feed, mapping, {})


def _with_proposals(
    table: TextTable, declared: Declared, feeds: tuple[Feed, ...]
) -> tuple[Declared, HeadersSeen]:
    found: list[tuple[tuple[int, int], Feed, dict[str, str]]] = []
    mappings = {feed.name: match(feed, table.headers, declared.maps) for feed in feeds}
    for feed in feeds:
        before = mappings[feed.name]
        maps = _alike(before.unmapped, [feed.column(name) for name in before.missing])
        after = match(feed, table.headers, declared.maps | maps)
        if after.complete and len(before.columns) > len(before.missing):
            found.append(((len(maps), -len(after.columns)), feed, maps))
    best = [each for each in found if each[0] == min(found, key=lambda one: one[0])[0]]
    if len(best) != 1:
        return declared, _unclear(table, mappings, [feed for _, feed, _ in best])
    _, feed, maps = best[0]
    told = replace(declared, feed=feed.name, maps=declared.maps | maps)
    return told, _seen(table, feed, match(feed, table.headers, told.maps), maps)


def _unclear(table: TextTable, mappings: dict[str, Mapping], feeds: list[Feed]) -> HeadersSeen:
    """Name the feeds that fit equally well, else those that lack least."""
    ranked = sorted(mappings.values(), key=lambda each: (len(each.missing), -len(each.columns), each.feed))
    near = [each for each in ranked if each.columns][:SHOWN_FEEDS]
    names = [feed.name for feed in feeds] or [each.feed for each in near]
    ambiguous = {} if not near or near[0].missing else dict(near[0].ambiguous)
    hidden = not near and any(may_be_cell(header) for header in table.headers)
    return HeadersSeen(feeds=tuple(names), ambiguous=ambiguous, hidden=hidden)


def _seen(table: TextTable, feed: Feed, mapping: Mapping, proposed: dict[str, str]) -> HeadersSeen:
    taken = set(mapping.columns)
    free = [column for column in feed.columns if not taken & {column.name, *column.outputs}]
    suggested = _alike(mapping.unmapped, free)
    return HeadersSeen(mapping=mapping, feeds=(feed.name,), proposed=proposed, suggested=suggested)


def _alike(headers: tuple[str, ...], columns: list[Column]) -> dict[str, str]:
    """Pair each header with the one column it is most like; none where two come equally near."""
    scores = sorted(
        ((_likeness(header, column), header, column.name) for header in headers for column in columns),
        reverse=True,
    )
    pairs: dict[str, str] = {}
    for score, header, column in scores:
        equal = [each for each in scores if each[0] == score and (each[1] == header or each[2] == column)]
        free = header not in pairs and column not in pairs.values()
        if score >= ALIKE and free and len(equal) == 1 and not may_be_cell(header):
            pairs[header] = column
    return pairs


def _likeness(header: str, column: Column) -> float:
    """Return 0 to 1; 1 if they differ in nothing but marks over letters."""
    word = _bare(fold(header))
    if len(word) < FEWEST_LETTERS:
        return 0.0
    return max(_ratio(word, _bare(each)) for each in spellings(column))


@lru_cache(maxsize=65_536)  # the files of a delivery have the same headers
def _ratio(word: str, spelling: str) -> float:
    return SequenceMatcher(None, word, spelling).ratio()


def _bare(text: str) -> str:
    """Take the marks over letters away."""
    parts = unicodedata.normalize("NFD", text)
    return "".join(mark for mark in parts if not unicodedata.combining(mark))

"""Which feed a table is, from its headers: the declared one, else the only one that fits."""

from dq.core.errors import Refused, nearest
from dq.core.feed import Feed
from dq.core.headers import Mapping, escaped, fold, match, shown
from dq.core.table import Declared, TextTable


def choose(table: TextTable, declared: Declared, feeds: tuple[Feed, ...]) -> tuple[Feed, Mapping]:
    """Find the feed of a table: the declared one, else the only one whose required columns all map.

    Of several, the one that maps most columns. `Refused` says what is missing, unclear or ambiguous.
    """
    mappings = {feed.name: match(feed, table.headers, declared.maps) for feed in feeds}
    found = declared.feed or _guess(table, mappings, feeds)
    feed = next(feed for feed in feeds if feed.name == found)
    if mappings[found].missing and not _sure(mappings[found], feeds):
        raise _nothing_known(table)
    _refuse_incomplete(table, feed, mappings[found])
    return feed, mappings[found]


def _guess(table: TextTable, mappings: dict[str, Mapping], feeds: tuple[Feed, ...]) -> str:
    full = [name for name, mapping in mappings.items() if not mapping.missing]
    clean = [name for name in full if not mappings[name].ambiguous] or full
    sizes = {name: len(mappings[name].columns) for name in clean}
    best = [name for name, size in sizes.items() if size == max(sizes.values())]
    if len(best) == 1:
        return best[0]
    headers = shown(table.headers)
    if best:
        raise Refused("feed_unclear", file=table.name, feeds=", ".join(sorted(best)), headers=headers)
    return _nearly(table, mappings, feeds)


def _nearly(table: TextTable, mappings: dict[str, Mapping], feeds: tuple[Feed, ...]) -> str:
    """Return the only feed that lacks least and has half its required columns; else `Refused`."""
    near = min(mappings.values(), key=_rank)
    alone = [each for each in mappings.values() if _rank(each) == _rank(near)] == [near]
    if alone and len(near.columns) > len(near.missing):
        return near.feed
    if not _sure(near, feeds):
        raise _nothing_known(table)
    words = {"headers": shown(table.headers), "feed": near.feed, "columns": ", ".join(near.missing)}
    raise Refused("unknown_feed", file=table.name, **words)


def _sure(mapping: Mapping, feeds: tuple[Feed, ...]) -> bool:
    """Say if some header is known for one: `Läkare` alone may be a profession in a row of persons."""
    values = {fold(spelling) for feed in feeds for column in feed.columns for spelling in column.values}
    return any(fold(header) not in values for header in mapping.columns.values())


def _nothing_known(table: TextTable) -> Refused:
    """Say that no header is known, and show none: the first line may be a row of persons."""
    return Refused("unknown_headers", file=table.name, count=str(len(table.headers)))


def _rank(mapping: Mapping) -> tuple[int, int]:
    return len(mapping.missing), -len(mapping.columns)


def _refuse_incomplete(table: TextTable, feed: Feed, mapping: Mapping) -> None:
    for name, headers in mapping.ambiguous:
        words = {"column": name, "headers": shown(headers), "header": escaped(headers[0])}
        raise Refused("ambiguous_column", file=table.name, feed=feed.name, **words)
    if mapping.missing:
        first = feed.column(mapping.missing[0])
        free = list(mapping.unmapped) or list(table.headers)
        header = nearest(first.label, free) or nearest(first.name, free) or free[0]
        words = {"label": first.label, "column": first.name, "header": escaped(header), "feed": feed.name}
        raise Refused(
            "no_column",
            file=table.name,
            columns=", ".join(mapping.missing),
            headers=shown(table.headers),
            **words,
        )

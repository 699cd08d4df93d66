"""Settings of files as the values that readers take. Every word is checked when the file is loaded."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from dq.core.errors import UsageFault
from dq.core.feed import Column, Kind
from dq.core.forms import (
    DATE_FORMS,
    DECIMALS,
    ENCODINGS,
    EVERY_COLUMN,
    SEPARATORS,
    TABLE_FORMS,
    UNITS,
    encoding_name,
    separator_mark,
)
from dq.core.headers import fold
from dq.core.table import Declared, FileRule, SenderFeed, SenderRule
from dq.feeds import FEEDS
from dq.settings.files_table import FileTable, SaidTable, SenderTable
from dq.settings.wrong_words import wrong_value

DATED = (Kind.DATE, Kind.DATE_END, Kind.DATETIME)
SHARED = (Kind.SHARE, Kind.MILLI)


def file_rule(path: Path, pattern: str, table: FileTable) -> FileRule:
    """Return what `[files."pattern"]` says."""
    where = f"files.{pattern}"
    if table.ignore:
        return FileRule(pattern, None)
    if table.feed:
        known_feed(path, f"{where}.feed", table.feed)
    return FileRule(pattern, _declared(path, where, table, table.feed, table.sender))


def sender_rule(path: Path, sender: str, table: SenderTable, feeds: Mapping[str, SenderTable]) -> SenderRule:
    """Return what `[senders."name"]` and its tables of feeds say."""
    where = f"senders.{sender}"
    parts = tuple(
        SenderFeed(feed, tuple(part.files), _declared(path, f"{where}.{feed}", part, feed, sender))
        for feed, part in feeds.items()
    )
    return SenderRule(sender, tuple(table.files), _declared(path, where, table, "", sender), parts)


def query_words(path: Path, where: str, table: SaidTable, feed: str, sender: str) -> Declared:
    """Return what `[queries.name]` says about the columns and values of its result."""
    return _declared(path, where, table, feed, sender)


def known_feed(path: Path, where: str, feed: str) -> None:
    """Refuse a feed that there is none of."""
    if feed not in FEEDS:
        raise wrong_value(path, where, feed, FEEDS)


def _declared(path: Path, where: str, table: SaidTable, feed: str, sender: str) -> Declared:
    columns = _columns(feed)
    _check_words(path, where, table)
    _check_keys(path, f"{where}.dates", table.dates, columns, DATED, DATE_FORMS)
    _check_keys(path, f"{where}.units", table.units, columns, SHARED, UNITS)
    _check_map(path, f"{where}.map", table.map, columns)
    words = table.model_dump(exclude={"files", "ignore", "map", "feed", "sender"})
    return Declared(**words, maps=table.map, feed=feed, sender=sender)


def _check_words(path: Path, where: str, table: SaidTable) -> None:
    """Refuse an encoding, separator, form or decimal mark that there is none of."""
    known = {
        "encoding": (bool(encoding_name(table.encoding)), ENCODINGS),
        "separator": (bool(separator_mark(table.separator)), [mark for mark in SEPARATORS if mark != "\t"]),
        "form": (table.form in TABLE_FORMS, TABLE_FORMS),
        "decimal": (table.decimal in DECIMALS, DECIMALS),
    }
    for key, (is_known, names) in known.items():
        said = getattr(table, key)
        if said and not is_known:
            raise wrong_value(path, f"{where}.{key}", said, names)


def _check_keys(
    path: Path,
    where: str,
    said: Mapping[str, str],
    columns: Iterable[Column],
    kinds: tuple[Kind, ...],
    values: tuple[str, ...],
) -> None:
    names = sorted({column.name for column in columns if column.kind in kinds})
    for key, value in said.items():
        if key not in names and key != EVERY_COLUMN:
            raise wrong_value(path, where, key, [*names, EVERY_COLUMN])
        if value not in values:
            raise wrong_value(path, f"{where}.{key}", value, values)


def _check_map(path: Path, where: str, maps: Mapping[str, str], columns: Iterable[Column]) -> None:
    targets = targets_of(columns)
    seen: dict[str, str] = {}
    for header, target in maps.items():
        if target and target not in targets:
            raise wrong_value(path, f"{where}.{header}", target, targets)
        first = seen.setdefault(fold(header), header)
        if first != header or not fold(header):
            raise UsageFault("project_map_twice", file=path.name, key=where, first=first, second=header)


def targets_of(columns: Iterable[Column]) -> list[str]:
    """Name what a header can stand for: a column, or a typed column that has our unit (`fte_milli`)."""
    return sorted({target for column in columns for target in (column.name, *column.outputs)})


def _columns(feed: str) -> tuple[Column, ...]:
    feeds = [FEEDS[feed]] if feed else list(FEEDS.values())
    return tuple(column for each in feeds for column in each.columns)

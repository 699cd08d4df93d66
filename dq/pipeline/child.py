"""The process that opens delivered files, so that a broken one can only take this process with it.

Started once per delivery. JSON lines in, JSON lines out: first the feeds and the limits, then one order
per file. An answer holds names, counts and codes, never a cell; typed rows go to the work folder as
Parquet. It knows feeds only as plain values, and imports neither pandera nor Great Expectations.
"""

import json
import os
import signal
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import IO, Any

from dq.conform import Conformed, conform
from dq.core.errors import Refused, nearest
from dq.core.feed import Column, Feed, Kind
from dq.core.headers import Mapping, escaped, match, shown
from dq.core.table import Declared, ReadLimits, TextTable
from dq.read import open_once, read_source

Answer = dict[str, Any]
_TUPLES = ("headers", "inclusive_headers", "missing")


@dataclass(frozen=True)
class Setup:
    """What all orders share. `guessable`: feeds that a file may be without anyone saying so."""

    feeds: dict[str, Feed]
    guessable: tuple[str, ...]
    limits: ReadLimits
    day: date


def setup_line(feeds: Iterable[Feed], guessable: Iterable[str], limits: ReadLimits, day: date) -> str:
    """Write the first line for the child."""
    words = {
        "feeds": [asdict(feed) for feed in feeds],
        "guessable": list(guessable),
        "limits": asdict(limits),
        "day": day.isoformat(),
    }
    return json.dumps(words)


def read_setup(line: str) -> Setup:
    """Read the first line back to plain values."""
    words = json.loads(line)
    feeds = {feed["name"]: _feed(feed) for feed in words["feeds"]}
    limits, day = ReadLimits(**words["limits"]), date.fromisoformat(words["day"])
    return Setup(feeds, tuple(words["guessable"]), limits, day)


def answer(order: dict[str, Any], setup: Setup) -> Answer:
    """Read and conform one file. Whatever goes wrong becomes a code; no message of a library gets out."""
    told: Answer = {"status": "refused", "sha256": "", "size": 0}
    try:
        source = open_once(Path(order["path"]), order["name"], setup.limits.file_bytes)
        told |= {"sha256": source.sha256, "size": source.size}
        declared = Declared(**order["declared"])
        feeds = _candidates(order["name"], declared, setup)
        table = read_source(source, declared, feeds, setup.limits)
        feed, mapping = choose(table, declared, feeds)
        conformed = conform(table, feed, mapping, setup.day)
        return told | _written(table, mapping, conformed, Path(order["out"]))
    except Refused as fault:
        return told | {"error": fault.key, "values": {key: str(value) for key, value in fault.values.items()}}
    except MemoryError:
        return told | {"error": "file_limit", "values": {"file": order["name"]}}
    except BaseException:  # noqa: BLE001  a parser's panic is no Exception, and its text may hold cells
        return told | {"error": "parser_died", "values": {"file": order["name"]}}


def choose(table: TextTable, declared: Declared, feeds: tuple[Feed, ...]) -> tuple[Feed, Mapping]:
    """Find the feed of a table: the declared one, else the only one whose required columns all map.

    Of several, the one that maps most columns. `Refused` says what is missing, unclear or ambiguous.
    """
    mappings = {feed.name: match(feed, table.headers, declared.maps) for feed in feeds}
    found = declared.feed or _guess(table, mappings)
    feed = next(feed for feed in feeds if feed.name == found)
    _refuse_incomplete(table, feed, mappings[found])
    return feed, mappings[found]


def _guess(table: TextTable, mappings: dict[str, Mapping]) -> str:
    full = [name for name, mapping in mappings.items() if not mapping.missing]
    clean = [name for name in full if not mappings[name].ambiguous] or full
    sizes = {name: len(mappings[name].columns) for name in clean}
    best = [name for name, size in sizes.items() if size == max(sizes.values())]
    if len(best) == 1:
        return best[0]
    headers = shown(table.headers)
    if best:
        raise Refused("feed_unclear", file=table.name, feeds=", ".join(sorted(best)), headers=headers)
    return _nearly(table, mappings)


def _nearly(table: TextTable, mappings: dict[str, Mapping]) -> str:
    """Return the only feed that lacks least and has half its required columns; else `Refused`."""
    near = min(mappings.values(), key=_rank)
    alone = [each for each in mappings.values() if _rank(each) == _rank(near)] == [near]
    if alone and len(near.columns) > len(near.missing):
        return near.feed
    words = {"headers": shown(table.headers), "feed": near.feed, "columns": ", ".join(near.missing)}
    raise Refused("unknown_feed" if near.columns else "unknown_headers", file=table.name, **words)


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


def _candidates(name: str, declared: Declared, setup: Setup) -> tuple[Feed, ...]:
    if not declared.feed:
        return tuple(setup.feeds[each] for each in setup.guessable)
    if declared.feed not in setup.feeds:
        raise Refused(
            "feed_name", file=name, feed=escaped(declared.feed), feeds=", ".join(sorted(setup.feeds))
        )
    return (setup.feeds[declared.feed],)


def _written(table: TextTable, mapping: Mapping, conformed: Conformed, out: Path) -> Answer:
    """Write the typed rows and the unread cells, and say what was read."""
    conformed.frame.write_parquet(out, compression="zstd", compression_level=1)
    if conformed.unread.height:
        unread = out.with_suffix(".unread.parquet")
        conformed.unread.write_parquet(unread, compression="zstd", compression_level=1)
    return {
        "status": "read",
        "feed": mapping.feed,
        "form": table.form,
        "counts": asdict(table.lines),
        "lines": table.lines.all,
        "mapping": {column: escaped(header) for column, header in mapping.columns.items()},
        "unmapped": [escaped(header) for header in mapping.unmapped],
        "decisions": [*table.decisions, *conformed.decisions],
        "unread_cells": conformed.unread.height,
    } | _providers(mapping.feed, conformed)


def _providers(feed: str, conformed: Conformed) -> Answer:
    """Say how many providers a listings file holds, and which, if it is a single one."""
    if feed != "listings":
        return {"providers": 0, "provider_id": ""}
    found = conformed.frame["provider_id"].drop_nulls().unique()
    return {"providers": found.len(), "provider_id": str(found[0]) if found.len() == 1 else ""}


def _feed(words: dict[str, Any]) -> Feed:
    columns = tuple(_column(column) for column in words["columns"])
    return Feed(**{**words, "columns": columns, "key": tuple(words["key"])})


def _column(words: dict[str, Any]) -> Column:
    tuples = {name: tuple(words[name]) for name in _TUPLES}
    return Column(**{**words, **tuples, "kind": Kind(words["kind"])})


def _own_output() -> IO[str]:
    """Keep the pipe to the parent for answers; anything a library prints goes nowhere."""
    pipe = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    return os.fdopen(pipe, "w", encoding="utf-8")


def _set_limits(limits: ReadLimits) -> None:
    """Cap memory and core dumps for the process, where the system can."""
    os.umask(0o077)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is told too, and ends this process
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))


def _allow_time(limits: ReadLimits) -> None:
    """Cap the processor time of the next file: what was used so far, and the cap."""
    if sys.platform != "win32":
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        soft = int(used.ru_utime + used.ru_stime) + limits.cpu_seconds + 1
        resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def main() -> None:
    """Answer orders until the parent closes the pipe."""
    output = _own_output()
    setup = read_setup(sys.stdin.readline())
    _set_limits(setup.limits)
    for line in sys.stdin:
        _allow_time(setup.limits)
        output.write(json.dumps(answer(json.loads(line), setup)) + "\n")
        output.flush()


if __name__ == "__main__":
    main()

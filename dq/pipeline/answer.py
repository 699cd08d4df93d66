"""Answer one order in the child: open, read, conform, write. Whatever goes wrong becomes a code.

An answer holds names, counts and codes, never a cell; typed rows go to the work folder as Parquet.
"""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from dq.conform import Conformed, conform
from dq.core.errors import Refused
from dq.core.feed import Feed
from dq.core.headers import Mapping, escaped, fold
from dq.core.table import Declared, TextTable
from dq.pipeline.choose import choose
from dq.pipeline.look import look
from dq.pipeline.orders import Setup
from dq.pipeline.queried import queried
from dq.pipeline.unpacked import contents, source_of
from dq.read import is_archive, read_source

Answer = dict[str, Any]


def answer(order: dict[str, Any], setup: Setup) -> Answer:
    """Read and conform a file or query. Whatever goes wrong becomes a code; no message of a library gets out.

    An order of the kind `look` is read as a look at it proposes, and what was seen is in the answer.
    """
    told: Answer = {"status": "refused", "sha256": "", "size": 0}
    try:
        if "query" in order:
            return _queried(told, order, setup)
        source = source_of(order, setup.limits)
        told |= {"sha256": source.sha256, "size": source.size}
        declared = Declared(**order["declared"])
        if "within" not in order and is_archive(source):
            return told | contents(order, source, declared, setup.limits)
        if order.get("kind") == "look":
            declared, told["look"] = look(source, declared, setup)
        feeds = _candidates(order["name"], declared, setup)
        table = read_source(source, declared, feeds, setup.limits)
        told |= _seen(table, declared)
        return told | _conformed(order, table, declared, feeds, setup)
    except Refused as fault:
        return told | {"error": fault.key, "values": {key: str(value) for key, value in fault.values.items()}}
    except MemoryError:
        return told | {"error": "file_limit", "values": {"file": order["name"]}}
    except BaseException:  # noqa: BLE001  a parser's panic is no Exception, and its text may hold cells
        return told | {"error": "parser_died", "values": {"file": order["name"]}}


def _queried(told: Answer, order: dict[str, Any], setup: Setup) -> Answer:
    """Put a query and conform its result. `told` is filled on the way, for the answer if it is refused."""
    declared = Declared(**order["declared"])
    feeds = _candidates(order["name"], declared, setup)
    table = queried(order, declared, feeds, setup.limits)
    told |= {"sha256": table.sha256, "size": table.size} | _seen(table, declared)
    return told | _conformed(order, table, declared, feeds, setup)


def _conformed(
    order: dict[str, Any], table: TextTable, declared: Declared, feeds: tuple[Feed, ...], setup: Setup
) -> Answer:
    feed, mapping = choose(table, declared, feeds)
    conformed = conform(table, feed, mapping, setup.day, declared, setup.identities)
    return _written(table, mapping, conformed, Path(order["out"]))


def _candidates(name: str, declared: Declared, setup: Setup) -> tuple[Feed, ...]:
    if not declared.feed:
        return tuple(setup.feeds[each] for each in setup.guessable)
    if declared.feed not in setup.feeds:
        raise Refused(
            "feed_name", file=name, feed=escaped(declared.feed), feeds=", ".join(sorted(setup.feeds))
        )
    return (setup.feeds[declared.feed],)


def _seen(table: TextTable, declared: Declared) -> Answer:
    """Say which headers there are, and which maps speak of a header that is not there."""
    folded = {fold(header) for header in table.headers}
    absent = [header for header in declared.maps if fold(header) not in folded]
    return {"headers": [escaped(header) for header in table.headers], "absent_maps": absent}


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
        "notices": [asdict(each) for each in (*table.notices, *conformed.notices)],
    } | _providers(mapping.feed, conformed)


def _providers(feed: str, conformed: Conformed) -> Answer:
    """Say how many providers a listings file holds, and which, if it is a single one."""
    if not feed.startswith("listings"):
        return {"providers": 0, "provider_id": ""}
    found = conformed.frame["provider_id"].drop_nulls().unique()
    return {"providers": found.len(), "provider_id": str(found[0]) if found.len() == 1 else ""}

"""Queries to databases: joined to an address by the parent, put to the database by the child."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from dq.core.errors import UsageFault
from dq.core.feed import Feed
from dq.core.query import SCHEMES, Asked, Query
from dq.core.table import Declared, ReadLimits, TextTable

if TYPE_CHECKING:
    from adbc_driver_manager.dbapi import Connection

NEEDED = {"postgresql": "adbc_driver_postgresql", "sqlserver": "adbc_driver_manager"}
# The child's open connections by database: all queries to one see the same snapshot.
_OPEN: "dict[str, Connection]" = {}


def addressed(queries: Iterable[Query], addresses: Mapping[str, str]) -> list[tuple[Query, Asked]]:
    """Give each query the address of its database: by its name from `addresses`, else from the settings.

    `UsageFault` for a database without an address, an address of another kind, or a driver not installed.
    """
    return [(query, Asked(query.name, *_reached(query, addresses))) for query in queries]


def _reached(query: Query, addresses: Mapping[str, str]) -> tuple[str, str, str, str]:
    database = query.database
    uri = addresses.get(database.name) or database.uri
    if not uri:
        raise UsageFault("database_address", database=database.name, variable=database.uri_env or "?")
    schemes = SCHEMES[database.driver]
    if not uri.startswith(schemes):
        words = {"driver": database.driver, "schemes": ", ".join(schemes)}
        raise UsageFault("database_scheme", database=database.name, **words)
    if find_spec(NEEDED[database.driver]) is None:
        raise UsageFault("database_driver", database=database.name)
    return database.name, database.driver, query.sql, uri


def order_of(asked: Asked, *, last: bool) -> dict[str, Any]:
    """Return the part of an order that says what to ask, and if it is the last that is asked."""
    return {"name": asked.name, "query": asdict(asked), "last": last}


def queried(
    order: dict[str, Any], declared: Declared, feeds: tuple[Feed, ...], limits: ReadLimits
) -> TextTable:
    """Put the query of an order, in the child. After the last one no connection stays open."""
    from dq.read.database import close
    from dq.read.query import read_query  # the driver is there only where somebody has queries

    try:
        return read_query(Asked(**order["query"]), _OPEN, declared, feeds, limits)
    finally:
        while order["last"] and _OPEN:
            close(_OPEN.popitem()[1])

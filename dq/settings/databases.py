"""Databases and queries in `dq.toml`. No password stands there: the file is shared."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePath
from typing import Annotated

from pydantic import ConfigDict, Field

from dq.core.errors import UsageFault
from dq.core.query import DRIVERS, PREFIX, Database, Query, holds_secret
from dq.feeds import FEEDS
from dq.settings.declare import query_words
from dq.settings.files_table import SaidTable, Texts
from dq.settings.model import Strict
from dq.settings.toml_file import MAX_BYTES
from dq.settings.wrong_words import wrong_value

NOT_QUERIED = "manifest"  # it lists files
Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,60}$")]


class DatabaseTable(Strict):
    """`[databases.name]`: a database, and where its URI stands."""

    model_config = ConfigDict(strict=True)

    driver: str = DRIVERS[0]
    uri_env: str = ""
    uri: str = ""


class QueryTable(Strict):
    """`[queries.name]`: a feed that is the result of a query, and what else is said of it."""

    model_config = ConfigDict(strict=True)

    database: str
    feed: str
    sql: str = ""
    sql_file: str = ""
    rows: int | None = Field(default=None, ge=0)
    snapshot_date: date | None = None
    sender: str = ""
    decimal: str = ""
    map: Texts = Field(default_factory=dict)
    dates: Texts = Field(default_factory=dict)
    units: Texts = Field(default_factory=dict)


def databases(path: Path, tables: Mapping[str, DatabaseTable]) -> dict[str, Database]:
    """Return the databases by name. `UsageFault` for an unknown driver, no address, or a password in it."""
    for name, table in tables.items():
        where = f"databases.{name}"
        if table.driver not in DRIVERS:
            raise wrong_value(path, f"{where}.driver", table.driver, DRIVERS)
        if bool(table.uri) == bool(table.uri_env):
            raise UsageFault("project_either", file=path.name, key=where, one="uri_env", other="uri")
        if holds_secret(table.uri) or holds_secret(table.uri_env):
            raise UsageFault("database_password", file=path.name, database=name)
    return {name: Database(name, **table.model_dump()) for name, table in tables.items()}


def queries(path: Path, tables: Mapping[str, QueryTable], known: Mapping[str, Database]) -> tuple[Query, ...]:
    """Return the queries in the order of their names. `UsageFault` for a name that there is none of."""
    return tuple(_query(path, name, tables[name], known) for name in sorted(tables))


def _query(path: Path, name: str, table: QueryTable, known: Mapping[str, Database]) -> Query:
    where = f"queries.{name}"
    feeds = [feed for feed in FEEDS if feed != NOT_QUERIED]
    if table.database not in known:
        raise wrong_value(path, f"{where}.database", table.database, known)
    if table.feed not in feeds:
        raise wrong_value(path, f"{where}.feed", table.feed, feeds)
    if bool(table.sql.strip()) == bool(table.sql_file):
        raise UsageFault("project_either", file=path.name, key=where, one="sql", other="sql_file")
    sql = table.sql or _from_file(path, where, table.sql_file)
    said = SaidTable(decimal=table.decimal, map=table.map, dates=table.dates, units=table.units)
    declared = query_words(path, where, said, table.feed, table.sender)
    declared = replace(declared, rows=table.rows, snapshot_date=table.snapshot_date)
    return Query(PREFIX + name, known[table.database], sql, declared)


def _from_file(path: Path, where: str, name: str) -> str:
    """Read the SQL of a file beside `dq.toml` or in a folder there."""
    given = PurePath(name)
    try:
        if given.is_absolute() or ".." in given.parts:
            raise ValueError
        with (path.parent / given).open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
        sql = raw.decode("utf-8-sig")
    except (OSError, ValueError):
        raise UsageFault("query_file", file=path.name, key=where, name=name) from None
    if len(raw) > MAX_BYTES or not sql.strip():
        raise UsageFault("query_file", file=path.name, key=where, name=name)
    return sql

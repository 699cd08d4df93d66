"""Open databases of the child: read-only, one snapshot per database, and faults told in our own words.

Nothing that a driver says is passed on: its messages hold values, user names and hosts. Needs the extra
`postgres`, so only what reads a query imports this.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import adbc_driver_manager.dbapi as adbc
from adbc_driver_manager._reader import AdbcRecordBatchReader
from adbc_driver_manager.dbapi import Connection, Cursor, Error

from dq.core.errors import Refused
from dq.core.query import Asked

CONNECT_SECONDS = 10
_SAID_NO = ":  "  # libpq puts two blanks between severity and text of what a server answers, in any language
# SQLSTATE, or the class that begins it, to the key of our text. Source: PostgreSQL manual, appendix A.
FAULTS = {
    "42501": "query_denied",
    "25006": "query_writes",
    "25001": "query_writes",
    "57014": "query_timeout",
    "22021": "query_text",
    "22P05": "query_text",
    "42": "query_wrong",
    "22": "query_wrong",
    "0A": "query_wrong",
    "28": "database_login",
    "3D": "database_login",
}


@dataclass(frozen=True)
class Dialect:
    """How a kind of database is opened, asked and left.

    `opening` follows the connection, `before` each query. `after` puts the session back as it was; without it
    a fault closes the connection. `shape` holds the query, so that it can only be one that reads. `snapshot`
    says what its queries see together.
    """

    connect: Callable[[str], Connection]
    opening: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    after: str = ""
    shape: str = "{sql}"
    options: tuple[tuple[str, str], ...] = ()
    snapshot: str = "none"


def _postgresql(uri: str) -> Connection:
    from adbc_driver_postgresql.dbapi import connect

    settings = {"connect_timeout": str(CONNECT_SECONDS), "application_name": "dq"}
    extra = "&".join(f"{name}={value}" for name, value in settings.items() if f"{name}=" not in uri)
    # autocommit: the driver begins no transactions of its own; `opening` begins ours
    connection: Connection = connect(f"{uri}{'&' if '?' in uri else '?'}{extra}", autocommit=True)
    return connection


def _sqlserver(uri: str) -> Connection:
    return adbc.connect("mssql", uri, autocommit=True)


DIALECTS = {
    "postgresql": Dialect(
        _postgresql,
        opening=(
            "SET client_encoding = 'UTF8'",
            "SET DateStyle = 'ISO'",
            "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
        ),
        before=("SAVEPOINT dq", "SET LOCAL statement_timeout = {milliseconds}"),
        after="ROLLBACK TO SAVEPOINT dq",
        shape="SELECT * FROM (\n{sql}\n) AS dq",
        options=(("adbc.postgresql.batch_size_hint_bytes", str(4 * 2**20)),),
        snapshot="repeatable_read",
    ),
    "sqlserver": Dialect(_sqlserver),
}


@contextmanager
def answer(
    asked: Asked, connections: dict[str, Connection], seconds: float
) -> Iterator[AdbcRecordBatchReader]:
    """Put a query and give its answer in batches. `Refused` whatever goes wrong, also inside the context.

    `connections` are those open so far, by database: all queries to one see the data as they stood at the
    first. Where a connection was lost the next query opens another; that run holds a refused query anyway.
    The database ends a query that takes more than `seconds`, if it is of a kind that can.
    """
    dialect = DIALECTS[asked.driver]
    if asked.database not in connections:
        connections[asked.database] = _opened(asked, dialect)
    connection = connections[asked.database]
    is_usable = False
    try:
        for statement in dialect.before:
            _execute(connection, statement.format(milliseconds=max(1, int(seconds * 1000))))
        with connection.cursor(adbc_stmt_kwargs=dict(dialect.options)) as cursor:
            cursor.execute(dialect.shape.format(sql=asked.sql.strip().rstrip(";")))
            with _batches(cursor) as batches:
                try:
                    yield batches
                    is_usable = True
                finally:
                    if not is_usable:
                        connection.adbc_cancel()  # or closing would fetch all the rest first
    except Error as error:
        raise _refused(asked, error, seconds) from None
    finally:
        if dialect.after:
            is_usable = _undone(connection, dialect.after)
        if not is_usable:
            close(connections.pop(asked.database))


def close(connection: Connection) -> None:
    """Close a connection, whatever state it is in."""
    with suppress(Error):
        connection.close()


def _opened(asked: Asked, dialect: Dialect) -> Connection:
    connection = None
    try:
        connection = dialect.connect(asked.uri)
        for statement in dialect.opening:
            _execute(connection, statement)
    except Error as error:
        if connection is not None:
            close(connection)
        key = "database_login" if _SAID_NO in str(error) else "database_unreachable"
        raise Refused(key, file=asked.name, database=asked.database) from None
    return connection


def _execute(connection: Connection, statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _undone(connection: Connection, statement: str) -> bool:
    """Undo what a query may have set, so that the next one finds the same snapshot; False if that fails."""
    try:
        _execute(connection, statement)
    except Error:
        return False
    return True


def _batches(cursor: Cursor) -> AdbcRecordBatchReader:
    """Read the answer by ADBC's own reader, which keeps the SQLSTATE; pyarrow's turns all faults to one."""
    stream = cursor.fetch_arrow()  # must outlive the import, which takes it over
    return AdbcRecordBatchReader._import_from_c(stream.address)


def _refused(asked: Asked, error: Exception, seconds: float) -> Refused:
    code = getattr(error, "sqlstate", None) or ""
    key = FAULTS.get(code) or FAULTS.get(code[:2], "query_lost")
    words = {"file": asked.name, "database": asked.database, "code": code or "?", "seconds": f"{seconds:g}"}
    return Refused(key, **words)

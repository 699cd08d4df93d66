"""A database query whose result is read like a file: what the settings say, and what the child is told."""

import re
from dataclasses import dataclass, field
from urllib.parse import unquote

from dq.core.table import Declared

PREFIX = "query:"
SCHEMES = {"postgresql": ("postgresql://", "postgres://"), "sqlserver": ("sqlserver://", "mssql://")}
DRIVERS = tuple(SCHEMES)
_SECRET = re.compile(r"(password|pwd)\s*=|//[^@]*:[^@]*@", re.IGNORECASE)


@dataclass(frozen=True)
class Database:
    """A database as `dq.toml` names it. Its URI is in the variable `uri_env`, or in `uri` if harmless."""

    name: str
    driver: str = "postgresql"
    uri_env: str = ""
    uri: str = ""


@dataclass(frozen=True)
class Query:
    """A feed that is the result of `sql`. `name` is what the ledger shows: `query:listings_2026`."""

    name: str
    database: Database
    sql: str
    declared: Declared


@dataclass(frozen=True)
class Asked:
    """A query as the child gets it. `uri` may hold a password and is never shown."""

    name: str
    database: str
    driver: str
    sql: str
    uri: str = field(repr=False)


def holds_secret(uri: str) -> bool:
    """Say if a URI holds a password, or something that looks like one."""
    return bool(_SECRET.search(uri) or _SECRET.search(unquote(uri)))

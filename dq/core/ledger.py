"""The delivery ledger: a line per file, as frames that rules read, and the accounts that no row was lost."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date

import polars as pl

from dq.core.errors import ToolFault
from dq.core.notice import Notice
from dq.core.outcome import Outcome
from dq.core.table import Lines

FILES: dict[str, type[pl.DataType]] = {
    "source_file": pl.String,
    "feed": pl.String,
    "status": pl.String,
    "error": pl.String,
    "rows": pl.Int64,
    "stated_rows": pl.Int64,
    "provider_id": pl.String,
    "sha256": pl.String,
}
NOTICES: dict[str, pl.DataType | type[pl.DataType]] = {
    "source_file": pl.String,
    "feed": pl.String,
    "provider_id": pl.String,
    "sight": pl.String,
    "column": pl.String,
    "count": pl.Int64,
    "file_rows": pl.Int64,
    "rows": pl.List(pl.Int64),
}
KINDS = tuple(each.name for each in fields(Lines))


@dataclass(frozen=True)
class FileRead:
    """One line of the delivery ledger: a file that came and what became of every line in it.

    `lines` = header + title + blank + total + note + continuation + rows for a file that was read.
    `status` is `read`, `refused`, `missing` (named in the manifest, not delivered), `ignored` (by `dq.toml`,
    as a file that came twice, or as a system's leftover) or `opened` (an archive, whose files have lines of
    their own and whose own line has its hash and no rows); a refused or missing file has `error` (key of the
    text) and `values`.
    `decisions` say what was decided for a whole column (unit of a share, inclusive end dates).
    """

    name: str
    status: str
    feed: str = ""
    provider_id: str = ""
    sha256: str = ""
    size: int = 0
    form: str = ""
    lines: int = 0
    header: int = 0
    title: int = 0
    blank: int = 0
    total: int = 0
    note: int = 0
    continuation: int = 0
    rows: int = 0
    unread_cells: int = 0
    mapping: dict[str, str] = field(default_factory=dict)
    unmapped: tuple[str, ...] = ()
    decisions: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
    error: str = ""
    values: dict[str, str] = field(default_factory=dict)
    sender: str = ""
    stated_rows: int | None = None
    snapshot_date: date | None = None


def files_frame(files: Iterable[FileRead]) -> pl.DataFrame:
    """Give one row per file; the provider is null for a file that concerns all."""
    rows = [
        {name: getattr(read, name) for name in FILES if name not in ("source_file", "provider_id")}
        | {"source_file": read.name, "provider_id": read.provider_id or None}
        for read in files
    ]
    return pl.DataFrame(rows, schema=FILES)


def notices_frame(files: Iterable[FileRead]) -> pl.DataFrame:
    """Give one row per notice of a file that was read; `file_rows` are the rows of the file."""
    rows = [
        {
            "source_file": read.name,
            "feed": read.feed,
            "provider_id": read.provider_id or None,
            "sight": each.sight.value,
            "column": each.column,
            "count": each.count,
            "file_rows": read.rows,
            "rows": list(each.rows),
        }
        for read in files
        if read.status == "read"
        for each in read.notices
    ]
    return pl.DataFrame(rows, schema=NOTICES)


@dataclass(frozen=True)
class Account:
    """The lines of all files of a feed by kind, and the rows that the checks were given.

    `lines` = sum of `kinds`; `kinds["rows"]` = `judged`. Files that were refused or left out are not in it.
    """

    feed: str
    files: int
    lines: int
    kinds: dict[str, int]
    judged: int


def accounts(files: Iterable[FileRead], heights: Mapping[str, int]) -> tuple[Account, ...]:
    """Draw up the account of each feed, by name. `heights` are the rows of each feed as the checks see it.

    Raises `ToolFault` where lines or rows do not add up: then no result may be shown.
    """
    by_feed: dict[str, list[FileRead]] = {}
    for read in files:
        if read.status == "read":
            by_feed.setdefault(read.feed, []).append(read)
    drawn = []
    for feed in sorted(by_feed.keys() | heights.keys()):
        mine = by_feed.get(feed, [])
        kinds = {kind: sum(int(getattr(read, kind)) for read in mine) for kind in KINDS}
        account = Account(feed, len(mine), sum(read.lines for read in mine), kinds, heights.get(feed, 0))
        if account.lines != sum(kinds.values()) or kinds["rows"] != account.judged:
            raise ToolFault("rows_not_conserved", what=feed)
        drawn.append(account)
    return tuple(drawn)


def conserved(results: Iterable[Outcome]) -> None:
    """Raise `ToolFault` if a check read more or fewer rows than it had in and out of scope."""
    for each in results:
        if each.rows_read != each.rows_in_scope + sum(each.out_of_scope.values()):
            raise ToolFault("rows_not_conserved", what=each.rule_id)

"""`dq.toml`: what a payer says once about the files of its senders. Unknown keys are refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, Field, ValidationError

from dq.core.errors import UsageFault
from dq.core.query import Query
from dq.core.table import FileRule, ReadLimits, SenderRule
from dq.feeds import FEEDS
from dq.settings.databases import DatabaseTable, Name, QueryTable, databases, queries
from dq.settings.declare import file_rule, sender_rule
from dq.settings.files_table import FileTable, SenderTable
from dq.settings.model import Strict
from dq.settings.toml_file import load_toml
from dq.settings.wrong_words import first_fault, wrong_key

NAME = "dq.toml"
SHARED = "pyproject.toml"  # `[tool.dq]` in it, where there is no `dq.toml`
MOST_SECONDS = 10**6

Table = TypeVar("Table", bound=BaseModel)
Cap = Annotated[int, Field(strict=True, gt=0, le=2**50)]


class ProjectFile(Strict):
    """A whole `dq.toml`."""

    files: dict[str, FileTable] = Field(default_factory=dict)
    senders: dict[str, dict[str, Any]] = Field(default_factory=dict)
    read: dict[str, Cap] = Field(default_factory=dict)
    databases: dict[Name, DatabaseTable] = Field(default_factory=dict)
    queries: dict[Name, QueryTable] = Field(default_factory=dict)


@dataclass(frozen=True)
class Project:
    """Settings in force for reading: rules by file name and by sender, caps (None = defaults), queries."""

    file_rules: tuple[FileRule, ...] = ()
    limits: ReadLimits | None = None
    path: Path | None = None
    senders: tuple[SenderRule, ...] = ()
    queries: tuple[Query, ...] = ()


def find_project(start: Path) -> Project:
    """Load the nearest `dq.toml`, or `[tool.dq]` of a `pyproject.toml`, in `start` or above it.

    No file means no settings. Raises `UsageFault` for a key, name or value that does not exist.
    """
    for folder in (start, *start.parents):
        if (folder / NAME).is_file():
            return load_project(folder / NAME)
        if (folder / SHARED).is_file() and _part(load_toml(folder / SHARED)) is not None:
            return load_project(folder / SHARED)
    return Project()


def load_project(path: Path) -> Project:
    """Load one `dq.toml`, or a `pyproject.toml` with `[tool.dq]`. Raises `UsageFault` as `find_project`."""
    table = load_toml(path)
    if path.name == SHARED:
        table = _part(table) or {}
    file = _valid(path, ProjectFile, table)
    known = databases(path, file.databases)
    return Project(
        file_rules=tuple(file_rule(path, pattern, each) for pattern, each in file.files.items()),
        limits=_limits(path, file.read),
        path=path,
        senders=tuple(_sender(path, name, each) for name, each in file.senders.items()),
        queries=queries(path, file.queries, known),
    )


def _part(table: Mapping[str, Any]) -> Any:
    """Return `[tool.dq]`, or None if there is none."""
    tools = table.get("tool")
    return tools.get("dq") if isinstance(tools, dict) else None


def _sender(path: Path, name: str, table: Mapping[str, Any]) -> SenderRule:
    """Part the tables of feeds from the keys of a sender, and check both."""
    own = {key: value for key, value in table.items() if key not in FEEDS}
    general = _valid(path, SenderTable, own, f"senders.{name}", FEEDS)
    feeds = {
        key: _valid(path, SenderTable, value, f"senders.{name}.{key}")
        for key, value in table.items()
        if key in FEEDS
    }
    return sender_rule(path, name, general, feeds)


def _valid(
    path: Path, model: type[Table], table: Any, where: str = "", more: Mapping[str, object] | None = None
) -> Table:
    try:
        return model.model_validate(table)
    except ValidationError as error:
        raise first_fault(path, error, model, where, more or ()) from None


def _limits(path: Path, table: dict[str, int]) -> ReadLimits | None:
    known = list(ReadLimits.__dataclass_fields__)
    for key, value in table.items():
        if key not in known:
            raise wrong_key(path, f"read.{key}", known)
        if key.endswith("_seconds") and value > MOST_SECONDS:
            raise UsageFault("suite_value", file=path.name, key=f"read.{key}", why=f"<= {MOST_SECONDS}")
    return ReadLimits(**table) if table else None

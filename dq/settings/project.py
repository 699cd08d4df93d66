"""`dq.toml`: what a payer says once about the files of its senders. Unknown keys are refused."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from dq.core.errors import UsageFault, nearest
from dq.core.table import Declared, FileRule, ReadLimits
from dq.feeds import FEEDS
from dq.settings.model import Strict

NAME = "dq.toml"


class FileTable(Strict):
    """`[files."pattern"]`: what files with such a name are, or that they are left out."""

    feed: str = ""
    encoding: str = ""
    separator: str = ""
    sheet: str = ""
    header_line: int = 0
    ignore: bool = False


class ProjectFile(Strict):
    """A whole `dq.toml`."""

    files: dict[str, FileTable] = Field(default_factory=dict)
    read: dict[str, int] = Field(default_factory=dict)


@dataclass(frozen=True)
class Project:
    """Settings in force for reading: rules by file name, and caps (None = defaults)."""

    file_rules: tuple[FileRule, ...] = ()
    limits: ReadLimits | None = None
    path: Path | None = None


def find_project(start: Path) -> Project:
    """Load the nearest `dq.toml` in `start` or above it; no file means no settings.

    Raises `UsageFault` for a key, feed or cap that does not exist.
    """
    for folder in (start, *start.parents):
        if (folder / NAME).is_file():
            return load_project(folder / NAME)
    return Project()


def load_project(path: Path) -> Project:
    """Load one `dq.toml`. Raises `UsageFault` as `find_project`."""
    try:
        file = ProjectFile.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageFault("suite_not_toml", file=path.name, why=str(error)) from None
    except ValidationError as error:
        raise _wrong(path, error.errors()[0]) from None
    rules = tuple(FileRule(pattern, _declared(path, table)) for pattern, table in file.files.items())
    return Project(rules, _limits(path, file.read), path)


def _declared(path: Path, table: FileTable) -> Declared | None:
    if table.ignore:
        return None
    if table.feed and table.feed not in FEEDS:
        names = list(FEEDS)
        raise UsageFault(
            "suite_key", file=path.name, key=table.feed, nearest=nearest(table.feed, names), names=names
        )
    words = table.model_dump(exclude={"ignore"})
    return Declared(**words)


def _limits(path: Path, table: dict[str, int]) -> ReadLimits | None:
    known = list(ReadLimits.__dataclass_fields__)
    for key in table:
        if key not in known:
            raise UsageFault(
                "suite_key", file=path.name, key=f"read.{key}", nearest=nearest(key, known), names=known
            )
    return ReadLimits(**table) if table else None


def _wrong(path: Path, first: Any) -> UsageFault:
    where = [str(part) for part in first["loc"]]
    choices = list(FileTable.model_fields if where[0] == "files" else ProjectFile.model_fields)
    if first["type"] != "extra_forbidden":
        return UsageFault("suite_value", file=path.name, key=".".join(where), why=first["msg"])
    key = where[-1]
    return UsageFault(
        "suite_key", file=path.name, key=".".join(where), nearest=nearest(key, choices), names=choices
    )

"""Look at every file of a delivery for `dq init`: what it seems to be, and what to say of it in `dq.toml`."""

import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dq.core.ledger import FileRead
from dq.core.table import FileRule
from dq.pipeline.found import is_manifest
from dq.pipeline.intake import read_delivery
from dq.settings.propose import Lines, Proposal

# No day is known yet; late enough for every date that a delivery of today can hold.
DAY = date(2099, 12, 31)
TWICE = "same_file"


@dataclass(frozen=True)
class Look:
    """One file: its line of the ledger, read as proposed; what was seen; and the proposal.

    `proposal` is None for a file that no feed fits. `seen` is what `dq.pipeline.look` tells.
    """

    file: FileRead
    seen: dict[str, Any]
    proposal: Proposal | None

    @property
    def recognised(self) -> bool:
        """True if the file is read as proposed and nothing is left for a person to choose."""
        return self.is_read and not self.seen.get("unclear")

    @property
    def is_read(self) -> bool:
        """True if the file can be read, also where it came twice and counts once."""
        return self.file.status == "read" or self.file.error == TWICE


def look_at_files(
    folder: Path,
    own: Iterable[str],
    work: Path,
    progress: Callable[[FileRead], None] = lambda _: None,
) -> tuple[Look, ...]:
    """Look at every file under `folder` but those that match `own`, sorted by name.

    Typed rows go to a private folder in `work` and are removed. A file that cannot be opened is a look too.
    """
    rules = [FileRule(pattern, None) for pattern in own]
    with tempfile.TemporaryDirectory(prefix=".work-", dir=work) as private:
        found = read_delivery(
            [folder], work=Path(private), day=DAY, file_rules=rules, progress=progress, looking=True
        )
    passed = {"ignored", "opened", "missing"}
    files = [each for each in found.files if each.status not in passed or each.error == TWICE]
    return tuple(
        _look(each, found.looks.get(each.name, {}), listed=each.name in found.told, sender=_sender(each))
        for each in files
        if not is_manifest(each.name)
    )


def _sender(file: FileRead) -> str:
    """Return the sender, if the name is an HSA-id: what the manifest says, or the only clinic in the file."""
    name = file.provider_id
    return name if name[:2] == "SE" and name[2:3].isdigit() else ""


def _look(file: FileRead, seen: dict[str, Any], *, listed: bool, sender: str) -> Look:
    said = seen.get("said", {})
    if not said or not seen.get("feeds"):
        return Look(file, seen, None)
    keys = {key: value for key, value in said.items() if value and key != "feed"}
    choices = tuple(line for key in seen["unclear"] for line in _choices(key, seen))
    hints = tuple((("map", header), column) for header, column in seen.get("suggested", {}).items())
    feed = "" if "feed" in seen["unclear"] else said.get("feed", seen["feeds"][0])
    return Look(file, seen, Proposal(file.name, feed, sender, listed, keys, choices, hints))


def _choices(key: str, seen: dict[str, Any]) -> Lines:
    """List what a key may be that a person must settle."""
    table, _, column = key.partition(".")
    if table == "map":
        return tuple((("map", header), column) for header in seen["ambiguous"][column])
    values = {"feed": seen["feeds"], "sheet": seen.get("sheets", ()), "decimal": seen.get("decimals", ())}
    found = seen[table][column] if column else values[table]
    return tuple(((table, column) if column else (table,), value) for value in found)

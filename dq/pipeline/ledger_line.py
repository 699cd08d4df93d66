"""One line of the ledger: what became of a file, from the child's answer and what was said about the file."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from dq.core.errors import Refused
from dq.core.ledger import FileRead
from dq.core.notice import Notice, Sight
from dq.core.table import Declared, ReadLimits
from dq.feeds import FEEDS
from dq.read import open_once


def fingerprint(path: Path, name: str, limits: ReadLimits) -> dict[str, Any]:
    """Hash a file that took the child with it, so that the ledger can still name its bytes."""
    try:
        source = open_once(path, name, limits.file_bytes)
    except Refused:
        return {}
    return {"sha256": source.sha256, "size": source.size}


def refused_line(name: str, error: str, declared: Declared, status: str = "refused") -> FileRead:
    """Make the line of a file that was not read; `error` is the key of the reason."""
    line = ledger_line(name, declared, {"status": status, "error": error, "values": {"file": name}})
    return replace(line, sha256=declared.sha256 if status == "missing" else "")


def replaced_line(name: str, newer: str, path: Path, declared: Declared, limits: ReadLimits) -> FileRead:
    """Make the line of a file that the manifest says another replaces: on record, with its hash, not read."""
    line = refused_line(name, "file_replaced", declared, status="ignored")
    return replace(line, values={"file": name, "other": newer}, **fingerprint(path, name, limits))


def misspelt_line(old: str, newer: str, near: str) -> FileRead:
    """Make the line of a file that another is said to replace, though no file has that name; one is near."""
    values = {"file": old, "other": newer, "nearest": near}
    return FileRead(name=old, status="missing", error="replaces_unknown", values=values)


def _provider_of(declared: Declared, answer: dict[str, Any]) -> str:
    """Say whom a file concerns: the only provider in it, else, if it names none, a sender with an HSA-id."""
    if answer.get("providers"):
        return str(answer["provider_id"])
    is_hsa = declared.sender[:2] == "SE" and declared.sender[2:3].isdigit()
    return declared.sender if is_hsa else ""


def _notice(words: dict[str, Any]) -> Notice:
    return Notice(Sight(words["sight"]), words["count"], words["column"], tuple(words["rows"]))


def ledger_line(name: str, declared: Declared, answer: dict[str, Any]) -> FileRead:
    """Make the ledger's line of a file from the child's answer and what was said about the file."""
    counts = answer.get("counts", {})
    return FileRead(
        name=name,
        status=answer["status"],
        feed=answer.get("feed", declared.feed if declared.feed in FEEDS else ""),
        provider_id=_provider_of(declared, answer),
        sha256=answer.get("sha256", ""),
        size=answer.get("size", 0),
        form=answer.get("form", ""),
        lines=answer.get("lines", 0),
        **counts,
        unread_cells=answer.get("unread_cells", 0),
        mapping=answer.get("mapping", {}),
        unmapped=tuple(answer.get("unmapped", ())),
        decisions=tuple(answer.get("decisions", ())),
        error=answer.get("error", ""),
        values=answer.get("values", {}),
        notices=tuple(_notice(each) for each in answer.get("notices", ())),
        sender=declared.sender,
        stated_rows=declared.rows,
        snapshot_date=declared.snapshot_date,
    )

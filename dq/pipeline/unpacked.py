"""The child's side of archives: look one through, and keep it open while its members are asked for."""

from pathlib import Path
from typing import Any

from dq.core.errors import Refused
from dq.core.table import Declared, ReadLimits
from dq.read import Archive, Source, left_behind, open_archive, open_once, read_member

# The archive of the latest orders, so that two hundred members do not open it two hundred times.
_KEPT: dict[str, Archive] = {}


def source_of(order: dict[str, Any], limits: ReadLimits) -> Source:
    """Read the bytes that an order is about: a file, or a member of the archive `order["within"]`."""
    within = order.get("within")
    if within is None:
        _KEPT.clear()
        return open_once(Path(order["path"]), order["name"], limits.file_bytes)
    archive = _KEPT.get(order["path"])
    if archive is None:
        _KEPT.clear()
        archive = open_archive(open_once(Path(order["path"]), within["name"], limits.file_bytes), limits)
        _KEPT[order["path"]] = archive
    if archive.sha256 != within["sha256"]:
        raise Refused("archive_changed", file=within["name"])
    return read_member(archive, within["member"], order["name"], limits)


def contents(order: dict[str, Any], source: Source, declared: Declared, limits: ReadLimits) -> dict[str, Any]:
    """Look through an archive and list its members; those that a system left behind are marked."""
    if declared.sha256 and declared.sha256.strip().casefold() != source.sha256:
        raise Refused("sha256_differs", file=source.name)
    archive = open_archive(source, limits)
    _KEPT[order["path"]] = archive
    members = [{"name": name, "left_behind": left_behind(name)} for name in archive.members]
    return {"status": "opened", "form": "zip", "feed": "", "members": members}

"""The files of a delivery before any is opened: their names, and what a name alone tells."""

from collections.abc import Iterable
from pathlib import Path

from dq.core.headers import fold
from dq.read import shown_name

MANIFEST = "manifest"


def list_files(paths: Iterable[Path]) -> list[tuple[str, Path]]:
    """List (name, path) of every file, sorted by name; a folder gives all below it, links included as files.

    Names are relative to the folder given, with `/`; where two paths give one name, the folder's goes before.
    """
    found: list[tuple[str, Path]] = []
    for path in paths:
        under = (
            sorted(p for p in path.rglob("*") if not p.is_dir() or p.is_symlink())
            if path.is_dir()
            else [path]
        )
        base = path if path.is_dir() else path.parent
        taken = {name for name, _ in found}
        names = {p: shown_name(p.relative_to(base).as_posix()) for p in under}
        clash = not taken.isdisjoint(names.values())
        found += [(f"{base.resolve().name}/{name}" if clash else name, p) for p, name in names.items()]
    return sorted(found)


def is_manifest(name: str) -> bool:
    """Say if a file is called manifest, whatever its form."""
    return fold(Path(name).stem) == MANIFEST and not is_hidden(name)


def is_hidden(name: str) -> bool:
    """Say if a file, or a folder it lies in, has a name that begins with a full stop."""
    return any(part.startswith(".") for part in name.split("/"))

"""The only place that writes files: temp file beside the target, flush, fsync, rename.

POSIX calls stand here and nowhere else. Files are 0600 and folders 0700. Source: hardening.md V3, V4, O6.
"""

import os
from collections.abc import Callable
from pathlib import Path

from dq.core.errors import CannotWrite

TEMP = ".dq-tmp"
OLD = ".old"


def make_folder(folder: Path) -> None:
    """Create a private folder and remove temp files that an interrupted run left in it."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for stale in folder.glob(f"*{TEMP}"):
            stale.unlink()
    except OSError as error:
        raise CannotWrite("cannot_write", file=folder.name, why=error.strerror or "") from None


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 text with LF line ends, whole or not at all."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, data: bytes) -> None:
    """Write bytes, whole or not at all, and read back their length before the rename."""

    def fill(temp: Path) -> None:
        with temp.open("wb") as file:
            file.write(data)

    write_with(path, fill)
    if path.stat().st_size != len(data):
        raise CannotWrite("cannot_write", file=path.name, why="length differs")


def write_with(path: Path, fill: Callable[[Path], None]) -> None:
    """Let `fill` write a temp file in the same folder, then put it in place of `path`."""
    temp = path.with_name(path.name + TEMP)
    try:
        descriptor = os.open(temp, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.close(descriptor)
        fill(temp)
        with temp.open("rb") as file:
            os.fsync(file.fileno())
        temp.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        temp.unlink(missing_ok=True)
        raise CannotWrite("cannot_write", file=path.name, why=error.strerror or "") from None


def move_away(path: Path) -> None:
    """Rename an old file so that nobody takes it for the new one; nothing happens if there is none."""
    try:
        if path.exists():
            path.replace(path.with_name(path.name + OLD))
            _sync_folder(path.parent)
    except OSError as error:
        raise CannotWrite("cannot_write", file=path.name, why=error.strerror or "") from None


def _sync_folder(folder: Path) -> None:
    if hasattr(os, "O_DIRECTORY"):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

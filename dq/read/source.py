"""Open a delivered file once, read its bytes once, and hash those bytes."""

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from dq.core.errors import Refused
from dq.core.table import MIB

# On systems without these flags the checks after opening still hold.
_FLAGS = (
    os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
)
_FLAGS |= getattr(os, "O_BINARY", 0)


@dataclass(frozen=True)
class Source:
    """The bytes of a file to read, and the SHA-256 of the file as delivered. `name` is the name to show.

    `delivered` is the size of the file as delivered where `data` was unpacked from it.
    """

    name: str
    data: bytes
    sha256: str
    delivered: int | None = None

    @property
    def size(self) -> int:
        """Number of bytes as delivered."""
        return len(self.data) if self.delivered is None else self.delivered


def open_once(path: Path, name: str, max_bytes: int) -> Source:
    """Read a regular file of at most `max_bytes`. `Refused` for links, devices, folders, large files.

    The bytes are in memory once: what is hashed is what is parsed, whoever writes to the file meanwhile.
    """
    if "://" in str(path) or path.is_symlink():
        raise Refused("file_not_regular", file=name)
    try:
        handle = os.open(path, _FLAGS)
    except (OSError, ValueError):
        raise Refused("file_not_opened", file=name) from None
    about = os.fstat(handle)
    if not stat.S_ISREG(about.st_mode):
        os.close(handle)
        raise Refused("file_not_regular", file=name)
    with os.fdopen(handle, "rb") as stream:
        if about.st_size > max_bytes:
            raise Refused("file_large", file=name, limit=f"{max_bytes // MIB} MiB")
        data = stream.read(about.st_size + 1)
    if len(data) != about.st_size:
        raise Refused("file_changed", file=name)
    return Source(name=name, data=data, sha256=hashlib.sha256(data).hexdigest())


def shown_name(name: str) -> str:
    """Make a file name safe to show and to encode; most names are unchanged."""
    printable = "".join(mark if mark.isprintable() else f"\\u{ord(mark):04x}" for mark in name)
    return printable.encode("utf-8", "backslashreplace").decode()

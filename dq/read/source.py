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
    """The bytes of a file as delivered, and their SHA-256. `name` is the name to show."""

    name: str
    data: bytes
    sha256: str

    @property
    def size(self) -> int:
        """Number of bytes."""
        return len(self.data)


def open_once(path: Path, name: str, max_bytes: int) -> Source:
    """Read a regular file of at most `max_bytes`. `Refused` for links, devices, folders, large files."""
    if "://" in str(path) or path.is_symlink():
        raise Refused("file_not_regular", file=name)
    try:
        handle = os.open(path, _FLAGS)
    except (OSError, ValueError):
        raise Refused("file_not_opened", file=name) from None
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise Refused("file_not_regular", file=name)
    with os.fdopen(handle, "rb") as stream:
        data = stream.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise Refused("file_large", file=name, limit=f"{max_bytes // MIB} MiB")
    return Source(name=name, data=data, sha256=hashlib.sha256(data).hexdigest())

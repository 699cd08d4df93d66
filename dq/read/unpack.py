"""Unpack a gzip file under our own caps, before anything looks at what is in it.

By the bytes, whatever the file is called. The checksum and length of each member are held against what came
out. The SHA-256 and the size stay those of the file as delivered.
"""

import io
import zlib
from dataclasses import replace

from dq.core.errors import Refused
from dq.core.table import MIB, ReadLimits
from dq.read.source import Source

MAGIC = b"\x1f\x8b"
_GZIP_FORMAT = 31  # to zlib: a gzip header and trailer, both checked
_STEP = 2**16
_PIECE = 2**22
_MOST_MEMBERS = 100_000  # a member may be nothing at all; block gzip makes one per 64 KiB


def unpack(source: Source, limits: ReadLimits) -> Source:
    """Return the source with its gzip unpacked, or as it is. `Refused` if it is broken or expands too far."""
    if not source.data.startswith(MAGIC):
        return source
    most = min(limits.expanded_bytes, max(MIB, limits.ratio * len(source.data)))
    try:
        data = _inflate(source, most)
    except zlib.error:
        raise Refused("packed_broken", file=source.name) from None
    return replace(source, data=data, delivered=source.size)


def _inflate(source: Source, most: int) -> bytes:
    """Unpack all members, one after another; nothing but members may stand in the file."""
    packed, out = memoryview(source.data), io.BytesIO()
    member, members, rest = zlib.decompressobj(_GZIP_FORMAT), 1, b""
    at = 0
    while at < len(packed) or rest or not member.eof:
        if member.eof:
            member, members = zlib.decompressobj(_GZIP_FORMAT), members + 1
        step = rest or bytes(packed[at : at + _STEP])
        at += 0 if rest else len(step)
        piece = member.decompress(step, _PIECE)
        rest = member.unused_data if member.eof else member.unconsumed_tail
        if not step and not piece:
            raise Refused("packed_broken", file=source.name)
        out.write(piece)
        if out.tell() > most or members > _MOST_MEMBERS:
            raise Refused("packed_expands", file=source.name, limit=f"{most // MIB} MiB")
    return out.getvalue()

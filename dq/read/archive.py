"""A ZIP of provider files: looked through whole before anything is unpacked, then read one file at a time.

What a member claims about itself is a claim: sizes and names are checked first, and what comes out is cut
at the size that was claimed and must have the checksum that was claimed.
"""

import hashlib
import io
import re
import stat
import unicodedata
import zipfile
import zlib
from copy import copy
from dataclasses import dataclass

from dq.core.errors import Refused
from dq.core.headers import escaped
from dq.core.table import MIB, ReadLimits
from dq.read.source import Source, shown_name

# What operating systems leave behind in a folder; they hold no table.
_LEFT_BEHIND = (".ds_store", "thumbs.db")
_RESOURCE_FORKS = "__MACOSX"
_ENCRYPTED = 0x1 | 0x40
_UTF8_NAME = 0x800
_REPARSE_POINT = 0x400
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)


@dataclass(frozen=True)
class Archive:
    """A checked archive. `members` are its files by the name to show, sorted; folders are left out."""

    name: str
    sha256: str
    file: zipfile.ZipFile
    members: dict[str, zipfile.ZipInfo]


def open_archive(source: Source, limits: ReadLimits) -> Archive:
    """Look through an archive. `Refused` for caps, locks, links, and names that lead elsewhere."""
    try:
        file = zipfile.ZipFile(io.BytesIO(source.data))
    except _BROKEN:
        raise Refused("archive_broken", file=source.name) from None
    entries = file.infolist()
    if len(entries) > limits.archive_files:
        found, limit = str(len(entries)), str(limits.archive_files)
        raise Refused("archive_many", file=source.name, found=found, limit=limit)
    for entry in entries:
        _refuse_unsafe(source.name, entry)
    _refuse_large(source.name, entries, limits)
    _refuse_overlapping(source, entries)
    found_names = [(_name(entry), entry) for entry in entries if not entry.is_dir()]
    members = dict(sorted(found_names, key=lambda each: each[0]))
    if len({_same(name) for name in members}) != len(found_names):
        raise Refused("archive_twice", file=source.name)
    if not members:
        raise Refused("archive_empty", file=source.name)
    return Archive(source.name, source.sha256, file, members)


def left_behind(member: str) -> bool:
    """Say if a member is one of the system files `.DS_Store`, `Thumbs.db`, `__MACOSX/.../._name`."""
    parts = member.split("/")
    fork = parts[0] == _RESOURCE_FORKS and parts[-1].startswith("._")
    return fork or parts[-1].casefold() in _LEFT_BEHIND


def read_member(archive: Archive, member: str, name: str, limits: ReadLimits) -> Source:
    """Unpack one file; `name` is the name to show. `Refused` if it is not what the archive says it is."""
    entry = archive.members.get(member)
    if entry is None:
        raise Refused("archive_changed", file=archive.name)
    if entry.file_size > limits.file_bytes:
        raise Refused("file_large", file=name, limit=f"{limits.file_bytes // MIB} MiB")
    try:
        with archive.file.open(_longer(entry)) as stream:
            data = stream.read(entry.file_size + 1)
    except _BROKEN:
        raise Refused("archive_member_broken", file=name) from None
    if len(data) != entry.file_size:
        raise Refused("archive_member_broken", file=name)
    if data.startswith(b"\x1f\x8b"):
        raise Refused("archive_inside", file=name)
    return Source(name=name, data=data, sha256=hashlib.sha256(data).hexdigest())


def _longer(entry: zipfile.ZipInfo) -> zipfile.ZipInfo:
    """Claim one byte more, as what is claimed is where reading stops: a member that goes on is then seen."""
    longer = copy(entry)
    longer.file_size += 1
    return longer


def _name(entry: zipfile.ZipInfo) -> str:
    """Return a member's name, safe to show. Names that are UTF-8 without saying so are taken as UTF-8."""
    name = entry.filename
    if not entry.flag_bits & _UTF8_NAME and not name.isascii():
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            name = entry.filename
    return shown_name(name)


def _same(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _refuse_unsafe(name: str, entry: zipfile.ZipInfo) -> None:
    raw = entry.orig_filename
    parts = raw.removesuffix("/").split("/")
    odd = re.search(r"[\\\x00]|^[A-Za-z]:", raw)
    leads_away = odd or not entry.filename or any(part in ("", ".", "..") for part in parts)
    kind = stat.S_IFMT(entry.external_attr >> 16)
    linked = kind not in (0, stat.S_IFREG, stat.S_IFDIR) or entry.external_attr & _REPARSE_POINT
    packed_folder = entry.filename.endswith("/") and entry.file_size
    if leads_away or linked or packed_folder:
        raise Refused("archive_unsafe", file=name, member=escaped(raw))
    if entry.flag_bits & _ENCRYPTED:
        raise Refused("archive_locked", file=name)
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Refused("archive_method", file=name, member=escaped(raw))


def _refuse_large(name: str, entries: list[zipfile.ZipInfo], limits: ReadLimits) -> None:
    """Hold the claimed sizes against the caps; a small file may be packed as hard as it likes."""
    if sum(entry.file_size for entry in entries) > limits.expanded_bytes:
        raise Refused("archive_expands", file=name, limit=f"{limits.expanded_bytes // MIB} MiB")
    for entry in entries:
        if entry.file_size > max(MIB, limits.ratio * entry.compress_size):
            raise Refused("archive_ratio", file=name, member=escaped(_name(entry)), limit=str(limits.ratio))


def _refuse_overlapping(source: Source, entries: list[zipfile.ZipInfo]) -> None:
    """Refuse members that share bytes: then a small archive can hold a large file many times."""
    placed = sorted(entries, key=lambda entry: entry.header_offset)
    ends = [*(entry.header_offset for entry in placed[1:]), source.size]
    for entry, end in zip(placed, ends, strict=False):
        if entry.header_offset + entry.compress_size > end:
            raise Refused("archive_broken", file=source.name)

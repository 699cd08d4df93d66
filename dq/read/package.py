"""Look into a workbook's zip package before a parser does: caps, forbidden parts, sheets.

Every part is streamed once here, which also proves that it is as long as it claims, so memory stays bounded.
"""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from xml.etree import ElementTree
from xml.parsers import expat

from dq.core.errors import Refused
from dq.core.table import MIB, ReadLimits

WORKBOOK = "xl/workbook.xml"
SHARED = "xl/sharedStrings.xml"
_PART = 8 * 2**20
_SMALL = 16 * MIB  # what expands to less than this may be as dense as it likes
_UNSAFE = ("vbaproject", "xl/macrosheets/", "xl/activex/", "encryptedpackage", "encryptioninfo")
_DECLARED = re.compile(
    rb"""^(?:\xef\xbb\xbf)?\s*<\?xml[^>]*\bencoding=["'](?!utf-8["']|us-ascii["'])""", re.IGNORECASE
)
_XML = (".xml", ".rels")
_TRUE = {"1", "true"}
_RAISED = b'"superscript"'
_ITEM = re.compile(rb"<(?:\w+:)?si>(.*?)</(?:\w+:)?si>", re.DOTALL)
_RUN = re.compile(r"<(?:\w+:)?r>(.*?)</(?:\w+:)?r>", re.DOTALL)
_TEXT = re.compile(r"<(?:\w+:)?t(?:\s[^>]*)?>([^<]*)<")


@dataclass(frozen=True)
class Sheet:
    """A sheet of the workbook: its name, its part in the package, and whether a person sees it."""

    name: str
    part: str
    visible: bool


def open_package(name: str, data: bytes, limits: ReadLimits) -> zipfile.ZipFile:
    """Open the package; `Refused` if it is broken, expands beyond the caps, or holds what may not be."""
    archive = zipfile.ZipFile(io.BytesIO(data))
    entries = archive.infolist()
    expanded = sum(entry.file_size for entry in entries)
    if expanded > limits.expanded_bytes or expanded > max(_SMALL, limits.ratio * len(data)):
        raise Refused("workbook_expands", file=name, limit=f"{limits.expanded_bytes // MIB} MiB")
    names = [entry.filename.casefold() for entry in entries]
    unsafe = any(".." in part or part.startswith(("/", "\\")) for part in names)
    unsafe |= any(mark in part for part in names for mark in _UNSAFE)
    if unsafe or len(set(names)) != len(names) or any(entry.flag_bits & 1 for entry in entries):
        raise Refused("workbook_unsafe", file=name)
    return archive


def check_parts(name: str, archive: zipfile.ZipFile) -> None:
    """Stream every part once. `Refused` if XML declares entities or is in another encoding than UTF-8.

    `ExpatError` for XML that is not well formed: two parsers may read that in two ways.
    """
    for entry in archive.infolist():
        parser = expat.ParserCreate() if entry.filename.casefold().endswith(_XML) else None
        if parser:
            parser.StartDoctypeDeclHandler = _refuse(name)
        with archive.open(entry) as stream:
            for at, piece in enumerate(iter(lambda: stream.read(_PART), b"")):
                wide = piece.startswith((b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<"))
                if parser and at == 0 and (wide or _DECLARED.match(piece)):
                    raise Refused("workbook_unsafe", file=name)
                if parser:
                    parser.Parse(piece, False)
        if parser:
            parser.Parse(b"", True)


def _refuse(name: str) -> Callable[..., None]:
    def refuse(*_: object) -> None:
        raise Refused("workbook_unsafe", file=name)

    return refuse


def sheets(archive: zipfile.ZipFile) -> list[Sheet]:
    """List the sheets that hold cells, in order."""
    targets = {
        each.get("Id", ""): _part(each.get("Target", ""))
        for each in elements(archive, "xl/_rels/workbook.xml.rels", "Relationship")
        if each.get("Type", "").endswith("/worksheet")
    }
    found = []
    for each in elements(archive, WORKBOOK, "sheet"):
        relation = next((value for key, value in each.items() if key.endswith("}id")), "")
        visible = each.get("state", "visible") == "visible"
        if relation in targets:
            found.append(Sheet(each.get("name", ""), targets[relation], visible))
    named = all(sheet.part.endswith(_XML) for sheet in found)
    if not named or len({sheet.name for sheet in found}) != len(found):
        raise ValueError("sheets")
    return found


def since_1904(archive: zipfile.ZipFile) -> bool:
    """Say if the workbook counts its days from 1904, as those of old Macintosh computers do."""
    return any(each.get("date1904") in _TRUE for each in elements(archive, WORKBOOK, "workbookPr"))


def superscripts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Map each text with raised marks, as footnotes have them, to the text without: `Antal1` to `Antal`.

    Texts of more than 64 MiB in all are not looked through; nobody writes those by hand.
    """
    if SHARED not in archive.namelist() or archive.getinfo(SHARED).file_size > 4 * _SMALL:
        return {}
    data = archive.read(SHARED)
    items = _ITEM.findall(data) if _RAISED in data else []
    return dict(_without_raised(item.decode("utf-8")) for item in items if _RAISED in item)


def _without_raised(item: str) -> tuple[str, str]:
    parts = [(_RAISED.decode() in run, "".join(_TEXT.findall(run))) for run in _RUN.findall(item)]
    whole, kept = "".join(text for _, text in parts), "".join(text for raised, text in parts if not raised)
    return unescape(whole), unescape(kept)


def elements(archive: zipfile.ZipFile, part: str, tag: str) -> list[ElementTree.Element]:
    """List the elements called `tag` in a small part, in order. `ValueError` for entities."""
    data = archive.read(part)
    if b"<!DOCTYPE" in data:
        raise ValueError("entities")
    root = ElementTree.fromstring(data)  # noqa: S314  no entities
    return [each for each in root.iter() if each.tag.rpartition("}")[2] == tag]


def _part(target: str) -> str:
    """Return the name of a part as the parser resolves it."""
    if target.startswith("/"):
        return target.removeprefix("/")
    return target if target.startswith("xl/") else f"xl/{target}"

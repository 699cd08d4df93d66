"""Look into a workbook's zip package before a parser does: caps, forbidden parts, sheets, extents.

A 1.5 KB workbook with the cells A1 and XFD1048576 makes a parser ask for 17 thousand million cells and
the process abort. Every part is streamed once here, so memory stays bounded.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

from dq.core.errors import Refused
from dq.core.table import MIB, ReadLimits

_CELL = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br=["']([A-Z]{1,7})([0-9]{1,10})["']""")
_ROW = re.compile(rb"""<(?:\w+:)?row\s[^>]*?\br=["']([0-9]{1,10})["']""")
_UNPLACED = re.compile(rb"<(?:\w+:)?c(?:\s+(?!r=)\w+=[\"'][^\"']*[\"'])*\s*/?>")
_PART = 8 * 2**20


@dataclass(frozen=True)
class Sheet:
    """A sheet of the workbook: its name, its part in the package, and whether a person sees it."""

    name: str
    part: str
    visible: bool


def open_package(name: str, data: bytes, limits: ReadLimits) -> zipfile.ZipFile:
    """Open the package; `Refused` if it is broken, expands beyond the cap, or holds what may not be."""
    archive = zipfile.ZipFile(io.BytesIO(data))
    entries = archive.infolist()
    if sum(entry.file_size for entry in entries) > limits.expanded_bytes:
        raise Refused("workbook_expands", file=name, limit=f"{limits.expanded_bytes // MIB} MiB")
    names = [entry.filename for entry in entries]
    unsafe = any(".." in part or part.startswith(("/", "\\")) or "vbaProject" in part for part in names)
    if unsafe or len(set(names)) != len(names) or any(entry.flag_bits & 1 for entry in entries):
        raise Refused("workbook_unsafe", file=name)
    return archive


def check_extent(name: str, archive: zipfile.ZipFile, limits: ReadLimits) -> None:
    """`Refused` if any part declares entities, or its cells span more than the cap of sheet cells."""
    for entry in archive.infolist():
        rows = columns = 0
        for piece in _pieces(archive, entry):
            if b"<!DOCTYPE" in piece or b"<!ENTITY" in piece or piece.startswith((b"\xff\xfe", b"\xfe\xff")):
                raise Refused("workbook_unsafe", file=name)
            cells = _CELL.findall(piece)
            columns = max([columns, *(_column_number(letters) for letters in {c[0] for c in cells})])
            rows = max([rows, *(int(number) for number in {c[1] for c in cells} | set(_ROW.findall(piece)))])
            columns += len(_UNPLACED.findall(piece))
        if rows * columns > limits.sheet_cells:
            raise Refused("sheet_large", file=name, limit=str(limits.sheet_cells))


def sheets(archive: zipfile.ZipFile) -> list[Sheet]:
    """List the sheets in order. Call after `check_extent`, which refuses entities."""
    targets = {
        each.get("Id", ""): _part(each.get("Target", ""))
        for each in _elements(archive, "xl/_rels/workbook.xml.rels", "Relationship")
    }
    found = []
    for each in _elements(archive, "xl/workbook.xml", "sheet"):
        relation = next((value for key, value in each.items() if key.endswith("}id")), "")
        visible = each.get("state", "visible") == "visible"
        found.append(Sheet(each.get("name", ""), targets.get(relation, ""), visible))
    return found


def percent_cells(archive: zipfile.ZipFile, part: str) -> list[tuple[int, int, int]]:
    """List (row, column, decimals) of number cells shown as percent, 0-based; decimals as displayed."""
    styles = _percent_styles(archive)
    if not styles or part not in archive.namelist():
        return []
    marks = "|".join(str(style) for style in styles).encode()
    cell = re.compile(rb"""<(?:\w+:)?c\s([^>]*\bs=["'](""" + marks + rb""")["'][^>]*)>""")
    placed = re.compile(rb"""\br=["']([A-Z]{1,7})([0-9]{1,10})["']""")
    found = []
    for piece in _pieces(archive, archive.getinfo(part)):
        for words, style in cell.findall(piece):
            place = placed.search(words)
            if place and not re.search(rb"""\bt=["'](?!n["'])""", words):
                found.append(
                    (int(place.group(2)) - 1, _column_number(place.group(1)) - 1, styles[int(style)])
                )
    return found


def _percent_styles(archive: zipfile.ZipFile) -> dict[int, int]:
    """Map the number of each cell style that shows percent to its decimals. 9 and 10 are built in."""
    if "xl/styles.xml" not in archive.namelist():
        return {}
    decimals = {9: 0, 10: 2}
    for each in _elements(archive, "xl/styles.xml", "numFmt"):
        code = re.sub(r'"[^"]*"', "", each.get("formatCode", "")).partition(";")[0]
        if "%" in code:
            decimals[int(each.get("numFmtId", "-1"))] = len(re.sub(r"[^0#?]", "", code.partition(".")[2]))
    styles = [each for group in _elements(archive, "xl/styles.xml", "cellXfs") for each in group]
    numbers = [int(style.get("numFmtId", "0")) for style in styles]
    return {at: decimals[number] for at, number in enumerate(numbers) if number in decimals}


def _pieces(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """Give a part in pieces that end between two tags."""
    rest = b""
    with archive.open(entry) as stream:
        while piece := stream.read(_PART):
            whole, mark, tail = (rest + piece).rpartition(b"<")
            yield whole if mark else tail
            rest = mark + tail if mark else b""
    if rest:
        yield rest


def _elements(archive: zipfile.ZipFile, part: str, tag: str) -> list[ElementTree.Element]:
    root = ElementTree.fromstring(archive.read(part))  # noqa: S314  entities were refused before
    return [each for each in root.iter() if each.tag.rpartition("}")[2] == tag]


def _part(target: str) -> str:
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number

"""Bytes in, text out: one file at a time, refused rather than repaired.

path -> open once -> unpack -> what form -> decode -> structure guard -> text frame -> every line counted.
A file per form; `grid.py` holds what they share. A fault is a `Refused` that names file and line, never a
cell.
"""

from dataclasses import replace
from pathlib import Path

from dq.core.errors import Refused
from dq.core.feed import Feed
from dq.core.table import Declared, ReadLimits, TextTable
from dq.read.archive import Archive, left_behind, open_archive, read_member
from dq.read.columnar import read_parquet
from dq.read.decode import decode
from dq.read.form import Form, sniff
from dq.read.grid import as_table
from dq.read.listing_json import read_json
from dq.read.listing_xml import read_listing_xml
from dq.read.pasted import read_pasted
from dq.read.source import Source, open_once, shown_name
from dq.read.text import read_text
from dq.read.unpack import unpack
from dq.read.workbook import read_workbook

__all__ = [
    "Archive",
    "Source",
    "is_archive",
    "left_behind",
    "open_archive",
    "open_once",
    "read_member",
    "read_source",
    "read_table",
    "shown_name",
]


def read_table(
    path: Path, name: str, declared: Declared, feeds: tuple[Feed, ...], limits: ReadLimits
) -> TextTable:
    """Read one file to text. `name` is shown; `feeds` are those it may be, to find headers and totals."""
    return read_source(open_once(path, name, limits.file_bytes), declared, feeds, limits)


def is_archive(source: Source) -> bool:
    """Say if a file is a ZIP of files, and not a workbook. `Refused` for a ZIP that is neither."""
    return source.data.startswith(b"PK") and sniff(source) is Form.ZIP


def read_source(source: Source, declared: Declared, feeds: tuple[Feed, ...], limits: ReadLimits) -> TextTable:
    """Read the bytes of one file to text. `Refused` if they are not those that were declared."""
    if declared.sha256 and declared.sha256.strip().casefold() != source.sha256:
        raise Refused("sha256_differs", file=source.name)
    source = unpack(source, limits)
    form = sniff(source)
    if form is Form.ZIP:
        raise Refused("archive_inside", file=source.name)
    if declared.form == "pasted" and form is not Form.CSV:
        raise Refused("pasted_not_text", file=source.name, form=form.value)
    if form is Form.XLSX:
        grid = read_workbook(source, declared, feeds, limits)
    elif form is Form.PARQUET:
        grid = read_parquet(source, declared, feeds, limits)
    elif form is Form.XML:
        grid = read_listing_xml(source, declared.encoding, limits)
    elif form is Form.JSON:
        grid = read_json(source, declared, feeds, limits)
    elif declared.form == "pasted":
        grid = read_pasted(source.name, decode(source, declared.encoding), declared, feeds, limits)
    else:
        grid = read_text(source.name, decode(source, declared.encoding), declared, feeds, limits)
    if source.delivered is not None:
        grid = replace(grid, decisions=("unpacked=gzip", *grid.decisions))
    return as_table(source, form.value, grid, feeds, limits)

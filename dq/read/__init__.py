"""Bytes in, text out: one file at a time, refused rather than repaired.

path -> open once -> what form -> decode -> structure guard -> text frame -> every line counted. A file
per form; `grid.py` holds what they share. A fault is a `Refused` that names file and line, never a cell.
"""

from pathlib import Path

from dq.core.errors import Refused
from dq.core.feed import Feed
from dq.core.table import Declared, ReadLimits, TextTable
from dq.read.columnar import read_parquet
from dq.read.decode import decode
from dq.read.form import Form, sniff
from dq.read.grid import as_table
from dq.read.source import Source, open_once
from dq.read.text import read_text
from dq.read.workbook import read_workbook

__all__ = ["open_once", "read_source", "read_table"]


def read_table(
    path: Path, name: str, declared: Declared, feeds: tuple[Feed, ...], limits: ReadLimits
) -> TextTable:
    """Read one file to text. `name` is shown; `feeds` are those it may be, to find headers and totals."""
    return read_source(open_once(path, name, limits.file_bytes), declared, feeds, limits)


def read_source(source: Source, declared: Declared, feeds: tuple[Feed, ...], limits: ReadLimits) -> TextTable:
    """Read the bytes of one file to text. `Refused` if they are not those that were declared."""
    if declared.sha256 and declared.sha256.strip().casefold() != source.sha256:
        raise Refused("sha256_differs", file=source.name)
    form = sniff(source)
    if form is Form.XLSX:
        grid = read_workbook(source, declared, feeds, limits)
    elif form is Form.PARQUET:
        grid = read_parquet(source, feeds, limits)
    else:
        grid = read_text(source.name, decode(source, declared.encoding), declared, limits)
    return as_table(source, form.value, grid, feeds, limits)

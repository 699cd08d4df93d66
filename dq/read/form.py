"""Tell what a file is from its bytes, never from its name."""

import io
import zipfile
from enum import StrEnum

from dq.core.errors import Refused
from dq.read.source import Source


class Form(StrEnum):
    """The forms that can be read."""

    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"


# First bytes of forms that are refused, and the name a person knows them by.
_REFUSED = (
    (b"\x1f\x8b", "gzip"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"7z\xbc\xaf\x27\x1c", "7-zip"),
    (b"\xd0\xcf\x11\xe0", "Excel 97-2003 (.xls)"),
    (b"%PDF", "PDF"),
    (b"ORC", "ORC"),
    (b"ARROW1", "Arrow"),
    (b"SQLite format 3", "SQLite"),
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
)
_MARKUP = (
    (b"<!doctype", "HTML"),
    (b"<html", "HTML"),
    (b"<?xml", "XML"),
    (b"<", "XML"),
    (b"{", "JSON"),
    (b"[", "JSON"),
)


def sniff(source: Source) -> Form:
    """Return the form of the bytes; `Refused` with the form's name for all that cannot be read."""
    head = source.data[:16]
    if not source.data:
        raise Refused("file_empty", file=source.name)
    if head.startswith(b"PAR1"):
        return Form.PARQUET
    if head.startswith(b"PK"):
        return _workbook(source)
    for mark, form in _REFUSED:
        if head.startswith(mark):
            raise Refused("form_refused", file=source.name, form=form)
    text = source.data[:256].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for mark, form in _MARKUP:
        if text.startswith(mark):
            raise Refused("form_refused", file=source.name, form=form)
    return Form.CSV


def _workbook(source: Source) -> Form:
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise Refused("workbook_broken", file=source.name) from None
    if "xl/workbook.xml" in names:
        return Form.XLSX
    known = "Excel (.xlsb)" if "xl/workbook.bin" in names else "zip"
    raise Refused("form_refused", file=source.name, form="OpenDocument" if "mimetype" in names else known)

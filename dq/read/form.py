"""Tell what a file is from its bytes, never from its name."""

import codecs
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
    ZIP = "zip"
    XML = "xml"
    JSON = "json"


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
# Parts that tell a document in a zip package from a zip of files.
_PACKAGES = (
    ("xl/workbook.bin", "Excel (.xlsb)"),
    ("word/document.xml", "Word (.docx)"),
    ("ppt/presentation.xml", "PowerPoint (.pptx)"),
    ("mimetype", "OpenDocument"),
    ("[Content_Types].xml", "Office"),
)
_HTML = (b"<!doctype html", b"<html")
_MARKUP = {b"<": Form.XML, b"{": Form.JSON, b"[": Form.JSON}


def sniff(source: Source) -> Form:
    """Return the form of the bytes; `Refused` with the form's name for all that cannot be read."""
    head = source.data[:16]
    if not source.data:
        raise Refused("file_empty", file=source.name)
    if head.startswith(b"PAR1"):
        return Form.PARQUET
    if head.startswith(b"PK"):
        return _package(source)
    for mark, form in _REFUSED:
        if head.startswith(mark):
            raise Refused("form_refused", file=source.name, form=form)
    if source.data[257:262] == b"ustar":
        raise Refused("form_refused", file=source.name, form="tar")
    text = _lead(source.data[:256])
    if text.startswith(_HTML):
        raise Refused("form_refused", file=source.name, form="HTML")
    return _MARKUP.get(text[:1], Form.CSV)


def _lead(data: bytes) -> bytes:
    """Return how a text begins, in UTF-8 and small letters, without mark and white space."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        data = data.decode("utf-16", "replace").encode()
    return data.removeprefix(codecs.BOM_UTF8).lstrip().lower()


def _package(source: Source) -> Form:
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        key = "workbook_broken" if b"xl/" in source.data else "archive_broken"
        raise Refused(key, file=source.name) from None
    if "xl/workbook.xml" in names:
        return Form.XLSX
    for part, form in _PACKAGES:
        if part in names:
            raise Refused("form_refused", file=source.name, form=form)
    return Form.ZIP

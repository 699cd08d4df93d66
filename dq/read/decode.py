"""Bytes to UTF-8 text with LF line ends, a block at a time, so that memory stays bounded.

The encoding is marked, strict UTF-8, or declared; never guessed. Every line ends like the first one. In a
file of CRLF lines a bare LF is the line break inside a cell, as spreadsheets write it: it becomes `BREAK`,
and only the guard can say if it stands where it may.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from dq.core.errors import Refused
from dq.core.forms import ENCODINGS, encoding_name
from dq.read.marks import BREAK, first_control
from dq.read.source import Source

BLOCK = 2**25
_MARK = "\ufeff"
_CODECS = {"utf-8": "utf-8", "windows-1252": "cp1252", "iso-8859-1": "latin-1"}


@dataclass(frozen=True)
class Text:
    """A text whose encoding is settled, still as delivered from byte `start` on.

    `encoding` is the name for people, `codec` Python's. `end` is the end of the first line.
    """

    name: str
    raw: bytes
    start: int
    encoding: str
    codec: str
    end: str

    def blocks(self, size: int = BLOCK) -> Iterator[bytes]:
        """Give the text as UTF-8 with LF line ends. Each block but the last ends with a line end.

        A block is at most `size` bytes as delivered; `Refused` if a line is longer, for a byte that is not of
        the encoding, a control character, or a line end of another kind; always with the line.
        """
        at = self.start
        while at < len(self.raw):
            cut = _cut(self, at, size)
            yield _clean(self, at, cut)
            at = cut

    @property
    def data(self) -> bytes:
        """The whole text at once. `Refused` if line ends are mixed."""
        whole = b"".join(self.blocks())
        if BREAK in whole:
            line = 1 + whole.replace(BREAK, b"\n").count(b"\n", 0, whole.index(BREAK))
            raise Refused("line_ends_mixed", file=self.name, line=str(line))
        return whole


def decode(source: Source, declared: str) -> Text:
    """Settle the encoding: by mark, else strictly UTF-8, else as `declared`; else `Refused` with the line."""
    told = _told(source.name, declared)
    data = source.data
    if data.startswith(codecs.BOM_UTF16_LE):
        return _text(source, "utf-16", "utf-16-le", 2)
    if data.startswith(codecs.BOM_UTF16_BE):
        return _text(source, "utf-16", "utf-16-be", 2)
    start = len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0
    fault = _first_fault(data, start)
    if fault is None:
        return _text(source, "utf-8", "utf-8", start)
    line = str(1 + data.count(_first_end(data, "utf-8", 0)[-1:].encode(), 0, fault))
    if start:
        raise Refused("encoding_wrong", file=source.name, encoding="utf-8", line=line)
    if told not in _CODECS or told == "utf-8":
        raise Refused("encoding_unknown", file=source.name, line=line)
    return _text(source, told, _CODECS[told], 0)


def _told(name: str, declared: str) -> str:
    found = encoding_name(declared) if declared else ""
    if declared and not found:
        raise Refused("encoding_name", file=name, encodings=", ".join(ENCODINGS))
    return found


def _text(source: Source, encoding: str, codec: str, start: int) -> Text:
    if codec.startswith("utf") and source.data.startswith(_MARK.encode(codec), start):
        raise Refused("mark_twice", file=source.name)
    return Text(source.name, source.data, start, encoding, codec, _first_end(source.data, codec, start))


def _first_fault(data: bytes, start: int) -> int | None:
    """Return the position of the first byte that is not UTF-8, holding one block of text at a time."""
    if data.isascii():
        return None
    view = memoryview(data)
    at = start
    while at < len(data):
        try:
            _, read = codecs.utf_8_decode(view[at : at + BLOCK], "strict", at + BLOCK >= len(data))
        except UnicodeDecodeError as fault:
            return at + fault.start
        at += read
    return None


def _first_end(data: bytes, codec: str, start: int) -> str:
    """Return the first line end; LF if there is none."""
    found = [at for mark in "\r\n" if (at := _find(data, mark.encode(codec), start)) >= 0]
    pair = "\r\n".encode(codec)
    if not found:
        return "\n"
    first = data[min(found) : min(found) + len(pair)].decode(codec, "replace")
    return "\r\n" if first == "\r\n" else first[0]


def _find(data: bytes, mark: bytes, start: int) -> int:
    """Find a mark of one or two bytes at a whole character; -1 if there is none."""
    at = data.find(mark, start)
    while at >= 0 and (at - start) % len(mark):
        at = data.find(mark, at + 1)
    return at


def _cut(text: Text, at: int, size: int) -> int:
    """Return where the block from `at` ends: after its last line end, or with the file."""
    if at + size >= len(text.raw):
        return len(text.raw)
    mark = text.end[-1].encode(text.codec)
    found = text.raw.rfind(mark, at, at + size)
    while found >= 0 and (found - text.start) % len(mark):
        found = text.raw.rfind(mark, at, found + len(mark) - 1)
    if found < 0:
        raise Refused("line_long", file=text.name, line=str(_line(text, at)))
    return found + len(mark)


def _clean(text: Text, at: int, cut: int) -> bytes:
    piece = text.raw[at:cut]
    if text.codec != "utf-8":  # which was checked as a whole
        try:
            piece = piece.decode(text.codec).encode()
        except UnicodeError as fault:
            line = _line(text, at + getattr(fault, "start", 0))
            raise Refused("encoding_wrong", file=text.name, encoding=text.encoding, line=str(line)) from None
    control = first_control(piece)
    if control is not None:
        raise Refused("line_control", file=text.name, line=str(_line_in(text, at, piece, control)))
    lines = _line_ends(text, at, piece)
    second = _second_mark(lines)
    if second is not None:
        line = _line(text, at) + lines.count(b"\n", 0, second) + lines.count(BREAK, 0, second)
        raise Refused("mark_inside", file=text.name, line=str(line))
    return lines


def _line_ends(text: Text, at: int, piece: bytes) -> bytes:
    """Give every line the end LF, and a bare LF among CRLF ends `BREAK`; `Refused` for other mixtures."""
    returns = piece.count(b"\r")
    if text.end == "\n" and not returns:
        return piece
    if text.end == "\r" and b"\n" not in piece:
        return piece.replace(b"\r", b"\n")
    if text.end == "\r\n" and returns == piece.count(b"\r\n"):
        if returns == piece.count(b"\n"):
            return piece.replace(b"\r\n", b"\n")
        return BREAK.join(each.replace(b"\r\n", b"\n") for each in re.split(b"(?<!\r)\n", piece))
    odd = next(each.start() for each in re.finditer(b"\r\n|\r|\n", piece) if each[0] != text.end.encode())
    raise Refused("line_ends_mixed", file=text.name, line=str(_line_in(text, at, piece, odd)))


def _second_mark(lines: bytes) -> int | None:
    """Return where a line begins with a byte order mark: two files laid after each other."""
    if lines.startswith(codecs.BOM_UTF8):
        return 0
    at = (
        lines.find(b"\n" + codecs.BOM_UTF8) if codecs.BOM_UTF8[:1] in lines else -1
    )  # one byte is found faster
    return at + 1 if at >= 0 else None


def _line(text: Text, at: int) -> int:
    """Return the 1-based line of byte `at` of the file as delivered."""
    mark = text.end[-1].encode(text.codec)
    return 1 + text.raw.count(mark, text.start, at)


def _line_in(text: Text, at: int, piece: bytes, position: int) -> int:
    return _line(text, at) + piece.count(text.end[-1].encode(), 0, position)

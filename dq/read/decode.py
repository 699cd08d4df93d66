"""Bytes to UTF-8 text with LF line ends. The encoding is marked, strict UTF-8, or declared; never guessed."""

import codecs
from dataclasses import dataclass

from dq.core.errors import Refused
from dq.read.source import Source

# Names as people write them, and how they are named back.
_KNOWN = {
    "utf-8": "utf-8",
    "utf-16": "utf-16",
    "utf-16-le": "utf-16",
    "utf-16-be": "utf-16",
    "cp1252": "windows-1252",
    "iso8859-1": "iso-8859-1",
}
ENCODINGS = ("utf-8", "utf-16", "windows-1252", "iso-8859-1")


@dataclass(frozen=True)
class Text:
    """A text as UTF-8 bytes with LF line ends, and the encoding it came in."""

    data: bytes
    encoding: str


def decode(source: Source, declared: str) -> Text:
    """Decode by mark, else strictly as UTF-8, else as `declared`. `Refused` with the line otherwise."""
    told = _canonical(source.name, declared)
    if source.data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _finish(source.name, _transcode(source, source.data, "utf-16"), "utf-16")
    plain = source.data.removeprefix(codecs.BOM_UTF8)
    fault = _first_fault(plain)
    if fault is None:
        return _finish(source.name, plain, "utf-8")
    if told in {"", "utf-8", "utf-16"}:
        raise Refused("encoding_unknown", file=source.name, line=str(plain.count(b"\n", 0, fault) + 1))
    return _finish(source.name, _transcode(source, plain, told), told)


def _canonical(name: str, declared: str) -> str:
    if not declared:
        return ""
    try:
        found = _KNOWN.get(codecs.lookup(declared.strip().replace("utf-8-sig", "utf-8")).name, "")
    except LookupError:
        found = ""
    if not found:
        raise Refused("encoding_name", file=name, encodings=", ".join(ENCODINGS))
    return found


def _first_fault(data: bytes) -> int | None:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as fault:
        return fault.start
    return None


def _transcode(source: Source, data: bytes, encoding: str) -> bytes:
    try:
        return data.decode(encoding).encode("utf-8")
    except UnicodeError as fault:
        start = getattr(fault, "start", 0)
        line = str(data.count(b"\n", 0, start) + 1)
        raise Refused("encoding_wrong", file=source.name, encoding=encoding, line=line) from None


def _finish(name: str, data: bytes, encoding: str) -> Text:
    if data.startswith(codecs.BOM_UTF8):
        raise Refused("mark_twice", file=name)
    return Text(_line_ends(name, data), encoding)


def _line_ends(name: str, data: bytes) -> bytes:
    """Give every line the end LF; `Refused` if the file mixes CRLF, LF and CR."""
    if b"\r" not in data:
        return data
    feeds, returns, pairs = data.count(b"\n"), data.count(b"\r"), data.count(b"\r\n")
    if feeds == 0:
        return data.replace(b"\r", b"\n")
    if feeds == returns == pairs:
        return data.replace(b"\r\n", b"\n")
    raise Refused("line_ends_mixed", file=name, line=str(_odd_line(data)))


def _odd_line(data: bytes) -> int:
    """Return the 1-based line whose end differs from the first line's."""
    lines = data.splitlines(keepends=True)
    ends = [line[len(line.rstrip(b"\r\n")) :] for line in lines]
    return next((at for at, end in enumerate(ends, 1) if end != ends[0] and end), len(lines))

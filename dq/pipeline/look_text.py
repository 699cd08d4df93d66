"""What a text file seems to be: its encoding, what parts its columns, and the line of its headers.

A proposal for a person to look at. When a delivery is judged nothing is guessed; it is declared or refused.
"""

import csv
from dataclasses import dataclass, replace

from dq.core.errors import Refused
from dq.core.feed import Feed
from dq.core.forms import separator_mark
from dq.core.headers import fold, match, spellings
from dq.core.table import Declared
from dq.read.decode import Text, decode
from dq.read.source import Source

HEADER_WITHIN = 20
HEAD_BYTES = 2**21
MARKS = (";", ",", "\t", "|")
WESTERN = "windows-1252"
MOSTLY = 0.8
_ASCII = bytes(range(128))
# Letters that Swedish texts hold. What else a file may hold is not known to be what its bytes would say.
_LETTERS = "åäöÅÄÖéÉèÈêëáàâíîïóòôúûüÜøØæÆñçß\u00a0".encode("cp1252")


@dataclass(frozen=True)
class TextSeen:
    """What was seen. `not_utf8`: first line that is no UTF-8. `separators`: how often in the header."""

    encoding: str = ""
    not_utf8: int = 0
    separators: tuple[tuple[str, int], ...] = ()
    header_line: int = 0


def look_at_text(source: Source, declared: Declared, feeds: tuple[Feed, ...]) -> tuple[Declared, TextSeen]:
    """Propose encoding, separator and header line for a text; what was said of it stays as it is.

    Raises `Refused` for a text that no encoding fits, or that holds control characters.
    """
    text, line = _decoded(source, declared.encoding)
    seen = TextSeen(encoding=text.encoding, not_utf8=line)
    declared = replace(declared, encoding=declared.encoding or text.encoding)
    lines = _first_lines(text)
    found = _header(lines, declared, feeds)
    if found is None:
        return declared, seen
    at, mark = found
    marks = tuple((each, lines[at].count(each)) for each in MARKS if each in lines[at])
    proposal = replace(declared, separator=declared.separator or mark, header_line=at + 1)
    return proposal, replace(seen, separators=marks, header_line=at + 1)


def _decoded(source: Source, said: str) -> tuple[Text, int]:
    """Return the text, and the first line that is not UTF-8 if it had to be read as something else."""
    try:
        return decode(source, said), 0
    except Refused as fault:
        if said or fault.key != "encoding_unknown" or not _seems_western(source.data):
            raise
        return decode(source, WESTERN), int(str(fault.values["line"]))


def _seems_western(data: bytes) -> bool:
    """Say if the bytes beyond ASCII are all characters of windows-1252, most of them Swedish letters."""
    beyond = data.translate(None, _ASCII)
    try:
        beyond.decode("cp1252")
    except UnicodeDecodeError:
        return False
    return len(beyond.translate(None, _LETTERS)) <= (1 - MOSTLY) * len(beyond)


def _first_lines(text: Text) -> list[str]:
    head = next(text.blocks(HEAD_BYTES), b"")
    return head.decode("utf-8").split("\n")[:HEADER_WITHIN]


def _header(lines: list[str], declared: Declared, feeds: tuple[Feed, ...]) -> tuple[int, str] | None:
    """Return the line (from 0) and the mark that give most known headers; the first of equals."""
    marks = [separator_mark(declared.separator)] if declared.separator else list(MARKS)
    best, found = (0, 0), None
    known = _known(declared, feeds)
    for at, line in enumerate(lines):
        if declared.header_line and at + 1 != declared.header_line:
            continue
        for mark in marks:
            cells = _cells(line, mark)
            if known.isdisjoint(map(fold, cells)):
                continue
            score = _score(cells, declared, feeds)
            if score > best:
                best, found = score, (at, mark)
    return found


def _known(declared: Declared, feeds: tuple[Feed, ...]) -> set[str]:
    """Return all that a header can be, folded."""
    words = {word for feed in feeds for column in feed.columns for word in spellings(column)}
    outputs = {fold(output) for feed in feeds for output in feed.outputs}
    return words | outputs | {fold(header) for header in declared.maps}


def _cells(line: str, mark: str) -> tuple[str, ...]:
    try:
        return tuple(next(csv.reader([line], delimiter=mark, strict=True), []))
    except csv.Error:
        return ()


def _score(cells: tuple[str, ...], declared: Declared, feeds: tuple[Feed, ...]) -> tuple[int, int]:
    mappings = [match(feed, cells, declared.maps) for feed in feeds]
    return max((int(not each.missing), len(each.columns)) for each in mappings)

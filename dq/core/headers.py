"""Headers of a file: how they are compared, which column of a feed they mean, how they are shown."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from dq.core.feed import Column, Feed

SHOWN_LENGTH = 40
_LONG_NUMBER = re.compile(r"\d{6,}")
SHOWN_COUNT = 12
DIGITS_OF_A_CELL = 6


@dataclass(frozen=True)
class Mapping:
    """Which header of a file stands for which column of a feed.

    `columns`: column name to header. A header that is the name of a typed column (`fte_milli`) stands
    under that name, since its unit is another. `missing`: required columns without a header.
    `ambiguous`: columns that two or more headers claim, with those headers.
    """

    feed: str
    columns: dict[str, str]
    unmapped: tuple[str, ...]
    missing: tuple[str, ...]
    ambiguous: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def complete(self) -> bool:
        """True if every required column has exactly one header."""
        return not self.missing and not self.ambiguous


@lru_cache(maxsize=8192)  # a delivery of many files asks for the same few hundred spellings
def fold(header: str) -> str:
    """Reduce a header to what counts when comparing: NFC, no case, only letters, digits and %.

    Spaces, full stops, brackets, underscores and the footnote marks of printed tables (*, ¹) fall away.
    """
    text = unicodedata.normalize("NFC", header).casefold()
    letters = (mark for mark in text if mark.isalnum() or mark == "%")
    return "".join(mark for mark in letters if unicodedata.category(mark) != "No")


def spellings(column: Column) -> set[str]:
    """Return the folded headers that mean `column` itself."""
    words = (column.name, column.label, *column.headers, *column.inclusive_headers)
    return {fold(word) for word in words}


def match(feed: Feed, headers: tuple[str, ...], maps: dict[str, str]) -> Mapping:
    """Find the column of `feed` for each header. `maps` (header to column) goes before all spellings.

    A map to "" leaves the header out; one to a column of another feed says nothing here.
    """
    known = _known(feed)
    told = {fold(header): target for header, target in maps.items() if not target or target in known.values()}
    claims: dict[str, list[str]] = {}
    unmapped = []
    settled = {told[fold(header)] for header in headers if fold(header) in told}
    for header in headers:
        target = told.get(fold(header))
        if target is None:
            target = known.get(fold(header), "")
            target = "" if target in settled else target
        if target in known.values():
            claims.setdefault(target, []).append(header)
        else:
            unmapped.append(header)
    return Mapping(
        feed=feed.name,
        columns={target: claims[target][0] for target in _ordered(feed) if target in claims},
        unmapped=tuple(unmapped),
        missing=tuple(c.name for c in feed.columns if c.required and not _present(c, claims)),
        ambiguous=_ambiguous(feed, claims),
    )


def escaped(text: str) -> str:
    """Make a name from a file safe to show: at most 40 characters, nothing that acts on a terminal.

    Six digits or more in a row could be a person's number and are masked.
    """
    text = _LONG_NUMBER.sub("######", text)
    cut = text if len(text) <= SHOWN_LENGTH else text[: SHOWN_LENGTH - 1] + "…"
    return "".join(_visible(mark) for mark in cut)


def may_be_cell(header: str) -> bool:
    """Say if a header has so many digits that it may be a cell of a file without headers."""
    return sum(mark.isdigit() for mark in header) >= DIGITS_OF_A_CELL


def shown(headers: tuple[str, ...]) -> str:
    """List headers for a message: at most 12, each made safe, those that may be cells as `…`."""
    listed = ", ".join("…" if may_be_cell(header) else escaped(header) for header in headers[:SHOWN_COUNT])
    return listed.removesuffix(".") + (" …" if len(headers) > SHOWN_COUNT else "")


def _visible(mark: str) -> str:
    acts = unicodedata.category(mark) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    return f"\\u{ord(mark):04x}" if acts else mark


def _known(feed: Feed) -> dict[str, str]:
    """Return the column of each folded header, worked out once per feed: a delivery may have many files."""
    kept = _KEPT.get(id(feed))
    if kept is None or kept[0] is not feed:
        if len(_KEPT) >= _MOST_KEPT:
            _KEPT.clear()
        kept = _KEPT[id(feed)] = (feed, _spelt(feed))
    return kept[1]


_KEPT: dict[int, tuple[Feed, dict[str, str]]] = {}
_MOST_KEPT = 64


def _spelt(feed: Feed) -> dict[str, str]:
    typed = {fold(output): output for column in feed.columns for output in column.outputs}
    plain = {word: column.name for column in feed.columns for word in spellings(column)}
    return typed | plain


def _ordered(feed: Feed) -> list[str]:
    return list(dict.fromkeys(target for c in feed.columns for target in (c.name, *c.outputs)))


def _present(column: Column, claims: dict[str, list[str]]) -> bool:
    return column.name in claims or all(output in claims for output in column.outputs)


def _ambiguous(feed: Feed, claims: dict[str, list[str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found = []
    for column in feed.columns:
        typed = [
            header for output in column.outputs if output != column.name for header in claims.get(output, [])
        ]
        plain = claims.get(column.name, [])
        twice = any(len(claims.get(target, [])) > 1 for target in (column.name, *column.outputs))
        if twice or (plain and typed):
            found.append((column.name, tuple(dict.fromkeys(plain + typed))))
    return tuple(found)

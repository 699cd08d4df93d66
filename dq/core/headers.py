"""Headers of a file: how they are compared, which column of a feed they mean, how they are shown."""

import unicodedata
from dataclasses import dataclass

from dq.core.feed import Column, Feed

SHOWN_LENGTH = 40
SHOWN_COUNT = 12


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


def fold(header: str) -> str:
    """Reduce a header to what counts when comparing: NFC, no case, only letters, digits and %.

    Spaces, full stops, brackets, underscores and the footnote marks of printed tables fall away.
    """
    text = unicodedata.normalize("NFC", header).casefold()
    return "".join(mark for mark in text if mark.isalnum() or mark == "%")


def spellings(column: Column) -> set[str]:
    """Return the folded headers that mean `column` itself."""
    words = (column.name, column.label, *column.headers, *column.inclusive_headers)
    return {fold(word) for word in words}


def match(feed: Feed, headers: tuple[str, ...], maps: dict[str, str]) -> Mapping:
    """Find the column of `feed` for each header. `maps` (header to column) goes before all spellings."""
    known = _known(feed)
    told = {fold(header): target for header, target in maps.items()}
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
    """Make a name from a file safe to show: at most 40 characters, nothing that acts on a terminal."""
    cut = text if len(text) <= SHOWN_LENGTH else text[: SHOWN_LENGTH - 1] + "…"
    return "".join(_visible(mark) for mark in cut)


def shown(headers: tuple[str, ...]) -> str:
    """List headers for a message: at most 12, each made safe to show."""
    listed = ", ".join(escaped(header) for header in headers[:SHOWN_COUNT])
    return listed + (" …" if len(headers) > SHOWN_COUNT else "")


def _visible(mark: str) -> str:
    acts = unicodedata.category(mark) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    return f"\\u{ord(mark):04x}" if acts else mark


def _known(feed: Feed) -> dict[str, str]:
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

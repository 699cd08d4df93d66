"""How the cells of a column may be written in a file: what suppliers are told in every form of contract.

The forms here are always read; a reader may take more (a date form that the payer has declared, say).
"""

from dataclasses import dataclass

from dq.core.feed import Column, Feed, Kind
from dq.words import Words

_GROUPED = "|".join(f"[0-9]{{1,3}}({mark}[0-9]{{3}})+" for mark in " \u00a0\u202f'")  # one mark in a cell
_WHOLE = f"([0-9]+|{_GROUPED})"
_SIGN = "[-+\u2212]?"
PATTERNS = {
    Kind.COUNT: f"^{_SIGN}{_WHOLE}$",
    Kind.ORE: f"^{_SIGN}{_WHOLE}([.,][0-9]{{1,2}})?( ?kr)?$",
    Kind.SHARE: "^[0-9]{1,3}([.,][0-9]+)?[ \u00a0]?%?$",
    Kind.MILLI: "^[0-9]{1,3}([.,][0-9]{1,3})?[ \u00a0]?%?$",
    # Three decimals after anything but 0 could be a group of thousands.
    Kind.NUMBER: f"^{_SIGN}(0[.,][0-9]+|{_WHOLE}([.,]([0-9]{{1,2}}|[0-9]{{4,}}))?)$",
    Kind.DATETIME: "^[0-9]{4}-[0-9]{2}-[0-9]{2}([ T][0-9]{2}:[0-9]{2}(:[0-9]{2})?)?$",
    Kind.FLAG: "^(ja|nej|Ja|Nej|JA|NEJ|1|0|true|false)$",
}
_TEXTS = (Kind.TEXT, Kind.PERSON, Kind.HSA)  # where a token such as "-" is a word like any other


@dataclass(frozen=True)
class Tokens:
    """What stands for an empty cell in all columns but those of text and identifiers."""

    missing: tuple[str, ...] = ()


def headers(column: Column) -> tuple[str, ...]:
    """List every header that means the column, its name and label first."""
    return tuple(dict.fromkeys((column.name, column.label, *column.headers, *column.inclusive_headers)))


def codes(column: Column) -> tuple[str, ...]:
    """List the codes and spellings of a closed list, each as declared and with a capital letter."""
    both = (form for word in column.values for form in (word, word[:1].upper() + word[1:]))
    return tuple(dict.fromkeys(both))


def missing(column: Column, tokens: Tokens) -> tuple[str, ...]:
    """List what means an empty cell: the empty text first."""
    general = () if column.kind in _TEXTS else tokens.missing
    known = {word.casefold() for word in column.values}
    return ("", *(token for token in (*general, *column.missing) if token.casefold() not in known))


def unique_key(feed: Feed) -> tuple[tuple[str, ...], bool]:
    """Give the columns that make a row unique, and whether all of them are always filled."""
    return feed.key, all(not feed.column(name).nullable for name in feed.key)


def told(column: Column, words: Words) -> str:
    """Say in words how a cell is written, what the column is for, and which headers mean an inclusive end."""
    parts = [words.text(f"contract.forms.{column.kind}")]
    if column.inclusive_headers:
        last = ", ".join(column.inclusive_headers)
        parts.append(words.text("contract.inclusive", headers=last, name=column.name))
    parts.append(words.text("contract.column_needed") if column.required else "")
    parts.append(words.text("contract.help", help=column.help) if column.help else "")
    return " ".join(part for part in parts if part)

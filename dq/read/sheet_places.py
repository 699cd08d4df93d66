"""Places of cells: letters to numbers, and a sheet written anew whose writer left the places out."""

import re
from collections.abc import Iterator
from typing import IO
from xml.etree import ElementTree

_PREFIX = re.compile(rb"(</?)[\w.-]+:")
_PLACE = re.compile("([A-Z]{1,3})([0-9]{1,7})")
_BATCH = 10_000


def column_number(letters: str) -> int:
    """Return the 0-based number of a column by its letters: `A` is 0, `AA` is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(number: int) -> str:
    """Return the letters of a 0-based column."""
    head, last = divmod(number, 26)
    return (column_letters(head - 1) if head else "") + chr(65 + last)


def placed(stream: IO[bytes]) -> Iterator[bytes]:
    """Write the rows of a sheet anew, with the place of each cell: after the one before, if it does not say.

    Slow, as each cell is looked at by itself; few writers leave places out.
    """
    parts: list[bytes] = []
    row = 0
    for _, element in ElementTree.iterparse(stream):  # noqa: S314  entities were refused before
        tag = element.tag.rpartition("}")[2]
        if tag == "row":
            row = int(element.get("r", row + 1))
            _place(element, row)
        if tag in {"row", "cols", "mergeCells"}:
            parts.append(_PREFIX.sub(rb"\1", ElementTree.tostring(element)))
            element.clear()
        if len(parts) >= _BATCH:
            yield b"".join(parts)
            parts = []
    yield b"".join(parts)


def _place(row: ElementTree.Element, number: int) -> None:
    column = -1
    for cell in row:
        told = cell.get("r", f"{column_letters(column + 1)}{number}")
        place = _PLACE.fullmatch(told)
        if not place or int(place.group(2)) != number:
            raise ValueError("place")
        column = column_number(place.group(1))
        cell.set("r", f"{column_letters(column)}{number}")
    row.set("r", str(number))

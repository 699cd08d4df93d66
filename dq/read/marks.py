"""Marks that have no place in a delivered text, and the one that we put in ourselves."""

import re

BREAK = b"\x02"  # stands for a line break inside a cell, once all control characters were refused
_CONTROLS = tuple(bytes([code]) for code in range(32) if code not in b"\t\n\r") + (b"\x7f",)
_C1 = re.compile(rb"\xc2[\x80-\x9f]")


def first_control(data: bytes) -> int | None:
    """Return the position of the first NUL or other control character but TAB, LF and CR in UTF-8 text."""
    found = [at for mark in _CONTROLS if (at := data.find(mark)) >= 0]
    c1 = _C1.search(data) if b"\xc2" in data else None
    return min([*found, c1.start()] if c1 else found, default=None)

"""Lines on a terminal: colour only where it is seen, signs only where they can be written.

A reader that went away (`dq show ut | head`) is no fault: what is left is thrown away in silence.
"""

import os
import sys
import unicodedata
from collections.abc import Mapping
from typing import Any, TextIO

from dq.words.numbers import DASH, MINUS, NBSP

STYLES = {
    "pay": "1;32",
    "inform": "1",
    "adjust": "1;33",
    "hold": "1;91",
    "reject": "1;95",
    "rule": "36",
    "muted": "90",
    "strong": "1",
    "warn": "33",
    "fault": "1;91",
}
SIGNS = {"pay": "●", "inform": "●", "adjust": "▲", "hold": "■", "reject": "✕"}
PLAIN_SIGNS = {"pay": "OK", "inform": "OK", "adjust": "! ", "hold": "X ", "reject": "x "}
_PLAIN = str.maketrans({MINUS: "-", DASH: "-", "…": "...", NBSP: " ", "·": "-", "−": "-"})


def wants_color(choice: str, stream: TextIO, environ: Mapping[str, str]) -> bool:
    """Say if colour may be used: asked for, or a terminal that has not declined it."""
    if choice != "auto":
        return choice == "always"
    declined = environ.get("NO_COLOR") or environ.get("TERM") == "dumb"
    return not declined and stream.isatty()


def printable(value: Any) -> Any:
    """Return `value` with every control and direction mark in its texts replaced by `?`.

    Names come out of other people's files; none of them may steer the terminal.
    """
    if isinstance(value, str):
        one_line = value.replace("\n", " ")
        return "".join("?" if unicodedata.category(sign)[0] == "C" else sign for sign in one_line)
    if isinstance(value, dict):
        return {printable(key): printable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [printable(item) for item in value]
    return value


class Console:
    """One stream, written line by line."""

    def __init__(self, stream: TextIO, *, color: bool) -> None:
        self.stream = stream
        self.color = color
        self.signs = SIGNS if self._can_write("".join(SIGNS.values())) else PLAIN_SIGNS

    def paint(self, style: str, text: str) -> str:
        """Return `text` in a style of `STYLES`, or as it is where there is no colour."""
        return f"\x1b[{STYLES[style]}m{text}\x1b[0m" if self.color and text else text

    def line(self, text: str = "") -> None:
        """Write a line. What the stream cannot encode becomes plainer signs."""
        if not self._can_write(text):
            encoding = self.stream.encoding
            text = text.translate(_PLAIN).encode(encoding, "replace").decode(encoding)
        try:
            self.stream.write(text + "\n")
        except BrokenPipeError:
            let_go(self.stream)

    def lines(self, texts: list[str]) -> None:
        """Write several lines."""
        for text in texts:
            self.line(text)

    def _can_write(self, text: str) -> bool:
        try:
            text.encode(self.stream.encoding or "utf-8")
        except UnicodeEncodeError:
            return False
        return True


def let_go(stream: TextIO) -> None:
    """Send what is still to be written on a stream nobody reads to nowhere."""
    sink = os.open(os.devnull, os.O_WRONLY)
    os.dup2(sink, stream.fileno())
    os.close(sink)


def finish() -> None:
    """Write out what is waiting on both streams; a reader that went away is no fault."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BrokenPipeError:
            let_go(stream)

"""What was read and run, one plain line per file and step, on stderr."""

from typing import TYPE_CHECKING

from dq.cli.console import Console, printable
from dq.words import Words

if TYPE_CHECKING:
    from dq.core.ledger import FileRead

MOST_FILES = 8


class Lines:
    """Prints progress; unless `everything`, files past the eighth are counted and empty steps left out."""

    def __init__(self, console: Console, words: Words, *, everything: bool) -> None:
        self.console = console
        self.words = words
        self.everything = everything
        self.files = 0
        self.held_files = 0
        self.held_rows = 0
        self.label = ""

    def file(self, read: "FileRead", seconds: float) -> None:
        """Show a file; one that was refused is always shown."""
        refused = read.status not in ("read", "opened")
        if self.files >= MOST_FILES and not refused and not self.everything:
            self.held_files += 1
            self.held_rows += read.rows
            return
        self.files += 1
        counted = self.words.text(
            "cli.progress.ignored" if read.status == "ignored" else "cli.progress.refused"
        )
        if not refused:
            counted = self.words.text("cli.progress.rows", n=read.rows)
        name = shorten(str(printable(read.name)), 27)
        what = f"{name:<27} {counted:>14}  {printable(read.form):<14}"
        self._line(self.words.text("cli.progress.reading"), what, seconds)

    def step(self, name: str, detail: str, seconds: float) -> None:
        """Show a step that is done."""
        self._release()
        if not detail and not self.everything:
            return
        try:
            label = self.words.text(f"cli.steps.{name}")
        except LookupError:
            label = name
        self._line(label, f"{self._worded(name, detail):<60}", seconds)

    def _worded(self, name: str, detail: str) -> str:
        """Put the two counts of the check step into words."""
        checks, _, clinics = detail.partition(" × ")
        if name != "check" or not (checks.isdecimal() and clinics.isdecimal()):
            return str(printable(detail))
        return self.words.text("cli.progress.checked", checks=int(checks), clinics=int(clinics))

    def _release(self) -> None:
        """Count the files that were not shown."""
        if self.held_files:
            text = self.words.text("cli.progress.more_files", n=self.held_files, rows=self.held_rows)
            self.console.line(" " * 9 + self.console.paint("muted", text))
        self.held_files = self.held_rows = 0

    def _line(self, label: str, what: str, seconds: float) -> None:
        shown = "" if label == self.label else label
        self.label = label
        took = self.words.text("cli.progress.seconds", seconds=self.words.numbers.decimal(seconds, 1))
        self.console.line(f"{shown:<9}{what}  {took:>7}")


class Silence:
    """Prints nothing: `--quiet`."""

    def file(self, read: "FileRead", seconds: float) -> None:
        """Say nothing."""

    def step(self, name: str, detail: str, seconds: float) -> None:
        """Say nothing."""


def shorten(text: str, width: int) -> str:
    """Return `text` in at most `width` signs, cut with an ellipsis."""
    return text if len(text) <= width else text[: width - 1] + "…"

"""How a run tells the one who started it how far it has come."""

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from dq.core.ledger import FileRead


class Progress(Protocol):
    """Hears about each file and step once it is done. Seconds are wall clock, for people only."""

    def file(self, read: "FileRead", seconds: float) -> None:
        """Say that a file was read or refused."""

    def step(self, name: str, detail: str, seconds: float) -> None:
        """Say that a step is done.

        `name` is a word of the closed list read, conform, measure, check, engines, reconcile, decide, write,
        report, generate. `detail` is text or empty; that of `check` is "<checks> × <clinics>", two counts
        that the receiver puts into words.
        """

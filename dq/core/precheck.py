"""What a sender is told of its own files before they are sent: places and counts, no cell, no verdict."""

from dataclasses import dataclass, field
from datetime import date

from dq.core.codes import ExitCode, Status, worst
from dq.core.ledger import FileRead

SHOWN_ROWS = 20


@dataclass(frozen=True)
class Cells:
    """Cells of one column with the same fault: a reason of the reader, or a check of the feed's contract.

    `count` is exact, `rows` are the first 20 source rows.
    """

    column: str
    fault: str
    count: int
    rows: tuple[int, ...]


@dataclass(frozen=True)
class RuleTried:
    """How a rule ended on one file: rows (or files) that fail it, and the first 20 source rows.

    `reason` says why it was not judged: `no_count` (nobody stated how many rows there should be) or
    `several` (the file holds several providers).
    """

    rule_id: str
    status: Status
    reason: str = ""
    failing: int = 0
    rows: tuple[int, ...] = ()


@dataclass(frozen=True)
class FileTried:
    """One file: how it was read, what to correct, and its own totals by name (whole numbers).

    `providers`: how many the rows name, 0 where the feed has none. With more than one there are no totals.
    `absent`: columns of the feed that the file does not have, none of them required if it was read.
    """

    read: FileRead
    providers: int = 0
    absent: tuple[str, ...] = ()
    cells: tuple[Cells, ...] = ()
    rules: tuple[RuleTried, ...] = ()
    totals: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Precheck:
    """The files in the order of their names. `not_given`: files that the manifest names beyond those."""

    day: date
    files: tuple[FileTried, ...]
    not_given: int = 0

    @property
    def code(self) -> ExitCode:
        """11 where a file could not be read or none came, 10 where something is to be corrected, else 0."""
        data = [tried.read.status for tried in self.files if tried.read.feed != "manifest"]
        rules = [each for tried in self.files for each in tried.rules]
        wrong = any(each.status is Status.FAIL for each in rules) or any(each.cells for each in self.files)
        codes = [ExitCode.NOT_JUDGED for tried in self.files if tried.read.status == "refused"]
        codes += [] if {"read", "refused"} & set(data) else [ExitCode.NOT_JUDGED]
        return worst([*codes, *([ExitCode.FINDINGS] if wrong else [])])

"""What a generated file is: a table with its known truth, and the bytes that some form makes of it."""

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from dq.core.feed import Column, Feed

DAY = date(2026, 10, 31)
NBSP, NNBSP, MINUS = "\u00a0", "\u202f", "\u2212"


@dataclass
class Field:
    """One column of a file. `column` None: one that no feed knows. `target`: the column or output meant.

    `values` are what the cells mean, `texts` how a text file writes them, `numbers` what a typed file holds
    where a cell is a number, `percents` those of them that are shown with a percent sign.
    """

    header: str
    column: Column | None
    target: str
    values: list[Any]
    texts: list[str]
    numbers: list[Decimal | None]
    percents: list[int | None] = field(default_factory=list)  # decimals shown, None: no percent sign
    certain: set[int] = field(default_factory=set)  # cells written as `texts` has them, in every form

    def put(self, at: int, text: str) -> None:
        """Write a cell as this very text, in every form."""
        self.texts[at], self.numbers[at], self.percents[at] = text, None, None
        self.certain.add(at)

    def is_filled(self, at: int) -> bool:
        """Say if a cell means something and is written as such."""
        return self.values[at] is not None and bool(self.texts[at].strip())


@dataclass
class Table:
    """A feed's table with its truth: for each typed output, the value of each row."""

    feed: Feed
    fields: list[Field]
    rows: int
    truth: dict[str, list[Any]]
    declared: dict[str, Any] = field(default_factory=dict)
    canaries: set[str] = field(default_factory=set)

    def told(self) -> dict[str, Any]:
        """Return what is declared of the file in any form."""
        return {key: value for key, value in self.declared.items() if value}


@dataclass(frozen=True)
class Made:
    """A delivered file: its bytes, what is said of it, and what must come out of it.

    `at` is the source row of each row of the truth, `lines` the lines of each kind, `exact` False where
    shares are compared as numbers, since the form keeps no decimals. `member`: the name inside an archive.
    """

    name: str
    form: str
    data: bytes
    declared: dict[str, Any]
    truth: dict[str, list[Any]]
    at: tuple[int, ...]
    lines: dict[str, int]
    feed: str
    canaries: frozenset[str]
    exact: bool = True
    member: str = ""
    limits: tuple[tuple[str, int], ...] = ()

    def with_(self, **words: Any) -> "Made":
        """Return the file with some of it changed."""
        return replace(self, **words)


def made_of_records(table: Table, name: str, form: str, data: bytes, declared: dict[str, Any]) -> Made:
    """Make the file of a form that has records and no lines: rows count from 1, shares lose decimals."""
    return Made(
        name=name,
        form=form,
        data=data,
        declared=declared,
        truth=table.truth,
        at=tuple(range(1, table.rows + 1)),
        lines={"rows": table.rows},
        feed=table.feed.name,
        canaries=frozenset(table.canaries),
        exact=False,
    )


@dataclass(frozen=True)
class Chance:
    """Three sources of chance, so that a spoilt file is like its clean twin but for what was spoilt."""

    table: Random
    form: Random
    spoil: Random


def chance(seed: int, number: int, attempt: int = 0) -> Chance:
    """Return the sources of chance of delivery `number` of a run."""
    return Chance(*(Random(f"{seed}-{number}-{attempt}-{part}") for part in ("table", "form", "spoil")))

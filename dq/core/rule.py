"""What a rule is: one readable function and the words that explain it.

The signature is the contract. Positional arguments name the feeds and measures it reads, keyword-only
arguments are its limits with their defaults, `day` is the measurement day of the run.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from dq.core.codes import Books, Disposition, Severity, Step, Unit


class RuleKind(StrEnum):
    """How the loop runs a rule."""

    ROW = "row"  # gives an expression over one feed; the loop fuses all of a feed into one pass
    ENTITY = "entity"  # gives a lazy frame with one row per examined entity
    TABLE = "table"  # as entity, but on collected Polars frames (statistics only)


class _Required:
    """Marks a limit that has no default: without it in the suite the rule is not judged."""

    def __repr__(self) -> str:
        return "(måste anges / must be given)"


REQUIRED: Final[Any] = _Required()


@dataclass(frozen=True)
class Rule:
    """One check of the catalogue. Texts hold `{affected}`, `{total}`, `{value}` and `{threshold}`.

    `examined_sv`, `fails_sv` and `nulls_sv` are the docstring in Swedish and hold names of limits in braces.
    """

    id: str
    title: str
    title_sv: str
    severity: Severity
    disposition: Disposition
    unit: Unit
    source: str
    sv: str
    en: str
    todo_sv: str
    todo_en: str
    examined_sv: str
    fails_sv: str
    nulls_sv: str
    function: Callable[..., Any]
    kind: RuleKind = RuleKind.ENTITY
    books: Books = Books.NOTHING
    step: Step | None = None
    wave: int = 1
    needs_roll: bool = False
    feeds: tuple[str, ...] = ()  # row rules: the feeds whose rows it judges
    columns: tuple[str, ...] = ()  # optional columns ("feed.column") without which it is not judged
    evidence: str = "listings"  # feed from which source rows are shown
    reject_above: str = ""  # row rules: limit, a share of all listing rows; above it the file is rejected

    @property
    def inputs(self) -> tuple[str, ...]:
        """Feeds and measures the rule reads."""
        if self.kind is RuleKind.ROW:
            return self.feeds
        return tuple(p.name for p in self._signature() if p.kind is p.POSITIONAL_OR_KEYWORD)

    @property
    def parameters(self) -> dict[str, Any]:
        """Limits with their defaults, without `day`; `REQUIRED` where there is no default."""
        return {
            p.name: REQUIRED if p.default is p.empty else p.default
            for p in self._signature()
            if p.kind is p.KEYWORD_ONLY and p.name != "day"
        }

    @property
    def needs_day(self) -> bool:
        """Whether it asks for the measurement day."""
        return any(p.name == "day" for p in self._signature())

    @property
    def group(self) -> str:
        """Catalogue group, which is also the folder the rule stands in."""
        return self.function.__module__.split(".")[-2]

    @property
    def doc(self) -> str:
        """The docstring: examined, fails, nulls. `dq explain` prints it in English."""
        return inspect.cleandoc(self.function.__doc__ or "")

    def _signature(self) -> list[inspect.Parameter]:
        return list(inspect.signature(self.function).parameters.values())


def rule(**words: Any) -> Callable[[Callable[..., Any]], Rule]:
    """Turn a function into a `Rule`. The keyword arguments are the fields of `Rule`."""

    def declare(function: Callable[..., Any]) -> Rule:
        return Rule(function=function, **words)

    return declare


@dataclass(frozen=True)
class Chosen:
    """A rule as a suite runs it: its limits in force, and whether the run needs its judgement."""

    rule: Rule
    parameters: dict[str, Any]
    required: bool = True

    @property
    def lacking(self) -> tuple[str, ...]:
        """Limits without a default that the suite did not give."""
        return tuple(name for name, value in self.parameters.items() if value is REQUIRED)

"""What a measure is: a frame derived once per run and shared by rules, reconciler and report."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Measure:
    """A named frame. Its positional arguments name the feeds and measures it is made from.

    An argument with a default may be absent. `collected` measures are small (thousands of rows) and are
    computed once; the others stay lazy and are shared by the plans that use them.
    """

    name: str
    function: Callable[..., Any]
    collected: bool

    @property
    def inputs(self) -> dict[str, bool]:
        """Names of feeds and measures it reads, and whether each must be there."""
        parameters = inspect.signature(self.function).parameters.values()
        return {p.name: p.default is p.empty for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD}

    @property
    def limits(self) -> tuple[str, ...]:
        """Keyword-only arguments other than `day`; each has a default."""
        parameters = inspect.signature(self.function).parameters.values()
        return tuple(p.name for p in parameters if p.kind is p.KEYWORD_ONLY and p.name != "day")

    @property
    def needs_day(self) -> bool:
        """Whether it asks for the measurement day."""
        return "day" in inspect.signature(self.function).parameters


def measure(*, collected: bool) -> Callable[[Callable[..., Any]], Measure]:
    """Turn a function into a `Measure` of the same name."""

    def declare(function: Callable[..., Any]) -> Measure:
        return Measure(name=function.__name__, function=function, collected=collected)

    return declare

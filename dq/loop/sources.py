"""Where a rule's arguments come from: feeds as they were read, and measures made from them once."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import narwhals as nw
import polars as pl

from dq.core.codes import Reason
from dq.core.measure import Measure

Frame = nw.LazyFrame[Any]


class Missing(Exception):
    """A rule's argument cannot be had: the reason, and which feed or column it is about."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


@dataclass
class Sources:
    """The feeds of a run, and the measures made from them.

    `feeds` are lazy Polars frames with `row_id`; `present` names the columns that some file of a feed really
    had; `limits` are the suite's limits, given to measures that ask for one by name.
    """

    feeds: dict[str, pl.LazyFrame]
    present: dict[str, frozenset[str]]
    measures: dict[str, Measure]
    day: date
    limits: dict[str, Any] = field(default_factory=dict)
    lacks: dict[str, Missing] = field(default_factory=dict)
    _made: dict[str, Frame] = field(default_factory=dict)

    def get(self, name: str) -> Frame:
        """Return the feed or measure called `name`; raise `Missing` if it cannot be had."""
        if name in self.lacks:
            raise self.lacks[name]
        if name not in self._made:
            if name in self.feeds:
                self._made[name] = nw.from_native(self.feeds[name])
            elif name in self.measures:
                self._made[name] = self._make(self.measures[name])
            else:
                raise Missing(Reason.FEED_MISSING, name)
        return self._made[name]

    def table(self, name: str) -> pl.DataFrame:
        """Return a measure as a collected Polars frame."""
        native = nw.to_native(self.get(name))
        assert isinstance(native, pl.LazyFrame)
        return native.collect()

    def set(self, name: str, table: pl.DataFrame) -> None:
        """Put in a measure that was made outside (wave 2)."""
        self._made[name] = nw.from_native(table.lazy())

    def require_columns(self, columns: tuple[str, ...]) -> None:
        """Raise `Missing` if no file of the feed had the column."""
        for each in columns:
            feed, _, column = each.partition(".")
            if feed in self.feeds and column not in self.present.get(feed, frozenset()):
                raise Missing(Reason.COLUMN_MISSING, each)

    def collect(self, wanted: tuple[str, ...]) -> None:
        """Compute the small measures behind `wanted`, those that share a scan in one plan."""
        for layer in self._layers(wanted):
            plans = [self._lazy(self.measures[name]) for name in layer]
            tables = pl.collect_all(plans, engine="streaming") if plans else []
            for name, table in zip(layer, tables, strict=True):
                self.set(name, table.sort(table.columns, nulls_last=True))

    def _lazy(self, measure: Measure) -> pl.LazyFrame:
        native = nw.to_native(self._make(measure))
        assert isinstance(native, pl.LazyFrame)
        return native

    def _make(self, measure: Measure) -> Frame:
        arguments: list[Frame | None] = []
        for name, needed in measure.inputs.items():
            try:
                arguments.append(self.get(name))
            except Missing:
                if needed:
                    raise
                arguments.append(None)
        limits = {name: self.limits[name] for name in measure.limits if name in self.limits}
        day = {"day": self.day} if measure.needs_day else {}
        made: Frame = measure.function(*arguments, **limits, **day)
        return made

    def _layers(self, wanted: tuple[str, ...]) -> list[list[str]]:
        """Order the collected measures behind `wanted` so that each layer needs only earlier ones."""
        depth: dict[str, int] = {}

        def visit(name: str) -> int:
            if name not in self.measures:
                return 0
            if name not in depth:
                below = [visit(each) for each in self.measures[name].inputs]
                depth[name] = max(below, default=0) + self.measures[name].collected
            return depth[name]

        for name in wanted:
            visit(name)
        names = [n for n in depth if self.measures[n].collected and n not in self._made and self._can(n)]
        levels = sorted({depth[name] for name in names})
        return [sorted(name for name in names if depth[name] == level) for level in levels]

    def _can(self, name: str) -> bool:
        if name in self.feeds or name in self._made:
            return True
        if name not in self.measures:
            return False
        return all(self._can(each) for each, needed in self.measures[name].inputs.items() if needed)

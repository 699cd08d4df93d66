"""From registered to supported to perceived share, in steps that add up exactly.

Each named row is charged to the first step it fails; the caller has done the charging and hands over
whole rows. Source: domain.md 7.2, readings.md (Money and the waterfall).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dq.core.codes import Step
from dq.core.run import Perceived, Shares, WaterfallStep

ORDER = (Step.IDENTITY, Step.ABSENT, Step.INELIGIBLE, Step.CAPACITY)
HELD = "held"


@dataclass(frozen=True)
class Parts:
    """Rows behind a waterfall: counts of named rows, except `listed`.

    `listed` is the fixed denominator (listed after the identity step), `registered` the rows the claim
    counts that exist in the file (M0), `held` the rows on hold by any check outside the four steps.
    `rules` gives the ids of the checks behind a step: keys of `Step`, and `held`.
    Raises `ValueError` if a count is negative or more rows are taken away than were registered.
    """

    listed: int
    registered: int
    identity: int = 0
    absent: int = 0
    ineligible: int = 0
    capacity: int = 0
    held: int = 0
    rules: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        counts = (self.listed, self.registered, *(self.removed(step) for step in ORDER), self.held)
        if min(counts) < 0 or self.lowest < 0:
            msg = f"waterfall parts do not fit together: {counts}"
            raise ValueError(msg)

    def removed(self, step: Step) -> int:
        """Rows that `step` takes away."""
        return int(getattr(self, step.value))

    @property
    def supported(self) -> int:
        """Rows left after the four steps."""
        return self.registered - sum(self.removed(step) for step in ORDER)

    @property
    def lowest(self) -> int:
        """Rows left when rows on hold by any other check are taken away too."""
        return self.supported - self.held

    @property
    def shares(self) -> Shares:
        """The three levels over the same denominator."""
        return Shares(self.listed, self.registered, self.supported, self.lowest)


def waterfall(parts: Parts, perceived: Perceived | None = None) -> tuple[WaterfallStep, ...]:
    """Lay out the steps in the order they are printed.

    registered, identity, absent, ineligible, capacity, supported, held, lowest, residual, perceived.
    A deducted or held step carries what it takes away as a positive number. `residual` is supported
    minus perceived; negative means that fewer are registered than say they have a doctor. Residual and
    perceived have no rows, and are left out when there is no survey.
    Identity: registered - perceived = the four deducted steps + residual, exact in fractions.
    """
    steps = (
        _level(parts, "registered", parts.registered),
        *(_taken(parts, step.value, parts.removed(step), "deducted", step) for step in ORDER),
        _level(parts, "supported", parts.supported),
        _taken(parts, HELD, parts.held, "held", None),
        _level(parts, "lowest", parts.lowest),
    )
    if perceived is None:
        return steps
    residual = parts.shares.of(parts.supported) - perceived.share
    return (
        *steps,
        WaterfallStep("residual", None, residual, "residual"),
        WaterfallStep("perceived", None, perceived.share, "level"),
    )


def _level(parts: Parts, key: str, rows: int) -> WaterfallStep:
    return WaterfallStep(key, rows, parts.shares.of(rows), "level")


def _taken(parts: Parts, key: str, rows: int, kind: str, step: Step | None) -> WaterfallStep:
    return WaterfallStep(key, rows, parts.shares.of(rows), kind, parts.rules.get(key, ()), step)

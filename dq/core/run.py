"""A judged delivery: the value that the rooms after `check` fill in and the reports read.

Amounts are whole öre, counts whole persons or rows, shares exact fractions or 0-1 floats for display.
"""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from html import escape

import polars as pl

from dq.core.codes import Disposition, ExitCode, Step
from dq.core.ledger import Account, FileRead
from dq.core.outcome import Outcome
from dq.core.rule_words import RuleWords


@dataclass(frozen=True)
class Region:
    """The payer's region, as the suite names it."""

    code: str
    name: str
    synthetic: bool = False


@dataclass(frozen=True)
class WaterfallStep:
    """One line of the gap: a level (`total`) or what a step takes away, in rows and in share."""

    key: str  # registered, identity, absent, ineligible, capacity, supported, held, lowest, ...
    rows: int | None
    share: Fraction
    kind: str  # level | deducted | held | residual
    rules: tuple[str, ...] = ()
    step: Step | None = None


@dataclass(frozen=True)
class Perceived:
    """A survey share with its interval. `low` and `high` are null when n is not known."""

    share: Fraction
    n: int | None
    deff: float | None
    deff_assumed: bool
    low: float | None
    high: float | None
    source: str
    base: str
    field_to: date | None = None


@dataclass(frozen=True)
class Totals:
    """The region's four amounts; claimed = pay now + hold + adjust + reject, to the öre."""

    claimed_ore: int
    pay_now_ore: int
    hold_ore: int
    adjust_ore: int
    reject_ore: int


@dataclass(frozen=True)
class Shares:
    """The region's shares over the providers that were judged."""

    listed: int
    registered: int
    supported: int
    lowest: int

    def of(self, rows: int) -> Fraction:
        """Share of the listed, 0 to 1; 0 when nobody is listed."""
        return Fraction(rows, self.listed) if self.listed else Fraction(0)


@dataclass(frozen=True)
class Run:
    """Everything one `dq check` found.

    `findings`, `outcomes`, `providers`, `gap` and `panels` are Polars frames; their columns are listed in
    `docs/python.md`. `words` are the texts of every check by id. `notes` are keys of run-level remarks (an
    incomplete staff roll, a stale snapshot). `deliveries` says what each contracted provider was due to send
    and what came; empty without a contract register. `accounts` add every line up to the rows judged.
    `proposal` is False when no proposal may be made.
    """

    suite: str
    region: Region
    day: date
    payment_day: date
    decide_by: date
    answer_by: date
    files: tuple[FileRead, ...]
    results: tuple[Outcome, ...]
    findings: pl.DataFrame
    outcomes: pl.DataFrame
    providers: pl.DataFrame
    gap: pl.DataFrame
    panels: pl.DataFrame
    waterfall: tuple[WaterfallStep, ...]
    shares: Shares | None
    totals: Totals | None
    perceived: Perceived | None
    notes: tuple[str, ...]
    settings: dict[str, object]
    run_id: str
    versions: dict[str, str]
    words: dict[str, RuleWords]
    fail_on: str = "adjust"
    proposal: bool = True
    code: ExitCode = ExitCode.CLEAR
    accounts: tuple[Account, ...] = ()
    deliveries: pl.DataFrame = field(default_factory=pl.DataFrame)
    timings: dict[str, float] = field(default_factory=dict)

    def count(self, disposition: Disposition) -> int:
        """Number of providers with this proposal."""
        return self.providers.filter(pl.col("disposition") == disposition.value).height

    def _repr_html_(self) -> str:
        """Show the run in a notebook: the amounts, then the providers with the most money not paid now."""
        cells = [f"{self.region.name}, {self.day.isoformat()}: exit code {int(self.code)}"]
        if self.totals is not None:
            parts = ("claimed", "pay_now", "adjust", "hold", "reject")
            amounts = (getattr(self.totals, f"{part}_ore") for part in parts)
            cells += [f"{part}: {ore / 100:,.2f} kr" for part, ore in zip(parts, amounts, strict=True)]
        head = "".join(f"<li>{escape(cell)}</li>" for cell in cells)
        return f"<ul>{head}</ul>{self.providers._repr_html_()}"

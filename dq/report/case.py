"""What every part of the region report starts from: the run, the rules' words, and one language.

Here are also the few words and formats that several parts share, so that one thing is said one way.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import polars as pl
from markupsafe import Markup

from dq.core.codes import Reason, Status
from dq.core.rule_words import RuleWords
from dq.core.run import Perceived, Run
from dq.report.page import Tag
from dq.words import Numbers, Words
from dq.words.numbers import MINUS

HANDLED = ("adjust", "hold", "reject")
FEWEST_ANSWERS, FEW_ANSWERS = 30, 100  # below 30 suppressed, below 100 dimmed (decisions.md, section 6)
MILLION_KRONOR = 100_000_000  # öre


@dataclass(frozen=True)
class Case:
    """One run, read in one language. `rules` may lack ids (expectations of a suite have no rule)."""

    run: Run
    rules: Mapping[str, RuleWords]
    words: Words

    @property
    def numbers(self) -> Numbers:
        """How numbers are written in this language."""
        return self.words.numbers

    def text(self, key: str, **values: object) -> str:
        """Return a text of section `report`."""
        return self.words.text(f"report.{key}", **values)

    def plural(self, key: str, n: int, **values: object) -> str:
        """Return the text `one` or `other` of section `report`."""
        return self.words.plural(f"report.{key}", n, **values)

    def bold(self, key: str, n: int) -> Markup:
        """Return the plural text with its number in bold; everything else is escaped."""
        template = self.text(f"{key}.{'one' if n == 1 else 'other'}")
        before, _, after = template.partition("{n}")
        return Markup("{}<b>{}</b>{}").format(before, self.numbers.integer(n), after)

    def name(self, rule_id: str) -> str:
        """Name a rule in words; an expectation of the suite is called just that."""
        words = self.rules.get(rule_id)
        if words is None:
            return self.text("checks.expectation")
        return self.words.pick(words.title_sv, words.title)

    def todo(self, rule_id: str) -> str:
        """Say what the payer should do about a finding of the rule."""
        words = self.rules.get(rule_id)
        advice = self.words.pick(words.todo_sv, words.todo_en) if words else ""
        return advice or self.text("checks.look")

    def feed(self, name: str) -> str:
        """Name a feed in words; an unknown name stands as it is."""
        try:
            return self.text(f"feeds.{name}")
        except KeyError:
            return name

    def amount(self, ore: int) -> str:
        """Write an amount of the summary: millions from one million kronor claimed, else whole kronor."""
        totals = self.run.totals
        large = totals is not None and totals.claimed_ore >= MILLION_KRONOR
        return self.numbers.millions(ore) if large else self.numbers.money(ore)

    def taken(self, share: Fraction) -> str:
        """Write what a step takes away, in points with one decimal; never 0,0 for something."""
        size = abs(share)
        if 0 < size < Fraction(1, 2000):
            return self.text("gap.under", points=self.numbers.points(Fraction(1, 1000), 1))
        sign = MINUS if share > 0 else "+" if share < 0 else ""
        return sign + self.numbers.points(size, 1)

    def tag(self, disposition: str) -> Tag:
        """Show a proposal; `inform` for a provider never changes it, so it is shown as pay there."""
        return Tag(disposition, self.text(f"disposition.{disposition}"))

    @cached_property
    def clinics(self) -> list[dict[str, Any]]:
        """Providers with most money not paid now first, then the most serious proposal, then by name."""
        order = {"reject": 0, "hold": 1, "adjust": 2}
        rows = self.run.providers.to_dicts()
        return sorted(
            rows,
            key=lambda r: (
                -(r["not_now_ore"] or 0),
                order.get(r["disposition"], 3),
                str(r["provider_name"] or r["provider_id"]),
                r["provider_id"],
            ),
        )

    @cached_property
    def handled(self) -> list[dict[str, Any]]:
        """The clinics that someone must do something about."""
        return [row for row in self.clinics if row["disposition"] in HANDLED]

    @cached_property
    def counts(self) -> dict[str, int]:
        """Number of clinics to adjust, hold and reject."""
        return {key: sum(row["disposition"] == key for row in self.clinics) for key in HANDLED}

    @cached_property
    def checks(self) -> list[dict[str, Any]]:
        """The outcomes, by rule id."""
        return self.run.outcomes.sort("rule_id").to_dicts()

    def with_status(self, *statuses: Status) -> list[dict[str, Any]]:
        """Outcomes that ended so, by rule id."""
        return [row for row in self.checks if row["status"] in statuses]

    @property
    def skipped(self) -> list[dict[str, Any]]:
        """Outcomes that were not judged and should have been, and those that broke off."""
        rows = self.with_status(Status.NOT_JUDGED, Status.ERROR)
        return [row for row in rows if row["reason"] != Reason.NONE_IN_SCOPE]

    @property
    def nothing_to_try(self) -> list[dict[str, Any]]:
        """Outcomes of checks whose kind of entity is not in the files. Harmless."""
        return [row for row in self.with_status(Status.NOT_JUDGED) if row["reason"] == Reason.NONE_IN_SCOPE]

    @property
    def survey(self) -> Perceived | None:
        """The perceived share, unless there is none or fewer than 30 answered."""
        asked = self.run.perceived
        hidden = asked is None or (asked.n is not None and asked.n < FEWEST_ANSWERS)
        return None if hidden else asked

    @cached_property
    def absent(self) -> list[str]:
        """Names of contracted providers that sent no file, in order."""
        return sorted(self.named(key) for key in self._silent)

    def named(self, provider: str) -> str:
        """The clinic's name, or its id where no register names it."""
        names = {row["provider_id"]: clinic_name(row) for row in self.clinics}
        return names.get(provider, provider)

    @property
    def received(self) -> tuple[int, int]:
        """Clinics that sent a file, and clinics that should have."""
        expected = {row["provider_id"] for row in self.clinics}
        if self.run.deliveries.height:
            expected |= set(self.run.deliveries["provider_id"])
        return len(expected - self._silent), len(expected | self._silent)

    @cached_property
    def _silent(self) -> set[str]:
        """Contracted providers of whom nothing came, in any feed."""
        due = self.run.deliveries
        if due.is_empty():
            return set()
        came = due.group_by("provider_id").agg(n=pl.col("rows").sum() + pl.col("refused").sum())
        return set(came.filter(pl.col("n") == 0)["provider_id"])


def clinic_name(row: Mapping[str, Any]) -> str:
    """The clinic's name, or its id when the register has none."""
    return str(row["provider_name"] or row["provider_id"])


def exact_kronor(ore: int) -> str:
    """Write öre as kronor with two decimals and a point, for sorting and for the CSV file."""
    sign, size = ("-", -ore) if ore < 0 else ("", ore)
    return f"{sign}{size // 100}.{size % 100:02d}"


def exact_share(rows: int, listed: int) -> str:
    """Write a share 0 to 1 with four decimals and a point; -1 (sorts last) when nobody is listed."""
    return f"{rows / listed:.4f}" if listed else "-1"

"""What the files support, per provider: the waterfall in rows, and the rows that money is booked on.

Works on the small table of listing rows counted by provider, doctor and bit mask of row findings, so every
figure is a whole number of rows. Source: domain.md 7.2, readings.md A-02, A-03, A-19, A-27.
"""

from dataclasses import dataclass

import polars as pl

from dq.core.codes import Books, Disposition, Step
from dq.core.rule import Rule

STEPS = (Step.IDENTITY, Step.ABSENT, Step.INELIGIBLE)
BIT_BOOKS = (Books.ROWS, Books.DOCTOR, Books.LIST)
MASK_COLUMNS = {
    "provider_id": pl.String,
    "physician_id": pl.String,
    "list_id": pl.String,
    "is_listed": pl.Boolean,
    "is_named": pl.Boolean,
    "mask": pl.Int64,
    "n": pl.Int64,
}


@dataclass(frozen=True)
class Bits:
    """Which bit of the mask stands for which rule; the order is that of the rules."""

    rules: tuple[Rule, ...]

    @classmethod
    def of(cls, rules: tuple[Rule, ...]) -> "Bits":
        """Take the rules that book listing rows."""
        return cls(tuple(rule for rule in rules if rule.books in BIT_BOOKS))

    def value(self, rule_id: str) -> int:
        """The number that one rule adds to the mask."""
        return 1 << [rule.id for rule in self.rules].index(rule_id)

    def any_of(self, step: Step | None = None, disposition: Disposition | None = None) -> pl.Expr:
        """Say whether the mask holds a bit of this step, or of this disposition."""
        wanted = [
            rule
            for rule in self.rules
            if (step is None or rule.step is step)
            and (disposition is None or rule.disposition is disposition)
        ]
        bits = sum(self.value(rule.id) for rule in wanted)
        return (pl.col("mask") & bits) != 0


def charge(masks: pl.DataFrame, bits: Bits) -> pl.DataFrame:
    """Charge each group of rows to its first failing step and its most severe disposition.

    Adds `step` (null if no step takes it) and `booked` (hold, adjust or null).
    """
    step = pl.lit(None, dtype=pl.String)
    for each in reversed(STEPS):
        step = pl.when(bits.any_of(step=each)).then(pl.lit(each.value)).otherwise(step)
    booked = (
        pl.when(bits.any_of(disposition=Disposition.HOLD))
        .then(pl.lit("hold"))
        .when(bits.any_of(disposition=Disposition.ADJUST))
        .then(pl.lit("adjust"))
    )
    return masks.with_columns(step=step, booked=booked)


def excess_rows(charged: pl.DataFrame, ceilings: pl.DataFrame) -> pl.DataFrame:
    """Split each list's rows above the ceiling over the providers where the list stands.

    `ceilings` has list_id and ceiling (rows) of the lists that CAP-04 flagged. Counted on the named rows
    that no earlier step and no adjustment took. Whole rows by largest remainder, so that a doctor's parts
    add up; ties go to the first provider id. Gives provider_id, list_id, left, excess.
    """
    named = (
        pl.col("is_named") & pl.col("step").is_null() & (pl.col("booked") != "adjust").fill_null(value=True)
    )
    left = charged.filter(named).group_by("provider_id", "list_id").agg(left=pl.col("n").sum())
    whole = left.group_by("list_id").agg(whole=pl.col("left").sum())
    parts = left.join(whole, on="list_id").join(ceilings, on="list_id", how="left")
    over = (pl.col("whole") - pl.col("ceiling")).clip(0, None).fill_null(0)
    parts = parts.with_columns(over=over).with_columns(
        share=pl.col("over") * pl.col("left") // pl.col("whole"),
        rest=pl.col("over") * pl.col("left") % pl.col("whole"),
    )
    parts = parts.sort("list_id", "rest", "provider_id", descending=[False, True, False])
    rank = pl.int_range(pl.len()).over("list_id")
    missing = (pl.col("over") - pl.col("share").sum()).over("list_id")
    parts = parts.with_columns(excess=pl.col("share") + (rank < missing).cast(pl.Int64))
    return parts.select("provider_id", "list_id", "left", "excess").sort("provider_id", "list_id")


def _sum_where(condition: pl.Expr, name: str) -> pl.Expr:
    return pl.col("n").filter(condition).sum().cast(pl.Int64).alias(name)


def supported_rows(
    masks: pl.DataFrame,
    bits: Bits,
    ceilings: pl.DataFrame,
    explained: pl.DataFrame | None,
    aside: frozenset[str] = frozenset(),
) -> pl.DataFrame:
    """Count, per provider, what each step takes and what is left: one row per provider, sorted by id.

    `registered` = `s_identity` + `s_absent` + `s_ineligible` + `s_capacity` + `supported`;
    `lowest` = `supported` - `s_held`; `listed` is after the identity step. `adjust_*` and `hold_*` are the
    rows that money is booked on, each row on its most severe finding. `explained` adds claimed persons with
    no active named row behind them (TMP-02, CMP-02); null without claims. Providers in `aside` have no row
    in the staff roll: nothing is deducted there for a list above the ceiling, since it was not judged there.
    """
    charged = charge(masks, bits)
    named, free = pl.col("is_named"), pl.col("step").is_null()
    waits = pl.col("provider_id").is_in(sorted(aside))
    excess = excess_rows(charged, ceilings).with_columns(excess=pl.when(waits).then(0).otherwise("excess"))
    held = (
        charged.filter(named & free & (pl.col("booked") == "hold"))
        .group_by("provider_id", "list_id")
        .agg(held=pl.col("n").sum())
    )
    left, over, hold = pl.col("left"), pl.col("excess"), pl.col("held").fill_null(0)
    by_list = (
        excess.join(held, on=["provider_id", "list_id"], how="left")
        .group_by("provider_id")
        .agg(
            s_capacity=over.sum(),
            # the ceiling takes rows that nobody asks about first, so `lowest` is as low as it can be
            s_held=pl.min_horizontal(hold, left - over).sum(),
            # a row's money goes to its most severe finding: a held row above the ceiling is held
            adjust_excess=pl.min_horizontal(over, left - hold).sum(),
            hold_rows=hold.sum(),
        )
    )
    step, booked = pl.col("step"), pl.col("booked")
    surplus = pl.col("is_listed") & (step == Step.IDENTITY.value)
    rows = charged.group_by("provider_id").agg(
        _sum_where(pl.col("is_listed"), "active_listed"),
        _sum_where(named, "active_named"),
        *[_sum_where(named & (step == each.value), f"s_{each.value}") for each in STEPS],
        _sum_where(surplus, "surplus_listed"),
        _sum_where(surplus & (booked == "adjust"), "adjust_listed"),
        _sum_where(surplus & (booked == "hold"), "hold_listed"),
        _sum_where(named & (booked == "adjust"), "adjust_named"),
        _sum_where(named & (booked == "hold") & ~free, "hold_named"),
    )
    rows = rows.join(by_list, on="provider_id", how="left")
    return _with_claim(rows, explained).sort("provider_id")


def _with_claim(rows: pl.DataFrame, explained: pl.DataFrame | None) -> pl.DataFrame:
    claim = ("ended_listed", "ended_named", "unnamed_claimed")
    if explained is None:
        rows = rows.with_columns(**{name: pl.lit(0, dtype=pl.Int64) for name in claim})
    else:
        kept = explained.select(
            "provider_id",
            "period",
            *("claimed_listed", "claimed_named", "claimed_amount_ore"),
            *("claimed_share_num", "claimed_share_den"),
            *claim,
        )
        rows = rows.join(kept, on="provider_id", how="full", coalesce=True)
    counts = [
        name for name in rows.columns if rows.schema[name] == pl.Int64 and not name.startswith("claimed")
    ]
    rows = rows.with_columns(pl.col(counts).fill_null(0))
    rows = rows.with_columns(
        file_listed=pl.col("active_listed") + pl.col("ended_listed"),
        registered=pl.col("active_named") + pl.col("ended_named") + pl.col("unnamed_claimed"),
        s_identity=pl.col("s_identity") + pl.col("ended_named"),
        s_absent=pl.col("s_absent") + pl.col("unnamed_claimed"),
        listed=pl.col("active_listed") - pl.col("surplus_listed"),
        adjust_listed=pl.col("adjust_listed") + pl.col("ended_listed"),
        adjust_named=pl.col("adjust_named")
        + pl.col("ended_named")
        + pl.col("unnamed_claimed")
        + pl.col("adjust_excess"),
        hold_named=pl.col("hold_named") + pl.col("hold_rows"),
    )
    taken = pl.col("s_identity") + pl.col("s_absent") + pl.col("s_ineligible") + pl.col("s_capacity")
    return rows.with_columns(supported=pl.col("registered") - taken).with_columns(
        lowest=pl.col("supported") - pl.col("s_held")
    )

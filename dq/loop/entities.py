"""Entity rules: call each with its feeds and measures, and split off providers that cannot be judged."""

from dataclasses import dataclass, field

import narwhals as nw
import polars as pl

from dq.core.codes import Reason
from dq.core.rule import REQUIRED, Chosen
from dq.loop.sources import Missing, Sources


@dataclass(frozen=True)
class EntityResult:
    """What one entity rule examined: its outcome rows, and how many entities stood aside.

    `missing` says why the rule could not run at all; then there are no rows.
    """

    rule_id: str
    rows: pl.DataFrame = field(default_factory=pl.DataFrame)
    aside: int = 0
    missing: Missing | None = None


def plan(chosen: Chosen, sources: Sources) -> pl.LazyFrame | Missing:
    """Give the rule's lazy outcome frame, or the reason why it cannot be judged."""
    if chosen.lacking:
        return Missing(Reason.LIMIT_MISSING, ", ".join(chosen.lacking))
    try:
        sources.require_columns(chosen.rule.columns)
        frames = [sources.get(name) for name in chosen.rule.inputs]
    except Missing as missing:
        return missing
    words = dict(chosen.parameters)
    assert REQUIRED not in words.values()
    if chosen.rule.needs_day:
        words["day"] = sources.day
    native = nw.to_native(chosen.rule.function(*frames, **words))
    assert isinstance(native, pl.LazyFrame)
    return native


def run(
    rules: list[Chosen], sources: Sources, without_roll: frozenset[str], unclear: pl.DataFrame
) -> list[EntityResult]:
    """Run entity rules together.

    Where a rule needs the roll, providers in `without_roll` stand aside, and so do the doctors in `unclear`
    (provider_id, physician_id), whose row in the roll cannot be read.
    """
    plans = {chosen.rule.id: plan(chosen, sources) for chosen in rules}
    ready = {key: made for key, made in plans.items() if not isinstance(made, Missing)}
    tables = dict(zip(ready, pl.collect_all(list(ready.values())), strict=True)) if ready else {}
    results = []
    for chosen in rules:
        made = plans[chosen.rule.id]
        if isinstance(made, Missing):
            results.append(EntityResult(chosen.rule.id, missing=made))
            continue
        rows = tables[chosen.rule.id]
        judged = rows
        if chosen.rule.needs_roll:
            judged = rows.filter(~pl.col("provider_id").is_in(sorted(without_roll)))
            judged = judged.join(unclear, on=["provider_id", "physician_id"], how="anti")
        order = ["provider_id", "physician_id", "row_id", "source_file"]
        results.append(
            EntityResult(chosen.rule.id, judged.sort(order, nulls_last=True), rows.height - judged.height)
        )
    return results

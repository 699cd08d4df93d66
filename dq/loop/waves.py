"""The loop: every chosen rule is run once, in two waves, and ends in exactly one status."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import polars as pl

from dq.core.codes import Reason
from dq.core.feed import Feed
from dq.core.rule import Chosen, RuleKind
from dq.core.tariff import Tariff
from dq.loop.entities import EntityResult, run
from dq.loop.masks import mask_table, pair_bits, row_bits
from dq.loop.rows import NO_CONTRACT, RowResult, flagged, row_plans, row_results
from dq.loop.sources import Missing, Sources
from dq.measures.supported import Bits, supported_rows

NO_PAIRS = pl.DataFrame(schema={"provider_id": pl.String, "physician_id": pl.String})


@dataclass(frozen=True)
class Judged:
    """What the loop hands on: raw results per rule, and the table of supported rows per provider.

    `supported` is None without listings; its `supported` and `lowest` are null where no roll could tell.
    `rows` are the results of row rules per feed, `entities` those of entity rules. `without_roll` and
    `unclear` are providers with no row in the roll, or with doctors whose row there cannot be read.
    """

    chosen: tuple[Chosen, ...]
    rows: tuple[RowResult, ...]
    entities: tuple[EntityResult, ...]
    supported: pl.DataFrame | None
    without_roll: frozenset[str]
    unclear: frozenset[str]
    bits: Bits
    masks: pl.DataFrame = field(default_factory=pl.DataFrame)


def judge(
    chosen: tuple[Chosen, ...],
    sources: Sources,
    feeds: Mapping[str, Feed],
    tariff: Tariff,
    contract: pl.DataFrame = NO_CONTRACT,
    named: Callable[[str], None] = lambda _: None,
) -> Judged:
    """Run all rules on one delivery.

    `contract` holds failures of the feed contracts (feed, rule_id, row_id); each counts once, as a failure of
    the row rule it names. `named` is told each stage as it begins.
    """
    first = [c for c in chosen if c.rule.wave == 1 and c.rule.kind is not RuleKind.ROW]
    by_row = [c for c in chosen if c.rule.kind is RuleKind.ROW]
    named("measures")
    sources.collect((*{name for c in chosen for name in c.rule.inputs}, "provider_rows", "staffing", "pairs"))
    without_roll = providers_without_roll(sources)
    named("rows")
    marked = {
        name: flagged(sources.feeds[name], feeds[name], _of(by_row, name), sources.day, contract)
        for name in sorted({n for c in by_row for n in c.rule.feeds if n in sources.feeds})
    }
    rows = _row_pass(by_row, marked, feeds)
    named("entities")
    unclear = unclear_doctors(sources)
    entities = run(first, sources, without_roll, unclear)
    bits = Bits.of(tuple(c.rule for c in chosen))
    supported, masks = None, pl.DataFrame()
    if "listings" in sources.feeds:
        named("supported")
        failing = {each.rule_id: _failing(each.rows) for each in entities}
        pairs = _pairs(sources)
        ids = [c.rule.id for c in _of(by_row, "listings")]
        masks = mask_table(
            sources.get("active"),
            pair_bits(failing, pairs, bits),
            row_bits(failing, marked.get("listings"), ids, bits),
        )
        supported = _supported(masks, bits, failing, sources, without_roll, tariff)
    _offer(supported, sources)
    entities += run([c for c in chosen if c.rule.wave == 2], sources, without_roll, unclear)
    waiting = frozenset(unclear["provider_id"]) - without_roll
    return Judged(chosen, tuple(rows), tuple(entities), supported, without_roll, waiting, bits, masks)


def providers_without_roll(sources: Sources) -> frozenset[str]:
    """Providers that have listings but no row at all in the staff roll; empty without a roll or listings."""
    try:
        listed, staffed = sources.table("provider_rows"), sources.table("staffing")
    except Missing:
        return frozenset()
    return frozenset(listed["provider_id"]) - frozenset(staffed["provider_id"])


def unclear_doctors(sources: Sources) -> pl.DataFrame:
    """Doctors with listings whose row in the roll has a cell that is empty or unread and needed."""
    try:
        pairs = sources.table("pairs")
    except Missing:
        return NO_PAIRS
    return pairs.filter(pl.col("unclear") & ~pl.col("placeholder")).select("provider_id", "physician_id")


def _of(rules: list[Chosen], feed: str) -> list[Chosen]:
    return [chosen for chosen in rules if feed in chosen.rule.feeds]


def _row_pass(
    rules: list[Chosen], marked: Mapping[str, pl.LazyFrame], feeds: Mapping[str, Feed]
) -> list[RowResult]:
    results = []
    for name, frame in marked.items():
        mine = _of(rules, name)
        has_provider = "provider_id" in feeds[name].outputs
        tables = pl.collect_all(row_plans(frame, mine, has_provider), engine="streaming")
        results += row_results(name, mine, tables)
    return results


def _failing(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.filter(pl.col("fails")) if rows.width else rows


def _pairs(sources: Sources) -> pl.DataFrame:
    try:
        return sources.table("list_rows")
    except Missing:
        return NO_PAIRS


def _supported(
    masks: pl.DataFrame,
    bits: Bits,
    failing: dict[str, pl.DataFrame],
    sources: Sources,
    without_roll: frozenset[str],
    tariff: Tariff,
) -> pl.DataFrame:
    over = failing.get("CAP-04", pl.DataFrame())
    ceilings = pl.DataFrame(schema={"list_id": pl.String, "ceiling": pl.Int64})
    if over.height:
        lists = sources.table("pairs").select("provider_id", "physician_id", "list_id")
        ceilings = over.join(lists, on=["provider_id", "physician_id"]).select(
            "list_id", ceiling=pl.col("threshold").cast(pl.Int64)
        )
    try:
        explained = sources.table("explained")
    except Missing:
        explained = None
    table = supported_rows(masks, bits, ceilings.unique().sort("list_id"), explained, without_roll)
    no_roll = "staff_roll" not in sources.feeds
    in_file = sources.table("provider_rows")["provider_id"]
    unknown = pl.lit(no_roll) | pl.col("provider_id").is_in(sorted(without_roll))
    unknown = unknown | ~pl.col("provider_id").is_in(in_file.implode())
    table = table.with_columns(
        pl.when(unknown).then(None).otherwise(pl.col(name)).alias(name) for name in ("supported", "lowest")
    )
    return _priced(_explained_by(table, masks, bits), tariff, explained is not None)


def _explained_by(table: pl.DataFrame, masks: pl.DataFrame, bits: Bits) -> pl.DataFrame:
    """Name, per provider, the rules that took rows: what covers a difference in the claimed share."""
    hits = [
        masks.filter((pl.col("mask") & bits.value(rule.id)) != 0)
        .select("provider_id", rule=pl.lit(rule.id))
        .unique()
        for rule in bits.rules
        if rule.step is not None
    ]
    counted = {"ended_named": "TMP-02", "unnamed_claimed": "CMP-02", "s_capacity": "CAP-04"}
    hits += [
        table.filter(pl.col(column) > 0).select("provider_id", rule=pl.lit(rule_id))
        for column, rule_id in counted.items()
    ]
    ids = (
        pl.concat(hits)
        .group_by("provider_id")
        .agg(explained_by=pl.col("rule").unique().sort().str.join(", "))
    )
    ids = ids.with_columns(pl.col("explained_by").cast(pl.String))
    return table.join(ids, on="provider_id", how="left").with_columns(
        pl.col("explained_by").fill_null("under-claim")
    )


def _priced(table: pl.DataFrame, tariff: Tariff, has_claims: bool) -> pl.DataFrame:
    """Add what the tariff gives for the supported counts and, where the claim states none, the claimed."""

    def pay(row: dict[str, int | None], listed: str, named: str) -> int | None:
        if row.get(listed) is None or row.get(named) is None:
            return None
        return tariff.pay(int(row[listed] or 0), int(row[named] or 0))

    records = table.to_dicts()
    supported_pay = [pay(row, "listed", "supported") for row in records]
    computed = [pay(row, "claimed_listed", "claimed_named") for row in records]
    table = table.with_columns(supported_pay_ore=pl.Series(supported_pay, dtype=pl.Int64))
    if not has_claims:
        return table
    stated = pl.col("claimed_amount_ore")
    priced = tariff.sets_amounts
    stated = stated if priced else pl.lit(None, dtype=pl.Int64)  # an amount nobody can recompute is no claim
    filled = pl.Series(computed if priced else [None] * len(records), dtype=pl.Int64)
    return table.with_columns(
        claimed_ore=pl.coalesce(stated, filled),
        claim_computed=stated.is_null() & pl.col("claimed_listed").is_not_null() & pl.lit(priced),
    )


def _offer(supported: pl.DataFrame | None, sources: Sources) -> None:
    """Give wave 2 the measure `supported`, or say which feed it lacks."""
    lacking = [feed for feed in ("listings", "claims", "staff_roll") if feed not in sources.feeds]
    if supported is None or lacking:
        sources.lacks["supported"] = Missing(Reason.FEED_MISSING, lacking[0])
    else:
        sources.set("supported", supported)

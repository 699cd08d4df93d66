"""`precheck`: what a sender can know of its own files before they are sent, from those files alone.

The same reader, contract and rules as in `check`, but only the rules that need nothing else. No suite, no
amount, no proposal and no verdict: what is said here can never release a payment.
"""

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import polars as pl

from dq.core.codes import Status
from dq.core.errors import UsageFault
from dq.core.feed import Feed
from dq.core.ledger import FileRead
from dq.core.precheck import Cells, FileTried, Precheck, RuleTried
from dq.core.rule import Chosen, Rule, RuleKind
from dq.feeds import FEEDS
from dq.loop import Sources
from dq.measures import MEASURES
from dq.pipeline.frames import contract_cells, stage
from dq.pipeline.intake import Delivery, read_delivery
from dq.pipeline.own_rows import entity_failures, faulty_cells, providers_named, row_failures
from dq.pipeline.own_totals import own_totals
from dq.rules import RULES
from dq.settings import load_suite
from dq.settings.limits import identities_of
from dq.settings.project import Project

# Rules that need nothing but the file itself.
OWN = (
    *("SCH-01", "SCH-02", "SCH-03", "SCH-04", "SCH-05", "SCH-06", "SCH-07"),
    *("CMP-01", "CMP-04", "PLA-01", "TMP-01", "UNQ-02"),
)
OF_ONE_PROVIDER = ("UNQ-02",)
COUNTED = "CMP-04"
MANIFEST = "manifest"


@dataclass(frozen=True)
class _Found:
    """What was found in all files together: failing rows per rule and file, faulty cells, and counts."""

    failing: dict[tuple[str, str], tuple[int, tuple[int, ...]]]
    cells: dict[str, tuple[Cells, ...]]
    providers: dict[str, int]
    totals: dict[str, dict[str, int]]
    missing: frozenset[str]


def precheck(
    paths: list[Path],
    *,
    day: date,
    suite: str = "",
    rows: int | None = None,
    maps: dict[str, str] | None = None,
    project: Project | None = None,
) -> Precheck:
    """Try files without judging them, each by itself.

    `rows` is how many rows the only file should have, as a manifest would say; `suite` gives the limits of
    the payer, where the sender has them. Nothing is written: typed rows stand in a private folder that is
    removed. Bad data are in the answer; raises `DqError` only for a wrong command or setting.
    """
    settings = project or Project()
    chosen = _chosen(suite, day)
    with tempfile.TemporaryDirectory(prefix=".work-") as folder:
        delivery = read_delivery(
            paths,
            work=Path(folder),
            day=day,
            file_rules=settings.file_rules,
            senders=settings.senders,
            maps=maps,
            limits=settings.limits,
            identities=identities_of(chosen),
        )
        files = _stated(delivery.files, rows)
        found = _found(delivery, files, chosen, day)
    came = [read for read in files if read.status != "missing"]
    tried = tuple(_tried(read, chosen, found) for read in came)
    return Precheck(day, tried, len(files) - len(came))


def own_rules() -> tuple[Rule, ...]:
    """Give the rules that a file alone can be held against, in the order of the catalogue."""
    return tuple(rule for rule in RULES if rule.id in OWN)


def _chosen(suite: str, day: date) -> tuple[Chosen, ...]:
    limits = {}
    if suite:
        loaded = load_suite(suite, day)
        limits = {each.rule.id: each.parameters for each in (*loaded.chosen, *loaded.skipped)}
    return tuple(Chosen(rule, limits.get(rule.id, rule.parameters)) for rule in own_rules())


def _stated(files: tuple[FileRead, ...], rows: int | None) -> tuple[FileRead, ...]:
    """Put the stated number of rows on the only file; `UsageFault` if there are several."""
    if rows is None:
        return files
    data = [read.name for read in files if read.feed != MANIFEST and read.status in ("read", "refused")]
    if len(data) != 1:
        raise UsageFault("precheck_rows", n=len(data))
    return tuple(replace(read, stated_rows=rows) if read.name in data else read for read in files)


def _found(delivery: Delivery, files: tuple[FileRead, ...], chosen: tuple[Chosen, ...], day: date) -> _Found:
    staged = stage(delivery.frames, files)
    broken = contract_cells(staged)
    if any(read.stated_rows is not None for read in files):  # by a manifest or on the command line
        staged.feeds.setdefault(MANIFEST, pl.LazyFrame())
        staged.present[MANIFEST] = staged.present.get(MANIFEST, frozenset()) | {"rows"}
    sources = Sources(staged.feeds, staged.present, MEASURES, day)
    others = [each for each in chosen if each.rule.kind is not RuleKind.ROW]
    by_rule = {each.rule.id: entity_failures(each, sources) for each in others}
    made = [table for table in by_rule.values() if table is not None]
    table = pl.concat([row_failures(chosen, staged, broken, day), *made])
    return _Found(
        failing={(rule, file): (n, tuple(rows)) for rule, file, n, rows in table.iter_rows()},
        cells=faulty_cells(delivery.unread, broken, staged),
        providers=providers_named(staged),
        totals={file: sums for feed in FEEDS for file, sums in own_totals(feed, sources).items()},
        missing=frozenset(rule_id for rule_id, table in by_rule.items() if table is None),
    )


def _tried(read: FileRead, chosen: Iterable[Chosen], found: _Found) -> FileTried:
    if read.status != "read":
        return FileTried(read)
    feed, providers = FEEDS[read.feed], found.providers.get(read.name, 0)
    rules = (_rule_tried(each.rule, read, providers, found) for each in chosen if _concerns(each.rule, feed))
    order = {column.name: place for place, column in enumerate(feed.columns)}
    cells = sorted(found.cells.get(read.name, ()), key=lambda each: order.get(each.column, len(order)))
    return FileTried(
        read,
        providers,
        tuple(c.name for c in feed.columns if not {c.name, *c.outputs} & set(read.mapping)),
        tuple(cells),
        tuple(rules),
        found.totals.get(read.name, {}) if providers <= 1 else {},
    )


def _concerns(rule: Rule, feed: Feed) -> bool:
    if feed.name == MANIFEST and rule.id == COUNTED:
        return False  # nothing states its rows
    if rule.kind is RuleKind.ROW:
        return feed.name in rule.feeds
    return rule.evidence in (feed.name, "", "notices")


def _rule_tried(rule: Rule, read: FileRead, providers: int, found: _Found) -> RuleTried:
    if rule.id in OF_ONE_PROVIDER and providers > 1:
        return RuleTried(rule.id, Status.NOT_JUDGED, "several")
    if rule.id == COUNTED and read.stated_rows is None:
        return RuleTried(rule.id, Status.NOT_JUDGED, "no_count")
    if rule.id in found.missing:
        return RuleTried(rule.id, Status.NOT_JUDGED, "not_possible")
    failing, rows = found.failing.get((rule.id, read.name), (0, ()))
    return RuleTried(rule.id, Status.FAIL if failing else Status.PASS, "", failing, rows)

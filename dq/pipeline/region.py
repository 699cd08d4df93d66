"""`check`: judge one region's delivery from files to proposal."""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter

import polars as pl

from dq.core.codes import Books, Disposition, ExitCode, Reason, Status, worst
from dq.core.errors import UsageFault
from dq.core.identity import IdentityForms
from dq.core.ledger import FileRead, conserved
from dq.core.outcome import Outcome
from dq.core.progress import Progress
from dq.core.query import Asked, Query
from dq.core.run import Region, Run
from dq.decide import decide, totals, with_stakes
from dq.decide.providers import PROVIDER
from dq.feeds import FEEDS
from dq.loop import Judged, Sources, as_frame, findings_frame, judge, outcomes
from dq.loop.outcomes import left_out
from dq.measures import MEASURES
from dq.pipeline.expect import expectation_findings, expected, tables, warming
from dq.pipeline.frames import Staged, broken_contracts, stage
from dq.pipeline.intake import Delivery, read_delivery
from dq.pipeline.notes import blocking, notes_of
from dq.pipeline.queried import addressed
from dq.pipeline.senders import due
from dq.pipeline.summary import asked_share, outcome_rows, panel_rows, shares_of, steps_of, words_of
from dq.pipeline.versions import run_id, versions
from dq.pipeline.write import prepare, write_report, write_run
from dq.reconcile import region_gap
from dq.settings import Suite, load_suite
from dq.settings.limits import identities_of
from dq.settings.project import Project

STOPPING = ("hold", "reject")
NEEDED_BY_ALL = ("listings", "", "staff_roll", "claims", "ref_provider", "ref_tandem", "manifest")


def lost(read: FileRead) -> bool:
    """Whether a file that should have been judged was not: refused, or named in the manifest and missing."""
    return read.status in ("refused", "missing")


@dataclass
class Clock:
    """Wall-clock seconds per stage, told to `progress` as each ends. Never part of a result."""

    progress: Progress | None
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str, detail: Callable[[], str] = lambda: "") -> Iterator[None]:
        """Time a stage and tell it."""
        start = perf_counter()
        yield
        self.seconds[name] = round(perf_counter() - start, 3)
        if self.progress is not None:
            self.progress.step(name, detail(), self.seconds[name])


def check(
    paths: list[Path],
    *,
    suite: str,
    day: date,
    out: Path | None = None,
    report: Path | None = None,
    lang: str = "sv",
    fail_on: str = "adjust",
    only: tuple[str, ...] = (),
    skip: tuple[str, ...] = (),
    maps: dict[str, str] | None = None,
    project: Project | None = None,
    connections: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> Run:
    """Judge a delivery and, if asked, write the run folder `out` and the HTML `report`.

    `connections` are the addresses (URI) of databases by name, for the queries of `project`.
    The verdict of an earlier run in `out` is moved away first and the new one is written last. Bad data
    end in findings and exit codes of the `Run`; raises `DqError` only where no run could be made.
    """
    chosen = load_suite(suite, day, only, skip)
    settings = project or Project()
    queries = addressed(settings.queries, connections or {})
    if not paths and not queries:
        raise UsageFault("nothing_to_read")
    clock = Clock(progress)
    place = prepare(out)
    with tempfile.TemporaryDirectory(prefix=".work-", dir=place) as folder:
        with clock.stage("read"), warming(bool(chosen.expectations)):
            forms = identities_of(chosen.chosen)
            delivery = _read(paths, Path(folder), day, maps or {}, settings, progress, queries, forms)
        run = _judge(delivery, chosen, day, fail_on, clock)
    run = replace(run, timings=dict(clock.seconds))
    if report is not None:
        with clock.stage("report"):
            write_report(report, run, lang)
    if out is not None:
        write_run(out, replace(run, timings=dict(clock.seconds)))
    return replace(run, timings=dict(clock.seconds))


def _read(
    paths: list[Path],
    work: Path,
    day: date,
    maps: dict[str, str],
    settings: Project,
    progress: Progress | None,
    queries: list[tuple[Query, Asked]],
    identities: IdentityForms,
) -> Delivery:
    last = perf_counter()

    def told(read: FileRead) -> None:
        nonlocal last
        now = perf_counter()
        if progress is not None:
            progress.file(read, now - last)
        last = now

    return read_delivery(
        paths,
        work=work,
        day=day,
        file_rules=settings.file_rules,
        senders=settings.senders,
        maps=maps,
        limits=settings.limits,
        progress=told,
        queries=queries,
        identities=identities,
    )


def _judge(delivery: Delivery, suite: Suite, day: date, fail_on: str, clock: Clock) -> Run:
    staged = stage(delivery.frames, delivery.files)
    with clock.stage("conform"):
        broken = broken_contracts(staged)
    sources = Sources(staged.feeds, staged.present, MEASURES, day, suite.limits)
    counted: list[int] = [0]
    with clock.stage("check", lambda: f"{len(suite.chosen)} × {counted[0]}"):
        judged = judge(suite.chosen, sources, FEEDS, suite.tariff, broken)
        counted[0] = 0 if judged.supported is None else judged.supported.height
        found = findings_frame(judged, sources)
        results = (*outcomes(judged, sources), *left_out(suite.skipped))
        conserved(results)
    asked = asked_share(sources, suite)
    with clock.stage("engines"):
        expectations = expected(suite, tables(judged, sources, suite, float(asked.share) if asked else None))
    with clock.stage("decide"):
        findings = pl.concat([found, as_frame(expectation_findings(expectations))])
        results = (*results, *(each.outcome for each in expectations))
        notes = notes_of(delivery.files, sources, judged, suite)
        books = {chosen.rule.id: chosen.rule.books for chosen in suite.chosen}
        findings, providers = _money(judged, findings, staged, suite, books, delivery.files)
        astray = sorted(set(unplaced(findings, providers)["rule_id"]))
        notes = (*notes, *((f"unplaced:{', '.join(astray)}",) if astray else ()))
    settings, used = suite.resolved(), versions()
    shares, sums = shares_of(providers)
    dates = suite.file.dates
    proposal = _may_propose(results, delivery.files, findings, providers) and "claims" in staged.feeds
    code = _code(results, delivery.files, notes, findings, providers, fail_on)
    if not proposal:
        shares, sums, providers = None, {}, providers.clear()
    return Run(
        suite=suite.name,
        region=Region(**suite.file.region.model_dump()),
        day=day,
        payment_day=day + timedelta(days=dates.payment),
        decide_by=day + timedelta(days=dates.decide_by),
        answer_by=day + timedelta(days=dates.answer_by),
        files=delivery.files,
        results=results,
        findings=findings.sort("rule_id", "provider_id", "physician_id", "finding_id"),
        outcomes=outcome_rows(results, suite, expectations, findings),
        providers=providers,
        gap=region_gap(shares, asked, Region(**suite.file.region.model_dump())),
        panels=panel_rows(judged, sources, suite) if proposal else panel_rows(judged, sources, suite).clear(),
        waterfall=steps_of(sums, suite, asked),
        shares=shares,
        totals=totals(providers) if proposal else None,
        perceived=asked,
        notes=notes,
        settings=settings,
        run_id=run_id(delivery.files, settings, used),
        versions=used,
        words=words_of(suite, expectations),
        fail_on=fail_on,
        proposal=proposal,
        code=code,
        accounts=staged.accounts,
        deliveries=due(sources),
    )


def _money(
    judged: Judged,
    findings: pl.DataFrame,
    staged: Staged,
    suite: Suite,
    books: dict[str, Books],
    files: tuple[FileRead, ...],
) -> tuple[pl.DataFrame, pl.DataFrame]:
    if judged.supported is None:
        return findings, pl.DataFrame(schema=PROVIDER)
    findings = with_stakes(findings, judged.supported, suite.tariff, books)
    columns = ("provider_id", "provider_name", "county_code", "ownership")
    names = pl.DataFrame(schema=dict.fromkeys(columns, pl.String))
    if "ref_provider" in staged.feeds:
        names = (
            staged.feeds["ref_provider"].select(columns).unique(subset="provider_id", keep="first").collect()
        )
    known = frozenset(judged.supported["provider_id"]) | frozenset(names["provider_id"])
    asked = frozenset(findings.filter(pl.col("rule_id") == "CMP-03")["provider_id"])
    refused = frozenset(read.provider_id for read in files if lost(read) and read.provider_id in known)
    waiting = dict.fromkeys(judged.without_roll, "roll_missing") | dict.fromkeys(
        judged.unclear, "roll_unclear"
    )
    return findings, decide(judged.supported, findings, names, suite.tariff, books, waiting, refused, asked)


def unplaced(findings: pl.DataFrame, providers: pl.DataFrame) -> pl.DataFrame:
    """Findings above inform that no single provider answers for: they concern all."""
    acting = pl.col("disposition").is_in([Disposition.ADJUST.value, *STOPPING])
    return findings.filter(acting & ~pl.col("provider_id").is_in(providers["provider_id"].implode()))


def _may_propose(
    results: tuple[Outcome, ...],
    files: tuple[FileRead, ...],
    findings: pl.DataFrame,
    providers: pl.DataFrame,
) -> bool:
    """Say whether amounts may be shown: nothing that all providers need was refused or not judged.

    A lost file that concerns one provider rejects that one. A lost file of an unknown feed could be any of
    those that all need, so it stops the proposal too, and so does a rejection that nobody answers for.
    """
    known = set(providers["provider_id"])
    for read in filter(lost, files):
        if read.feed in NEEDED_BY_ALL and read.provider_id not in known:
            return False
    if "reject" in unplaced(findings, providers)["disposition"]:
        return False
    return not any(each.blocks and each.reason is not Reason.ROLL_MISSING for each in results)


def _code(
    results: tuple[Outcome, ...],
    files: tuple[FileRead, ...],
    notes: tuple[str, ...],
    findings: pl.DataFrame,
    providers: pl.DataFrame,
    fail_on: str,
) -> ExitCode:
    codes = [ExitCode.FAULT for each in results if each.status is Status.ERROR]
    codes += [ExitCode.NOT_JUDGED for each in results if each.blocks]
    codes += [ExitCode.NOT_JUDGED for read in files if lost(read)]
    codes += [ExitCode.NOT_JUDGED for _ in blocking(notes)]
    codes += [] if unplaced(findings, providers).is_empty() else [ExitCode.NOT_JUDGED]
    if fail_on != "never":
        floor = Disposition(fail_on).rank
        found = {Disposition(each) for each in (*findings["disposition"], *providers["disposition"])}
        codes += [ExitCode.FINDINGS for each in found if each.rank >= floor]
    return worst(codes)

"""Builders: one readable line makes a whole, typed feed; `failing` runs a rule on feeds as the loop would.

Nobody here exists: persons are called A-dr1-0 and so on, providers A, B, C, physicians dr1, dr2.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from functools import lru_cache
from typing import Any

import polars as pl

from dq.core.codes import Unit
from dq.core.ledger import FILES, NOTICES
from dq.core.notice import Sight
from dq.core.outcome import Outcome
from dq.core.rule import Chosen, Rule, RuleKind
from dq.core.tariff import Tariff
from dq.decide import decide, with_stakes
from dq.feeds import FEEDS, MODELS
from dq.loop import Judged, Sources, findings_frame, judge, outcomes
from dq.loop.entities import run
from dq.loop.waves import providers_without_roll, unclear_doctors
from dq.measures import MEASURES
from dq.measures.supported import Bits
from dq.rules import RULES

DAY = date(2026, 10, 31)
LONG_AGO = date(2020, 1, 1)
GENERAL = "allmänmedicin"
# Limits that have no default, as in the suite `demo`.
LIMITS: dict[str, Any] = {"ceiling": 2200, "target_share": "0.75", "st_max_days_left": 730}
CLIFF = Tariff(kind="cliff", rate_ore_per_listed=400, target=Fraction(3, 4))


@dataclass(frozen=True)
class Made:
    """A part of a feed: its typed rows, and the columns that the file is said to have had."""

    feed: str
    frame: pl.DataFrame
    present: frozenset[str]


LEDGER: dict[str, Any] = {"files": FILES, "notices": NOTICES}
MARKS = {"unread": pl.String, "flagged": pl.String}


@lru_cache
def schema_of(feed: str) -> dict[str, Any]:
    """Typed columns of a feed with their Polars types, and `unread`; the ledger of files counts as a feed."""
    if feed in LEDGER:
        return dict(LEDGER[feed])
    typed = MODELS[feed].to_schema().columns
    return {name: typed[name].dtype.type for name in FEEDS[feed].outputs} | MARKS


def made(feed: str, rows: Sequence[Mapping[str, Any]], *, without: tuple[str, ...] = ()) -> Made:
    """Make a feed of dicts. Columns not named are null; `without` are columns that no file had."""
    return of_frame(feed, pl.DataFrame(rows, schema_overrides=schema_of(feed)), without=without)


def of_frame(feed: str, rows: pl.DataFrame, *, without: tuple[str, ...] = ()) -> Made:
    """Give a frame all columns of a feed, in order, and the file its rows stood in."""
    whole = rows.select(
        (pl.col(name) if name in rows.columns else pl.lit(None)).cast(kind).alias(name)
        for name, kind in schema_of(feed).items()
    )
    if feed in LEDGER:
        return Made(feed, whole, frozenset())
    columns = {column.name for column in FEEDS[feed].columns}
    return Made(
        feed, whole.with_columns(source_file=pl.lit(f"{feed}.csv")), frozenset(columns) - set(without)
    )


def empty(feed: str) -> Made:
    """Make a feed of no rows."""
    return of_frame(feed, pl.DataFrame(schema=schema_of(feed)))


def listings(
    doctors: Mapping[str | None, int],
    *,
    provider: str | None = "A",
    start: date | None = LONG_AGO,
    until: date | None = None,
    kind: str | None = None,
    contact: str | None = None,
    name: str | None = None,
    people: str | None = None,
    unread: str | None = None,
) -> Made:
    """List so many persons on each doctor; None is nobody. `people` names the persons, the same each time."""
    parts = []
    for doctor, n in doctors.items():
        stem = people or f"{provider}-{doctor}"
        parts.append(
            pl.DataFrame(
                {"person_id": [f"{stem}-{i}" for i in range(n)]}, schema={"person_id": pl.String}
            ).with_columns(physician_id=pl.lit(doctor, dtype=pl.String))
        )
    words = {"provider_id": provider, "valid_from": start, "valid_to": until, "listing_kind": kind}
    words |= {"contact_type": contact, "physician_name": name, "unread": unread}
    schema = schema_of("listings")
    frame = pl.concat(parts).with_columns(pl.lit(v, dtype=schema[k]).alias(k) for k, v in words.items())
    return of_frame("listings", frame)


def roll(
    doctors: Mapping[str, str],
    *,
    provider: str = "A",
    fte: int = 1000,
    exempt: int | None = None,
    start: date | None = LONG_AGO,
    until: date | None = None,
    specialties: str | None = GENERAL,
    st_end: date | None = None,
    form: str | None = "permanent",
    without: tuple[str, ...] = (),
    **words: Any,
) -> Made:
    """Employ each doctor in a role ("specialist", "st", "at", "other" ...). FTE in thousandths."""
    shared = {"provider_id": provider, "fte_milli": fte, "exempt_fte_milli": exempt, "employed_from": start}
    shared |= {"employed_to": until, "specialties": specialties, "st_end": st_end, "employment_form": form}
    rows = [shared | {"physician_id": doctor, "role": role} | words for doctor, role in doctors.items()]
    return made("staff_roll", rows, without=without)


def claims(
    listed: int,
    named: int,
    *,
    provider: str = "A",
    amount: int | None = None,
    day: date = DAY,
    version: int | None = 1,
    submitted: datetime | None = None,
    **words: Any,
) -> Made:
    """Claim so many listed and named, and an amount in öre (None: not stated)."""
    row = {"provider_id": provider, "period": f"{day:%Y-%m}", "measurement_day": day, "version": version}
    row |= {"claimed_listed": listed, "claimed_named": named, "claimed_amount_ore": amount}
    return made("claims", [row | {"submitted_at": submitted} | words])


def licences(*doctors: str, start: date | None = LONG_AGO, until: date | None = None) -> Made:
    """Give each doctor a licence in the register."""
    row = {"licence_valid_from": start, "licence_valid_to": until, "profession": "LK"}
    return made("ref_physician", [row | {"physician_id": doctor} for doctor in doctors])


def tandem(list_id: str, *doctors: str) -> Made:
    """Let doctors share one list by agreement."""
    return made("ref_tandem", [{"list_id": list_id, "physician_id": doctor} for doctor in doctors])


def file(
    name: str,
    *,
    rows: int = 0,
    stated: int | None = None,
    status: str = "read",
    error: str = "",
    provider: str | None = None,
    feed: str = "listings",
    sha256: str = "",
) -> Made:
    """Put one file in the delivery ledger, with its rows and those that the manifest states."""
    row = {"source_file": name, "feed": feed, "status": status, "error": error, "sha256": sha256}
    return made("files", [row | {"rows": rows, "stated_rows": stated, "provider_id": provider}])


def noticed(name: str, sight: Sight, at: Sequence[int], *, rows: int = 100, column: str = "") -> Made:
    """Say what the reader saw on some rows of a file."""
    row = {"source_file": name, "feed": "listings", "sight": sight.value, "column": column}
    return made("notices", [row | {"count": len(at), "file_rows": rows, "rows": list(at)}])


def register(**contracts: tuple[date | None, date | None]) -> Made:
    """Give each provider a contract from a day and until another, exclusive."""
    rows = [
        {"provider_id": name, "provider_name": name, "contract_from": start, "contract_to": until}
        for name, (start, until) in contracts.items()
    ]
    return made("ref_provider", rows)


def manifest(*names: str) -> Made:
    """Say which files the delivery holds."""
    return made("manifest", [{"file": name, "feed": "listings"} for name in names])


def sources(*parts: Made, day: date = DAY, **limits: Any) -> Sources:
    """Join the parts of each feed as the pipeline does: `row_id` numbers rows, `source_row` lines."""
    feeds, present = {}, {}
    for name in dict.fromkeys(part.feed for part in parts):
        mine = [part for part in parts if part.feed == name]
        frame = pl.concat([part.frame for part in mine]).with_row_index("row_id")
        frame = frame.with_columns(pl.col("row_id").cast(pl.Int64))
        if name not in LEDGER:
            frame = frame.with_columns(source_row=pl.col("row_id") + 2)
        feeds[name] = frame.lazy()
        present[name] = frozenset.intersection(*(part.present for part in mine))
    return Sources(feeds, present, MEASURES, day, limits)


def chosen(rules: Sequence[Rule], **limits: Any) -> tuple[Chosen, ...]:
    """Choose rules with their defaults, and with the limits that are given and known to them."""
    unknown = set(limits) - {name for rule in RULES for name in rule.parameters}
    assert not unknown, f"no rule has {unknown}"
    return tuple(
        Chosen(rule, {name: limits.get(name, default) for name, default in rule.parameters.items()})
        for rule in rules
    )


def judged(
    rules: Sequence[Rule], *parts: Made, day: date = DAY, tariff: Tariff = CLIFF, **limits: Any
) -> tuple[Judged, Sources]:
    """Run rules on feeds through the loop. Rules of the second wave need those that take rows."""
    given = sources(*parts, day=day, **limits)
    kind = {"tariff": tariff.kind} if tariff.sets_amounts else {}
    return judge(chosen(rules, **(kind | limits)), given, FEEDS, tariff), given


def _run(rule: Rule, parts: tuple[Made, ...], words: dict[str, Any]) -> tuple[Judged, Sources]:
    """Run one rule: an entity rule of the first wave alone, one of the second after the rules it rests on."""
    if rule.kind is RuleKind.ROW:
        return judged([rule], *parts, **words)
    if rule.wave == 2:
        given = {name: value for name, value in LIMITS.items() if name not in words}
        return judged([each for each in RULES if each.step or each is rule], *parts, **given, **words)
    limits = {name: value for name, value in words.items() if name != "day"}
    given = sources(*parts, **words)
    (only,) = chosen([rule], **limits)
    given.collect((*rule.inputs, "provider_rows", "staffing"))
    aside = providers_without_roll(given)
    unclear = unclear_doctors(given)
    entities = tuple(run([only], given, aside, unclear))
    waiting = frozenset(unclear["provider_id"]) - aside
    return Judged((only,), (), entities, None, aside, waiting, Bits(())), given


def _ended(
    rule: Rule, parts: tuple[Made, ...], words: dict[str, Any]
) -> tuple[Outcome, list[dict[str, Any]]]:
    result, given = _run(rule, parts, words)
    ended = next(each for each in outcomes(result, given) if each.rule_id == rule.id)
    found = next((each.rows.to_dicts() for each in result.entities if each.rule_id == rule.id), [])
    return ended, found


def outcome(rule: Rule, *parts: Made, **words: Any) -> Outcome:
    """Say how one rule ended."""
    return _ended(rule, parts, words)[0]


def rows(rule: Rule, *parts: Made, **words: Any) -> list[dict[str, Any]]:
    """List the entities that an entity rule examined and did not put aside; it must have been judged."""
    ended, found = _ended(rule, parts, words)
    assert ended.reason in (None, "none_in_scope"), f"{rule.id} was not judged: {ended.reason} {ended.detail}"
    return found


def failing(rule: Rule, *parts: Made, **words: Any) -> list[str]:
    """Name the failing entities, sorted: A for a provider, A/dr1 for a doctor there, the file's own name.

    A limit without a default must be given, as must its feeds: a rule that was not judged is an error here.
    """
    return sorted(_name(rule, row) for row in rows(rule, *parts, **words) if row["fails"])


def examined(rule: Rule, *parts: Made, **words: Any) -> list[str]:
    """Name the entities that were examined, sorted, also where others stood aside without a roll."""
    return sorted(_name(rule, row) for row in _ended(rule, parts, words)[1])


def affected(rule: Rule, *parts: Made, **words: Any) -> dict[str, int]:
    """Count the persons or rows behind each failing entity."""
    found: dict[str, int] = {}
    for row in rows(rule, *parts, **words):
        if row["fails"]:
            found[_name(rule, row)] = found.get(_name(rule, row), 0) + row["affected"]
    return found


def covered(rule: Rule, *parts: Made, **words: Any) -> dict[str, str | None]:
    """Say, for each failing entity, what covers it; None means that the finding decides."""
    found = rows(rule, *parts, **words)
    return {_name(rule, row): row["covered_by"] for row in found if row["fails"]}


def flagged(rule: Rule, *parts: Made, **words: Any) -> dict[str, list[tuple[str, int]]]:
    """For a row rule: the failing rows of each feed as (provider, line of the file)."""
    result, _ = judged([rule], *parts, **words)
    return {
        each.feed: [(row["provider_id"], row["source_row"]) for row in each.shown.to_dicts()]
        for each in result.rows
        if each.shown.height
    }


def reason(rule: Rule, *parts: Made, **words: Any) -> tuple[str, str, str]:
    """Say status, reason and detail of a rule's outcome."""
    ended = outcome(rule, *parts, **words)
    return ended.status.value, ended.reason.value if ended.reason else "", ended.detail


def proposal(
    *parts: Made, tariff: Tariff = CLIFF, refused: frozenset[str] = frozenset(), **limits: Any
) -> Any:
    """Judge with every rule and decide: one dict per provider, by provider id."""
    result, given = judged(RULES, *parts, tariff=tariff, **limits)
    assert result.supported is not None
    books = {rule.id: rule.books for rule in RULES}
    found = with_stakes(findings_frame(result, given), result.supported, tariff, books)
    names = pl.DataFrame(
        schema=dict.fromkeys(("provider_id", "provider_name", "county_code", "ownership"), pl.String)
    )
    waiting = dict.fromkeys(result.without_roll, "roll_missing")
    waiting |= dict.fromkeys(result.unclear, "roll_unclear")
    table = decide(result.supported, found, names, tariff, books, waiting, refused)
    return {row["provider_id"]: row for row in table.to_dicts()}


def _name(rule: Rule, row: dict[str, Any]) -> str:
    if rule.unit is Unit.FILE:
        return str(row["source_file"])
    if rule.unit in (Unit.PHYSICIAN, Unit.PHYSICIAN_AT_PROVIDER):
        return f"{row['provider_id']}/{row['physician_id']}"
    return str(row["provider_id"])

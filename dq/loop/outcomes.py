"""From results to outcomes: one status per rule, with counts and the reasons of what stood aside."""

from typing import Any

import polars as pl

from dq.core.codes import Reason, Status
from dq.core.outcome import Outcome
from dq.core.rule import Chosen
from dq.loop.entities import EntityResult
from dq.loop.rows import SUPERSEDED, RowResult
from dq.loop.sources import Sources
from dq.loop.waves import Judged

SHOWN_FEEDS = 3  # of those that a rule could have judged, when none came


def outcomes(judged: Judged, sources: Sources) -> tuple[Outcome, ...]:
    """Give one outcome per chosen rule, in the order of the suite."""
    rows: dict[str, list[RowResult]] = {}
    for result in judged.rows:
        rows.setdefault(result.rule_id, []).append(result)
    entities = {each.rule_id: each for each in judged.entities}
    made = []
    for chosen in judged.chosen:
        if chosen.rule.id in entities:
            made.append(_entity_outcome(chosen, entities[chosen.rule.id], judged, sources))
        else:
            made.append(_row_outcome(chosen, rows.get(chosen.rule.id, []), came=bool(rows)))
    return tuple(made)


def _row_outcome(chosen: Chosen, results: list[RowResult], *, came: bool) -> Outcome:
    """Say how a row rule ended. `came`: some feed of the delivery has rows to judge."""
    words: dict[str, Any] = {
        "rule_id": chosen.rule.id,
        "required": chosen.required,
        "parameters": chosen.parameters,
    }
    if not results:
        if came:  # what did come has no cell of the kind
            return Outcome(status=Status.NOT_JUDGED, reason=Reason.NONE_IN_SCOPE, **words)
        feeds = ", ".join(chosen.rule.feeds[:SHOWN_FEEDS])
        return Outcome(status=Status.NOT_JUDGED, reason=Reason.FEED_MISSING, detail=feeds, **words)
    examined = sum(int(each.per_provider["examined"].sum()) for each in results)
    failing = sum(int(each.per_provider["failing"].sum()) for each in results)
    if examined == 0:
        return Outcome(status=Status.NOT_JUDGED, reason=Reason.FILTER_EMPTY, **words)
    aside = sum(each.superseded for each in results)
    return Outcome(
        status=Status.FAIL if failing else Status.PASS,
        examined=examined,
        failing=failing,
        affected=failing,
        **_scoped(examined + aside, {SUPERSEDED: aside}),
        **words,
    )


def _entity_outcome(chosen: Chosen, result: EntityResult, judged: Judged, sources: Sources) -> Outcome:
    words: dict[str, Any] = {
        "rule_id": chosen.rule.id,
        "required": chosen.required,
        "parameters": chosen.parameters,
    }
    if result.missing is not None:
        reason, detail = result.missing.reason, result.missing.detail
        return Outcome(status=Status.NOT_JUDGED, reason=reason, detail=detail, **words)
    rows = result.rows
    fails, covered = pl.col("fails"), pl.col("covered_by").is_not_null()
    counts = rows.select(
        examined=pl.col("examined").sum(),
        failing=pl.col("examined").filter(fails).sum(),
        covered=pl.col("examined").filter(fails & covered).sum(),
        affected=pl.col("affected").filter(fails).sum(),
    ).to_dicts()[0]
    waiting = _waiting(chosen, judged, sources) or (sorted(judged.unclear) if result.aside else [])
    words |= {name: int(value or 0) for name, value in counts.items()}
    words |= {"not_judged": max(result.aside, len(waiting))}
    words |= _scope(chosen, judged, sources, words["examined"])
    if waiting:
        detail = ", ".join(waiting)
        return Outcome(status=Status.NOT_JUDGED, reason=Reason.ROLL_MISSING, detail=detail, **words)
    if words["examined"] == 0:
        return Outcome(status=Status.NOT_JUDGED, reason=_why_none(chosen, judged, sources), **words)
    return Outcome(status=Status.FAIL if words["failing"] else Status.PASS, **words)


def _waiting(chosen: Chosen, judged: Judged, sources: Sources) -> list[str]:
    """Name providers with named listings that the rule cannot judge: the roll has no row for them."""
    if not chosen.rule.needs_roll:
        return []
    rows = sources.table("provider_rows").filter(pl.col("named") > 0)
    return sorted(judged.without_roll & set(rows["provider_id"]))


def _why_none(chosen: Chosen, judged: Judged, sources: Sources) -> Reason:
    """Tell an honest nothing from a filter that let nothing through (a wrong day, an empty measure)."""
    inputs = [name for name in chosen.rule.inputs if name in (*sources.measures, "supported")]
    inputs += ["explained"] if chosen.rule.wave == 2 else []  # no claim for the day, nothing to compare
    empty = any(sources.table(name).is_empty() for name in inputs)
    if "supported" in inputs and judged.supported is not None and judged.without_roll:
        return Reason.ROLL_MISSING
    return Reason.FILTER_EMPTY if empty and chosen.rule.id != "UNQ-02" else Reason.NONE_IN_SCOPE


def _scope(chosen: Chosen, judged: Judged, sources: Sources, examined: int) -> dict[str, Any]:
    """Account for the rows of the feed the rule speaks of: read = in scope + out of scope by reason."""
    if chosen.rule.evidence == "claims":
        read = sources.feeds["claims"].select(pl.len()).collect().item()
        out = {"other_day_or_version": read - sources.table("claimed").height}
        out["not_examined"] = read - out["other_day_or_version"] - examined
        return _scoped(read, out)
    if chosen.rule.evidence != "listings" or "listings" not in sources.feeds:
        return {"rows_read": examined, "rows_in_scope": examined}
    rows = sources.table("provider_rows")
    read = sources.feeds["listings"].select(pl.len()).collect().item()
    active = int(rows["active"].sum())
    out = {name: int(rows[name].sum()) for name in ("ended", "not_started", "undated")}
    out["without_provider"] = read - int(rows["rows"].sum())
    if "pairs" in chosen.rule.inputs:
        aside = rows.filter(pl.col("provider_id").is_in(sorted(judged.without_roll)))
        out["roll_missing"] = int(aside["named"].sum()) if chosen.rule.needs_roll else 0
        out["unnamed"] = active - int(rows["named"].sum())
    return _scoped(read, out)


def _scoped(read: int, out: dict[str, int]) -> dict[str, Any]:
    return {
        "rows_read": read,
        "out_of_scope": {k: v for k, v in out.items() if v},
        "rows_in_scope": read - sum(out.values()),
    }


def left_out(skipped: tuple[Chosen, ...]) -> tuple[Outcome, ...]:
    """Give the outcomes of rules that the command left out: never a pass, and a required one still counts."""
    return tuple(
        Outcome(
            rule_id=chosen.rule.id,
            status=Status.NOT_JUDGED,
            reason=Reason.SKIPPED,
            required=chosen.required,
            parameters=chosen.parameters,
        )
        for chosen in skipped
    )

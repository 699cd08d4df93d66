"""The frames and figures of a run that people and programs read: outcomes, shares, waterfall, panels."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import polars as pl

from dq.core.codes import Books, Disposition, Step
from dq.core.outcome import Outcome
from dq.core.rule_words import RuleWords
from dq.core.run import Perceived, Shares, WaterfallStep
from dq.engines.expectations import ExpectationResult
from dq.loop import Judged, Sources
from dq.measures.doctors import DOCTOR_ROLES
from dq.reconcile import Parts, perceived, waterfall
from dq.settings import Suite

OUTCOMES = {
    "rule_id": pl.String,
    "group": pl.String,
    "title_sv": pl.String,
    "title": pl.String,
    "status": pl.String,
    "reason": pl.String,
    "detail": pl.String,
    "required": pl.Boolean,
    "unit": pl.String,
    "severity": pl.String,
    "disposition": pl.String,
    "examined": pl.Int64,
    "failing": pl.Int64,
    "covered": pl.Int64,
    "not_judged": pl.Int64,
    "affected": pl.Int64,
    "providers": pl.Int64,
    "amount_ore": pl.Int64,
    "rows_read": pl.Int64,
    "rows_in_scope": pl.Int64,
}
PANELS = {
    "provider_id": pl.String,
    "physician_id": pl.String,
    "role": pl.String,
    "named": pl.Int64,
    "fte_milli": pl.Int64,
    "ceiling": pl.Int64,
}


def outcome_rows(
    outcomes: Iterable[Outcome],
    suite: Suite,
    expectations: tuple[ExpectationResult, ...],
    findings: pl.DataFrame,
) -> pl.DataFrame:
    """Give one row per check, in catalogue order, expectations last.

    `disposition` is what its findings lead to (inform where others cover them); the rule's own without any.
    """
    words = _speakers(suite, expectations)
    sums = {
        row["rule_id"]: row
        for row in findings.group_by("rule_id")
        .agg("disposition", providers=pl.col("provider_id").n_unique(), amount_ore=pl.col("amount_ore").sum())
        .to_dicts()
    }
    rows = []
    for each in outcomes:
        rule, found = words[each.rule_id], sums.get(each.rule_id, {})
        rows.append(
            {name: getattr(each, name, None) for name in OUTCOMES}
            | {name: getattr(rule, name) for name in ("title", "title_sv")}
            | {name: getattr(rule, name).value for name in ("severity", "disposition", "unit")}
            | {"group": getattr(rule, "group", "expectation"), "status": each.status.value}
            | {"reason": each.reason.value if each.reason else None}
            | {"providers": found.get("providers", 0), "amount_ore": found.get("amount_ore", 0)}
            | ({"disposition": _worst(found["disposition"])} if found else {})
        )
    return pl.DataFrame(rows, schema=OUTCOMES)


def _worst(dispositions: list[str]) -> str:
    return max((Disposition(each) for each in dispositions), key=lambda each: each.rank).value


def words_of(suite: Suite, expectations: tuple[ExpectationResult, ...]) -> dict[str, RuleWords]:
    """Give the words of every check in the run, rules and expectations, by id."""
    return {
        rule_id: RuleWords(
            **{
                name: getattr(each, name)
                for name in ("id", "title", "title_sv", "sv", "en", "todo_sv", "todo_en")
            },
            group=getattr(each, "group", "expectation"),
            step=getattr(each, "step", None),
        )
        for rule_id, each in _speakers(suite, expectations).items()
    }


def _speakers(suite: Suite, expectations: tuple[ExpectationResult, ...]) -> dict[str, Any]:
    rules = {chosen.rule.id: chosen.rule for chosen in (*suite.chosen, *suite.skipped)}
    return rules | {result.meta.id: result.meta for result in expectations}


def shares_of(providers: pl.DataFrame) -> tuple[Shares | None, dict[str, int]]:
    """Add up the providers that were judged: their shares, and the rows each waterfall step takes."""
    judged = providers.filter("judged")
    if judged.is_empty():
        return None, {}
    sums = {
        name: int(judged[name].sum())
        for name in ("listed", "registered", "supported", "lowest")
        + ("s_identity", "s_absent", "s_ineligible", "s_capacity", "s_held")
    }
    shares = Shares(sums["listed"], sums["registered"], sums["supported"], sums["lowest"])
    return shares, sums


def steps_of(sums: dict[str, int], suite: Suite, asked: Perceived | None) -> tuple[WaterfallStep, ...]:
    """Lay out the region's waterfall; empty when nothing was judged."""
    if not sums:
        return ()
    rules: dict[str, tuple[str, ...]] = {
        step.value: tuple(c.rule.id for c in suite.chosen if c.rule.step is step) for step in Step
    }
    held = (Books.ROWS, Books.DOCTOR, Books.LIST)
    rules["held"] = tuple(c.rule.id for c in suite.chosen if c.rule.step is None and c.rule.books in held)
    parts = Parts(
        listed=sums["listed"],
        registered=sums["registered"],
        identity=sums["s_identity"],
        absent=sums["s_absent"],
        ineligible=sums["s_ineligible"],
        capacity=sums["s_capacity"],
        held=sums["s_held"],
        rules=rules,
    )
    return waterfall(parts, asked)


def asked_share(sources: Sources, suite: Suite) -> Perceived | None:
    """Give the survey share of the region for the whole population asked; null without one.

    Of several rows the one without a group, or of group `alla`, counts, and of several surveys the latest.
    Null too where that row's share is no share; a number of answers or design effect that is not above 0 is
    not known. CMP-01, SCH-03 and PLA-01 say so.
    """
    if "survey_shares" not in sources.feeds:
        return None
    group = pl.col("group").str.to_lowercase()
    whole = pl.col("group").is_null() | group.is_in(["alla", "all", "total", suite.file.survey.group.lower()])
    rows = (
        sources.feeds["survey_shares"]
        .filter(pl.col("county_code") == suite.file.region.code, whole)
        .collect()
    )
    if rows.is_empty():
        return None
    row = rows.sort("field_to", "survey_id", "row_id", nulls_last=False).to_dicts()[-1]
    share = _share(row["share_num"], row["share_den"])
    n, deff = (row[name] if (row[name] or 0) > 0 else None for name in ("n_answers", "deff"))
    if share is None:
        return None
    return perceived(
        share,
        n,
        deff=deff,
        default_deff=float(Fraction(suite.file.survey.deff_default)),
        source=row["source"] or row["survey_id"],
        base=row["base"] or "",
        field_to=row["field_to"],
    )


def _share(num: int | None, den: int | None) -> Fraction | None:
    possible = num is not None and den is not None and den > 0 and 0 <= num <= den
    return Fraction(num or 0, den or 1) if possible else None


def panel_rows(judged: Judged, sources: Sources, suite: Suite) -> pl.DataFrame:
    """Give each doctor's list at each provider, placeholders left out, for the charts of doctors.

    `fte_milli` is net FTE at the provider on the day, null without a spell. Doctors on the roll without a
    list are there with 0 named, so that a share of doctor time has all doctors in it.
    """
    if judged.supported is None or "staff_roll" not in sources.feeds:
        return pl.DataFrame(schema=PANELS)
    key = ["provider_id", "physician_id"]
    role = pl.when(pl.col("st_only") > 0).then(pl.lit("st")).when(pl.col("is_specialist") > 0)
    lists = (
        sources.table("pairs")
        .filter(~pl.col("placeholder"))
        .select(
            *key,
            role.then(pl.lit("specialist")).otherwise(pl.lit("")).alias("role"),
            "named",
            fte_milli="net_fte_milli",
        )
    )
    others = (
        sources.table("spells")
        .filter(pl.col("role").is_in(DOCTOR_ROLES))
        .group_by(key)
        .agg(
            role=pl.col("role").min(),
            named=pl.lit(0, dtype=pl.Int64),
            fte_milli=pl.col("net_fte_milli").sum(),
        )
        .join(lists, on=key, how="anti")
    )
    rows = pl.concat([lists, others.select(lists.columns)])
    return rows.with_columns(ceiling=pl.lit(suite.limits.get("ceiling"), dtype=pl.Int64)).sort(key)

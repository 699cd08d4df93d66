"""Every check of the run: those that found something, those that were skipped, those that found nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from dq.core.codes import Disposition, Reason, Status
from dq.report.case import Case, clinic_name
from dq.report.page import Tag
from dq.report.view_money import reason

SHADOW = "inform"


@dataclass(frozen=True)
class FoundRow:
    """A check with findings. `example` is its sentence for the largest finding."""

    rule_id: str
    name: str
    example: str
    tag: Tag
    clinics: str
    patients: str
    amount: str
    todo: str


@dataclass(frozen=True)
class SkippedRow:
    """A check that was not judged, the reason in words, and whether the suite requires it."""

    rule_id: str
    name: str
    tag: Tag
    reason: str
    required: str


@dataclass(frozen=True)
class QuietRow:
    """A check that found nothing, and how many it looked at."""

    rule_id: str
    name: str
    examined: str


@dataclass(frozen=True)
class Checks:
    """The section. Headings are empty when their table is."""

    found: tuple[FoundRow, ...]
    none_found: str
    skipped_heading: str
    skipped: tuple[SkippedRow, ...]
    quiet_heading: str
    quiet: tuple[QuietRow, ...]


def checks(case: Case) -> Checks:
    """Build the three tables; amounts descending, then the most serious proposal, then the id."""
    failing = sorted(case.with_status(Status.FAIL), key=_weight)
    examples = _largest(case)
    skipped, quiet = case.skipped + case.nothing_to_try, case.with_status(Status.PASS)
    return Checks(
        found=tuple(_found(case, row, examples.get(row["rule_id"])) for row in failing),
        none_found="" if failing else case.text("checks.none_found"),
        skipped_heading=case.plural("checks.skipped", len(skipped), m=len(case.checks)) if skipped else "",
        skipped=tuple(_skipped(case, row) for row in skipped),
        quiet_heading=case.plural("checks.quiet", len(quiet)) if quiet else "",
        quiet=tuple(_quiet(case, row) for row in quiet),
    )


def _weight(row: Mapping[str, Any]) -> tuple[int, int, int, str]:
    amount, affected = row["amount_ore"] or 0, row["affected"] or 0
    return -amount, -Disposition(row["disposition"]).rank, -affected, row["rule_id"]


def _largest(case: Case) -> dict[str, Mapping[str, Any]]:
    """The finding of each check that is worth most, then touches most."""
    ordered = case.run.findings.sort(
        ["rule_id", "amount_ore", "affected", "finding_id"],
        descending=[False, True, True, False],
        nulls_last=True,
    )
    ordered = ordered.with_columns(findings=pl.len().over("rule_id"))
    first = ordered.unique("rule_id", keep="first", maintain_order=True)
    return {row["rule_id"]: row for row in first.select(pl.exclude("source_rows")).iter_rows(named=True)}


def _found(case: Case, row: Mapping[str, Any], finding: Mapping[str, Any] | None) -> FoundRow:
    has_money = case.run.totals is not None
    none = case.text("sign.none")
    kind = row["disposition"] if row["disposition"] != "pay" else SHADOW
    return FoundRow(
        rule_id=row["rule_id"],
        name=case.name(row["rule_id"]),
        example=_example(case, row, finding),
        tag=Tag(kind, case.text(f"disposition.{kind}")),
        clinics=case.numbers.integer(row["providers"]) if row["providers"] else none,
        patients=case.numbers.integer(row["affected"]) if row["affected"] else none,
        amount=case.numbers.kronor(row["amount_ore"]) if has_money and row["amount_ore"] else none,
        todo=case.todo(row["rule_id"]),
    )


def _example(case: Case, row: Mapping[str, Any], finding: Mapping[str, Any] | None) -> str:
    """The sentence of the largest finding, with the clinic's name when there are several."""
    if finding is None:
        return case.plural("checks.hits", row["failing"] or 0)
    message = str(case.words.pick(finding["message_sv"], finding["message_en"]))
    names = {r["provider_id"]: clinic_name(r) for r in case.clinics}
    name = names.get(finding["provider_id"], "")
    if not name or finding["findings"] == 1:
        return f"{name}: {message}" if name else message
    return case.text("checks.largest", clinic=name, message=message)


def _skipped(case: Case, row: Mapping[str, Any]) -> SkippedRow:
    harmless = row["reason"] == Reason.NONE_IN_SCOPE
    broke = row["status"] == Status.ERROR
    word = "checks.nothing" if harmless else "checks.broke" if broke else "checks.left_out"
    return SkippedRow(
        rule_id=row["rule_id"],
        name=case.name(row["rule_id"]),
        tag=Tag("miss", case.text(word)),
        reason=reason(case, dict(row)),
        required=case.text("checks.required" if row["required"] else "checks.optional"),
    )


def _quiet(case: Case, row: Mapping[str, Any]) -> QuietRow:
    aside = row["not_judged"] or 0
    examined = case.text(f"unit.{row['unit']}".replace(" x ", "_"), n=row["examined"] or 0)
    if aside:
        examined += case.text("checks.aside", n=aside)
    return QuietRow(row["rule_id"], case.name(row["rule_id"]), examined)

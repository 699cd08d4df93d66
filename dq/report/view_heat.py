"""Which checks touch which clinics: the share of a clinic's named listings, as a table with shaded cells."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import polars as pl

from dq.report.case import HANDLED, Case, clinic_name

MOST_CLINICS, MOST_CHECKS = 60, 12
PERCENT = Fraction(1, 100)
CLASSES = ((30 * PERCENT, "c4"), (10 * PERCENT, "c3"), (1 * PERCENT, "c2"), (0 * PERCENT, "c1"))


@dataclass(frozen=True)
class HeatCell:
    """A share in percent without its unit, and the class that shades it."""

    text: str
    shade: str


@dataclass(frozen=True)
class HeatRow:
    """One clinic, with the shape of its proposal."""

    icon: str
    name: str
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True)
class Heat:
    """The section. `columns` are (rule id, name); `missing` replaces an empty table."""

    lead: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[HeatRow, ...]
    key: tuple[tuple[str, str], ...]
    cut: str
    missing: str


def heat(case: Case) -> Heat:
    """Build the table of clinics to handle and the checks that touch most of their named listings."""
    touched = _touched(case)
    ids = {row["provider_id"] for row in case.handled}
    weight: dict[str, int] = {}
    for (provider, rule), rows in touched.items():
        if provider in ids and rows:
            weight[rule] = weight.get(rule, 0) + rows
    ranked = sorted(weight, key=lambda rule: (-weight[rule], rule))
    rules, clinics = sorted(ranked[:MOST_CHECKS]), case.handled[:MOST_CLINICS]
    return Heat(
        lead=case.plural("heat.lead", len(case.handled)),
        columns=tuple((rule, case.name(rule)) for rule in rules),
        rows=tuple(_row(case, row, rules, touched) for row in clinics),
        key=tuple((shade, case.text(f"heat.key.{shade}")) for shade in ("c0", "c1", "c2", "c3", "c4", "cx")),
        cut=_cut(case, len(ranked) - len(rules), len(case.handled) - len(clinics)),
        missing="" if rules and clinics else case.text("heat.missing"),
    )


def _touched(case: Case) -> dict[tuple[str, str], int]:
    """Rows that each check touches at each clinic, over all its findings that lead to a proposal."""
    counted = (
        case.run.findings.filter(pl.col("disposition").is_in(HANDLED) & (pl.col("provider_id") != ""))
        .group_by("provider_id", "rule_id")
        .agg(pl.col("affected").sum())
    )
    return {(provider, rule): int(rows or 0) for provider, rule, rows in counted.iter_rows()}


def _row(
    case: Case, row: Mapping[str, Any], rules: list[str], touched: Mapping[tuple[str, str], int]
) -> HeatRow:
    named = row["registered"]
    if not row["judged"] or not named:
        cells = tuple(HeatCell(case.text("sign.missing"), "cx") for _ in rules)
    else:
        cells = tuple(_cell(case, touched.get((row["provider_id"], rule), 0), named) for rule in rules)
    return HeatRow(row["disposition"], clinic_name(row), cells)


def _cell(case: Case, rows: int, named: int) -> HeatCell:
    share = Fraction(rows, named)
    if not share:
        return HeatCell("0", "c0")
    shade = next(shade for limit, shade in CLASSES if share > limit or (share == limit and shade == "c2"))
    if share < PERCENT / 10:
        return HeatCell(case.text("heat.tiny"), shade)
    return HeatCell(case.numbers.decimal(share * 100, 1 if share < PERCENT else 0), shade)


def _cut(case: Case, checks: int, clinics: int) -> str:
    """Say what was left out; empty when everything is shown."""
    parts = [
        case.plural("heat.more_clinics", clinics) if clinics > 0 else "",
        case.plural("heat.more_checks", checks) if checks > 0 else "",
    ]
    return " ".join(part for part in parts if part)

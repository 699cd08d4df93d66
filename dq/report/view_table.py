"""The table with one row per clinic: proposal, shares, amounts, reasons; filters and the total row."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from dq.report.case import Case, clinic_name, exact_kronor, exact_share
from dq.report.charts.splitbar import cell_bar
from dq.report.page import Tag
from dq.report.view_money import rounded

REASONS_SHOWN = 3
MOST_ROWS = 2000
RANK = {"reject": "1", "hold": "2", "adjust": "3", "inform": "4", "pay": "5"}
AMOUNTS = ("claimed_ore", "pay_now_ore", "not_now_ore")
NOT_PAID = ("hold", "adjust", "reject")


@dataclass(frozen=True)
class Cell:
    """A number as text, its exact value for sorting, and what goes to the CSV file if that differs."""

    text: str
    value: str
    csv: str = ""
    note: str = ""


@dataclass(frozen=True)
class Reason:
    """A link to the check that is a reason. `name` is empty for all but the first."""

    rule_id: str
    name: str


@dataclass(frozen=True)
class Row:
    """One clinic. `money` is empty when the run has no money data."""

    disposition: str
    rank: str
    tag: Tag
    name: str
    rules: str
    shares: tuple[Cell, ...]
    money: tuple[Cell, ...]
    bar: Markup
    reasons: tuple[Reason, ...]
    more: str
    no_reason: str


@dataclass(frozen=True)
class Filter:
    """A button over the table: which proposals it shows and how many there are."""

    key: str
    label: str
    pressed: str


@dataclass(frozen=True)
class Column:
    """A column head. `sorted` is empty or `descending`."""

    label: str
    number: bool
    sorted: str = ""


@dataclass(frozen=True)
class ClinicTable:
    """The whole section. `cut` says how many rows were left out, `rounding` that sums may differ."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    filters: tuple[Filter, ...]
    rules: tuple[tuple[str, str], ...]
    total_name: str
    total: tuple[str, ...]
    total_reasons: str
    cut: str
    rounding: str


def clinic_table(case: Case) -> ClinicTable:
    """Build the table, sorted by what is not paid now."""
    has_money = case.run.totals is not None
    used = sorted({rule for row in case.clinics for rule in row["reasons"] if not case.words.mark(rule)})
    return ClinicTable(
        columns=_columns(case, has_money),
        rows=tuple(_row(case, row, has_money) for row in case.clinics[:MOST_ROWS]),
        filters=_filters(case),
        rules=tuple((rule, f"{rule} {case.name(rule)}") for rule in used),
        total_name=case.plural("table.total", len(case.clinics)),
        total=_total_shares(case) + (_total_money(case) if has_money else ()),
        total_reasons=case.plural("table.total_reasons", sum(len(row["reasons"]) for row in case.clinics)),
        cut=_cut(case),
        rounding=case.text("rounding") if has_money and not _adds_up(case) else "",
    )


def _columns(case: Case, has_money: bool) -> tuple[Column, ...]:
    words = [Column(case.text(f"table.{key}"), number=False) for key in ("proposal", "clinic")]
    shares = [Column(case.text(f"table.{key}"), number=True) for key in ("registered", "supported")]
    money = [Column(case.text(f"table.{key}"), number=True) for key in ("claimed", "pay_now")]
    last = Column(case.text("table.not_now"), number=True, sorted="descending")
    return (*words, *shares, *((*money, last) if has_money else ()))


def _reason(case: Case, rule_id: str, *, first: bool) -> Reason:
    """Name the first reason in words, the others by id; a reason that is no rule has words only."""
    mark = case.words.mark(rule_id)
    return Reason("", mark) if mark else Reason(rule_id, case.name(rule_id) if first else "")


def _row(case: Case, row: Mapping[str, Any], has_money: bool) -> Row:
    reasons = [str(rule) for rule in row["reasons"]]
    shown = tuple(_reason(case, rule, first=not place) for place, rule in enumerate(reasons[:REASONS_SHOWN]))
    rest = len(reasons) - REASONS_SHOWN
    disposition = row["disposition"] if row["disposition"] in NOT_PAID else "pay"
    parts = [(key, row[f"{key}_ore"] or 0) for key in NOT_PAID]
    return Row(
        disposition=disposition,
        rank=RANK[disposition],
        tag=case.tag(disposition),
        name=clinic_name(row),
        rules=" ".join(reasons),
        shares=(_registered(case, row), _supported(case, row)),
        money=_money(case, row) if has_money else (),
        bar=cell_bar(parts, row["claimed_ore"] or 0) if has_money else Markup(""),
        reasons=shown,
        more=f"+{rest}" if rest > 0 else "",
        no_reason=case.text("table.no_reason") if not reasons else "",
    )


def _registered(case: Case, row: Mapping[str, Any]) -> Cell:
    """Registered share in the file, else as claimed when the file could not be judged."""
    named, listed = row["registered"], row["listed"]
    if not listed or named is None:
        named, listed = row["claimed_named"], row["claimed_listed"]
    if not listed or named is None:
        return Cell(case.text("not_judged"), "-1", case.text("not_judged"))
    return Cell(case.numbers.percent(named / listed), exact_share(named, listed))


def _supported(case: Case, row: Mapping[str, Any]) -> Cell:
    """Supported share as a range from lowest to supported; a clinic that was not judged says so."""
    high, low, listed = row["supported"], row["lowest"], row["listed"]
    if not row["judged"] or high is None or low is None or not listed:
        return Cell(case.text("not_judged"), "-1", case.text("not_judged"))
    span = case.numbers.percent_range(low / listed, high / listed)
    return Cell(span, exact_share(high, listed), span)


def _money(case: Case, row: Mapping[str, Any]) -> tuple[Cell, ...]:
    note = case.text("table.computed") if row["claim_computed"] else ""
    first, *rest = AMOUNTS
    return (_amount(case, row[first], note), *(_amount(case, row[key]) for key in rest))


def _amount(case: Case, ore: int | None, note: str = "") -> Cell:
    if ore is None:
        return Cell(case.text("not_judged"), "-1", case.text("not_judged"))
    return Cell(case.numbers.kronor(ore), exact_kronor(ore), note=note)


def _filters(case: Case) -> tuple[Filter, ...]:
    handled, everyone = len(case.handled), len(case.clinics)
    some = {key: case.counts[key] for key in NOT_PAID if case.counts[key]}
    counts = {"act": handled, **some, "pay": everyone - handled, "all": everyone}
    pressed = "act" if handled else "all"
    return tuple(
        Filter(key, case.text(f"table.filter.{key}", n=n), "true" if key == pressed else "false")
        for key, n in counts.items()
    )


def _total_shares(case: Case) -> tuple[str, ...]:
    shares = case.run.shares
    if shares is None or not shares.listed:
        return (case.text("not_judged"), case.text("not_judged"))
    lowest, supported = shares.of(shares.lowest), shares.of(shares.supported)
    return (
        case.numbers.percent(shares.of(shares.registered)),
        case.numbers.percent_range(lowest, supported),
    )


def _total_money(case: Case) -> tuple[str, ...]:
    return tuple(case.numbers.kronor(_sum(case, key)) for key in AMOUNTS)


def _sum(case: Case, key: str) -> int:
    return sum(row[key] or 0 for row in case.clinics)


def _adds_up(case: Case) -> bool:
    """True if the whole kronor of the rows add to the whole kronor of the total, column by column."""
    return all(
        sum(rounded(row[key] or 0, 100) for row in case.clinics) == rounded(_sum(case, key), 100)
        for key in AMOUNTS
    )


def _cut(case: Case) -> str:
    left_out = len(case.clinics) - MOST_ROWS
    return case.text("table.cut", shown=MOST_ROWS, rest=left_out) if left_out > 0 else ""

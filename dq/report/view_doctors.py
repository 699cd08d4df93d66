"""Listed per doctor: a dot for each unnamed doctor, and the clinics where one doctor carries too much."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import polars as pl
from markupsafe import Markup

from dq.report.case import Case, clinic_name
from dq.report.charts.beeswarm import Dot, Lane, Limit, beeswarm
from dq.report.charts.concentration import Top, concentration_chart

# Listed per full-time doctor: the guideline by role (CAP-01) and the level that is asked about (CAP-03),
# as the rules have them when the suite says nothing else.
GUIDELINE = {"specialist": 1100, "st": 550}
HIGH = 1800
ROLES = ("specialist", "st")
MOST_CLINICS = 9
ON_ONE = ("CON-01", "CON-02", "CON-04")


@dataclass(frozen=True)
class DoctorRow:
    """One doctor of a clinic, by number and not by name: "Läkare 2 av 5"."""

    clinic: str
    doctor: str
    role: str
    named: str
    per_full_time: str


@dataclass(frozen=True)
class TopRow:
    """How much of a clinic's named list its fullest doctor carries, beside that doctor's share of time."""

    clinic: str
    share: str
    time: str


@dataclass(frozen=True)
class Doctors:
    """The section; `missing` replaces it when no staff roll was read."""

    lead: str
    title: str
    sub: str
    chart: Markup
    rows: tuple[DoctorRow, ...]
    top_title: str
    top_sub: str
    top_chart: Markup
    top_rows: tuple[TopRow, ...]
    missing: str


def doctors(case: Case) -> Doctors:
    """Build both charts and their tables from the panels."""
    panels = case.run.panels.filter(pl.col("named") > 0)
    people = panels.sort(["provider_id", "named", "physician_id"], descending=[False, True, False]).to_dicts()
    placed = [row for row in people if row["role"] in ROLES and (row["fte_milli"] or 0) > 0]
    if not placed:
        empty = Markup("")
        return Doctors("", "", "", empty, (), "", "", empty, (), case.text("doctors.missing"))
    over = sum(_over(row) for row in placed)
    tops = _tops(case, people)
    return Doctors(
        lead=case.text("doctors.lead", guideline=_guideline(case, "specialist"), st=_guideline(case, "st")),
        title=case.plural("doctors.title", over, m=len(placed)),
        sub=_sub(case, len(people) - len(placed)),
        chart=beeswarm(
            [_lane(case, role, placed) for role in ROLES if any(row["role"] == role for row in placed)],
            title=case.text("doctors.label"),
            axis=case.text("doctors.axis"),
            number=case.numbers.integer,
        ),
        rows=tuple(_doctor_rows(case, people)),
        top_title=_top_title(case, tops),
        top_sub=case.text("doctors.top_sub"),
        top_chart=concentration_chart(tops, title=case.text("doctors.top_label")) if tops else Markup(""),
        top_rows=tuple(TopRow(top.name, top.value, case.numbers.percent(top.time)) for top in tops),
        missing="",
    )


def _over(row: dict[str, Any]) -> bool:
    return row["ceiling"] is not None and row["named"] > row["ceiling"]


def _per_full_time(row: dict[str, Any]) -> Fraction:
    return Fraction(row["named"] * 1000, row["fte_milli"])


def _sub(case: Case, unplaced: int) -> str:
    more = " " + case.plural("doctors.unplaced", unplaced) if unplaced else ""
    return case.text("doctors.sub") + more


def _limit(case: Case, rule_id: str, name: str, default: int) -> int:
    """The limit that the rule ran with, else its default."""
    used = [result.parameters.get(name) for result in case.run.results if result.rule_id == rule_id]
    return next((value for value in used if isinstance(value, int)), default)


def _guideline(case: Case, role: str) -> int:
    return _limit(case, "CAP-01", f"guideline_{role}", GUIDELINE[role])


def _lane(case: Case, role: str, placed: Sequence[dict[str, Any]]) -> Lane:
    rows = [row for row in placed if row["role"] == role]
    guideline, high = _guideline(case, role), _limit(case, "CAP-03", "harm_threshold", HIGH)
    limits = [
        Limit("lim", guideline, case.text("doctors.guideline", n=guideline)),
        Limit("limh", high, case.numbers.integer(high)),
    ]
    ceiling = _common_ceiling(rows)
    if ceiling is not None:
        limits.append(Limit("limr", ceiling, case.text("doctors.ceiling", n=ceiling)))
    return Lane(
        name=case.text(f"doctors.role.{role}"),
        count=case.plural("doctors.count", len(rows)),
        dots=tuple(Dot(float(_per_full_time(row)), _over(row)) for row in rows),
        limits=tuple(limits),
    )


def _common_ceiling(rows: Iterable[dict[str, Any]]) -> int | None:
    """The payment ceiling of a full-time doctor, when all doctors of the role have the same.

    A ceiling is either the same number for everyone or follows the working time; either way one line
    is drawn. None when the ceilings agree in neither way.
    """
    known = [row for row in rows if row["ceiling"] is not None]
    full_time = {row["ceiling"] for row in known if row["fte_milli"] == 1000}
    everyone = full_time or {row["ceiling"] for row in known}
    return int(everyone.pop()) if len(everyone) == 1 else None


def _doctor_rows(case: Case, people: list[dict[str, Any]]) -> Iterable[DoctorRow]:
    """Number each clinic's doctors, the longest list first; nobody's id is in the page."""
    names = {row["provider_id"]: clinic_name(row) for row in case.clinics}
    sizes: dict[str, int] = {}
    for row in people:
        sizes[row["provider_id"]] = sizes.get(row["provider_id"], 0) + 1
    place: dict[str, int] = {}
    for row in people:
        key = row["provider_id"]
        place[key] = place.get(key, 0) + 1
        known = (row["fte_milli"] or 0) > 0
        pace = case.numbers.decimal(_per_full_time(row), 0) if known else case.text("doctors.no_time")
        yield DoctorRow(
            clinic=names.get(key, key),
            doctor=case.text("doctors.doctor", n=place[key], m=sizes[key]),
            role=case.text(f"doctors.role.{row['role'] if row['role'] in ROLES else 'other'}"),
            named=case.numbers.integer(row["named"]),
            per_full_time=pace,
        )


def _tops(case: Case, people: list[dict[str, Any]]) -> list[Top]:
    """The clinics where the fullest list exceeds that doctor's share of doctor time the most."""
    held = _held_on_one(case)
    found = []
    whole = dict(case.run.panels.group_by("provider_id").agg(pl.col("fte_milli").sum()).iter_rows())
    for clinic in case.clinics:
        rows = [row for row in people if row["provider_id"] == clinic["provider_id"]]
        time = whole.get(clinic["provider_id"])
        if not clinic["judged"] or not time or not rows:
            continue
        first = rows[0]
        share = Fraction(first["named"], sum(row["named"] for row in rows))
        own = Fraction(first["fte_milli"] or 0, time)
        red = clinic["provider_id"] in held
        found.append(Top(clinic_name(clinic), case.numbers.percent(share), share, own, red))
    return sorted(found, key=lambda top: (top.time - top.share, top.name))[:MOST_CLINICS]


def _held_on_one(case: Case) -> set[str]:
    rows = case.run.findings.filter(pl.col("rule_id").is_in(ON_ONE) & (pl.col("disposition") != "inform"))
    return set(rows["provider_id"].to_list())


def _top_title(case: Case, tops: Sequence[Top]) -> str:
    nearly = sum(top.share >= Fraction(4, 5) for top in tops)
    return case.plural("doctors.top_title", nearly) if nearly else case.text("doctors.top_title_none")

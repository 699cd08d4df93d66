"""The region report as one value: finished strings for the template, part by part."""

from collections.abc import Mapping
from dataclasses import dataclass

from dq.core.rule_words import RuleWords
from dq.core.run import Run
from dq.report.case import Case
from dq.report.page import TocEntry
from dq.report.view_about import About, about
from dq.report.view_checks import Checks, checks
from dq.report.view_doctors import Doctors, doctors
from dq.report.view_heat import Heat, heat
from dq.report.view_money import Summary, summary
from dq.report.view_table import ClinicTable, clinic_table
from dq.report.view_waterfall import Gap, gap
from dq.words import Words

SECTIONS = ("summary", "clinics", "gap", "checks", "heat", "doctors", "about")


@dataclass(frozen=True)
class RegionView:
    """All that `region.html.j2` shows, in its order. `clinics` is None when no proposal may be made."""

    title: str
    top: tuple[tuple[str, str], ...]
    banners: tuple[str, ...]
    toc: tuple[TocEntry, ...]
    summary: Summary
    clinics: ClinicTable | None
    gap: Gap
    checks: Checks
    heat: Heat
    doctors: Doctors
    about: About
    csv_name: str
    live: str
    sorted: str


def region_view(run: Run, rules: Mapping[str, RuleWords], lang: str) -> RegionView:
    """Build the view of one run in `sv` or `en`."""
    case = Case(run, rules, Words(lang))
    first, found = summary(case), checks(case)
    return RegionView(
        title=case.text("title", region=run.region.name, day=run.day.isoformat()),
        top=(
            (case.text("top.region"), run.region.name),
            (case.text("top.day"), run.day.isoformat()),
            (case.text("top.payment"), run.payment_day.isoformat()),
        ),
        banners=_banners(case, first.state),
        toc=_toc(case, found),
        summary=first,
        clinics=clinic_table(case) if run.proposal and case.clinics else None,
        gap=gap(case),
        checks=found,
        heat=heat(case),
        doctors=doctors(case),
        about=about(case),
        csv_name=case.text("table.csv_name", day=run.day.isoformat()),
        live=case.text("table.live"),
        sorted=case.text("table.sorted"),
    )


def _banners(case: Case, state: str) -> tuple[str, ...]:
    keys = (("synthetic", case.run.region.synthetic), ("incomplete", state == "incomplete"))
    return tuple(case.text(f"banner.{key}") for key, applies in keys if applies)


def _toc(case: Case, found: Checks) -> tuple[TocEntry, ...]:
    counts = {"clinics": len(case.handled), "checks": len(found.found)}
    shown = {key: case.numbers.integer(n) for key, n in counts.items() if n}
    return tuple(TocEntry(key, case.text(f"section.{key}"), shown.get(key, "")) for key in SECTIONS)

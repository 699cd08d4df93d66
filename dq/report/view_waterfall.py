"""From the registered share to the perceived: the steps as a chart, a table and three notes."""

from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup

from dq.core.run import WaterfallStep
from dq.report.case import Case
from dq.report.charts.waterfall import Bar, waterfall_chart
from dq.words.numbers import MINUS

LEVELS = {"registered": "f-reg", "supported": "f-val", "lowest": "f-val", "perceived": "f-per"}


@dataclass(frozen=True)
class StepRow:
    """One line of the table behind the chart."""

    name: str
    share: str
    rows: str
    checks: str


@dataclass(frozen=True)
class Note:
    """What one kind of step means for the clinic. `kind` is adj, stop or empty."""

    kind: str
    amount: str
    text: str


@dataclass(frozen=True)
class Gap:
    """The section. `missing` replaces everything when no clinic was judged."""

    title: str
    sub: str
    chart: Markup
    rows: tuple[StepRow, ...]
    notes: tuple[Note, ...]
    no_survey: str
    missing: str


def gap(case: Case) -> Gap:
    """Build the section from the run's waterfall; a hidden survey leaves out its two last steps."""
    steps = [s for s in case.run.waterfall if case.survey or s.key not in ("residual", "perceived")]
    if not steps or case.run.shares is None:
        return Gap("", "", Markup(""), (), (), "", case.text("gap.missing"))
    share = {step.key: step.share for step in steps}
    return Gap(
        title=_title(case, share),
        sub=_sub(case),
        chart=waterfall_chart([_bar(case, s, share, steps) for s in steps], title=case.text("gap.label")),
        rows=tuple(_row(case, step) for step in steps),
        notes=_notes(case, steps),
        no_survey="" if case.survey else case.text("gap.no_survey"),
        missing="",
    )


def _title(case: Case, share: dict[str, Fraction]) -> str:
    found = share["registered"] - share["lowest"]
    if case.survey is None:
        return case.text("gap.title_files", points=case.numbers.points(found, 1))
    whole = share["registered"] - share["perceived"]
    key = "gap.title_under" if whole < 0 else "gap.title"
    return case.text(key, points=case.numbers.points(found), gap=case.numbers.points(abs(whole)))


def _sub(case: Case) -> str:
    shares = case.run.shares
    judged = sum(bool(row["judged"]) for row in case.clinics)
    return case.plural("gap.sub", judged, listed=shares.listed if shares else 0)


def _bar(case: Case, step: WaterfallStep, share: dict[str, Fraction], steps: list[WaterfallStep]) -> Bar:
    name, value = case.text(f"step.{step.key}"), _value(case, step)
    if step.kind == "level":
        return Bar(name, value, Fraction(0), step.share, LEVELS.get(step.key, "f-reg"), level=True)
    if step.kind == "residual":
        return Bar(name, value, share["supported"], share["perceived"], "f-gap", hatched=True)
    top = _level_before(step, steps)
    return Bar(name, value, top, top - step.share, "f-stop" if step.kind == "held" else "f-revb")


def _level_before(step: WaterfallStep, steps: list[WaterfallStep]) -> Fraction:
    """Share that is left when `step` begins: the last level, less the steps after it."""
    left = Fraction(0)
    for other in steps[: steps.index(step)]:
        left = other.share if other.kind == "level" else left - other.share
    return left


def _value(case: Case, step: WaterfallStep) -> str:
    return case.numbers.percent(step.share, 1) if step.kind == "level" else case.taken(step.share)


def _row(case: Case, step: WaterfallStep) -> StepRow:
    if step.rows is None:
        rows = case.text("sign.none")
    else:
        sign = MINUS if step.kind != "level" and step.rows else ""
        rows = sign + case.numbers.integer(step.rows)
    return StepRow(
        name=case.text(f"step.{step.key}"),
        share=_value(case, step),
        rows=rows,
        checks=", ".join(step.rules) or case.text("sign.none"),
    )


def _notes(case: Case, steps: list[WaterfallStep]) -> tuple[Note, ...]:
    sizes = {
        kind: sum((step.share for step in steps if step.kind == kind), Fraction(0))
        for kind in ("deducted", "held", "residual")
    }
    kinds = [("deducted", "adj", 1), ("held", "stop", 1)] + ([("residual", "", 0)] if case.survey else [])
    return tuple(
        Note(kind, f"{case.text(f'gap.note.{key}')}: {_points(case, sizes[key], decimals)}", text)
        for key, kind, decimals in kinds
        for text in [case.text(f"gap.note.{key}_text", date=case.run.answer_by.isoformat())]
    )


def _points(case: Case, share: Fraction, decimals: int) -> str:
    return (MINUS if share < 0 else "") + case.numbers.points(abs(share), decimals)

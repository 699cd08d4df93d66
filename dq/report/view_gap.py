"""What the gap page says: every text finished, nothing left for the template to work out."""

from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup

from dq.core.gap import NationalGap
from dq.report.gap_charts import (
    Chart,
    is_filled,
    map_chart,
    measures_key,
    nation_chart,
    ordered,
    regions_chart,
)
from dq.report.gap_checks import Check, comparability
from dq.report.gap_tables import (
    Table,
    bare,
    bounds_table,
    filled_table,
    nation_table,
    own_table,
    points_range,
    sources_table,
    spread,
    what_if_table,
)
from dq.report.page import Badge, Figure, TocEntry
from dq.words import Words


@dataclass(frozen=True)
class GapView:
    """Everything `gap.html.j2` prints."""

    title: str
    as_of: str
    synthetic: bool
    badge: Badge
    h1: str
    sentence: str
    rounding: bool
    figures: tuple[Figure, ...]
    toc: tuple[TocEntry, ...]
    measures_lead: str
    key: tuple[tuple[Markup, str], ...]
    nation: Chart
    nation_table: Table
    regions: Chart
    tiles: Chart
    regions_table: Table
    bounds_lead: str
    bounds: Table
    bounds_note: str
    what_if: Table | None
    what_if_heading: str
    what_if_lead: str
    checks: tuple[Check, ...]
    sources: Table


def gap_view(gap: NationalGap, w: Words) -> GapView:
    """Put the page into words in one language."""
    figures = _figures(gap, w)
    filled = is_filled(gap)
    checks = comparability(gap, w)
    listed = ordered(gap)
    return GapView(
        title=w.text("gap.title", as_of=gap.as_of),
        as_of=gap.as_of,
        synthetic=gap.synthetic,
        badge=_badge(gap, w),
        h1=_h1(gap, w),
        sentence=_sentence(gap, w),
        rounding=not _adds_up(gap),
        figures=figures,
        toc=_toc(gap, checks, w),
        measures_lead=_measures_lead(gap, w),
        key=measures_key(gap, w),
        nation=nation_chart(gap, w),
        nation_table=nation_table(figures, w),
        regions=regions_chart(gap, w),
        tiles=map_chart(gap, w),
        regions_table=filled_table(listed, w) if filled else own_table(listed, w),
        bounds_lead=_bounds_lead(gap, w),
        bounds=bounds_table(gap, w),
        bounds_note=_bounds_note(gap, w),
        what_if=what_if_table(gap, w),
        what_if_heading=_what_if("heading", gap, w),
        what_if_lead=_what_if("lead", gap, w),
        checks=checks,
        sources=sources_table(gap, w),
    )


def _badge(gap: NationalGap, w: Words) -> Badge:
    if gap.reporting == gap.expected:
        return Badge("ok", "pay", w.text("gap.summary.badge_all", n=gap.expected))
    return Badge("rev", "adjust", w.text("gap.summary.badge", m=gap.reporting, n=gap.expected))


def _h1(gap: NationalGap, w: Words) -> str:
    if gap.registered is None:
        return w.text("gap.summary.h1_no_registered")
    registered = w.numbers.percent(gap.registered)
    if gap.perceived is None:
        return w.text("gap.summary.h1_no_perceived", registered=registered)
    perceived = w.numbers.percent(gap.perceived.share)
    return w.text("gap.summary.h1", registered=registered, perceived=perceived)


def _sentence(gap: NationalGap, w: Words) -> str:
    if gap.gap is None:
        return w.text("gap.summary.no_gap")
    if gap.supported is None or gap.registered is None:
        return w.text("gap.summary.unsplit", gap=bare(gap.gap, w), m=gap.reporting)
    errors, rest = gap.registered - gap.supported, gap.gap - (gap.registered - gap.supported)
    parts = {"gap": bare(gap.gap, w), "errors": bare(errors, w), "rest": bare(rest, w)}
    return w.text("gap.summary.split", m=gap.reporting, **parts)


def _adds_up(gap: NationalGap) -> bool:
    if gap.gap is None or gap.supported is None or gap.registered is None:
        return True
    errors = gap.registered - gap.supported
    return round(gap.gap * 100) == round(errors * 100) + round((gap.gap - errors) * 100)


def _figures(gap: NationalGap, w: Words) -> tuple[Figure, ...]:
    """Give the four figures, each with its base."""
    of = w.text(f"gap.of.{gap.denominator}") if gap.denominator else ""
    kind = "computed" if gap.stated_mean is None else "stated"
    known = {"m": gap.reporting, "as_of": gap.as_of, "of": of}
    supported = w.text("gap.figure.no_supported")
    if gap.supported is not None:
        supported = w.text("gap.figure.supported_base", m=gap.reporting, of=of)
    return (
        _figure("registered", _percent(gap.registered, w), w.text(f"gap.figure.{kind}", **known), "reg", w),
        _figure("supported", _percent(gap.supported, w), supported, "val", w),
        _figure("perceived", _perceived_value(gap, w), _perceived_base(gap, w), "per", w),
        _figure("gap", _points(gap, w), _gap_base(gap, w), "", w),
    )


def _percent(share: Fraction | None, w: Words) -> str:
    """Write a share with its sign, or that it is not published."""
    return w.text("gap.not_published") if share is None else w.numbers.percent(share)


def _figure(key: str, value: str, base: str, icon: str, w: Words) -> Figure:
    tone = "w" if value == w.text("gap.not_published") else ""
    return Figure(w.text(f"gap.figure.{key}"), value, base, icon, tone)


def _perceived_value(gap: NationalGap, w: Words) -> str:
    return _percent(gap.perceived.share if gap.perceived else None, w)


def _perceived_base(gap: NationalGap, w: Words) -> str:
    asked = gap.perceived
    if asked is None:
        return w.text("gap.figure.survey_none")
    base = w.text(f"gap.base.{asked.base}") if asked.base else ""
    if asked.n is None or asked.low is None or asked.high is None:
        return w.text("gap.figure.survey_no_n", base=base)
    interval = w.numbers.percent_range(asked.low, asked.high)
    return w.text("gap.figure.survey", interval=interval, n=asked.n, base=base)


def _points(gap: NationalGap, w: Words) -> str:
    return w.text("gap.not_published") if gap.gap is None else w.numbers.points(gap.gap)


def _gap_base(gap: NationalGap, w: Words) -> str:
    worst = next((bounds for bounds in gap.bounds if bounds.assumption == "if_unweighted"), None)
    if gap.perceived is None or gap.registered is None:
        return w.text("gap.figure.survey_none")
    if worst is not None:
        range_ = points_range(spread((worst.low, worst.high), gap.perceived), w)
        return w.text("gap.figure.gap_if", range=range_, n=gap.expected, k=gap.expected - gap.reporting)
    if gap.perceived.low is None:
        return w.text("gap.figure.gap_plain")
    range_ = points_range(spread((gap.registered, gap.registered), gap.perceived), w)
    return w.text("gap.figure.gap_ci", range=range_, m=gap.reporting)


def _toc(gap: NationalGap, checks: tuple[Check, ...], w: Words) -> tuple[TocEntry, ...]:
    open_checks = sum(check.icon == "adjust" for check in checks)
    counts = {"measures": str(len(gap.regions)), "checks": str(open_checks)}
    keys = ("summary", "measures", "bounds", "checks", "sources")
    return tuple(TocEntry(key, w.text(f"gap.toc.{key}"), counts.get(key, "")) for key in keys)


def _measures_lead(gap: NationalGap, w: Words) -> str:
    if is_filled(gap) or gap.lowest is None or gap.highest is None:
        return w.text("gap.measures.lead_filled")
    extremes = {
        key: w.numbers.percent(share) for key, share in (("lowest", gap.lowest), ("highest", gap.highest))
    }
    return w.text("gap.measures.lead", as_of=gap.as_of, m=gap.reporting, **extremes)


def _bounds_lead(gap: NationalGap, w: Words) -> str:
    if gap.registered is None:
        return w.text("gap.bounds.lead_unknown")
    if gap.reporting == gap.expected:
        return w.text("gap.bounds.lead_none")
    return w.text("gap.bounds.lead", k=gap.expected - gap.reporting)


def _bounds_note(gap: NationalGap, w: Words) -> str:
    if gap.perceived is None:
        return ""
    perceived = w.numbers.percent(gap.perceived.share)
    survey = gap.perceived.n is not None
    note = w.text("gap.bounds.note_survey") if survey else w.text("gap.bounds.note_no_n", perceived=perceived)
    return note if gap.stated_mean is None else f"{note} {w.text('gap.bounds.dots')}"


def _what_if(key: str, gap: NationalGap, w: Words) -> str:
    if not gap.what_if or gap.perceived is None:
        return ""
    n, share = gap.what_if[0].n or 0, w.numbers.percent(gap.perceived.share)
    if key == "heading":
        return w.text("gap.what_if.heading", n=n)
    return w.text("gap.what_if.lead", n=n, perceived=share)

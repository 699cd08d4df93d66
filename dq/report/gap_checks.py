"""The comparability table of the gap page: each row checks the measure itself, not the care."""

from dataclasses import dataclass
from itertools import groupby

from dq.core.gap import NationalGap, RegionFigure
from dq.report.gap_charts import DIM_BELOW, is_filled
from dq.report.gap_tables import alphabet, day_words
from dq.words import Words


@dataclass(frozen=True)
class Check:
    """One row of the comparability table. `icon` is adjust (matters) or inform (in order)."""

    icon: str
    rule: str
    name: str
    regions: str
    result: str


def comparability(gap: NationalGap, w: Words) -> tuple[Check, ...]:
    """List what makes the figures hard to compare, those in order included."""
    return (
        _check_missing(gap, w),
        *_checks_dated(gap, w),
        _check_denominators(gap, w),
        *_check_weighting(gap, w),
        *_check_days(gap, w),
        *_checks_survey(gap, w),
        _check_supported(gap, w),
    )


def _check(rule: str, key: str, regions: str, result: str, w: Words, *, matters: bool) -> Check:
    name = w.text(f"gap.checks.{key}")
    return Check("adjust" if matters else "inform", rule, name, regions, result)


def _check_missing(gap: NationalGap, w: Words) -> Check:
    k = gap.expected - gap.reporting
    if k == 0 or not gap.bounds:
        return _check("REC-04", "missing", str(k), w.text("gap.checks.missing_none"), w, matters=k > 0)
    names = w.text("gap.checks.missing_unnamed")
    if gap.missing:
        names = w.text("gap.checks.missing_named", names=", ".join(sorted(gap.missing, key=alphabet)))
    range_ = w.numbers.percent_range(gap.bounds[0].low, gap.bounds[0].high)
    result = w.text("gap.checks.missing_bounds", k=k, n=gap.expected, range=range_, names=names)
    return _check("REC-04", "missing", str(k), result, w, matters=True)


def _checks_dated(gap: NationalGap, w: Words) -> list[Check]:
    """Keep who was named as not reporting on an earlier day, as a dated remark and nothing more."""
    if gap.missing:
        return []
    silent = [region for region in gap.regions if region.status == "not_reported"]
    silent.sort(key=lambda region: (region.as_of, alphabet(region.name)))
    rows = []
    for day, group in groupby(silent, key=lambda region: region.as_of):
        names = [region.name for region in group]
        result = w.text("gap.checks.dated_result", names=", ".join(names), as_of=gap.as_of)
        name = w.text("gap.checks.dated", day=day_words(day, w))
        rows.append(Check("inform", "REC-04", name, str(len(names)), result))
    return rows


def _check_denominators(gap: NationalGap, w: Words) -> Check:
    other = [region for region in gap.published if region.denominator != gap.denominator]
    if not other:
        return _check("REC-05", "of", "0", w.text("gap.checks.of_none"), w, matters=False)
    named = [f"{region.name} ({w.text(f'gap.of.{region.denominator}')})" for region in other]
    result = w.text("gap.checks.of_result", names=", ".join(named))
    return _check("REC-05", "of", str(len(other)), result, w, matters=True)


def _check_weighting(gap: NationalGap, w: Words) -> list[Check]:
    if gap.stated_mean is None:
        return []
    result = w.text("gap.checks.weighting_result")
    return [_check("REC-05", "weighting", w.text("gap.checks.nation"), result, w, matters=True)]


def _check_days(gap: NationalGap, w: Words) -> list[Check]:
    """Say that figures are of different days; no catalogue rule covers it."""
    days = sorted({region.as_of for region in gap.published})
    if len(days) < 2:
        return []
    result = w.text("gap.checks.days_result", first=day_words(days[0], w), last=day_words(days[-1], w))
    return [_check("", "days", str(len(gap.published)), result, w, matters=True)]


def _checks_survey(gap: NationalGap, w: Words) -> list[Check]:
    rows = []
    if gap.perceived is not None and gap.perceived.n is None:
        result = w.text("gap.checks.n_result")
        rows.append(_check("SRV-01", "n", w.text("gap.checks.nation"), result, w, matters=True))
    asked = [region for region in gap.regions if region.perceived is not None]
    if asked:
        few = [region for region in asked if _few(region)]
        result = w.text("gap.checks.few_result" if few else "gap.checks.few_none")
        rows.append(_check("SRV-01", "few", str(len(few)), result, w, matters=bool(few)))
    return rows


def _few(region: RegionFigure) -> bool:
    n = region.perceived.n if region.perceived else None
    return n is not None and n < DIM_BELOW


def _check_supported(gap: NationalGap, w: Words) -> Check:
    lacking = [r for r in gap.regions if r.supported is None and (r.compared or not is_filled(gap))]
    key = "supported_result" if lacking else "supported_none"
    result = w.text(f"gap.checks.{key}")
    return _check("CLM-01", "supported", str(len(lacking)), result, w, matters=bool(lacking))

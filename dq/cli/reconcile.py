"""`dq reconcile`: registered beside perceived share for the nation."""

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dq.cli.choices import existing
from dq.cli.closing import places
from dq.cli.console import Console, printable
from dq.cli.group import DqCommand, argument, option
from dq.cli.progress import shorten
from dq.cli.session import Session
from dq.cli.table import MOST_ROWS, WIDTH
from dq.core.codes import ExitCode
from dq.words import Words

if TYPE_CHECKING:
    from dq.core.gap import Bounds, NationalGap, RegionFigure

MARGIN = 15


def command(words: Words) -> DqCommand:
    """Declare the command."""
    path = click.Path(path_type=Path)
    return DqCommand(
        "reconcile",
        words,
        group="judge",
        callback=_run,
        params=[
            argument(words, "path", required=False, type=path, metavar="[PATH]"),
            option(words, "-o", "--out", type=path, metavar="DIR"),
            option(words, "--report", type=path, metavar="FILE"),
            option(words, "--all", "everything", text="all", is_flag=True),
        ],
    )


@click.pass_obj
def _run(
    session: Session, /, *, path: Path | None, out: Path | None, report: Path | None, everything: bool
) -> int:
    session.refuse_switches()
    from dq.pipeline import reconcile

    words, console = session.words, session.out
    checked = existing(words, [path])[0] if path else None
    gap = reconcile(checked, out=out, report=report, lang=session.lang)
    console.lines(_nation(gap, console, words))
    console.lines(_regions(gap, console, words, everything=everything))
    console.lines(["", *places(str(report), "", words)] if report else [])
    return int(ExitCode.CLEAR)


def _nation(gap: "NationalGap", console: Console, words: Words) -> list[str]:
    """Return the national figures, one a line, each with what it rests on."""
    percent, unknown = words.numbers.percent, words.text("cli.reconcile.unknown")
    base = words.text(f"cli.reconcile.denominators.{gap.denominator}") if gap.denominator else ""
    note = words.text(
        "cli.reconcile.registered_note",
        reporting=gap.reporting,
        expected=gap.expected,
        denominator=base,
        as_of=_day(gap.as_of, words),
    )
    rows = [("registered", unknown if gap.registered is None else percent(gap.registered), note)]
    if gap.stated_mean is None:
        rows += [(key, percent(share), "") for key, share in _means(gap) if share is not None]
    perceived = percent(gap.perceived.share) if gap.perceived else unknown
    rows.append(("perceived", perceived, _survey(gap, words)))
    rows.append(("gap", unknown if gap.gap is None else words.numbers.points(gap.gap), ""))
    lines = [console.paint("strong", words.text("cli.reconcile.nation"))]
    if gap.synthetic:
        lines.append(console.paint("muted", words.text("cli.reconcile.synthetic")))
    for key, value, remark in rows:
        label = words.text(f"cli.reconcile.{key}")
        remark = console.paint("muted", shorten(remark, WIDTH - MARGIN - 13))
        lines.append(f"  {label:<{MARGIN}}{value:>8}   {remark}".rstrip())
    return lines + [_bound(bound, gap, words) for bound in gap.bounds]


def _means(gap: "NationalGap") -> list[tuple[str, Fraction | None]]:
    return [("unweighted", gap.unweighted), ("weighted", gap.weighted)]


def _survey(gap: "NationalGap", words: Words) -> str:
    survey = gap.perceived
    if survey is None:
        return ""
    parts = []
    if survey.low is not None and survey.high is not None:
        parts.append(words.numbers.percent_range(survey.low, survey.high))
    if survey.n is not None:
        parts.append(words.text("cli.reconcile.perceived_n", n=survey.n))
    return ", ".join([*parts, printable(survey.source)])


def _bound(bound: "Bounds", gap: "NationalGap", words: Words) -> str:
    """Write an interval and what the regions that did not report are taken to be."""
    low, high = (words.numbers.percent(end) for end in bound.support)
    missing = gap.expected - gap.reporting
    basis = words.text("cli.reconcile.bound", expected=gap.expected, k=missing, low=low, high=high)
    weighted = f"{words.text('cli.reconcile.weighted').lower()}, " if bound.key.startswith("weighted") else ""
    ends = words.numbers.percent_range(bound.low, bound.high)
    basis = shorten(weighted + basis, WIDTH - MARGIN - 13)
    return f"  {words.text('cli.reconcile.bounds'):<{MARGIN}}{ends:>8}   {basis}"


def _regions(gap: "NationalGap", console: Console, words: Words, *, everything: bool) -> list[str]:
    """Return the published regional figures with date and denominator; the rest only if asked for."""
    ranked = sorted(gap.regions, key=lambda region: (region.registered is None, region.county_code))
    published = sum(region.registered is not None for region in ranked)
    shown = ranked if everything else ranked[: min(published, MOST_ROWS)]
    keys = ("region", "registered", "as_of", "base")
    head = [words.text(f"cli.reconcile.{key}") for key in keys]
    lines = ["", console.paint("muted", _region_line(head))] if shown else []
    lines += [_region_line(_region(region, words)) for region in shown]
    left = len(ranked) - len(shown)
    if left:
        lines.append("  " + console.paint("muted", words.text("cli.reconcile.more", n=left)))
    return lines


def _region(region: "RegionFigure", words: Words) -> list[str]:
    if region.registered is None:
        return [printable(region.name), words.text(f"cli.reconcile.statuses.{region.status}"), "", ""]
    base = words.text(f"cli.reconcile.denominators.{region.denominator}") if region.denominator else ""
    return [printable(region.name), words.numbers.percent(region.registered), _day(region.as_of, words), base]


def _day(as_of: str, words: Words) -> str:
    """Write a day as printed; a tilde after it means about."""
    day = str(printable(as_of))
    return words.text("gap.about", day=day.removesuffix("~")) if day.endswith("~") else day


def _region_line(cells: list[str]) -> str:
    name, share, as_of, base = cells
    return f"  {name:<24}{share:>16}   {as_of:<14}{base}".rstrip()

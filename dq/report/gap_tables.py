"""The tables of the gap page, as finished text: national figures, bounds, regions, checks, sources."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from dq.core.gap import Bounds, NationalGap, RegionFigure
from dq.core.run import Perceived
from dq.report.page import Figure
from dq.words import Words

HIDDEN = ".."


@dataclass(frozen=True)
class Table:
    """A table: `head` holds (text, is a number) per column; the first cell of a row names the row."""

    caption: str
    head: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[str, ...], ...]


def alphabet(name: str) -> str:
    """Return a key that sorts names as in the Swedish alphabet (å, ä, ö last)."""
    return name.casefold().translate(str.maketrans("åäö", "{|}"))


def day_words(as_of: str, w: Words) -> str:
    """Write the day a figure was printed with; a `~` at its end means about."""
    return w.text("gap.about", day=as_of.rstrip("~")) if as_of.endswith("~") else as_of


def spread(gap_of: tuple[float | Fraction, float | Fraction], asked: Perceived) -> tuple[float, float]:
    """Return the range of a gap from the range of a registered share, survey interval included."""
    low = asked.share if asked.low is None else asked.low
    high = asked.share if asked.high is None else asked.high
    return float(gap_of[0]) - float(high), float(gap_of[1]) - float(low)


def points_range(ends: tuple[float, float], w: Words, decimals: int = 0) -> str:
    """Write a range of percentage points, both ends 0 to 1."""
    return w.numbers.points_range(ends[0], ends[1], decimals)


def bare(share: Fraction | float | None, w: Words, decimals: int = 0, *, signed: bool = False) -> str:
    """Write a share as percent without the sign (the column head carries it); null is `..`."""
    if share is None:
        return HIDDEN
    text = w.numbers.decimal(
        share * 100 if isinstance(share, Fraction) else Fraction(str(share)) * 100, decimals
    )
    return f"+{text}" if signed and share > 0 else text


def interval(asked: Perceived | None, w: Words) -> str:
    """Write the interval of a survey share, or why there is none."""
    if asked is None or asked.low is None or asked.high is None:
        return HIDDEN if asked is None else w.text("gap.n_missing")
    return w.numbers.percent_range(asked.low, asked.high)


def nation_table(figures: Iterable[Figure], w: Words) -> Table:
    """List the national figures with their bases."""
    head = tuple((w.text(f"gap.table.{key}"), key == "value") for key in ("measure", "value", "basis"))
    rows = tuple((figure.label, figure.value, figure.base) for figure in figures)
    return Table(w.text("gap.table.nation_caption"), head, rows)


def own_table(regions: Iterable[RegionFigure], w: Words) -> Table:
    """List each region's own published figure; words where there is none."""
    head = tuple((w.text(f"gap.table.{key}"), key == "registered") for key in _OWN)
    rows = []
    for region in regions:
        if region.registered is None:
            rows.append((region.name, own_words(region, w), *[HIDDEN] * 2, region.source or HIDDEN))
            continue
        of = w.text(f"gap.of.{region.denominator}")
        day = day_words(region.as_of, w)
        rows.append((region.name, bare(region.registered, w), of, day, region.source))
    return Table(w.text("gap.table.own_caption"), head, tuple(rows))


_OWN = ("region", "registered", "of", "as_of", "source")


def own_words(region: RegionFigure, w: Words) -> str:
    """Say what a region has published: share, denominator and day, or that it has not."""
    if region.registered is not None:
        share = w.numbers.percent(region.registered)
        return f"{share} {w.text(f'gap.of.{region.denominator}')} {day_words(region.as_of, w)}"
    if region.status == "not_reported":
        return w.text("gap.not_reported_on", day=day_words(region.as_of, w))
    return w.text("gap.not_published")


def filled_table(regions: Iterable[RegionFigure], w: Words) -> Table:
    """List the three measures per region with interval, number of answers and gap."""
    keys = ("region", "registered", "supported", "perceived", "interval", "n", "gap")
    rows = tuple(_filled_row(region, w) for region in regions)
    head = tuple((w.text(f"gap.table.{key}"), key != "region") for key in keys)
    return Table(w.text("gap.table.filled_caption"), head, rows)


def _filled_row(region: RegionFigure, w: Words) -> tuple[str, ...]:
    asked = region.perceived
    n = HIDDEN if asked is None or asked.n is None else w.numbers.integer(asked.n)
    return (
        region.name,
        bare(region.registered, w, 1),
        bare(region.supported, w, 1),
        bare(asked.share if asked else None, w),
        interval(asked, w),
        n,
        bare(region.gap, w, signed=True),
    )


def bounds_table(gap: NationalGap, w: Words) -> Table:
    """Set the printed, unweighted, weighted and bounded national figures side by side."""
    perceived = gap.perceived
    last = "gap.bounds.gap_none" if perceived is None else "gap.bounds.gap"
    value = {} if perceived is None else {"perceived": w.numbers.percent(perceived.share)}
    head = (
        (w.text("gap.bounds.assumption"), False),
        (w.text("gap.bounds.share"), True),
        (w.text(last, **value), True),
    )
    rows = (*_mean_rows(gap, w), *(_bound_row(bounds, gap, w) for bounds in gap.bounds))
    return Table(w.text("gap.bounds.caption"), head, rows)


def _mean_rows(gap: NationalGap, w: Words) -> list[tuple[str, ...]]:
    dot = w.text("gap.bounds.not_applicable")
    if gap.stated_mean is not None:
        mean = w.numbers.percent(gap.stated_mean)
        first = w.text("gap.bounds.stated", mean=mean, m=gap.reporting)
        unknown = (w.text("gap.bounds.weighted_hidden"), w.text("gap.bounds.weighted_unknown"), dot)
        return [(first, mean, _gap_of(gap.stated_mean, gap, w, 0)), unknown]
    means = {"unweighted": gap.unweighted, "weighted": gap.weighted}
    return [
        (w.text(f"gap.bounds.{key}", m=gap.reporting), w.numbers.percent(mean, 1), _gap_of(mean, gap, w, 1))
        for key, mean in means.items()
        if mean is not None
    ]


def _gap_of(mean: Fraction, gap: NationalGap, w: Words, decimals: int) -> str:
    return HIDDEN if gap.perceived is None else w.numbers.points(mean - gap.perceived.share, decimals)


def _bound_row(bounds: Bounds, gap: NationalGap, w: Words) -> tuple[str, ...]:
    key = {"weighted": "weighted_bound"}.get(bounds.key, bounds.key)
    within = w.numbers.percent_range(*bounds.support)
    known = {"n": gap.expected, "k": gap.expected - gap.reporting, "range": within}
    words = w.text(f"gap.bounds.{key}", **known)
    if bounds.assumption == "if_unweighted" and gap.stated_mean is not None:
        words = w.text("gap.bounds.if_unweighted", mean=w.numbers.percent(gap.stated_mean)) + words
    ends = (bounds.low, bounds.high)
    points = HIDDEN if gap.perceived is None else points_range(spread(ends, gap.perceived), w, 1)
    return words[0].upper() + words[1:], w.numbers.percent_range(*ends, 1), points


def what_if_table(gap: NationalGap, w: Words) -> Table | None:
    """Show the intervals that a number of answers would have given; null when the number is known."""
    if not gap.what_if or gap.perceived is None or gap.registered is None:
        return None
    rows = []
    for asked in gap.what_if:
        if asked.low is None or asked.high is None or asked.deff is None:
            continue
        design = w.text("gap.what_if.simple" if asked.deff == 1 else "gap.what_if.assumed", deff=asked.deff)
        ends = spread((gap.registered, gap.registered), asked)
        rows.append((design, w.numbers.percent_range(asked.low, asked.high, 1), points_range(ends, w, 1)))
    known = {"perceived": w.numbers.percent(gap.perceived.share), "n": gap.what_if[0].n or 0}
    head = tuple((w.text(f"gap.what_if.{key}"), key != "design") for key in ("design", "perceived", "gap"))
    return Table(w.text("gap.what_if.caption", **known), head, tuple(rows))


def sources_table(gap: NationalGap, w: Words) -> Table:
    """Group the figures by where they stand."""
    named = {
        "mean": gap.stated_mean,
        "lowest": gap.lowest,
        "highest": gap.highest,
        "perceived": gap.perceived.share if gap.perceived else None,
    }
    grouped: dict[str, list[str]] = {}
    for figure, source in gap.sources:
        value = named.get(figure)
        text = (
            w.text(f"gap.sources.{figure}", value=w.numbers.percent(value)) if value is not None else figure
        )
        grouped.setdefault(source, []).append(text)
    rows = tuple((source, ", ".join(figures)) for source, figures in grouped.items())
    head = ((w.text("gap.sources.source"), False), (w.text("gap.sources.figures"), False))
    return Table(w.text("gap.sources.caption"), head, rows)

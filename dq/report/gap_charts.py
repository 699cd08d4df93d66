"""The charts of the gap page: the nation as one dumbbell, the regions below it, and the tile map."""

from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup

from dq.core.gap import NationalGap, RegionFigure
from dq.report.charts.dumbbell import Axis, Bell, dumbbell
from dq.report.charts.tilemap import Tile, swatch, tilemap
from dq.report.gap_tables import HIDDEN, alphabet, bare, own_words
from dq.report.icons import icon
from dq.words import Words

DIM_BELOW = 100  # answers; a share from fewer is faded
CLASSES = ((45, "q5"), (30, "q4"), (20, "q3"), (10, "q2"))  # gap in points, from; below 10 is q1
OPEN_CIRCLE = Markup(
    '<svg class="ic" viewBox="0 0 14 14" aria-hidden="true">'
    '<circle class="ln l-reg" cx="7" cy="7" r="5.2"/></svg>'
)
REACH = Markup(
    '<svg class="ic" viewBox="0 0 14 14" aria-hidden="true">'
    '<path class="ln l-reg" d="M1 7h12M1 3v8M13 3v8"/></svg>'
)
FADED = Markup(
    '<svg class="ic" viewBox="0 0 14 14" aria-hidden="true">'
    '<path class="f-per" opacity=".55" d="M7 0l7 7-7 7-7-7z"/></svg>'
)
# Names that do not fit on a tile.
SHORT = {
    "Norrbotten": "Norrb.", "Västerbotten": "Västerb.", "Jämtland Härjedalen": "Jämtl. H.",
    "Västernorrland": "Västern.", "Gävleborg": "Gävleb.", "Värmland": "Värml.", "Örebro län": "Örebro",
    "Västmanland": "Västm.", "Västra Götaland": "V Götal.", "Östergötland": "Österg.",
    "Sörmland": "Sörml.", "Stockholm": "Stockh.", "Jönköpings län": "Jönköp.", "Kalmar län": "Kalmar",
    "Kronoberg": "Kronob.",
}  # fmt: skip


@dataclass(frozen=True)
class Chart:
    """A figure: the title states the finding, `sub` the measure, its unit and its base."""

    title: str
    sub: str
    svg: Markup
    key: tuple[tuple[Markup, str], ...] = ()


def is_filled(gap: NationalGap) -> bool:
    """Return True when regional figures may be compared, so that gaps are drawn."""
    return any(region.compared for region in gap.regions)


def ordered(gap: NationalGap) -> tuple[RegionFigure, ...]:
    """Order the regions: by gap where gaps exist, else by name; those without a figure last."""
    by_name = sorted(gap.regions, key=lambda region: alphabet(region.name))
    if not is_filled(gap):
        return tuple(sorted(by_name, key=lambda region: region.registered is None))
    return tuple(sorted(by_name, key=lambda region: (region.gap is None, -(region.gap or Fraction(0)))))


def measures_key(gap: NationalGap, w: Words) -> tuple[tuple[Markup, str], ...]:
    """Explain the shapes that the charts use."""
    no_n = gap.perceived is not None and gap.perceived.n is None
    few = any(r.perceived and r.perceived.n is not None and r.perceived.n < DIM_BELOW for r in gap.regions)
    other = any(r.registered is not None and r.denominator != gap.denominator for r in gap.regions)
    reach = "key_reach_if" if any(b.assumption == "if_unweighted" for b in gap.bounds) else "key_reach"
    missing = gap.expected - gap.reporting
    entries = (
        (icon("reg"), w.text("gap.measures.key_registered"), True),
        (OPEN_CIRCLE, w.text("gap.measures.key_listed"), other),
        (REACH, w.text(f"gap.measures.{reach}", n=gap.expected, k=missing), bool(gap.bounds)),
        (icon("val"), w.text("gap.measures.key_supported"), is_filled(gap)),
        (icon("per"), w.text(f"gap.measures.{'key_perceived_no_n' if no_n else 'key_perceived'}"), True),
        (FADED, w.text("gap.measures.key_dim"), few),
    )
    return tuple((mark, words) for mark, words, used in entries if used)


def nation_chart(gap: NationalGap, w: Words) -> Chart:
    """Draw the nation as one dumbbell, with where the registered share may lie when all are counted."""
    reach = next(((float(b.low), float(b.high)) for b in gap.bounds if b.key == "manski"), None)
    bell = Bell(
        name=w.text("gap.nation"),
        registered=_float(gap.registered),
        supported=_float(gap.supported),
        perceived=float(gap.perceived.share) if gap.perceived else None,
        interval=_interval(gap),
        reach=reach,
        end=bare(gap.gap, w, signed=True),
    )
    axis = Axis(556, _ticks(w), w.text("gap.measures.gap_column"))
    svg = dumbbell([bell], axis, w.text("gap.measures.nation_label"))
    of = w.text(f"gap.of.{gap.denominator}") if gap.denominator else ""
    return Chart(_nation_title(gap, w), w.text("gap.measures.nation_sub", as_of=gap.as_of, of=of), svg)


def _nation_title(gap: NationalGap, w: Words) -> str:
    if gap.gap is None:
        return w.text("gap.measures.nation_caption_none")
    key = "nation_caption_below" if gap.gap < 0 else "nation_caption"
    return w.text(f"gap.measures.{key}", gap=bare(abs(gap.gap), w))


def regions_chart(gap: NationalGap, w: Words) -> Chart:
    """Draw one row per region: full dumbbells, or each region's own published figure in words."""
    if not is_filled(gap):
        rows = [_own_bell(region, gap, w) for region in ordered(gap)]
        svg = dumbbell(rows, Axis(350, _ticks(w)), w.text("gap.measures.own_label"))
        title = w.text("gap.measures.own_caption", k=len(gap.published))
        return Chart(title, w.text("gap.measures.own_sub"), svg)
    rows = [_filled_bell(region, w) for region in ordered(gap)]
    axis = Axis(556, _ticks(w), w.text("gap.measures.gap_column"))
    above = [r for r in gap.regions if r.gap is not None and _above(r)]
    title = w.text("gap.measures.filled_caption", k=len(above), m=gap.reporting)
    sub = w.text("gap.measures.filled_sub", of=w.text(f"gap.of.{gap.denominator}"))
    return Chart(title, sub, dumbbell(rows, axis, w.text("gap.measures.filled_label")))


def _above(region: RegionFigure) -> bool:
    high = region.perceived.high if region.perceived else None
    return high is not None and region.registered is not None and float(region.registered) > high


def _own_bell(region: RegionFigure, gap: NationalGap, w: Words) -> Bell:
    return Bell(
        name=region.name,
        registered=_float(region.registered),
        words=own_words(region, w),
        hollow=region.registered is not None and region.denominator != gap.denominator,
    )


def _filled_bell(region: RegionFigure, w: Words) -> Bell:
    asked = region.perceived
    known = asked is not None and asked.low is not None and asked.high is not None
    return Bell(
        name=region.name,
        registered=_float(region.registered),
        supported=_float(region.supported),
        perceived=float(asked.share) if asked else None,
        interval=(asked.low, asked.high) if asked and known else None,  # type: ignore[arg-type]
        words=w.text("gap.not_reported") if region.registered is None else "",
        end=bare(region.gap, w, signed=True),
        dim=asked is not None and asked.n is not None and asked.n < DIM_BELOW,
    )


def map_chart(gap: NationalGap, w: Words) -> Chart:
    """Draw one tile per region: the gap where gaps exist, else only what is published and from when."""
    if is_filled(gap):
        tiles = [_gap_tile(region, w) for region in gap.regions]
        titles = [w.text(f"gap.map.filled_{part}") for part in ("caption", "sub", "label")]
        return Chart(titles[0], titles[1], tilemap(tiles, titles[2]), _gap_key(w))
    tiles = [_own_tile(region, gap, w) for region in gap.regions]
    titles = [w.text(f"gap.map.own_{part}") for part in ("caption", "sub", "label")]
    key = ((swatch("cxs"), w.text("gap.map.published")), (_hatched(), w.text("gap.not_published")))
    return Chart(titles[0], titles[1], tilemap(tiles, titles[2]), key)


def _gap_key(w: Words) -> tuple[tuple[Markup, str], ...]:
    dash = "\u2013"
    steps = [w.text("gap.map.under"), f"10{dash}19", f"20{dash}29", f"30{dash}44", w.text("gap.map.over")]
    marks = [(swatch(f"q{i + 1}"), words) for i, words in enumerate(steps)]
    return (*marks, (_hatched(), w.text("gap.map.missing")))


def _hatched() -> Markup:
    return Markup(
        '<svg class="ic" viewBox="0 0 14 14" aria-hidden="true">'
        '<rect class="cxs" width="14" height="14" fill-opacity="0"/>'
        '<path class="grid" stroke-width="2" d="M0 5 5 0M0 12 12 0M3 14 14 3M10 14l4-4"/></svg>'
    )


def _gap_tile(region: RegionFigure, w: Words) -> Tile:
    points = bare(region.gap, w, signed=True)
    title = w.text("gap.map.tile_gap", region=region.name, gap=points)
    if region.gap is None:
        return Tile(region.county_code, _short(region), (HIDDEN,), title, "qx")
    whole = round(region.gap * 100)
    tone = next((tone for start, tone in CLASSES if whole >= start), "q1")
    return Tile(region.county_code, _short(region), (points,), title, tone)


def _own_tile(region: RegionFigure, gap: NationalGap, w: Words) -> Tile:
    title = w.text("gap.map.tile_own", region=region.name, words=own_words(region, w))
    if region.registered is None:
        missing = (w.text("gap.map.missing_first"), w.text("gap.map.missing_second"))
        return Tile(region.county_code, _short(region), missing, title, "qx")
    lines: tuple[str, ...] = (w.numbers.percent(region.registered), region.as_of[:4])
    if region.denominator != gap.denominator:
        lines = (*lines, w.text(f"gap.map.{region.denominator}"))
    return Tile(region.county_code, _short(region), lines, title, "cxs")


def _short(region: RegionFigure) -> str:
    return SHORT.get(region.name, region.name)


def _ticks(w: Words) -> tuple[str, ...]:
    return tuple(w.numbers.percent(Fraction(i, 5)) for i in range(6))


def _interval(gap: NationalGap) -> tuple[float, float] | None:
    asked = gap.perceived
    if asked is None or asked.low is None or asked.high is None:
        return None
    return asked.low, asked.high


def _float(share: Fraction | None) -> float | None:
    return None if share is None else float(share)

"""The waterfall from registered to perceived share, drawn as lying bars from zero."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup

from dq.report.charts.svg import at, drawing, label, line, rect

WIDTH, LEFT, RIGHT = 640, 232, 84
TOP, STEP, THICK = 30, 33, 20
HATCH = Markup(
    '<defs><pattern id="hx2" width="7" height="7" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)">'
    '<line class="hat" x1="0" y1="0" x2="0" y2="7"/></pattern></defs>'
)


@dataclass(frozen=True)
class Bar:
    """One line: name, value in words, and the shares from which and to which it is drawn."""

    name: str
    value: str
    start: Fraction
    end: Fraction
    colour: str
    level: bool = False
    hatched: bool = False


def waterfall_chart(bars: Sequence[Bar], *, title: str) -> Markup:
    """Draw the bars under each other; dotted lines carry a level down to the next step."""
    end = max((max(bar.start, bar.end) for bar in bars), default=Fraction(1))
    ticks = _ticks(end)
    scale = (WIDTH - LEFT - RIGHT) / float(max(end, ticks[-1]))
    height = TOP + STEP * len(bars) + 6
    shapes = [HATCH, *_grid(ticks, scale, height)]
    for place, bar in enumerate(bars):
        shapes += _bar(bar, TOP + STEP * place, scale)
        if place:
            x, y = LEFT + scale * float(bar.end if bar.level else bar.start), TOP + STEP * place
            shapes.append(line("conn", x, y - STEP + THICK, x, y))
    return drawing(WIDTH, height, title, *shapes)


def _ticks(end: Fraction) -> list[Fraction]:
    """Marks at every 20 %, or every 5 % when all bars are short."""
    width = Fraction(1, 5) if end > Fraction(1, 4) else Fraction(1, 20)
    return [width * n for n in range(int(end / width) + 1)]


def _grid(ticks: list[Fraction], scale: float, height: float) -> list[Markup]:
    shapes = []
    for tick in ticks:
        x = LEFT + scale * float(tick)
        shapes.append(line("grid", x, 22, x, height - 6))
        shapes.append(label(f"{int(tick * 100)}\u00a0%", x, 14, "m s", "middle"))
    return shapes


def _bar(bar: Bar, y: float, scale: float) -> list[Markup]:
    x = LEFT + scale * float(min(bar.start, bar.end))
    width = scale * float(abs(bar.end - bar.start))
    width = max(1.0, width) if width else 0.0  # something is never drawn as nothing
    kind = "b" if bar.level else ""
    shapes = [label(bar.name, 0, y + 14, kind), rect(bar.colour, x, y, width, THICK)]
    if bar.hatched:
        shapes.append(
            Markup('<rect fill="url(#hx2)" class="axis" x="{}" y="{}" width="{}" height="{}"/>').format(
                at(x), at(y), at(width), at(THICK)
            )
        )
    shapes.append(label(bar.value, x + width + 8, y + 14, kind))
    return shapes

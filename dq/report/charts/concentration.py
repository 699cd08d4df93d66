"""How much of a clinic's named list one doctor carries, beside that doctor's share of doctor time."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup

from dq.report.charts.svg import drawing, label, line, rect

WIDTH, LEFT, RIGHT = 460, 150, 52
TOP, STEP, THICK = 30, 27, 17


@dataclass(frozen=True)
class Top:
    """One clinic: share of its named listings on the fullest list, and that doctor's share of time."""

    name: str
    value: str
    share: Fraction
    time: Fraction
    red: bool


def concentration_chart(tops: Sequence[Top], *, title: str) -> Markup:
    """Draw a bar per clinic from 0 to 100 percent, with a dashed line at the doctor's share of time."""
    height = TOP + STEP * len(tops) + 4
    shapes = []
    for tick in range(0, 101, 25):
        x = _x(Fraction(tick, 100))
        shapes += [line("grid", x, 20, x, height - 4), label(f"{tick}\u00a0%", x, 13, "m s", "middle")]
    for place, top in enumerate(tops):
        y = TOP + STEP * place
        shapes += [
            label(_short(top.name), 0, y + 13),
            rect("f-stop" if top.red else "f-reg", LEFT, y, _x(top.share) - LEFT, THICK),
            line("under", _x(top.time), y - 4, _x(top.time), y + THICK + 4),
            line("lim", _x(top.time), y - 4, _x(top.time), y + THICK + 4),
            label(top.value, _x(top.share) + 6, y + 13, "b halo"),
        ]
    return drawing(WIDTH, height, title, *shapes)


def _x(share: Fraction) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * float(share)


def _short(name: str) -> str:
    """Cut a long name where the chart has no room; the table beside it has it whole."""
    return name if len(name) <= 21 else name[:20].rstrip() + "…"

"""Dumbbell chart: registered (circle), supported (square) and perceived (diamond) share, a row each."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from dq.report.charts.svg import at, drawing, label, line, rect

WIDTH, LEFT, HEAD, STEP = 640, 140, 22, 26


@dataclass(frozen=True)
class Bell:
    """One row. Shares 0 to 1, null where not known; texts are finished.

    `words` stand beside the marks, `end` at the right edge (the gap in points). `reach` is where the
    registered share may lie. `hollow` draws an open circle: another denominator than the nation's.
    `dim` fades the perceived share (few answers).
    """

    name: str
    registered: float | None = None
    supported: float | None = None
    perceived: float | None = None
    interval: tuple[float, float] | None = None
    reach: tuple[float, float] | None = None
    words: str = ""
    end: str = ""
    hollow: bool = False
    dim: bool = False


@dataclass(frozen=True)
class Axis:
    """The share axis: its right end in the drawing, the five interval marks, and the last column's head."""

    right: float
    ticks: tuple[str, ...]  # 0, 20, 40, 60, 80 and 100 %
    end: str = ""

    def x(self, share: float) -> float:
        """Return the coordinate of a share 0 to 1."""
        return LEFT + (self.right - LEFT) * share


def dumbbell(rows: Sequence[Bell], axis: Axis, title: str) -> Markup:
    """Draw the rows in the order given, on an axis from 0 to 100 %. `title` is read out, not shown."""
    height = HEAD + STEP * len(rows) + 6
    bells = (_bell(row, axis, HEAD + STEP * (i + 0.5) + 2) for i, row in enumerate(rows))
    return drawing(WIDTH, height, title, _grid(axis, height), *bells)


def _grid(axis: Axis, height: float) -> Markup:
    shapes = []
    for i, tick in enumerate(axis.ticks):
        x = axis.x(i / (len(axis.ticks) - 1))
        shapes += [line("grid", x, HEAD, x, height - 4), label(tick, x, 14, "m s", "middle")]
    if axis.end:
        shapes.append(label(axis.end, WIDTH, 14, "m s", "end"))
    return Markup("").join(shapes)


def _bell(row: Bell, axis: Axis, y: float) -> Markup:
    parts = [label(row.name, 0, y + 4.5)]
    if row.registered is not None and row.perceived is not None:
        parts.append(line("con", axis.x(row.perceived), y, axis.x(row.registered), y))
    parts += [_whisker("ln l-reg", row.reach, axis, y), _perceived(row, axis, y)]
    if row.supported is not None:
        parts.append(rect("f-val", axis.x(row.supported) - 5, y - 5, 10, 10))
    if row.registered is not None:
        parts.append(_circle(axis.x(row.registered), y, hollow=row.hollow))
    return Markup("").join((*parts, _texts(row, axis, y)))


def _texts(row: Bell, axis: Axis, y: float) -> Markup:
    if not row.end and not row.words:
        return Markup("")
    if not row.end:
        return label(row.words, axis.right + 18, y + 4.5, "m" if row.registered is None else "")
    end = label(row.end, WIDTH, y + 4.5, "m" if row.registered is None else "b", "end")
    if not row.words:
        return end
    ends = [share for share in (row.perceived, *(row.interval or ())) if share is not None]
    return label(row.words, axis.x(max(ends, default=0)) + 12, y + 4.5, "m s") + end


def _perceived(row: Bell, axis: Axis, y: float) -> Markup:
    if row.perceived is None:
        return Markup("")
    mark = _whisker("ci", row.interval, axis, y) + _diamond(axis.x(row.perceived), y)
    return Markup('<g opacity=".55">{}</g>').format(mark) if row.dim else mark


def _whisker(kind: str, ends: tuple[float, float] | None, axis: Axis, y: float) -> Markup:
    if ends is None:
        return Markup("")
    low, high = (axis.x(share) for share in ends)
    stops = (line(kind, x, y - 4, x, y + 4) for x in (low, high))
    return Markup("").join((line(kind, low, y, high, y), *stops))


def _diamond(x: float, y: float) -> Markup:
    return Markup('<path class="f-per" d="M{} {}l6.5 6.5-6.5 6.5-6.5-6.5z"/>').format(at(x), at(y - 6.5))


def _circle(x: float, y: float, *, hollow: bool) -> Markup:
    kind, radius = ("ln l-reg", 5) if hollow else ("f-reg", 5.8)
    return Markup('<circle class="{}" cx="{}" cy="{}" r="{}"/>').format(kind, at(x), at(y), radius)

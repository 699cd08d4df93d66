"""One dot per doctor along the number of listed per full-time doctor, one lane per role."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from dq.report.charts.svg import at, drawing, label, line

WIDTH, LEFT, RIGHT = 980, 112, 78
END, TICK = 4000, 500
RADIUS, APART = 4.2, 9.0
HEADROOM, FOOTROOM, LEAST = 26, 18, 42


@dataclass(frozen=True)
class Dot:
    """A doctor: listed per full time, and whether the list is above the payment ceiling."""

    value: float
    over: bool


@dataclass(frozen=True)
class Limit:
    """A line across a lane. `kind` is its CSS class."""

    kind: str
    value: int
    name: str


@dataclass(frozen=True)
class Lane:
    """The doctors of one role."""

    name: str
    count: str
    dots: tuple[Dot, ...]
    limits: tuple[Limit, ...]


def beeswarm(lanes: Sequence[Lane], *, title: str, axis: str, number: Callable[[int], str]) -> Markup:
    """Draw the lanes under each other. Values beyond the axis stand at its end, as number and arrow."""
    shapes: list[Markup] = []
    y = 4.0
    for lane in lanes:
        places = _swarm([dot for dot in lane.dots if dot.value <= END])
        half = max([LEAST / 2, *(abs(rise) + RADIUS for _, _, rise in places)])
        shapes += _lane(lane, places, y, half, number)
        y += HEADROOM + 2 * half + FOOTROOM
    grid = [shape for tick in range(0, END + 1, TICK) for shape in _tick(tick, y, number)]
    return drawing(WIDTH, y + 40, title, *grid, *shapes, label(axis, LEFT, y + 34, "m s"))


def _x(value: float) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * value / END


def _tick(tick: int, y: float, number: Callable[[int], str]) -> list[Markup]:
    return [line("grid", _x(tick), 4, _x(tick), y), label(number(tick), _x(tick), y + 16, "m s", "middle")]


def _swarm(dots: Sequence[Dot]) -> list[tuple[Dot, float, float]]:
    """Give each dot its x and the smallest rise above or below the middle where it touches no other."""
    placed: list[tuple[Dot, float, float]] = []
    for dot in sorted(dots, key=lambda d: (d.value, d.over)):
        x = _x(dot.value)
        near = [rise for _, other, rise in placed if abs(other - x) < APART]
        step = 0
        while any(abs(_rise(step) - rise) < APART for rise in near):
            step += 1
        placed.append((dot, x, _rise(step)))
    return placed


def _rise(step: int) -> float:
    size = (step + 1) // 2 * APART
    return size if step % 2 else -size


def _lane(
    lane: Lane, places: list[tuple[Dot, float, float]], y: float, half: float, number: Callable[[int], str]
) -> list[Markup]:
    middle, top, bottom = y + HEADROOM + half, y + 4, y + HEADROOM + 2 * half + 8
    shapes = [label(lane.name, 0, middle - 4, "b"), label(lane.count, 0, middle + 13, "m s")]
    shapes += [_dot(dot, x, middle + rise) for dot, x, rise in places]
    for place, limit in enumerate(lane.limits):
        shapes += _limit(limit, top, bottom, place)
    beyond = sorted((dot for dot in lane.dots if dot.value > END), key=lambda d: -d.value)
    return shapes + _beyond(beyond, middle, number)


def _dot(dot: Dot, x: float, y: float) -> Markup:
    if dot.over:
        return Markup('<path class="dotx" d="M{} {}l5 9h-10z"/>').format(at(x), at(y - 5))
    return Markup('<circle class="dot" cx="{}" cy="{}" r="{}"/>').format(at(x), at(y), at(RADIUS))


def _limit(limit: Limit, top: float, bottom: float, place: int) -> list[Markup]:
    """The name of the first line stands to its left, of the others to the right; the second one low."""
    x = _x(limit.value)
    y = bottom - 1 if place == 1 else top + 9
    name = label(
        limit.name,
        x - 4 if place == 0 else x + 4,
        y,
        "halo s b" if place == 2 else "halo s",
        "end" if place == 0 else "",
    )
    return [line(limit.kind, x, top, x, bottom), name]


def _beyond(dots: Sequence[Dot], middle: float, number: Callable[[int], str]) -> list[Markup]:
    shapes: list[Markup] = []
    for place, dot in enumerate(dots[:3]):
        rest = len(dots) - 2
        words = f"+{rest} →" if place == 2 and rest > 1 else f"{number(round(dot.value))} →"
        y = middle + (place - (min(len(dots), 3) - 1) / 2) * 16
        if dot.over:
            shapes.append(_dot(dot, WIDTH - 68, y))
        shapes.append(label(words, WIDTH, y + 4, "s b", "end"))
    return shapes

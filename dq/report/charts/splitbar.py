"""The claim split into pay now, hold, deduct and reject, as one bar; and the small bar of a table row."""

from markupsafe import Markup

from dq.report.charts.svg import drawing, rect

WIDTH, HEIGHT, GAP, THINNEST = 420, 22, 2, 2
CELL_WIDTH, CELL_HEIGHT = 96, 5
COLOUR = {"pay": "f-okb", "hold": "f-stop", "adjust": "f-revb", "reject": "f-rej"}


def split_bar(parts: list[tuple[str, int]], *, title: str) -> Markup:
    """Draw parts (disposition, öre) side by side; a part above zero is never thinner than 2 px."""
    shown = [(key, ore) for key, ore in parts if ore > 0]
    total = sum(ore for _, ore in shown)
    room = WIDTH - GAP * (len(shown) - 1)
    widths = [max(THINNEST, room * ore / total) for _, ore in shown]
    over = sum(widths) - room
    if widths:
        widths[widths.index(max(widths))] -= over
    shapes, x = [], 0.0
    for (key, _), width in zip(shown, widths, strict=True):
        shapes.append(rect(COLOUR[key], x, 0, width, HEIGHT))
        x += width + GAP
    return drawing(WIDTH, HEIGHT, title, *shapes)


def cell_bar(parts: list[tuple[str, int]], claimed: int) -> Markup:
    """Draw the part of one clinic's claim that is not paid now; the numbers stand beside it."""
    shapes, x = [rect("bg", 0, 0, CELL_WIDTH, CELL_HEIGHT)], 0.0
    for key, ore in parts:
        if ore > 0 and claimed > 0:
            width = CELL_WIDTH * ore / claimed
            shapes.append(rect(COLOUR[key], x, 0, width, CELL_HEIGHT))
            x += width
    return (
        Markup('<svg class="bar" viewBox="0 0 {} {}" aria-hidden="true" preserveAspectRatio="none">').format(
            CELL_WIDTH, CELL_HEIGHT
        )
        + Markup("").join(shapes)
        + Markup("</svg>")
    )

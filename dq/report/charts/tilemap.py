"""Tile map: one square per region, so that every region is equally visible."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from dq.report.charts.svg import drawing, label, rect

SIDE = 70
HATCH = Markup(
    '<defs><pattern id="hx" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<path class="grid" stroke-width="3" d="M0 0v7"/></pattern></defs>'
)
# (row, column) by county code; one grid for Sweden's 21 regions.
GRID = {
    "25": (0, 3), "24": (1, 3), "23": (2, 2), "22": (2, 3), "20": (3, 2), "21": (3, 3), "17": (4, 1),
    "18": (4, 2), "19": (4, 3), "03": (4, 4), "14": (5, 1), "05": (5, 2), "04": (5, 3), "01": (5, 4),
    "13": (6, 1), "06": (6, 2), "08": (6, 3), "09": (6, 5), "12": (7, 1), "07": (7, 2), "10": (7, 3),
}  # fmt: skip
INVENTED = 50  # an invented region has the code of its tile plus 50; no Swedish county has such a code


@dataclass(frozen=True)
class Tile:
    """One region. `title` says all in words; `tone` is q1 to q5, `cxs` (no scale) or `qx` (missing)."""

    county_code: str
    name: str
    lines: tuple[str, ...]
    title: str
    tone: str


def place(county_code: str) -> tuple[int, int] | None:
    """Return row and column of a region, null for a code without a tile."""
    if county_code in GRID or not county_code.isdecimal():
        return GRID.get(county_code)
    return GRID.get(f"{int(county_code) - INVENTED:02d}")


def tilemap(tiles: Sequence[Tile], title: str) -> Markup:
    """Draw the tiles that have a place. `title` is read out, not shown."""
    placed = [(tile, spot) for tile in tiles if (spot := place(tile.county_code)) is not None]
    shapes = (_tile(tile, 1 + (column - 1) * SIDE, 1 + row * SIDE) for tile, (row, column) in placed)
    return drawing(5 * SIDE + 2, 8 * SIDE + 2, title, HATCH, *shapes)


def _tile(tile: Tile, x: float, y: float) -> Markup:
    shade = {"q4": "td", "q5": "td", "qx": "m"}.get(tile.tone, "tl")
    middle, tight = x + SIDE / 2, len(tile.lines) > 2
    texts = [label(tile.name, middle, y + (18 if tight else 25), f"{shade} s", "middle")]
    for i, words in enumerate(tile.lines):
        weight = "b" if i == 0 and tile.tone != "qx" else "s"
        texts.append(label(words, middle, y + (34 if tight else 44) + 15 * i, f"{shade} {weight}", "middle"))
    box = rect(f"tile {tile.tone}", x, y, SIDE, SIDE)
    return Markup("<g><title>{}</title>{}{}</g>").format(tile.title, box, Markup("").join(texts))


def swatch(tone: str) -> Markup:
    """Draw the small square that explains a tone in the key."""
    square = Markup('<rect class="{}" width="14" height="14"/>').format(tone)
    return Markup('<svg class="ic" viewBox="0 0 14 14" aria-hidden="true">{}</svg>').format(square)

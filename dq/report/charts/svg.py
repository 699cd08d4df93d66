"""The alphabet of the charts: rounded coordinates, escaped labels, and the outer element."""

from fractions import Fraction

from markupsafe import Markup, escape


def at(value: float | Fraction) -> str:
    """Write a coordinate with at most one decimal."""
    text = f"{float(value):.1f}"
    return text[:-2] if text.endswith(".0") else text


def drawing(width: int, height: float, label: str, *shapes: Markup) -> Markup:
    """Put shapes into an SVG image with a label for those who cannot see it."""
    return (
        Markup('<svg viewBox="0 0 {} {}" role="img" aria-label="{}">').format(width, at(height), label)
        + Markup("").join(shapes)
        + Markup("</svg>")
    )


def rect(kind: str, x: float, y: float, width: float, height: float) -> Markup:
    """Draw a rectangle of CSS class `kind`."""
    return Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>').format(
        kind, at(x), at(y), at(width), at(height)
    )


def line(kind: str, x1: float, y1: float, x2: float, y2: float) -> Markup:
    """Draw a line of CSS class `kind`."""
    ends = (at(x1), at(y1), at(x2), at(y2))
    return Markup('<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>').format(kind, *ends)


def label(text: str, x: float, y: float, kind: str = "", anchor: str = "") -> Markup:
    """Write a text; `anchor` is middle or end, else it starts at `x`."""
    classes = Markup(' class="{}"').format(kind) if kind else ""
    where = Markup(' text-anchor="{}"').format(anchor) if anchor else ""
    return Markup('<text{} x="{}" y="{}"{}>{}</text>').format(classes, at(x), at(y), where, escape(text))

"""How a workbook shows its numbers: which cell styles make a date, a time or a percentage of them."""

import re
import zipfile
from dataclasses import dataclass
from enum import StrEnum
from xml.etree.ElementTree import Element

from dq.read.package import elements

STYLES = "xl/styles.xml"


class Shown(StrEnum):
    """What a person sees where a number stands."""

    DATE = "date"
    TIME = "time"
    ELAPSED = "elapsed"
    PERCENT = "percent"


@dataclass(frozen=True)
class Style:
    """A cell style that does not show the plain number. `decimals` are those of a percentage."""

    shown: Shown
    decimals: int = 0


# The formats every spreadsheet knows by number, without their text. Source: ECMA-376-1, 18.8.30.
_BUILT_IN = {9: "0%", 10: "0.00%"}
_BUILT_IN |= dict.fromkeys((*range(14, 18), 22, *range(27, 32), 36, *range(50, 55), 57, 58), "yyyy-mm-dd")
_BUILT_IN |= dict.fromkeys((*range(18, 22), 32, 33, 34, 35, 45, 47, 55, 56), "hh:mm") | {46: "[h]:mm:ss"}
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.')
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_BRACKET = re.compile(r"\[[^\]]*\]")


def styles(archive: zipfile.ZipFile) -> dict[int, Style]:
    """Map the number of each cell style that shows dates, times or percentages. Plain ones are left out."""
    if STYLES not in archive.namelist():
        return {}
    codes = dict(_BUILT_IN)
    for each in elements(archive, STYLES, "numFmt"):
        codes[int(each.get("numFmtId", "-1"))] = each.get("formatCode", "")
    cells: list[Element] = [each for group in elements(archive, STYLES, "cellXfs") for each in group]
    shown = {at: style_of(codes.get(int(cell.get("numFmtId", "0")), "")) for at, cell in enumerate(cells)}
    return {at: style for at, style in shown.items() if style}


def style_of(code: str) -> Style | None:
    """Say what a format code (`yyyy-mm-dd;@`) makes of a number; None for plain numbers."""
    bare = _LITERAL.sub("", code).partition(";")[0]
    if _ELAPSED.search(bare):
        return Style(Shown.ELAPSED)
    bare = _BRACKET.sub("", bare).casefold().replace("general", "")
    if "%" in bare:
        return Style(Shown.PERCENT, len(re.sub(r"[^0#?]", "", bare.partition(".")[2])))
    letters = set(bare) & set("dmyhs")
    if not letters:
        return None
    return Style(Shown.DATE if letters & set("dy") or letters == {"m"} else Shown.TIME)

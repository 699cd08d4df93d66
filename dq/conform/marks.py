"""Marks in text that a reader does not see, letters written in parts, and text that was decoded twice.

Nothing is taken away: letters in parts are put together (NFC), all else is seen and counted.
"""

from dataclasses import dataclass

import polars as pl

from dq.conform.parsed import matches, only_where
from dq.core.notice import Sight

_ODD = r"[^ -~]"  # all but printable ASCII; only such cells can hold what is looked for
# Zero-width, direction and control marks, fillers and variation selectors. Line ends and tabs are seen.
INVISIBLE = (
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\p{Cf}\p{Zl}\p{Zp}\x{034F}\x{115F}\x{1160}\x{17B4}\x{17B5}\x{3164}"
    r"\x{FFA0}\x{180B}-\x{180E}\x{FE00}-\x{FE0F}\x{E0100}-\x{E01EF}]"
)
# UTF-8 read as cp1252 or latin-1: the second byte of any western letter or mark, as either has it, after the
# first (Ã, Â); dashes and quotation marks, the byte order mark; what could not be decoded; C1 control marks.
MOJIBAKE = (
    r"[ÃÂ][\x{80}-\x{BF}€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€|â\x{80}|ï»¿|\x{FFFD}|[\x{80}-\x{84}\x{86}-\x{9F}]"
)


@dataclass(frozen=True)
class Seen:
    """Text in NFC, and masks of the cells in which something was seen."""

    text: pl.Series
    sights: dict[Sight, pl.Series]


def see(cells: pl.Series) -> Seen:
    """Look for marks in the cells as delivered: white space that is taken off later may be half of a pair.

    Each different text is looked at once.
    """
    odd = matches(cells, _ODD)
    if not odd.any():
        return Seen(cells, {})
    distinct = cells.filter(odd).unique()
    masks = {
        Sight.NOT_NFC: distinct.str.normalize("NFC") != distinct,
        Sight.INVISIBLE: matches(distinct, INVISIBLE),
        Sight.MOJIBAKE: matches(distinct, MOJIBAKE),
    }
    sights = {
        sight: odd & cells.is_in(distinct.filter(mask).implode())
        for sight, mask in masks.items()
        if mask.any()
    }
    parted = sights.get(Sight.NOT_NFC)
    if parted is None:
        return Seen(cells, sights)
    return Seen(only_where(parted, cells, lambda some: some.str.normalize("NFC")), sights)

"""Check a delivery's own total rows: is the sum they state the sum of the rows?

Claims are made only where every cell of a column is a plain number. Sums are exact, in integers of a
thousand millionth; a difference below a millionth is the noise of a spreadsheet's own sums.
"""

import polars as pl

from dq.core.feed import Column, Feed, Kind
from dq.core.headers import escaped
from dq.core.notice import Notice, Sight, notice
from dq.read.meaning import NUMBERS, is_all, meant

# How the units begin of what adds up over rows; years, doctors and shares do not.
UNITS = ("personer", "kr", "heltid")
_WHOLE = r"(?:[0-9]{1,15}|[0-9]{1,3}(?:[ \u00a0\u202f'][0-9]{3}){1,4})"
_NUMBER = rf"^[-\u2212+]?{_WHOLE}(?:[.,][0-9]{{1,9}})?$"
_GROUPED = r"^[-\u2212+]?[0-9]{1,3}(?:[.,][0-9]{3})+$"  # 1.234 may be a thousand or one
_DECIMALS = 9
_NOISE = 10 ** (_DECIMALS - 6)


def check_totals(
    headers: tuple[str, ...], rows: pl.DataFrame, apart: pl.DataFrame, feeds: tuple[Feed, ...]
) -> tuple[Notice, ...]:
    """Say for each column that adds up which total rows agree with the rows above them, and which differ.

    A total row agrees if it is the sum of all rows or of those above it, or of the rows between it and the
    total row before or after it. A whole number that stands alone beside the total word, in a column that has
    no numbers, is the number of rows.
    """
    totals = apart.filter(pl.col("line_kind") == "total")
    notices: list[Notice] = []
    if totals.is_empty():
        return ()
    for at, header in enumerate(headers):
        if _adds_up(meant(header, feeds, {})):
            stated = totals.select("source_row", cell=f"c{at}")
            notices += _compared(escaped(header), rows.select("source_row", cell=f"c{at}"), stated)
        elif not _counts(header, rows[f"c{at}"], feeds):
            stated = _stated_rows(totals, at, len(headers))
            notices += _compared(escaped(header), rows.select("source_row", cell=pl.lit("1")), stated)
    return tuple(notices)


def _adds_up(columns: list[Column]) -> bool:
    return is_all(columns, (Kind.COUNT, Kind.ORE, Kind.MILLI)) and all(
        c.unit.startswith(UNITS) for c in columns
    )


def _counts(header: str, cells: pl.Series, feeds: tuple[Feed, ...]) -> bool:
    """Say if a column may hold numbers: by its meaning, or unknown and nothing else in its cells."""
    columns = meant(header, feeds, {})
    return any(c.kind in NUMBERS for c in columns) if columns else _numbers(cells) is not None


def _stated_rows(totals: pl.DataFrame, at: int, width: int) -> pl.DataFrame:
    """Take from column `at` the whole numbers of total rows that fill one cell beside the total word."""
    filled = [pl.col(f"c{each}").str.contains(r"\S").fill_null(value=False) for each in range(width)]
    word = pl.any_horizontal(pl.lit(value=False), *filled[:at])
    whole = pl.col(f"c{at}").str.strip_chars().str.contains(f"^{_WHOLE}$")
    alone = totals.filter(pl.sum_horizontal(filled) == 2, word, whole)
    return alone.select("source_row", cell=f"c{at}")


def _compared(column: str, rows: pl.DataFrame, stated: pl.DataFrame) -> list[Notice]:
    values = _numbers(rows["cell"])
    found = _numbers(stated["cell"])
    if values is None or found is None:
        return []
    at = rows["source_row"].search_sorted(stated["source_row"])
    upto = pl.concat([pl.Series([0], dtype=pl.Int128), values.cum_sum()])
    whole, above = int(upto[-1]), upto.gather(at)
    before, after = above - above.shift(1, fill_value=0), above.shift(-1, fill_value=whole) - above
    agrees = pl.Series([False]).new_from_index(0, found.len())
    for total in (above, before, after, pl.Series([whole], dtype=pl.Int128)):
        agrees |= (found - total).abs() < _NOISE
    told = stated["cell"].str.strip_chars().fill_null("") != ""
    where = stated["source_row"]
    agreed, differing = where.filter(told & agrees), where.filter(told & ~agrees)
    return [*notice(Sight.TOTAL_AGREES, agreed, column), *notice(Sight.TOTAL_DIFFERS, differing, column)]


def _numbers(cells: pl.Series) -> pl.Series | None:
    """Read numbers to whole thousand millionths, empty cells as 0; None if any cell is no plain number."""
    text = cells.str.strip_chars().fill_null("").rename("cell")
    cell = pl.col("cell")
    plain = (cell.str.contains(_NUMBER) & ~cell.str.contains(_GROUPED)) | (cell == "")
    frame = text.to_frame()
    if not frame.select(plain.all()).item():
        return None
    digits = cell.str.replace_all("[ \\u00a0\\u202f'+]", "").str.replace("\u2212", "-", literal=True)
    whole, part = digits.str.extract("^(-?[0-9]+)"), digits.str.extract("[.,]([0-9]+)$").fill_null("")
    scaled = (whole + part.str.pad_end(_DECIMALS, "0")).cast(pl.Int128).fill_null(0)
    return frame.select(scaled=scaled)["scaled"]

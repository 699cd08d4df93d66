"""The numbers of a workbook's cells as text: as the cell shows them, with every digit a spreadsheet has.

A double holds up to 17 digits, a spreadsheet computes with 15: the rest is noise of its sums (0.1 + 0.2 is
kept as 0.30000000000000004 and shown as 0.3). So decimals are written with 15 digits, and those that had
more are counted. Whole numbers are written in full.
"""

from decimal import Decimal

import polars as pl

from dq.read.number_formats import Shown, Style
from dq.read.serial import elapsed_texts, serial_texts

_WHOLE_BELOW = 2.0**53


def number_texts(
    values: pl.Series, styles: pl.Series, known: dict[int, Style], *, since_1904: bool
) -> tuple[pl.Series, int]:
    """Write each value by its style, and count the decimals that lost digits. No value gives null.

    A date style makes `2026-10-31`, a percent style `59 %` with at least its decimals; a serial number
    that is no date of the system, or stands in a cell of another style, stays a number.
    """
    shown = {0: ""} | {at: style.shown.value for at, style in known.items()}
    kinds = styles.replace_strict(shown, default="", return_dtype=pl.String)
    texts = pl.repeat(None, values.len(), dtype=pl.String, eager=True)
    timed = kinds.is_in([Shown.DATE, Shown.TIME]).arg_true()
    time_only = kinds.gather(timed) == Shown.TIME
    texts = texts.scatter(
        timed, serial_texts(values.gather(timed), time_only=time_only, since_1904=since_1904)
    )
    long = (kinds == Shown.ELAPSED).arg_true()
    texts = texts.scatter(long, elapsed_texts(values.gather(long)))
    left = texts.is_null().arg_true()
    plain, rounded = plain_texts(values.gather(left))
    texts = texts.scatter(left, plain)
    percent = (kinds == Shown.PERCENT).arg_true()
    places = {0: 0} | {at: style.decimals for at, style in known.items()}
    decimals = styles.gather(percent).replace_strict(places, return_dtype=pl.Int64)
    return texts.scatter(percent, _percents(texts.gather(percent), decimals)), rounded


def plain_texts(values: pl.Series) -> tuple[pl.Series, int]:
    """Write numbers without exponent, whole ones in full and others with 15 digits; count those rounded."""
    whole = (values.floor() == values) & (values.abs() < _WHOLE_BELOW)
    texts = values.set(~whole, 0.0).cast(pl.Int64).cast(pl.String)
    odd = (~whole).arg_true()
    parts = values.gather(odd)
    written = {value: _plain(value) for value in parts.unique().to_list()}
    rounded = [value for value, text in written.items() if float(text) != value]
    count = int(parts.is_in(rounded).sum())
    return texts.scatter(odd, parts.replace_strict(written, return_dtype=pl.String)), count


def _plain(value: float) -> str:
    return f"{Decimal(value) if value.is_integer() else Decimal(f'{value:.15g}'):f}"


def _percents(texts: pl.Series, decimals: pl.Series) -> pl.Series:
    pairs = pl.DataFrame({"text": texts, "decimals": decimals})
    written = {pair: _as_percent(*pair) for pair in pairs.unique().iter_rows()}
    return pl.Series([written[pair] for pair in pairs.iter_rows()], dtype=pl.String)


def _as_percent(text: str, decimals: int) -> str:
    whole, _, part = f"{Decimal(text) * 100:f}".partition(".")
    part = part.rstrip("0").ljust(decimals, "0")
    return f"{whole}.{part} %" if part else f"{whole} %"

"""Shares and working time: percent or fraction, decided once per column and recorded, in exact integers.

`59`, `59,0`, `59 %` and `0,59` all occur. A cell that does not fit its column's unit is unread, not guessed.
"""

from dataclasses import dataclass

import polars as pl

from dq.conform.convert import convert
from dq.conform.parsed import Parsed, evaluate
from dq.core.feed import Column
from dq.core.headers import fold

_SHARE = r"^([0-9]{1,4})(?:[.,]([0-9]+))?\s*(%|procent)?$"
MOST_AS_FRACTION = 1.5  # readings.md, A-15: above this a cell is no fraction
MOST_DECIMALS = 9  # keeps products with counts of persons inside 64 bits


@dataclass(frozen=True)
class _Cells:
    """The parts of each cell, and what the column was decided to be."""

    frame: pl.DataFrame  # whole, part, mixed, good
    percent: bool

    @property
    def unit(self) -> str:
        return "percent" if self.percent else "fraction"


def read_milli(column: Column, header: str, text: pl.Series) -> Parsed:
    """Read a part of full time to whole thousandths; finer than that is unread."""
    cells = _cells(header, text)
    places = 1 if cells.percent else 3
    part = pl.col("part").str.strip_chars_end("0")
    fits = part.str.len_chars() <= places
    digits = pl.when(pl.col("good") & fits).then(pl.col("whole") + part.str.pad_end(places, "0"))
    values, failed = convert(cells.frame.select(d=digits)["d"], pl.Int64())
    fine = cells.frame.select(f=pl.col("good") & ~fits)["f"]
    decisions = (f"share:{column.name}={cells.unit}",) if values.is_not_null().any() else ()
    return Parsed({column.outputs[0]: values}, _reasons(text, cells, failed | fine, fine), decisions)


def read_share(column: Column, header: str, text: pl.Series) -> Parsed:
    """Read a share to a pair of integers whose denominator tells the printed decimals: 75,0 % is 750/1000.

    More than nine decimals are rounded half up to nine, and counted in the decisions.
    """
    cells = _cells(header, text)
    part = pl.col("part").str.slice(0, MOST_DECIMALS)
    up = pl.col("part").str.slice(MOST_DECIMALS, 1).is_in(["5", "6", "7", "8", "9"]).cast(pl.Int64)
    text_digits = cells.frame.select(d=pl.when("good").then(pl.col("whole") + part))["d"]
    digits, failed = convert(text_digits, pl.Int64())
    more = 2 if cells.percent else 0
    rest = cells.frame.select(
        up=up.fill_null(0),
        den=pl.when("good").then(pl.lit(10, dtype=pl.Int64).pow(part.str.len_chars() + more).cast(pl.Int64)),
        long=pl.col("good") & (pl.col("part").str.len_chars() > MOST_DECIMALS),
    )
    values = dict(zip(column.outputs, (digits + rest["up"], rest["den"]), strict=True))
    decisions = [f"share:{column.name}={cells.unit}"] if digits.is_not_null().any() else []
    if rest["long"].any():
        decisions.append(f"rounded:{column.name}={rest['long'].sum()}")
    return Parsed(values, _reasons(text, cells, failed, failed & False), tuple(decisions))


def _cells(header: str, text: pl.Series) -> _Cells:
    t = pl.col("t")
    frame = evaluate(
        text,
        whole=t.str.extract(_SHARE, 1),
        part=pl.when(t.str.contains(_SHARE)).then(t.str.extract(_SHARE, 2).fill_null("")),
        signed=t.str.extract(_SHARE, 3).is_not_null(),
    )
    size, _ = convert(frame.select(n=pl.col("whole") + "." + pl.col("part") + "0")["n"], pl.Float64())
    frame = frame.with_columns(zero=size == 0, big=size > MOST_AS_FRACTION)
    told = any(word in fold(header) for word in ("%", "procent"))
    percent = told or bool(frame["signed"].any()) or _mostly_big(frame)
    mixed = _mixed(frame, told=told, percent=percent)
    good = pl.col("whole").is_not_null() & ~pl.col("mixed")
    return _Cells(frame.with_columns(mixed=mixed.fill_null(value=False)).with_columns(good=good), percent)


def _mostly_big(frame: pl.DataFrame) -> bool:
    """Say if more than half of the cells that are not zero are above 1.5."""
    filled = frame.filter(~pl.col("zero"))
    return int(filled["big"].sum()) * 2 > filled.height


def _mixed(frame: pl.DataFrame, *, told: bool, percent: bool) -> pl.Series:
    """Say which cells do not fit the unit of their column."""
    small = ~frame["big"] & ~frame["zero"] & ~frame["signed"]
    if not percent:
        return frame["big"]
    if told and (frame["big"].any() or frame["signed"].any()):
        return small & False
    return small


def _reasons(text: pl.Series, cells: _Cells, failed: pl.Series, fine: pl.Series) -> pl.Series:
    frame = cells.frame.with_columns(t=text, failed=failed, fine=fine)
    bad = pl.col("t").is_not_null() & (pl.col("whole").is_null() | pl.col("failed"))
    reason = pl.when("mixed").then(pl.lit("mixed_unit")).when("fine").then(pl.lit("too_precise"))
    return frame.select(reason=reason.when(bad).then(pl.lit("not_a_number")))["reason"]

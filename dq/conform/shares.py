"""Shares and working time in exact integers: percent or fraction, decided for a column and recorded.

`59`, `59,0`, `59 %` and `0,59` all occur. A cell with a percent sign says itself what it is. All others of a
column are judged among themselves: what does not fit their unit is unread, not guessed. Files are shared, so
one clinic's habit says nothing of another's: what is small as a fraction is percent only where declared.
"""

from dataclasses import dataclass

import polars as pl

from dq.conform.convert import convert
from dq.conform.parsed import Given, Parsed, evaluate
from dq.core.feed import Column
from dq.core.headers import fold
from dq.core.notice import Sight

_SHARE = r"^([0-9]{1,4})(?:[.,]([0-9]+))?\s*(%|procent)?$"
MOST_AS_FRACTION = 1.5  # readings.md, A-15: above this a cell is no fraction
MOST_DECIMALS = 9  # keeps products with counts of persons inside 64 bits
PERCENT, FRACTION = "percent", "fraction"


@dataclass(frozen=True)
class _Cells:
    """The parts of each cell, what it is taken for, and the unit of those unsigned.

    `large`: no fraction; `big` and `small`: large or not, without sign; `good`: read.
    """

    frame: pl.DataFrame
    unit: str

    def decisions(self, column: str) -> list[str]:
        """Name the unit, and how many cells had a percent sign where it is not that of the others."""
        read = self.frame.filter("good")
        signed = int(read["signed"].sum())
        if signed == read.height:
            return [f"share:{column}={PERCENT}"] if signed else []
        told = [f"signed:{column}={signed}"] if signed and self.unit == FRACTION else []
        return [f"share:{column}={self.unit}", *told]


def read_milli(column: Column, header: str, text: pl.Series, given: Given) -> Parsed:
    """Read a part of full time to whole thousandths; finer than that is unread."""
    cells = _cells(header, text, given.unit(column.name))
    places = pl.when("percent").then(1).otherwise(3)
    part = pl.col("part").str.strip_chars_end("0")
    fits = part.str.len_chars() <= places
    padded = pl.when("percent").then(part.str.pad_end(1, "0")).otherwise(part.str.pad_end(3, "0"))
    digits = pl.when(pl.col("good") & fits).then(pl.col("whole") + padded)
    values, failed = convert(cells.frame.select(d=digits)["d"], pl.Int64())
    fine = cells.frame.select(f=pl.col("good") & ~fits)["f"]
    reason = _reasons(text, cells, failed | fine, fine)
    decisions = tuple(cells.decisions(column.name))
    return Parsed({column.outputs[0]: values}, reason, decisions, sights=_two_units(cells))


def read_share(column: Column, header: str, text: pl.Series, given: Given) -> Parsed:
    """Read a share to a pair of integers whose denominator tells the printed decimals: 75,0 % is 750/1000.

    More than nine decimals are rounded half up to nine, and counted in the decisions.
    """
    cells = _cells(header, text, given.unit(column.name))
    part = pl.col("part").str.slice(0, MOST_DECIMALS)
    up = pl.col("part").str.slice(MOST_DECIMALS, 1).is_in(["5", "6", "7", "8", "9"]).cast(pl.Int64)
    text_digits = cells.frame.select(d=pl.when("good").then(pl.col("whole") + part))["d"]
    digits, failed = convert(text_digits, pl.Int64())
    places = part.str.len_chars() + 2 * pl.col("percent").cast(pl.Int64)
    rest = cells.frame.select(
        up=up.fill_null(0),
        den=pl.when("good").then(pl.lit(10, dtype=pl.Int64).pow(places).cast(pl.Int64)),
        long=pl.col("good") & (pl.col("part").str.len_chars() > MOST_DECIMALS),
    )
    values = dict(zip(column.outputs, (digits + rest["up"], rest["den"]), strict=True))
    decisions = cells.decisions(column.name)
    if rest["long"].any():
        decisions.append(f"rounded:{column.name}={rest['long'].sum()}")
    reason = _reasons(text, cells, failed, failed & False)
    return Parsed(values, reason, tuple(decisions), sights=_two_units(cells))


def _cells(header: str, text: pl.Series, declared: str) -> _Cells:
    t = pl.col("t")
    frame = evaluate(
        text,
        whole=t.str.extract(_SHARE, 1),
        part=pl.when(t.str.contains(_SHARE)).then(t.str.extract(_SHARE, 2).fill_null("")),
        signed=t.str.extract(_SHARE, 3).is_not_null(),
    )
    size, _ = convert(frame.select(n=pl.col("whole") + "." + pl.col("part") + "0")["n"], pl.Float64())
    large = (size > MOST_AS_FRACTION).fill_null(value=False)
    small = ((size > 0) & ~large).fill_null(value=False)
    frame = frame.with_columns(large=large, big=large & ~frame["signed"], small=small & ~frame["signed"])
    told = any(word in fold(header) for word in ("%", "procent"))
    unit, mixed = _unit(frame, declared, told=told)
    frame = frame.with_columns(mixed=mixed, percent=pl.col("signed") | (unit == PERCENT))
    good = pl.col("whole").is_not_null() & ~pl.col("mixed")
    return _Cells(frame.with_columns(good=good), unit)


def _unit(frame: pl.DataFrame, declared: str, *, told: bool) -> tuple[str, pl.Series]:
    """Return the unit of the cells without sign, and which of them do not fit it.

    What is declared counts, then a header that says percent (small cells may still be fractions and are not
    read), then most of the cells. As many of one as of the other: none of them is read.
    """
    big, small = frame["big"], frame["small"]
    if declared:
        return declared, big & (declared == FRACTION)
    if told:
        return PERCENT, small
    if not big.any() and not small.any():
        return (PERCENT if frame["signed"].any() else FRACTION), big
    if big.sum() == small.sum():
        return FRACTION, big | small
    return (PERCENT, small) if big.sum() > small.sum() else (FRACTION, big)


def _two_units(cells: _Cells) -> dict[Sight, pl.Series]:
    """Say where a percent sign stands beside fractions, and what is small beside large ones as declared."""
    read = cells.frame.filter("good")
    if cells.unit == PERCENT:
        small = cells.frame["small"] & cells.frame["good"]
        return {Sight.MIXED_UNITS: small} if read["large"].any() else {}
    if not read["signed"].any() or read["signed"].all():
        return {}
    return {Sight.MIXED_STYLES: cells.frame["signed"] & cells.frame["good"]}


def _reasons(text: pl.Series, cells: _Cells, failed: pl.Series, fine: pl.Series) -> pl.Series:
    frame = cells.frame.with_columns(t=text, failed=failed, fine=fine)
    bad = pl.col("t").is_not_null() & (pl.col("whole").is_null() | pl.col("failed"))
    reason = pl.when("mixed").then(pl.lit("mixed_unit")).when("fine").then(pl.lit("too_precise"))
    return frame.select(reason=reason.when(bad).then(pl.lit("not_a_number")))["reason"]

"""Counts, kronor and plain numbers in Swedish forms, in exact integers."""

from dataclasses import replace

import polars as pl

from dq.conform.convert import convert
from dq.conform.parsed import GROUPS, SIGN, Parsed, evaluate
from dq.core.feed import Column

_WHOLE = f"(?:[0-9]+|[0-9]{{1,3}}(?:[{GROUPS}][0-9]{{3}})+)"
_COUNT = f"^[{SIGN}]?{_WHOLE}$"
_KRONOR = f"^([{SIGN}]?)({_WHOLE})(?:[.,]([0-9]{{1,2}}))?$"
_AMBIGUOUS = f"^[{SIGN}]?[0-9]{{1,3}}(?:[.,][0-9]{{3}})+(?:[.,][0-9]{{1,2}})?$"
_NUMBER = f"^[{SIGN}]?{_WHOLE}(?:[.,][0-9]+)?(?:[eE][+-]?[0-9]{{1,3}})?$"
MOST = 10**12  # of anything in a delivery; öre for amounts. More would not fit in sums and products
MOST_PERSONS = 10**9
PERSONS = "personer"
TOO_LARGE = "out_of_range"
_KRONA_MARK = r"(?i)\s*(?:kr\.?|sek|:-)$"


def plain(text: pl.Expr) -> pl.Expr:
    """Take group marks away and write the sign as ASCII."""
    return text.str.replace_all(f"[{GROUPS}+]", "").str.replace_all("\u2212", "-", literal=True)


def read_count(column: Column, _header: str, text: pl.Series) -> Parsed:
    """Read a whole number; groups of three may be parted by spaces or apostrophes only."""
    return _whole(column.name, text)


def read_typed(output: str, text: pl.Series) -> Parsed:
    """Read a column that already has our unit (`fte_milli`, `share_num`): a whole number."""
    return _whole(output, text)


def read_kronor(column: Column, _header: str, text: pl.Series) -> Parsed:
    """Read kronor with at most two decimals to whole öre."""
    bare = evaluate(text, bare=pl.col("t").str.replace(_KRONA_MARK, ""))["bare"]
    part = pl.col("t").str.extract
    digits = part(_KRONOR, 1) + part(_KRONOR, 2) + part(_KRONOR, 3).fill_null("").str.pad_end(2, "0")
    in_form = pl.col("t").str.contains(_KRONOR) & ~pl.col("t").str.contains(_AMBIGUOUS)
    ore = evaluate(bare, ore=pl.when(in_form).then(plain(digits)))["ore"]
    values, failed = convert(ore, pl.Int64())
    return Parsed({column.outputs[0]: values}, number_reasons(bare, ore.is_not_null()).set(failed, TOO_LARGE))


def read_number(column: Column, _header: str, text: pl.Series) -> Parsed:
    """Read a finite decimal number."""
    in_form = pl.col("t").str.contains(_NUMBER)
    point = plain(pl.col("t")).str.replace(",", ".", literal=True)
    number = evaluate(text, n=pl.when(in_form).then(point))["n"]
    values, failed = convert(number, pl.Float64())
    finite = values.is_finite().fill_null(value=False)
    reason = number_reasons(text, finite & ~failed, parted=False)
    return Parsed({column.name: values.set(~finite, None)}, reason)


def within_size(column: Column, parsed: Parsed) -> Parsed:
    """Leave a whole number unread whose size nothing in care has, so that no sum or product overflows."""
    name, values = next(iter(parsed.values.items()))
    if len(parsed.values) > 1 or values.dtype != pl.Int64:
        return parsed
    most = MOST_PERSONS if column.unit == PERSONS else MOST
    wild = (~values.is_between(-most, most)).fill_null(value=False)
    kept = {name: values.set(wild, None)}
    return replace(parsed, values=kept, reason=parsed.reason.set(wild, TOO_LARGE))


def number_reasons(text: pl.Series, good: pl.Series, *, parted: bool = True) -> pl.Series:
    """Say why each filled cell that is not `good` is no number; `1.234` may be two if `parted`."""
    frame = text.alias("t").to_frame().with_columns(bad=~good & text.is_not_null())
    two = pl.col("t").str.contains(_AMBIGUOUS) & parted
    reason = pl.when(pl.col("bad") & two).then(pl.lit("ambiguous_number"))
    return frame.select(reason=reason.when("bad").then(pl.lit("not_a_number")))["reason"]


def _whole(output: str, text: pl.Series) -> Parsed:
    digits = evaluate(text, n=pl.when(pl.col("t").str.contains(_COUNT)).then(plain(pl.col("t"))))["n"]
    values, failed = convert(digits, pl.Int64())
    return Parsed({output: values}, number_reasons(text, digits.is_not_null()).set(failed, TOO_LARGE))

"""Counts, kronor and plain numbers in Swedish forms, in exact integers.

Group marks are space, U+00A0, U+202F and apostrophe; also the first of two marks, as in `1.600,50`. `1.234`
could be two numbers: unless the decimal mark is declared it is unread, or for plain numbers shown by other
cells of the column.
"""

import re
from dataclasses import replace

import polars as pl

from dq.conform.convert import convert
from dq.conform.digits import by_group, decimal_seen, one_way, plain, styles, whole_form
from dq.conform.parsed import SIGN, Given, Parsed, evaluate, matches, nowhere
from dq.core.feed import Column

_AMBIGUOUS = f"^[{SIGN}]?[0-9]{{1,3}}(?:[.,][0-9]{{3}})+(?:[.,][0-9]{{1,2}})?$"
_EXPONENT = "(?:[eE][+-]?[0-9]{1,3})?"
MOST = 10**12  # of anything in a delivery; öre for amounts. More would not fit in sums and products
MOST_PERSONS = 10**9
PERSONS = "personer"
TOO_LARGE = "out_of_range"
_KRONA_MARK = r"(?i)\s*(?:kr\.?|kronor|sek|[:,]-)$"


def read_count(column: Column, _header: str, text: pl.Series, given: Given) -> Parsed:
    """Read a whole number; groups of three may be parted by spaces or apostrophes only."""
    word = column.unit if column.unit.isalpha() else PERSONS
    bare = evaluate(text, n=pl.col("t").str.replace(rf"(?i)\s*(?:st\.?|{re.escape(word)})$", ""))["n"]
    return _whole(column.name, bare, given.declared.decimal)


def read_typed(output: str, text: pl.Series) -> Parsed:
    """Read a column that already has our unit (`fte_milli`, `share_num`): a whole number."""
    return _whole(output, text, "")


def read_kronor(column: Column, _header: str, text: pl.Series, given: Given) -> Parsed:
    """Read kronor with at most two decimals to whole öre."""
    told = given.declared.decimal
    bare = evaluate(text, bare=pl.col("t").str.replace(_KRONA_MARK, ""))["bare"]
    form = f"^([{SIGN}]?)({whole_form(told)})(?:[{told or '.,'}]([0-9]{{1,2}}))?$"
    part = pl.col("t").str.extract
    digits = part(form, 1) + part(form, 2) + part(form, 3).fill_null("").str.pad_end(2, "0")
    in_form = pl.col("t").str.contains(form) & (pl.lit(bool(told)) | ~pl.col("t").str.contains(_AMBIGUOUS))
    ore = evaluate(bare if told else one_way(bare), ore=pl.when(in_form).then(plain(digits, told)))["ore"]
    values, failed = convert(ore, pl.Int64())
    reason = number_reasons(bare, ore.is_not_null(), parted=not told).set(failed, TOO_LARGE)
    return Parsed({column.outputs[0]: values}, reason, sights=styles(bare, ore.is_not_null()))


def read_number(column: Column, _header: str, text: pl.Series, given: Given) -> Parsed:
    """Read a finite decimal number. A column of points alone, or of commas, tells what `1.234` is."""
    told = given.declared.decimal
    seen = told or ("." if given.typed else decimal_seen(text))
    either = f"^[{SIGN}]?[1-9][0-9]{{0,2}}[{by_group(seen) or '.,'}][0-9]{{3}}$"
    two = nowhere(text) if told else matches(text, either)
    form = f"^[{SIGN}]?{whole_form(told)}(?:[{told or '.,'}][0-9]+)?{_EXPONENT}$"
    good = (pl.col("t").str.contains(form)) & ~pl.col("two")
    point = plain(pl.col("t"), told).str.replace(",", ".", literal=True)
    frame = (text if told else one_way(text)).alias("t").to_frame().with_columns(two=two)
    number = frame.select(n=pl.when(good).then(point))["n"]
    values, failed = convert(number, pl.Float64())
    finite = values.is_finite().fill_null(value=False) & ~failed
    reason = number_reasons(text, finite, parted=False).set(two, "ambiguous_number")
    decisions = (
        (f"decimal:{column.name}={seen}",) if seen and not told and matches(text, r"[.,]").any() else ()
    )
    return Parsed({column.name: values.set(~finite, None)}, reason, decisions, sights=styles(text, finite))


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


def _whole(output: str, text: pl.Series, told: str) -> Parsed:
    form = f"^[{SIGN}]?{whole_form(told)}$"
    digits = evaluate(text, n=pl.when(pl.col("t").str.contains(form)).then(plain(pl.col("t"), told)))["n"]
    values, failed = convert(digits, pl.Int64())
    reason = number_reasons(text, digits.is_not_null(), parted=not told).set(failed, TOO_LARGE)
    return Parsed({output: values}, reason, sights=styles(text, digits.is_not_null()))

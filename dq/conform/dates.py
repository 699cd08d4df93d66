"""Dates and times in the declared forms only: yyyy-mm-dd, yyyymmdd, ISO date and time."""

from dataclasses import replace
from datetime import date

import polars as pl

from dq.conform.convert import convert
from dq.conform.parsed import Parsed, evaluate
from dq.core.feed import Column, Kind
from dq.core.headers import fold

_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_COMPACT = r"^[0-9]{8}$"
_MIDNIGHT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[ T]00:00(?::00(?:\.0+)?)?$"
_TIME = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6}0*)?)?$"
OPEN_END = date(9999, 12, 31)
EARLIEST = date(1800, 1, 1)
FURTHEST_YEARS = 100


def read_date(column: Column, header: str, text: pl.Series) -> Parsed:
    """Read a date. 9999-12-31 is null. An inclusive end, known by its header, gets one day added."""
    iso, in_form = _iso_days(text)
    values, failed = convert(iso, pl.Date(), "%Y-%m-%d")
    is_open = (values == OPEN_END).fill_null(value=False)
    values = values.set(is_open, None)
    decisions = [f"open:{column.name}={is_open.sum()}"] if is_open.any() else []
    if column.kind is Kind.DATE_END and fold(header) in {fold(word) for word in column.inclusive_headers}:
        values = values.dt.offset_by("1d")
        decisions.append(f"end:{column.name}=inclusive")
    return Parsed({column.name: values}, _reasons(text, in_form, failed), tuple(decisions))


def read_datetime(column: Column, _header: str, text: pl.Series) -> Parsed:
    """Read a date and time without zone; a bare date is its midnight."""
    days, is_day = _iso_days(text)
    timed = evaluate(text, timed=pl.col("t").str.contains(_TIME))["timed"].fill_null(value=False)
    full = (
        days.to_frame("d")
        .with_columns(t=text, timed=timed)
        .select(
            pl.when("timed")
            .then(pl.col("t").str.replace("T", " ").str.replace(r"^(.{16})$", "$1:00"))
            .otherwise(pl.col("d") + " 00:00:00")
        )
    )
    values, failed = convert(full.to_series(), pl.Datetime("us"), "%Y-%m-%d %H:%M:%S%.f")
    return Parsed({column.name: values}, _reasons(text, is_day | timed, failed))


def within_reason(parsed: Parsed, day: date) -> Parsed:
    """Leave a date before 1800, or over 100 years after `day`, unread: 0024-01-31 is a slip, not a date."""
    ((name, values),) = parsed.values.items()
    latest = date(day.year + FURTHEST_YEARS, 12, 31)
    wild = (~values.dt.date().is_between(EARLIEST, latest)).fill_null(value=False)
    kept = {name: values.set(wild, None)}
    return replace(parsed, values=kept, reason=parsed.reason.set(wild, "out_of_range"))


def _iso_days(text: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Return yyyy-mm-dd for each cell in one of the declared forms, and which cells are in one."""
    t = pl.col("t")
    compact = t.str.slice(0, 4) + "-" + t.str.slice(4, 2) + "-" + t.str.slice(6, 2)
    whole = t.str.contains(_DAY) | t.str.contains(_MIDNIGHT)
    day = pl.when(whole).then(t.str.slice(0, 10)).when(t.str.contains(_COMPACT)).then(compact)
    days = evaluate(text, day=day)["day"]
    return days, days.is_not_null()


def _reasons(text: pl.Series, in_form: pl.Series, failed: pl.Series) -> pl.Series:
    frame = text.alias("t").to_frame().with_columns(in_form=in_form, failed=failed)
    reason = pl.when(pl.col("t").is_not_null() & ~pl.col("in_form")).then(pl.lit("out_of_form"))
    return frame.select(reason=reason.when("failed").then(pl.lit("not_a_date")))["reason"]

"""Dates and times in declared forms only; without a declaration yyyy-mm-dd and yyyymmdd.

First the pattern of the form, then the exact date, then a range. A number such as 45322 is no date: only a
date cell of a workbook is, and the reader has written that out.
"""

from dataclasses import replace
from datetime import date

import polars as pl

from dq.conform.convert import convert
from dq.conform.parsed import Given, Parsed, evaluate, matches
from dq.core.feed import Column, Kind
from dq.core.forms import DATE_FORMS
from dq.core.headers import fold

# Where year, month and day stand in each form of `DATE_FORMS`.
_PARTS = {
    "yyyy-mm-dd": r"(?P<y>[0-9]{4})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})",
    "yyyymmdd": r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})",
    "d/m/yyyy": r"(?P<d>[0-9]{1,2})/(?P<m>[0-9]{1,2})/(?P<y>[0-9]{4})",
    "dd.mm.yyyy": r"(?P<d>[0-9]{2})\.(?P<m>[0-9]{2})\.(?P<y>[0-9]{4})",
    "m/d/yyyy": r"(?P<m>[0-9]{1,2})/(?P<d>[0-9]{1,2})/(?P<y>[0-9]{4})",
    "yy-mm-dd": r"(?P<y>[0-9]{2})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})",
}
UNDECLARED = DATE_FORMS[:2]
SHORT_YEAR = "yy-mm-dd"
_CLOCK = r"[ T](?P<clock>[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6}0*)?)?)"
_MIDNIGHT = r"^00:00(?::00(?:\.0+)?)?$"
_LAST_SECOND = r"^23:59(?::59(?:\.[0-9]+)?)?$"
OPEN_END = date(9999, 12, 31)
OPEN_FROM = 2900  # an end on the last day of such a year is open too
EARLIEST = date(1800, 1, 1)
FURTHEST_YEARS = 100
# How far after the day a two-digit year may lie: a start as in SCH-06, an end within a working life.
_AHEAD = {Kind.DATE_END: 50}


def read_date(column: Column, header: str, text: pl.Series, given: Given) -> Parsed:
    """Read a date. 9999-12-31 is null, and an end on the last day of any year from 2900.

    An inclusive end, known by its header or by its time (the last second of a day), gets one day added.
    """
    found, short = _found(column, text, given)
    is_end = column.kind is Kind.DATE_END
    at_last = matches(found["clock"], _LAST_SECOND) & is_end
    on_time = found["clock"].is_null() | matches(found["clock"], _MIDNIGHT) | at_last
    in_form = found["iso"].is_not_null() & on_time
    values, failed = convert(found["iso"].set(~in_form, None), pl.Date(), "%Y-%m-%d")
    is_open = _is_open(values, is_end=is_end)
    values = values.set(is_open, None)
    decisions = [f"open:{column.name}={is_open.sum()}"] if is_open.any() else []
    decisions += [f"century:{column.name}={short}"] if short else []
    inclusive = is_end and fold(header) in {fold(word) for word in column.inclusive_headers}
    decisions += [f"end:{column.name}=inclusive"] if inclusive else []
    at_last = at_last & values.is_not_null()
    decisions += [f"end:{column.name}=last_second"] if at_last.any() else []
    values = values.zip_with(~(at_last | inclusive), values.dt.offset_by("1d"))
    return Parsed({column.name: values}, _reasons(text, in_form, failed), tuple(decisions))


def read_datetime(column: Column, _header: str, text: pl.Series, given: Given) -> Parsed:
    """Read a date and time without zone; a bare date is its midnight."""
    found, short = _found(column, text, given)
    clock = pl.col("clock").fill_null("00:00").str.replace(r"^(.{5})$", "$1:00")
    full = found.select(t=pl.col("iso") + " " + clock)["t"]
    values, failed = convert(full, pl.Datetime("us"), "%Y-%m-%d %H:%M:%S%.f")
    decisions = (f"century:{column.name}={short}",) if short else ()
    return Parsed({column.name: values}, _reasons(text, full.is_not_null(), failed), decisions)


def within_reason(parsed: Parsed, day: date) -> Parsed:
    """Leave a date before 1800, or over 100 years after `day`, unread: 0024-01-31 is a slip, not a date."""
    ((name, values),) = parsed.values.items()
    latest = date(day.year + FURTHEST_YEARS, 12, 31)
    wild = (~values.dt.date().is_between(EARLIEST, latest)).fill_null(value=False)
    kept = {name: values.set(wild, None)}
    return replace(parsed, values=kept, reason=parsed.reason.set(wild, "out_of_range"))


def _found(column: Column, text: pl.Series, given: Given) -> tuple[pl.DataFrame, int]:
    """Return `iso` (yyyy-mm-dd) and `clock` of each cell in one of the forms, and how many got a century.

    Where dates are values of their own, cells that are dates come as yyyy-mm-dd whatever is declared. Each
    different text is looked at once.
    """
    told = given.date_form(column.name)
    forms = ((told, UNDECLARED[0]) if given.typed else (told,)) if told else UNDECLARED
    distinct = text.drop_nulls().unique()
    iso = pl.concat_str("y", "m", "d", separator="-")
    parts = []
    for form in dict.fromkeys(forms):
        part = _parts(distinct, form)
        if form == SHORT_YEAR:
            part = _with_century(part, given.day, _AHEAD.get(column.kind, 1))
        short = pl.lit(form == SHORT_YEAR)
        parts.append(part.select(t=distinct, iso=iso, clock="clock", short=short).drop_nulls("iso"))
    found = text.alias("t").to_frame().join(pl.concat(parts), on="t", how="left", maintain_order="left")
    return found, int(found["short"].sum())


def _is_open(values: pl.Series, *, is_end: bool) -> pl.Series:
    """Say which dates mean that there is no end."""
    day = pl.col("d")
    last = (day.dt.month() == OPEN_END.month) & (day.dt.day() == OPEN_END.day)
    late = last & (day.dt.year() >= OPEN_FROM) & is_end
    opened: pl.Series = pl.DataFrame({"d": values}).select(o=(day == OPEN_END) | late)["o"]
    return opened.fill_null(value=False)


def _parts(text: pl.Series, form: str) -> pl.DataFrame:
    """Return `y`, `m`, `d` with zeros in front, and `clock`, of the cells in one form; null for others."""
    pattern = f"^{_PARTS[form]}(?:{_CLOCK})?$"
    frame = evaluate(text, g=pl.col("t").str.extract_groups(pattern)).unnest("g")
    return frame.with_columns(pl.col(name).str.zfill(2) for name in ("m", "d"))


def _with_century(parts: pl.DataFrame, day: date, ahead: int) -> pl.DataFrame:
    """Give two-digit years the latest century in which the date is at most `ahead` years after the day."""
    latest = int(day.strftime("%Y%m%d")) + ahead * 10**4
    number, _ = convert(parts.select(n=pl.col("y") + pl.col("m") + pl.col("d"))["n"], pl.Int64())
    century = latest // 10**6 - (number > latest % 10**6).cast(pl.Int64)
    return parts.with_columns(y=century.cast(pl.String) + parts["y"])


def _reasons(text: pl.Series, in_form: pl.Series, failed: pl.Series) -> pl.Series:
    frame = text.alias("t").to_frame().with_columns(in_form=in_form, failed=failed)
    reason = pl.when(pl.col("t").is_not_null() & ~pl.col("in_form")).then(pl.lit("out_of_form"))
    return frame.select(reason=reason.when("failed").then(pl.lit("not_a_date")))["reason"]

"""SCH-06: codes and dates in domain."""

from datetime import date, datetime, time
from functools import reduce
from operator import or_

import narwhals as nw

from dq.core.codes import COUNTIES, Books, Disposition, Severity, Unit
from dq.core.feed import Feed, Kind
from dq.core.rule import RuleKind, rule
from dq.feeds import ALL_FEEDS

EARLIEST = date(1900, 1, 1)


@rule(
    id="SCH-06",
    title="Code or date outside what is allowed",
    title_sv="Kod eller datum utanför det tillåtna",
    severity=Severity.ERROR,
    disposition=Disposition.HOLD,
    unit=Unit.ROW,
    source="SCB county codes; Inera code system 1.2.752.129.5.1.69 for contact type",
    sv="{affected} av {total} rader har en kod eller ett datum som inte går att använda.",
    en="{affected} of {total} rows hold a code or a date that cannot be used.",
    todo_sv="Be vårdcentralen rätta cellerna; rad och kolumn står i underlaget.",
    todo_en="Ask the clinic to correct the cells; row and column are in the findings file.",
    examined_sv="varje rad i filen.",
    fails_sv="en kod eller ett datum går inte att läsa, ett datum ligger före 1900-01-01, ett startdatum mer "
    "än {years_ahead} år efter mätdagen (years_ahead), eller en länskod är inte någon av de tillåtna "
    "(counties).",
    nulls_sv="en tom cell fälls inte här. Slutdatum har ingen övre gräns.",
    kind=RuleKind.ROW,
    books=Books.ROWS,
    feeds=ALL_FEEDS,
)
def code_or_date_outside(
    feed: Feed, *, day: date, counties: tuple[str, ...] = COUNTIES, years_ahead: int = 1
) -> nw.Expr:
    """Flag rows with an unknown code, a date that is none, or a start date out of range.

    Examined: every row of the feed.
    Fails: a code or date cell did not parse; a date is before 1900-01-01, a start date more than
        `years_ahead` years after the day; a county code is not one of `counties`.
    Listings that had ended by the day are left alone; nothing is judged by them.
    Nulls: an empty cell is no fault here. End dates have no upper limit (reading A-09).
    """
    leap_day = (day.month, day.day) == (2, 29)
    latest = date(day.year + years_ahead, day.month, 28 if leap_day else day.day)
    unread = nw.col("unread").str.contains(":code") | nw.col("unread").str.contains(":date")
    faults = [unread.fill_null(value=False)]
    for column in feed.columns:
        cell = nw.col(column.outputs[0])
        if column.kind in (Kind.DATE, Kind.DATE_END):
            faults.append((cell < nw.lit(EARLIEST)).fill_null(value=False))
        if column.kind is Kind.DATETIME:
            faults.append((cell < nw.lit(datetime.combine(EARLIEST, time()))).fill_null(value=False))
        if column.kind is Kind.DATE and column.name != "field_to":
            faults.append((cell > nw.lit(latest)).fill_null(value=False))
        elif column.name == "county_code":
            faults.append(~cell.is_in([*counties, "00"]) & ~cell.is_null())
    fails = reduce(or_, faults)
    if feed.name != "listings":
        return fails
    # a listing that had ended by the day is history: nothing is judged by it, so nobody is asked about it
    return fails & ~(nw.col("valid_to") <= nw.lit(day)).fill_null(value=False)

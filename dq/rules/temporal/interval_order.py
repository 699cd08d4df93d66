"""TMP-01: interval order."""

from datetime import date
from functools import reduce
from operator import or_

import narwhals as nw

from dq.core.codes import Books, Disposition, Severity, Unit
from dq.core.feed import Feed
from dq.core.rule import RuleKind, rule

# Start and end of each half-open interval, by the feed that has them.
_LISTED = (("valid_from", "valid_to"),)
_WORKED = (("employed_from", "employed_to"), ("absent_from", "absent_to"), ("st_start", "st_end"))
INTERVALS = {
    "listings": _LISTED,
    "staff_roll": _WORKED,
    "listings_previous": _LISTED,
    "listings_next": _LISTED,
    "staff_roll_previous": _WORKED,
}


@rule(
    id="TMP-01",
    title="Ends before it begins",
    title_sv="Slutar innan den börjar",
    severity=Severity.ERROR,
    disposition=Disposition.HOLD,
    unit=Unit.ROW,
    source="our default",
    sv="{affected} av {total} rader har ett slutdatum som inte är senare än startdatumet.",
    en="{affected} of {total} rows have an end that is not later than the start.",
    todo_sv="Be om rätt datum; rad och fil står i underlaget.",
    todo_en="Ask for the right dates; row and file are in the findings file.",
    examined_sv="varje rad i filen.",
    fails_sv="en listning, en anställning, en frånvaro eller en ST slutar samma dag som den börjar eller "
    "tidigare. Slutdagen räknas inte med: en kolumn som heter t.o.m. har redan fått en dag tillagd.",
    nulls_sv="ett intervall utan start eller utan slut fälls inte här.",
    kind=RuleKind.ROW,
    books=Books.ROWS,
    feeds=tuple(INTERVALS),
)
def interval_order(feed: Feed, *, day: date) -> nw.Expr:
    """Flag rows with a half-open interval that ends on the day it begins, or before.

    Such a row never holds on any day, so it is asked about rather than silently not counted.

    Examined: every row of the feed.
    Fails: the end is not later than the start, of a listing, a spell of work, an absence or an ST. A column
        of inclusive ends (t.o.m.) has had a day added, so there the same day on both sides is one day.
    Nulls: an interval without a start or an end is no fault here.
    """
    del day
    pairs = INTERVALS[feed.name]
    return reduce(or_, [(nw.col(end) <= nw.col(start)).fill_null(value=False) for start, end in pairs])

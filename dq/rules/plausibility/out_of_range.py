"""PLA-01: shares and counts in range."""

from datetime import date
from functools import reduce
from operator import or_

import narwhals as nw

from dq.core.codes import Books, Disposition, Severity, Unit
from dq.core.feed import Feed, Kind
from dq.core.rule import RuleKind, rule
from dq.feeds import feeds_with

AMOUNTS = (Kind.COUNT, Kind.MILLI, Kind.ORE)
ABOVE_ZERO = ("n_answers", "deff")  # no interval can be made of 0 answers or no design effect


@rule(
    id="PLA-01",
    title="Count or share out of range",
    title_sv="Antal eller andel utanför det möjliga",
    severity=Severity.ERROR,
    disposition=Disposition.REJECT,
    unit=Unit.ROW,
    source="our default",
    sv="{affected} av {total} rader har ett antal eller en andel som inte kan stämma.",
    en="{affected} of {total} rows hold a count or a share that cannot be right.",
    todo_sv="Begär en ny fil. Det går inte att räkna på den här.",
    todo_en="Ask for a new file. This one cannot be computed on.",
    examined_sv="varje rad i filen.",
    fails_sv="ett antal, en tjänstgöringsgrad eller ett belopp är under noll, en andel ligger utanför 0 "
    "till 1, en begäran har fler namngivna än listade, eller en enkät har 0 svar eller en designeffekt "
    "som inte är över noll. En andelskolumn har en enda enhet: 80 bland 0,8 är 8 000 procent och fälls.",
    nulls_sv="en tom cell är inget tal och fälls inte här.",
    kind=RuleKind.ROW,
    books=Books.FILE,
    feeds=feeds_with(*AMOUNTS, Kind.SHARE),
)
def out_of_range(feed: Feed, *, day: date) -> nw.Expr:
    """Flag rows with a figure that cannot be true.

    Examined: every row of the feed.
    Fails: a negative count, FTE or amount; a share outside 0 to 1; more named than listed in a claim; a
        survey with 0 answers or a design effect that is not above 0. A share column has one unit, so 80
        among 0,8 is a share of 8000 percent and fails (reading A-15).
    Nulls: an empty cell is no figure and no fault here.
    """
    del day
    faults = [nw.col(c.outputs[0]) < 0 for c in feed.columns if c.kind in AMOUNTS]
    for column in feed.columns:
        if column.kind is Kind.SHARE:
            num, den = (nw.col(name) for name in column.outputs)
            faults += [num < 0, num > den]
    faults += [nw.col(c.name) <= 0 for c in feed.columns if c.name in ABOVE_ZERO]
    if "claimed_named" in feed.outputs:
        faults.append(nw.col("claimed_named") > nw.col("claimed_listed"))
    return reduce(or_, [fault.fill_null(value=False) for fault in faults])

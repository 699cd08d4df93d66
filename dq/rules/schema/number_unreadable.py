"""SCH-03: numbers parse."""

from datetime import date

import narwhals as nw

from dq.core.codes import Books, Disposition, Severity, Unit
from dq.core.feed import Feed, Kind
from dq.core.rule import RuleKind, rule
from dq.feeds import feeds_with


@rule(
    id="SCH-03",
    title="Number that cannot be read",
    title_sv="Tal som inte går att läsa",
    severity=Severity.ERROR,
    disposition=Disposition.REJECT,
    unit=Unit.ROW,
    source="our default; measured: the Swedish locale groups with U+00A0 and has a decimal comma",
    sv="{affected} av {total} rader har ett tal som inte går att läsa.",
    en="{affected} of {total} rows hold a number that cannot be read.",
    todo_sv="Be om filen med tal som 1 234 eller 0,75, en enhet per kolumn.",
    todo_en="Ask for the file with numbers such as 1 234 or 0,75, one unit per column.",
    examined_sv="varje rad i filen.",
    fails_sv="ett antal, en andel, en tjänstgöringsgrad eller ett belopp går inte att läsa, kan läsas på "
    "två sätt (1.234) eller är större än något i vården: över en miljard personer, en biljon av annat.",
    nulls_sv="en tom cell är inget tal och fälls inte här.",
    kind=RuleKind.ROW,
    books=Books.FILE,
    feeds=feeds_with(Kind.COUNT, Kind.MILLI, Kind.ORE, Kind.SHARE, Kind.NUMBER),
)
def number_unreadable(feed: Feed, *, day: date) -> nw.Expr:
    """Flag rows with a cell in a number column that is not a number in the declared form.

    Examined: every row of the feed.
    Fails: a count, share, FTE or amount did not parse, could be read in two ways (1.234), or is larger than
        anything in care: over 10^9 persons or 10^12 of anything else (öre for amounts).
    Nulls: an empty cell is no number and no fault here.
    """
    del feed, day  # every feed names its unread cells in the same way
    return nw.col("unread").str.contains(":number")

"""CMP-01: nulls in mandatory columns."""

from datetime import date
from functools import reduce
from operator import or_

import narwhals as nw

from dq.core.codes import Books, Disposition, Severity, Unit
from dq.core.feed import Feed
from dq.core.rule import RuleKind, rule
from dq.feeds import ALL_FEEDS


@rule(
    id="CMP-01",
    title="Mandatory cell empty",
    title_sv="Obligatorisk cell tom",
    severity=Severity.ERROR,
    disposition=Disposition.HOLD,
    unit=Unit.ROW,
    source="our default; P-11: ofullständiga eller av bristande kvalitet",
    sv="{affected} av {total} rader saknar en uppgift som måste finnas.",
    en="{affected} of {total} rows lack a value that must be there.",
    todo_sv="Be vårdcentralen fylla i cellerna; rad och fil står i underlaget.",
    todo_en="Ask the clinic to fill in the cells; row and file are in the findings file.",
    examined_sv="varje rad i filen.",
    fails_sv="en cell är tom i en kolumn som alltid ska vara ifylld (se dq feeds NAMN). En enda räcker, "
    "även utanför nycklarna: utan roll eller tjänstgöringsgrad går läkarens listningar inte att bedöma.",
    nulls_sv="en cell som är ifylld men inte går att läsa saknas inte; den prövas av SCH-03 och SCH-06.",
    kind=RuleKind.ROW,
    books=Books.NAMED_PART,
    feeds=ALL_FEEDS,
)
def cell_missing(feed: Feed, *, day: date) -> nw.Expr:
    """Flag rows with an empty cell in a column that must be filled.

    Examined: every row of the feed.
    Fails: a cell is null in a column that the feed declares as never empty (`dq feeds NAME`). One is enough,
        also outside keys: without a role or FTE the doctor's listings could not be judged.
    Nulls: a cell that was filled but could not be read is not missing; SCH-03 and SCH-06 judge it.
    """
    del day
    unread = nw.col("unread").fill_null("")
    return reduce(
        or_,
        [
            nw.col(column.outputs[0]).is_null() & ~unread.str.contains(f"(^|\\|){column.name}:")
            for column in feed.columns
            if not column.nullable
        ],
    )

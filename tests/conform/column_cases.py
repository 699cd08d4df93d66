"""One column of one kind, conformed: what the tests of values share."""

from datetime import date
from typing import Any

import polars as pl

from dq.conform import Conformed, conform
from dq.core.feed import Column, Feed, Kind
from dq.core.headers import match
from dq.core.identity import ANY_FORM, IdentityForms
from dq.core.notice import Sight
from dq.core.table import NOTHING_SAID, Declared, Lines, TextTable

DAY = date(2026, 10, 31)
READ = None
Case = tuple[str | None, Any, str | None]


def conformed(
    kind: Kind,
    cells: list[str | None],
    header: str = "x",
    *,
    declared: Declared = NOTHING_SAID,
    forms: IdentityForms = ANY_FORM,
    form: str = "csv",
    day: date = DAY,
    name: str = "x",
    **words: Any,
) -> Conformed:
    """Conform one column called `name` whose cells stand from line 2."""
    column = Column(name, "X", kind, headers=(header,), **words)
    feed = Feed("f", "F", "", (column,), ())
    return one_column(feed, header, cells, declared=declared, forms=forms, form=form, day=day)


def one_column(
    feed: Feed,
    header: str,
    cells: list[str | None],
    *,
    declared: Declared = NOTHING_SAID,
    forms: IdentityForms = ANY_FORM,
    form: str = "csv",
    day: date = DAY,
) -> Conformed:
    """Conform a file of one column."""
    frame = pl.DataFrame({"c0": cells}, schema={"c0": pl.String}).with_row_index("source_row", offset=2)
    frame = frame.select("c0", pl.col("source_row").cast(pl.Int64))
    table = TextTable("fil.csv", form, (header,), frame, frame.clear(), Lines(rows=len(cells)), "", 0)
    return conform(table, feed, match(feed, table.headers, {}), day, declared, forms)


def check(kind: Kind, cases: list[Case], **words: Any) -> Conformed:
    """Conform the cells of the cases and compare values and reasons, one by one."""
    got = conformed(kind, [case[0] for case in cases], **words)
    assert values(got) == [case[1] for case in cases]
    assert reasons(got) == [case[2] for case in cases]
    return got


def values(got: Conformed) -> list[Any]:
    """Values of the first typed column."""
    return got.frame.to_series(0).to_list()


def reasons(got: Conformed) -> list[str | None]:
    """Reason of each cell, None where it was read or empty."""
    found = dict(zip(got.unread["source_row"], got.unread["reason"], strict=True))
    return [found.get(at) for at in range(2, got.frame.height + 2)]


def flagged(got: Conformed) -> list[int]:
    """Rows, from 0, that are flagged."""
    return [at for at, mark in enumerate(got.frame["flagged"]) if mark is not None]


def seen(got: Conformed) -> dict[Sight, list[int]]:
    """Rows, from 0, of each notice; the count is that of the rows."""
    assert all(each.count == len(each.rows) for each in got.notices)
    return {each.sight: [row - 2 for row in each.rows] for each in got.notices}

"""Text to typed columns, by the declared kind of each column. What will not parse is named, never dropped."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from dq.conform.cells import clean
from dq.conform.codes import read_code, read_flag, read_list, read_text
from dq.conform.dates import read_date, read_datetime, within_reason
from dq.conform.identities import ORG_NUMBER, flag_of, read_hsa, read_person
from dq.conform.numbers import read_count, read_kronor, read_number, read_typed, within_size
from dq.conform.parsed import Given, Parsed, dtype_of, unread_class
from dq.conform.shares import read_milli, read_share
from dq.core.feed import Column, Feed, Kind
from dq.core.headers import Mapping
from dq.core.identity import ANY_FORM, IdentityForms
from dq.core.notice import SHOWN_ROWS, Notice, Sight
from dq.core.table import NOTHING_SAID, Declared, TextTable

__all__ = ["UNREAD", "Conformed", "conform", "typed_schema"]

READERS: dict[Kind, Callable[[Column, str, pl.Series, Given], Parsed]] = {
    Kind.TEXT: read_text,
    Kind.PERSON: read_person,
    Kind.HSA: read_hsa,
    Kind.CODE: read_code,
    Kind.LIST: read_list,
    Kind.DATE: read_date,
    Kind.DATE_END: read_date,
    Kind.DATETIME: read_datetime,
    Kind.COUNT: read_count,
    Kind.MILLI: read_milli,
    Kind.ORE: read_kronor,
    Kind.SHARE: read_share,
    Kind.NUMBER: read_number,
    Kind.FLAG: read_flag,
}
# Dates and numbers are values there, and are written out by us.
TYPED_FORMS = ("xlsx", "parquet", "postgresql", "sqlserver")
UNREAD = {"source_file": pl.String, "source_row": pl.Int64, "column": pl.String, "reason": pl.String}


@dataclass(frozen=True)
class Conformed:
    """A file as a typed frame of its feed.

    `frame`: one row per data row, all outputs of the feed (null where the file has no such column), then
    `source_file`, `source_row`, `unread` and `flagged`. `unread`: one row per cell that would not parse, with
    a short reason and never the cell. `decisions`: what was decided for a whole column, as short codes.
    `notices`: what was seen in cells whose value was kept.
    """

    frame: pl.DataFrame
    unread: pl.DataFrame
    decisions: tuple[str, ...]
    notices: tuple[Notice, ...] = ()


def typed_schema(feed: Feed) -> dict[str, pl.DataType]:
    """Return the names and types of a feed's typed columns, with those that say where a row stood."""
    schema = {output: dtype_of(column.kind) for column in feed.columns for output in column.outputs}
    text, whole = pl.String(), pl.Int64()
    return schema | {"source_file": text, "source_row": whole, "unread": text, "flagged": text}


def conform(
    table: TextTable,
    feed: Feed,
    mapping: Mapping,
    day: date,
    declared: Declared = NOTHING_SAID,
    forms: IdentityForms = ANY_FORM,
) -> Conformed:
    """Read each mapped column by its kind. Shape: one row out per row in, in the same order.

    `day` is the measurement day; dates more than a century after it are unread. `declared` settles date
    forms, units and the decimal mark; `forms` says which person identifiers there may be.
    """
    values: dict[str, pl.Series] = {}
    reasons: dict[str, pl.Series] = {}
    flags: dict[str, pl.Series] = {}
    decisions: list[str] = []
    notices: list[Notice] = []
    given = Given(day, declared, forms, typed=table.form in TYPED_FORMS)
    for target, header in mapping.columns.items():
        column = next(c for c in feed.columns if target in (c.name, *c.outputs))
        parsed = _read_column(column, target, header, table.cells(header), given)
        values |= parsed.values
        decisions += parsed.decisions
        notices += _noticed(parsed.sights, table.frame["source_row"], column.name)
        if parsed.flag is not None and parsed.flag.null_count() < parsed.flag.len():
            flags[column.name] = parsed.flag
        if parsed.reason.null_count() < parsed.reason.len():
            before = reasons.get(column.name, parsed.reason)
            reasons[column.name] = before.fill_null(parsed.reason)
    schema = typed_schema(feed)
    origin = table.frame.select("source_row", source_file=pl.lit(table.name))
    absent = [name for name in feed.outputs if name not in values]
    frame = origin.with_columns(
        *(series.alias(name) for name, series in values.items()),
        *(pl.lit(None, dtype=schema[name]).alias(name) for name in absent),
        unread=_marks({n: (r, unread_class(feed.column(n).kind)) for n, r in reasons.items()}, origin.height),
        flagged=_marks({name: (flag, "identity") for name, flag in flags.items()}, origin.height),
    )
    return Conformed(frame.select(list(schema)), _unread(origin, reasons), tuple(decisions), tuple(notices))


def _read_column(column: Column, target: str, header: str, cells: pl.Series, given: Given) -> Parsed:
    """Read one column; a header that is the name of a typed column already has our unit."""
    cleaned = clean(column, cells)
    has_unit = target != column.name
    text = cleaned.text
    parsed = read_typed(target, text) if has_unit else READERS[column.kind](column, header, text, given)
    if unread_class(column.kind) == "date":
        parsed = within_reason(parsed, given.day)
    elif unread_class(column.kind) == "number":
        parsed = within_size(column, parsed)
    decisions = (*parsed.decisions, *((f"missing:{target}={cleaned.missing}",) if cleaned.missing else ()))
    return replace(
        parsed,
        reason=parsed.reason.set(cleaned.error, "cell_error"),
        decisions=decisions,
        flag=_with_hidden(column, parsed, cleaned.sights),
        sights={**cleaned.sights, **parsed.sights},  # what is seen before reading is not seen again
    )


def _with_hidden(column: Column, parsed: Parsed, sights: dict[Sight, pl.Series]) -> pl.Series | None:
    """Flag identifiers that hold an invisible mark too; the mark is never taken away."""
    hidden = sights.get(Sight.INVISIBLE)
    if parsed.flag is None or hidden is None or not _identifies(column):
        return parsed.flag
    return parsed.flag.fill_null(flag_of(hidden & parsed.values[column.name].is_not_null()))


def _identifies(column: Column) -> bool:
    return column.kind in (Kind.PERSON, Kind.HSA) or column.name == ORG_NUMBER


def _noticed(sights: dict[Sight, pl.Series], rows: pl.Series, column: str) -> list[Notice]:
    """Make a notice of each kind of thing seen in a column: the exact count and the first rows."""
    seen = {sight: rows.filter(mask) for sight, mask in sights.items()}
    return [
        Notice(sight, at.len(), column, tuple(at.head(SHOWN_ROWS))) for sight, at in seen.items() if at.len()
    ]


def _marks(marked: dict[str, tuple[pl.Series, str]], height: int) -> pl.Series:
    """Return for each row "column:class" of its cells not null in `marked`, joined by "|", or null."""
    if not marked:
        return pl.repeat(None, height, dtype=pl.String, eager=True)
    marks = pl.DataFrame({name: series for name, (series, _) in marked.items()}).with_columns(
        pl.when(pl.col(name).is_not_null()).then(pl.lit(f"{name}:{kind}")).alias(name)
        for name, (_, kind) in marked.items()
    )
    joined = pl.concat_str(pl.all(), separator="|", ignore_nulls=True)
    return marks.select(mark=pl.when(joined != "").then(joined))["mark"]


def _unread(origin: pl.DataFrame, reasons: dict[str, pl.Series]) -> pl.DataFrame:
    """List the unread cells by row, then by column."""
    parts = [
        origin.with_columns(column=pl.lit(name), reason=reason).filter(pl.col("reason").is_not_null())
        for name, reason in reasons.items()
    ]
    empty = pl.DataFrame(schema=UNREAD)
    return pl.concat([empty, *(part.select(list(UNREAD)) for part in parts)]).sort("source_row", "column")

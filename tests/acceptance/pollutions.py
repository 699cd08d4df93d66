"""What a pollution is: one thing done to a file, the row of the specification it stands for, and its end.

`row` names section and row of the tables of hostile inputs: 2 text, 3 values, 4 workbooks, 5 Parquet; 1 is
safe opening, 8 the forms of domain data. `wanted` are the verdicts allowed, `signs` what must be said: an
error key, a sight, a reason of an unread cell, `flagged`, or the beginning of a decision; any one of them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from form_packed import make_gzip, make_zip
from form_parquet import ColumnsPlan, made_parquet, plan_parquet
from form_records import RecordsPlan, made_records, plan_records
from form_text import TextPlan, made_text, plan_text
from form_workbook import SheetPlan, made_workbook, plan_workbook
from made import Chance, Made, Table
from truth_tables import make_table

REFUSED, EQUAL, TOLD = "refused", "equal", "told"
Build = Callable[[Chance, bool], Made | None]  # spoilt or, for the clean twin, not


@dataclass(frozen=True)
class Pollution:
    """One kind of pollution. `build` gives None where the random table has no place for it."""

    name: str
    row: str
    build: Build
    wanted: tuple[str, ...]
    signs: tuple[str, ...] = ()


def in_text(
    plan: Callable[[Random, TextPlan], bool] | None = None,
    data: Callable[[Random, bytes], bytes] | None = None,
    *,
    encoding: str = "utf-8",
    feed: str = "",
) -> Build:
    """Spoil the lines of a CSV, or its bytes."""

    def build(by: Chance, spoilt: bool) -> Made | None:
        made = plan_text(by.form, make_table(by.table, encoding, feed), encoding)
        if spoilt and plan and not plan(by.spoil, made):
            return None
        raw = made.data()
        new = data(by.spoil, raw) if spoilt and data else raw
        return None if data and spoilt and new == raw else made_text(made, new)

    return build


def in_workbook(
    plan: Callable[[Random, SheetPlan], bool] | None = None,
    data: Callable[[Random, bytes], bytes] | None = None,
    *,
    rows: int = 0,
    feed: str = "",
) -> Build:
    """Spoil the cells of a workbook, or its package."""

    def build(by: Chance, spoilt: bool) -> Made | None:
        made = plan_workbook(by.form, make_table(by.table, feed=feed, rows=rows))
        if spoilt and plan and not plan(by.spoil, made):
            return None
        raw = made.data()
        new = data(by.spoil, raw) if spoilt and data else raw
        return None if data and spoilt and new == raw else made_workbook(made, new)

    return build


def in_parquet(
    plan: Callable[[Random, ColumnsPlan], bool] | None = None,
    data: Callable[[Random, bytes], bytes] | None = None,
    *,
    checksums: bool = False,
) -> Build:
    """Spoil the columns of a Parquet file, or its bytes."""

    def build(by: Chance, spoilt: bool) -> Made | None:
        made = plan_parquet(by.form, make_table(by.table))
        made.options |= {"write_page_checksum": True} if checksums else {}
        if spoilt and plan and not plan(by.spoil, made):
            return None
        raw = made.data()
        new = data(by.spoil, raw) if spoilt and data else raw
        return None if data and spoilt and new == raw else made_parquet(made, new)

    return build


def in_records(
    table: Callable[[Chance], Table],
    plan: Callable[[Random, RecordsPlan], bool] | None = None,
    data: Callable[[Random, bytes], bytes] | None = None,
) -> Build:
    """Spoil JSON or XML."""

    def build(by: Chance, spoilt: bool) -> Made | None:
        made = plan_records(by.form, table(by))
        if spoilt and plan and not plan(by.spoil, made):
            return None
        raw = made.data()
        new = data(by.spoil, raw) if spoilt and data else raw
        return None if data and spoilt and new == raw else made_records(made, new)

    return build


CELL_FORMS = ("text", "text", "text", "xlsx", "parquet", "gz", "zip", "json")


def in_cells(work: Callable[[Random, Table], bool], *, feed: str = "") -> Build:
    """Spoil a cell of a table, whatever form it then comes in."""

    def build(by: Chance, spoilt: bool) -> Made | None:
        table = make_table(by.table, feed=feed)
        if spoilt and not work(by.spoil, table):
            return None
        form = by.form.choice(CELL_FORMS)
        if form == "xlsx":
            return made_workbook(plan_workbook(by.form, table))
        if form == "parquet":
            return made_parquet(plan_parquet(by.form, table))
        if form == "json":
            return made_records(plan_records(by.form, table))
        made = made_text(plan_text(by.form, table))
        packed = {"gz": make_gzip, "zip": make_zip}
        return packed[form](by.form, made) if form in packed else made

    return build

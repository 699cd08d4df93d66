"""Tables as Parquet: texts or typed columns, dictionaries, several row groups, with or without checksums."""

import io
from dataclasses import dataclass, field
from datetime import datetime, time
from decimal import Decimal
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from form_text import told
from form_workbook import written_day
from made import Field, Made, Table, made_of_records

from dq.core.feed import Kind

TEXTS = (pa.string(), pa.large_string(), pa.dictionary(pa.int32(), pa.string()))


@dataclass
class ColumnsPlan:
    """A Parquet file before it is written."""

    table: Table
    names: list[str] = field(default_factory=list)
    arrays: list[pa.Array] = field(default_factory=list)
    options: dict[str, Any] = field(default_factory=dict)
    declared: dict[str, Any] = field(default_factory=dict)
    name: str = "fil.parquet"

    def data(self) -> bytes:
        """Write the file."""
        buffer = io.BytesIO()
        pq.write_table(pa.Table.from_arrays(self.arrays, names=self.names), buffer, **self.options)
        return buffer.getvalue()


def plan_parquet(rng: Random, table: Table) -> ColumnsPlan:
    """Choose a form for a table."""
    plan = ColumnsPlan(table, declared=dict(told(table)))
    typed = rng.random() < 0.6
    for each in table.fields:
        plan.names.append(each.header)
        plan.arrays.append(_typed(rng, each) if typed and not each.certain else text_array(rng, each))
    plan.options = {
        "row_group_size": rng.choice((None, 7, 25)),
        "compression": rng.choice(("snappy", "zstd", "none", "gzip")),
        "write_page_checksum": rng.random() < 0.5,
        "use_dictionary": rng.random() < 0.5,
        "version": rng.choice(("1.0", "2.6")),
        "data_page_version": rng.choice(("1.0", "2.0")),
    }
    return plan


def text_array(rng: Random, each: Field) -> pa.Array:
    """Write a column as texts; empty cells are empty or null."""
    null = rng.random() < 0.5
    texts = [None if null and not text else text for text in each.texts]
    kind = rng.choice(TEXTS)
    if pa.types.is_dictionary(kind):
        return pa.array(texts, pa.string()).dictionary_encode()
    return pa.array(texts, kind)


def _typed(rng: Random, each: Field) -> pa.Array:
    kind = each.column.kind if each.column else Kind.TEXT
    if kind in (Kind.DATE, Kind.DATE_END):
        days = [None if value is None else written_day(each, value) for value in each.values]
        return _days(rng, days)
    if kind is Kind.DATETIME:
        return pa.array(each.values, pa.timestamp(rng.choice(("ms", "us", "ns"))))
    if kind is Kind.FLAG:
        return pa.array(each.values, pa.bool_())
    numbers = [number_of(each, at) for at in range(len(each.texts))]
    if kind is Kind.COUNT or each.target.endswith(("_milli", "_ore")):
        whole = [None if number is None else int(number) for number in numbers]
        return pa.array(whole, rng.choice((pa.int64(), pa.int32(), pa.float64())))
    if kind is Kind.ORE and rng.random() < 0.5:
        return pa.array(numbers, pa.decimal128(14, 2))
    if kind in (Kind.ORE, Kind.SHARE, Kind.MILLI, Kind.NUMBER):
        return pa.array([None if number is None else float(number) for number in numbers], pa.float64())
    return text_array(rng, each)


def _days(rng: Random, days: list[Any]) -> pa.Array:
    if rng.random() < 0.7:
        return pa.array(days, pa.date32())
    midnights = [day and datetime.combine(day, time(0)) for day in days]
    return pa.array(midnights, pa.timestamp(rng.choice(("ms", "us"))))


def number_of(each: Field, at: int) -> Decimal | None:
    """Return the number of a cell; where the header says percent, a share in percent."""
    number = each.numbers[at]
    signed = any(places is not None for places in each.percents)
    told_percent = "%" in each.header or "procent" in each.header.casefold()
    return number * 100 if number is not None and signed and told_percent else number


def made_parquet(plan: ColumnsPlan, data: bytes | None = None) -> Made:
    """Make the file of a plan; `data` in place of what the plan would give."""
    whole = plan.data() if data is None else data
    return made_of_records(plan.table, plan.name, "parquet", whole, plan.declared)


def make_parquet(rng: Random, table: Table) -> Made:
    """Make a table a Parquet file."""
    return made_parquet(plan_parquet(rng, table))

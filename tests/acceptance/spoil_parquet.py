"""Section 5: Parquet with types, footers and pages that must not be believed."""
# ruff: noqa: E501  the table below has one kind per line

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from random import Random
from typing import Any

import pyarrow as pa
from form_parquet import ColumnsPlan
from pollutions import EQUAL, REFUSED, TOLD, Pollution, in_parquet

from dq.core.feed import Kind

Work = Callable[[Random, ColumnsPlan], bool]


def _extra(make: Callable[[int], pa.Array]) -> Work:
    """Add a column that no feed knows."""

    def work(_: Random, plan: ColumnsPlan) -> bool:
        plan.names.append("tillägg")
        plan.arrays.append(make(plan.table.rows))
        return True

    return work


def _instead(make: Callable[[Random, list[Any]], pa.Array | None], *kinds: Kind) -> Work:
    """Put another array in the place of a column of these kinds."""

    def work(rng: Random, plan: ColumnsPlan) -> bool:
        fields = [
            at for at, each in enumerate(plan.table.fields) if each.column and each.column.kind in kinds
        ]
        if not fields:
            return False
        at = rng.choice(fields)
        array = make(rng, plan.table.fields[at].values)
        if array is not None:
            plan.arrays[at] = array
        return array is not None

    return work


def _whole(_: Random, values: list[Any]) -> pa.Array | None:
    if not all(str(value).isdigit() for value in values if value is not None):
        return None
    return pa.array([None if value is None else int(value) for value in values], pa.int64())


def _nothing(_: Random, values: list[Any]) -> pa.Array:
    return pa.nulls(len(values))


def _twice(rng: Random, plan: ColumnsPlan) -> bool:
    plan.names.append(rng.choice((plan.names[0], plan.names[0].upper())))
    plan.arrays.append(plan.arrays[0])
    return True


def _last_day(rng: Random, plan: ColumnsPlan) -> bool:
    """End a period on the last day there is, in milliseconds that nanoseconds cannot hold."""
    fields = [
        at for at, each in enumerate(plan.table.fields) if each.column and each.column.kind is Kind.DATE_END
    ]
    if not fields:
        return False
    at = rng.choice(fields)
    days = [datetime(9999, 12, 31)] * plan.table.rows
    plan.arrays[at] = pa.array(days, pa.timestamp(rng.choice(("ms", "us"))))
    plan.options["version"] = "2.6"
    plan.table.truth[plan.table.fields[at].target] = [None] * plan.table.rows
    return True


def _old_stamps(_: Random, plan: ColumnsPlan) -> bool:
    plan.options["use_deprecated_int96_timestamps"] = True
    return any(pa.types.is_timestamp(array.type) for array in plan.arrays)


def _zoned(_: Random, values: list[Any]) -> pa.Array:
    stamps = [value and datetime(2026, 1, 1, tzinfo=UTC) for value in values]
    return pa.array(stamps, pa.timestamp("us", "Europe/Stockholm"))


def _bit(rng: Random, data: bytes) -> bytes:
    """Flip one bit of the pages; the footer begins where its length says."""
    footer = len(data) - 8 - int.from_bytes(data[-8:-4], "little")
    at = rng.randrange(4, footer)
    return data[:at] + bytes([data[at] ^ (1 << rng.randrange(8))]) + data[at + 1 :]


def _footer_bit(rng: Random, data: bytes) -> bytes:
    footer = len(data) - 8 - int.from_bytes(data[-8:-4], "little")
    at = rng.randrange(footer, len(data))
    return data[:at] + bytes([data[at] ^ (1 << rng.randrange(8))]) + data[at + 1 :]


def _hashed(rng: Random, plan: ColumnsPlan) -> bool:
    plan.declared["sha256"] = hashlib.sha256(plan.data()).hexdigest()
    return True


def _cut(rng: Random, data: bytes) -> bytes:
    return data[: rng.randrange(8, len(data) - 1)]


def _long_footer(_: Random, data: bytes) -> bytes:
    return data[:-8] + (2**31 - 1).to_bytes(4, "little") + data[-4:]


def _lists(rows: int) -> pa.Array:
    return pa.array([["a", "b"]] * rows)


def _groups(rows: int) -> pa.Array:
    return pa.array([{"a": "x"}] * rows)


NESTED = ("parquet_column",)
BROKEN = ("parquet_broken", "rows_lost", "rows_many", "form_refused", "parquet_expands", "columns_many")
NUMBERS = (Kind.COUNT, Kind.ORE, Kind.SHARE, Kind.MILLI, Kind.DATE, Kind.TEXT)

PARQUETS = (
    Pollution("pq_list", "5 nested", in_parquet(_extra(_lists)), (REFUSED,), NESTED),
    Pollution("pq_group", "5 nested", in_parquet(_extra(_groups)), (REFUSED,), NESTED),
    Pollution("pq_binary", "5 flat columns only", in_parquet(_extra(lambda n: pa.array([b"\xff"] * n))), (REFUSED,), NESTED),
    Pollution("pq_time", "5 flat columns only", in_parquet(_extra(lambda n: pa.array([0] * n, pa.time64("us")))), (REFUSED,), NESTED),
    Pollution("pq_zoned", "5 timezone stamps", in_parquet(_instead(_zoned, Kind.DATE, Kind.DATETIME)), (REFUSED,), NESTED),
    Pollution("pq_int96", "5 INT96", in_parquet(_old_stamps), (REFUSED,), NESTED),
    Pollution("pq_null_type", "5 null-typed", in_parquet(_instead(_nothing, *NUMBERS)), (REFUSED,), NESTED),
    Pollution("pq_id_number", "5 identifier of integer type", in_parquet(_instead(_whole, Kind.PERSON, Kind.HSA)), (REFUSED, TOLD, EQUAL), ("identifier_number", "number_identifier", "raw_form")),
    Pollution("pq_header_twice", "5 duplicate", in_parquet(_twice), (REFUSED,), ("header_twice",)),
    Pollution("pq_year_9999", "5 year 9999", in_parquet(_last_day), (EQUAL,)),
    Pollution("pq_bit_checked", "5 flip one bit", in_parquet(data=_bit, checksums=True), (REFUSED, EQUAL)),
    Pollution("pq_bit_hashed", "5 delivery's SHA-256", in_parquet(_hashed, _bit), (REFUSED,), ("sha256_differs",)),
    Pollution("pq_footer_hashed", "5 delivery's SHA-256", in_parquet(_hashed, _footer_bit), (REFUSED,), ("sha256_differs",)),
    Pollution("pq_cut", "5 footer and row groups", in_parquet(data=_cut), (REFUSED,), BROKEN),
    Pollution("pq_footer_long", "5 footer and row groups", in_parquet(data=_long_footer), (REFUSED,), BROKEN),
)  # fmt: skip

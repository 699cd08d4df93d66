"""Parquet to text without loss, and the columns that are refused."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dq.core.errors import Refused
from dq.core.table import Declared, ReadLimits, TextTable
from dq.feeds import FEEDS
from dq.read import read_source
from dq.read.source import Source

FEED = (FEEDS["listings"], FEEDS["claims"])


def read(table: pa.Table, limits: ReadLimits | None = None, spoil: int = 0) -> TextTable:
    stream = io.BytesIO()
    pq.write_table(table, stream, write_page_checksum=True, compression="none")
    data = bytearray(stream.getvalue())
    if spoil:
        data[spoil] ^= 1
    return read_source(Source("fil.parquet", bytes(data), "x"), Declared(), FEED, limits or ReadLimits())


def refusal(table: pa.Table, limits: ReadLimits | None = None, spoil: int = 0) -> str:
    with pytest.raises(Refused) as caught:
        read(table, limits, spoil)
    assert caught.value.text("sv")
    return caught.value.key


def test_values_become_text_without_loss() -> None:
    table = pa.table(
        {
            "Person": ["0001010107", None],
            "antal": [12, None],
            "andel": [0.1, 12.0],
            "belopp": pa.array([Decimal("1234.50"), Decimal("-1.00")]),
            "dag": [date(2026, 10, 31), date(9999, 12, 31)],
            "tid": [datetime(2026, 10, 31, 8, 5), datetime(2026, 10, 31)],
            "ja": [True, False],
            "kod": pa.array(["a", "b"]).dictionary_encode(),
        }
    )
    got = read(table)
    assert got.frame.row(0) == (
        "0001010107",
        "12",
        "0.1",
        "1234.50",
        "2026-10-31",
        "2026-10-31 08:05:00",
        "true",
        "a",
        1,
    )
    assert got.frame.row(1) == (
        None,
        None,
        "12",
        "-1.00",
        "9999-12-31",
        "2026-10-31 00:00:00",
        "false",
        "b",
        2,
    )
    assert (got.lines.header, got.lines.rows, got.lines.all) == (0, 2, 2)
    assert got.headers[0] == "Person"


@pytest.mark.parametrize(
    ("column", "values", "key"),
    [
        ("x", [[1], [2]], "parquet_column"),
        ("x", [{"a": 1}, {"a": 2}], "parquet_column"),
        ("x", [datetime(2026, 1, 1, tzinfo=UTC)] * 2, "parquet_column"),
        ("x", [b"a", b"b"], "parquet_column"),
        ("x", pa.nulls(2), "parquet_column"),
        ("Personnummer", [189207219818.0, 189107149826.0], "identifier_number"),
        ("HSA-id", [1.0, 2.0], "identifier_number"),
    ],
)
def test_columns_that_are_refused(column: str, values: Any, key: str) -> None:
    assert refusal(pa.table({column: values, "b": ["x", "y"]})) == key


def test_broken_and_large_files_are_refused() -> None:
    table = pa.table({"a": ["189207219818"] * 50, "b": [str(at) for at in range(50)]})
    assert refusal(table, ReadLimits(rows=49)) == "rows_many"
    assert refusal(table, ReadLimits(columns=1)) == "columns_many"
    assert refusal(table, ReadLimits(expanded_bytes=10)) == "parquet_expands"
    assert refusal(table, spoil=40) == "parquet_broken"
    assert refusal(pa.table({"a": pl.Series([], dtype=pl.String).to_arrow()})) == "no_rows"
    with pytest.raises(Refused, match="not a whole Parquet"):
        read_source(Source("f", b"PAR1" + b"x" * 50, "x"), Declared(), FEED, ReadLimits())

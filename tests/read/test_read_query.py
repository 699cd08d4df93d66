"""The answer of a query as text: its own order, its hash, exact types. Needs no server."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime

import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dq.core.errors import Refused
from dq.core.query import Asked, holds_secret
from dq.core.table import Declared, ReadLimits
from dq.feeds import FEEDS
from dq.read.arrow_text import as_text, outside_calendar
from dq.read.query import canonical, check_columns, collected

Row = tuple[str | None, ...]
CELLS = st.one_of(st.none(), st.text(alphabet="aå\\N\t\n\r ", max_size=4))
ROWS = st.lists(st.tuples(CELLS, CELLS), max_size=12)
ASKED = Asked("query:q", "db", "postgresql", "select 1", "postgresql://")
FEED = (FEEDS["listings"], FEEDS["claims"])


def hashed(rows: Sequence[Row], headers: tuple[str, ...] = ("a", "b")) -> tuple[pl.DataFrame, str, int]:
    schema = {f"c{at}": pl.String for at in range(len(headers))}
    return canonical(headers, pl.DataFrame(rows, schema=schema, orient="row"))


def test_the_hash_is_that_of_the_sorted_lines() -> None:
    frame, digest, size = hashed([("z", "1"), ("å\\", None), ("a", "x\ty"), ("Z", "")])
    data = "a\tb\nZ\t\na\tx\\ty\nz\t1\nå\\\\\t\\N\n".encode()
    assert (digest, size) == (hashlib.sha256(data).hexdigest(), len(data))
    assert frame.rows() == [("Z", "", 1), ("a", "x\ty", 2), ("z", "1", 3), ("å\\", None, 4)]


@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_in_which_rows_come_changes_nothing(rows: list[Row], chance: object) -> None:
    turned = list(rows)
    chance.shuffle(turned)
    (one, *first), (two, *second) = hashed(rows), hashed(turned)
    assert first == second
    assert one.equals(two)
    assert sorted(map(repr, rows)) == sorted(repr(row[:-1]) for row in one.rows())


@given(ROWS, ROWS)
def test_other_rows_give_another_hash(rows: list[Row], others: list[Row]) -> None:
    same = sorted(map(repr, rows)) == sorted(map(repr, others))
    assert (hashed(rows)[1] == hashed(others)[1]) == same


def test_headers_are_part_of_the_hash() -> None:
    assert hashed([("1", "2")], ("a", "b"))[1] != hashed([("1", "2")], ("b", "a"))[1]


def column(kind: pa.DataType, said: str | None, name: str = "a") -> pa.Schema:
    metadata = {b"POSTGRESQL:type": said.encode()} if said else None
    return pa.schema([pa.field(name, kind, metadata=metadata)])


@pytest.mark.parametrize(
    ("kind", "said", "key"),
    [
        (pa.int64(), "money", "query_column"),
        (pa.int32(), "oid", "query_column"),
        (pa.string(), None, "query_column"),  # a driver that does not say the type is not trusted
        (pa.timestamp("us", "UTC"), "timestamptz", "query_column"),
        (pa.timestamp("us", "UTC"), "timestamp", "query_column"),
        (pa.list_(pa.int32()), "_int4", "query_column"),
        (pa.opaque(pa.binary(), "timetz", "PostgreSQL"), "timetz", "query_column"),
    ],
)
def test_types_that_do_not_say_what_the_database_says(kind: pa.DataType, said: str | None, key: str) -> None:
    with pytest.raises(Refused) as caught:
        check_columns(ASKED, column(kind, said), Declared(), FEED)
    assert caught.value.key == key


def test_numbers_are_no_identifiers_even_when_they_come_as_text() -> None:
    numeric = pa.opaque(pa.string(), "numeric", "PostgreSQL")
    with pytest.raises(Refused) as caught:
        check_columns(ASKED, column(numeric, "numeric", "Personnummer"), Declared(), FEED)
    assert caught.value.key == "identifier_number"
    check_columns(ASKED, column(numeric, "numeric", "andel"), Declared(), FEED)
    check_columns(ASKED, column(pa.string(), "text", "Personnummer"), Declared(), FEED)
    with pytest.raises(Refused, match="Vem"):
        check_columns(ASKED, column(pa.int64(), "int8", "Vem"), Declared(maps={"Vem": "person_id"}), FEED)


def batches(*parts: pa.Array) -> pa.RecordBatchReader:
    schema = pa.schema([("a", parts[0].type)])
    made = [pa.record_batch([part], schema=schema) for part in parts]
    return pa.RecordBatchReader.from_batches(schema, made)


def test_batches_are_joined_within_the_limits() -> None:
    two = (pa.array(["x", None]), pa.array(["å"]))
    assert collected("q", batches(*two), ReadLimits()).rows() == [("x",), (None,), ("å",)]
    limits = {"rows_many": ReadLimits(rows=2), "query_large": ReadLimits(expanded_bytes=8)}
    for key, limit in limits.items():
        with pytest.raises(Refused) as caught:
            collected("q", batches(*two), limit)
        assert caught.value.key == key


def test_text_that_is_not_utf_8_is_refused() -> None:
    data, at = pa.py_buffer(b"\xe5sa"), pa.py_buffer(b"\0\0\0\0\3\0\0\0")
    with pytest.raises(Refused) as caught:
        collected("q", batches(pa.Array.from_buffers(pa.string(), 1, [None, at, data])), ReadLimits())
    assert caught.value.key == "query_text"


@pytest.mark.parametrize(
    ("cells", "outside"),
    [
        (pl.Series([date(1, 1, 1), date(9999, 12, 31), None]), False),
        (pl.Series([-719_163], dtype=pl.Int32).cast(pl.Date), True),
        (pl.Series([2_932_897], dtype=pl.Int32).cast(pl.Date), True),
        (pl.Series([datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59, 59, 999999)]), False),
        (pl.Series([-(2**63) + 1]).cast(pl.Datetime("us")), True),
        (pl.Series([2**62]).cast(pl.Datetime("us")), True),
        (pl.Series(["9999999"]), False),
        (pl.Series([None], dtype=pl.Date), False),
    ],
)
def test_dates_outside_four_digits_of_year(cells: pl.Series, outside: bool) -> None:
    assert outside_calendar(cells) is outside


def test_cells_as_text() -> None:
    assert as_text(pl.Series([12.0, 0.1, None])).to_list() == ["12", "0.1", None]
    assert as_text(pl.Series([datetime(2026, 10, 31, 8, 5)])).to_list() == ["2026-10-31 08:05:00"]
    assert as_text(pl.Series([date(44, 3, 15)])).to_list() == ["0044-03-15"]
    assert as_text(pl.Series([True, False])).to_list() == ["true", "false"]


@pytest.mark.parametrize(
    ("uri", "secret"),
    [
        ("postgresql://lasare@db.region.se:5432/vard", False),
        ("postgresql:///vard?host=/run/postgresql&sslmode=verify-full", False),
        ("postgresql://lasare:hemligt@db/vard", True),
        ("postgresql://lasare:hem/ligt@db/vard", True),
        ("postgresql://lasare:hem?ligt@db/vard", True),
        ("postgresql://lasare@db/vard?password=hemligt", True),
        ("postgresql://lasare@db/vard?PassWord=hemligt", True),
        ("postgresql://lasare@db/vard?%70assword=hemligt", True),
        ("postgresql://lasare@db/vard?sslpassword=hemligt", True),
        ("sqlserver://db?user id=a;pwd = hemligt", True),
    ],
)
def test_a_password_is_found_in_an_address(uri: str, secret: bool) -> None:
    assert holds_secret(uri) is secret
    assert "hemligt" not in repr(Asked("q", "db", "postgresql", "select 1", uri))

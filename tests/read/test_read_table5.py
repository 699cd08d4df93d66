"""Every bullet of the section on Parquet, as a generated file.

Source: the hardening design, section 5.
"""

import io
import struct
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random
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
PERSON = 189207219818


def parquet(table: pa.Table, **how: Any) -> bytes:
    stream = io.BytesIO()
    pq.write_table(table, stream, **{"write_page_checksum": True, "compression": "none", **how})
    return stream.getvalue()


def read(data: bytes, limits: ReadLimits | None = None, **declared: Any) -> TextTable:
    return read_source(Source("fil.parquet", data, "x"), Declared(**declared), FEED, limits or ReadLimits())


def refusal(data: bytes, limits: ReadLimits | None = None) -> str:
    with pytest.raises(Refused) as caught:
        read(data, limits)
    assert caught.value.text("sv")
    assert caught.value.text("en")
    return caught.value.key


def told(table: TextTable) -> dict[tuple[str, str], tuple[int, tuple[int, ...]]]:
    return {(each.sight.value, each.column): (each.count, each.rows) for each in table.notices}


def column(values: Any, kind: Any = None, name: str = "x") -> bytes:
    return parquet(pa.table({name: pa.array(values, kind), "b": ["y"] * len(values)}))


def test_every_cell_as_pyarrow_has_it_over_row_groups_and_dictionaries() -> None:
    chance = Random(5)
    floats = [chance.uniform(-1e6, 1e6) for _ in range(500)]
    table = pa.table(
        {
            "text": [f"å{at}" if at % 7 else None for at in range(500)],
            "coded": pa.array([f"k{at % 3}" for at in range(500)]).dictionary_encode(),
            "whole": pa.array([at - 250 for at in range(500)], pa.int16()),
            "large": pa.array([2**64 - 1 - at for at in range(500)], pa.uint64()),
            "float": floats,
            "money": pa.array([Decimal(at).scaleb(-2) for at in range(500)], pa.decimal128(38, 2)),
            "yes": [at % 2 == 0 for at in range(500)],
            "day": [date(1900, 1, 1) + timedelta(at * 5900) for at in range(500)],
        }
    )
    got = read(parquet(table, row_group_size=37, use_dictionary=["coded", "day"]))
    assert got.headers == tuple(table.column_names)
    for at, name in enumerate(table.column_names):
        ours, theirs = got.frame[f"c{at}"].to_list(), table[name].to_pylist()
        if name == "float":
            assert [float(each) for each in ours] == theirs
            assert ours == [repr(each).removesuffix(".0") for each in theirs]
        elif name == "yes":
            assert ours == [str(each).lower() for each in theirs]
        else:
            assert ours == [None if each is None else str(each) for each in theirs]
    assert got.frame["source_row"].to_list() == list(range(1, 501))
    assert got.lines.all == got.lines.rows == 500


def test_one_bit_flipped_in_a_page_with_a_checksum_is_never_read_as_another_table() -> None:
    data = parquet(pa.table({"a": [f"18920721{at:04}" for at in range(200)], "b": range(200)}))
    truth = read(data).frame
    silent = 0
    chance = Random(11)
    for at in (chance.randrange(4, len(data) - 4) for _ in range(150)):
        spoiled = bytearray(data)
        spoiled[at] ^= 1 << chance.randrange(8)
        try:
            silent += not read(bytes(spoiled)).frame.equals(truth)
        except Refused:
            continue
    digit = bytearray(data)
    digit[data.index(b"189207210007") + 11] ^= 1
    assert "189207210006" in pl.read_parquet(io.BytesIO(bytes(digit)))["a"]
    assert refusal(bytes(digit)) == "parquet_broken"
    assert silent == 0


def test_the_sha_256_of_the_delivery_is_required_where_it_is_stated() -> None:
    with pytest.raises(Refused) as caught:
        read(column(["a"]), sha256="0" * 64)
    assert caught.value.key == "sha256_differs"


def test_year_9999_stays_and_years_beyond_are_refused() -> None:
    stamps = [datetime(9999, 12, 31), datetime(1, 1, 1, 23, 59, 59, 1000)]
    got = read(column(stamps, pa.timestamp("us")))
    assert got.frame["c0"].to_list() == ["9999-12-31 00:00:00", "0001-01-01 23:59:59.001000000"]
    assert read(column([date(9999, 12, 31), date(1, 1, 1)])).frame["c0"].to_list() == [
        "9999-12-31",
        "0001-01-01",
    ]
    assert refusal(column(pa.array([2_932_897], pa.int32()).cast(pa.date32()))) == "parquet_column"
    assert refusal(column(pa.array([2**62], pa.int64()).cast(pa.timestamp("us")))) == "parquet_column"


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([[1], [2]], None),
        ([[("k", 1)]], pa.map_(pa.string(), pa.int64())),
        ([{"a": 1}], None),
        ([None], pa.null()),
        ([datetime(2026, 1, 1, tzinfo=UTC)], None),
        ([datetime(2026, 1, 1)], pa.timestamp("us", "Europe/Stockholm")),
        ([time(8, 5)], None),
        ([timedelta(1)], None),
        ([b"a"], None),
        ([b"a"], pa.binary(1)),
        ([1.5], pa.float16()),
        ([Decimal(1)], pa.decimal256(50, 0)),
    ],
)
def test_only_flat_columns_of_plain_types(values: Any, kind: Any) -> None:
    assert refusal(column(values, kind)) == "parquet_column"


def test_old_timestamps_duplicate_and_empty_names() -> None:
    stamps = pa.table({"x": [datetime(2026, 1, 1)]})
    assert refusal(parquet(stamps, use_deprecated_int96_timestamps=True)) == "parquet_column"
    ones = pa.array(["a"])
    assert refusal(parquet(pa.table([ones, ones], names=["Enhet", "enhet "]))) == "header_twice"
    assert refusal(parquet(pa.table([ones, ones], names=["a", "a"]))) == "header_twice"
    assert refusal(parquet(pa.table([ones, ones], names=["a", ""]))) == "header_empty"


def test_whole_numbers_as_identifiers_are_noticed_and_floats_refused() -> None:
    table = pa.table(
        {
            "Personnummer": [PERSON, 1010107, None, 9207219818],
            "HSA-id": [12, 7, 12, None],
            "Läkare": ["007", None, "1", "2"],
            "Antal listade": [1, 2, 3, 4],
        }
    )
    got = read(parquet(table))
    assert got.cells("Personnummer").to_list() == [str(PERSON), "1010107", None, "9207219818"]
    assert told(got) == {
        ("number_identifier", "Personnummer"): (2, (2, 4)),
        ("raw_form", "Personnummer"): (1, (1,)),
        ("number_identifier", "HSA-id"): (3, (1, 2, 3)),
    }
    for kind in (pa.float64(), pa.float32(), pa.decimal128(12, 0)):
        assert refusal(column([1, 2], kind, "Personnummer")) == "identifier_number"
    mapped = read(column([7], None, "vem"), maps={"vem": "person_id"})
    assert told(mapped) == {("number_identifier", "vem"): (1, (1,))}


def test_no_columns_come_from_the_name_of_a_folder(tmp_path: Any) -> None:
    from dq.read import read_table

    folder = tmp_path / "month=2026-10"
    folder.mkdir()
    (folder / "a.parquet").write_bytes(column(["1"]))
    got = read_table(folder / "a.parquet", "month=2026-10/a.parquet", Declared(), FEED, ReadLimits())
    assert got.headers == ("x", "b")


def test_claims_of_the_footer_are_capped_before_a_page_is_read() -> None:
    same = parquet(pa.table({"a": pa.array(["x"] * 300_000).dictionary_encode()}), compression="zstd")
    assert len(same) < 20_000
    assert refusal(same, ReadLimits(rows=299_999)) == "rows_many"
    assert refusal(same, ReadLimits(expanded_bytes=300_000 * 8 - 1)) == "parquet_expands"
    assert read(same, ReadLimits(expanded_bytes=300_000 * 8)).lines.rows == 300_000
    wide = parquet(pa.table({f"c{at}": ["x"] for at in range(501)}))
    assert refusal(wide) == "columns_many"


def test_a_footer_that_claims_more_rows_than_there_are() -> None:
    data = parquet(pa.table({"a": ["x"] * 100, "b": ["y"] * 100}))
    footer = struct.unpack("<I", data[-8:-4])[0]
    head, tail = data[: -8 - footer], data[-8 - footer :]
    # 100 as thrift writes it: zigzag 200 in two bytes
    for claimed in (b"\xca\x01", b"\xc6\x01"):
        spoiled = tail.replace(b"\xc8\x01", claimed, 1)
        assert spoiled != tail
        assert refusal(head + spoiled) in {"parquet_broken", "rows_lost"}


def test_text_that_is_not_utf_8() -> None:
    data = parquet(
        pa.table({"a": ["åäö" * 5]}), write_page_checksum=False, write_statistics=False, use_dictionary=False
    )
    spoiled = data.replace("åäö".encode(), b"\xff\xfe\xfd\xfc\xfb\xfa")
    assert refusal(spoiled) == "parquet_broken"


@pytest.mark.parametrize("cut", [4, 5, 20, 100, -1, -4, -8, -50])
def test_half_a_file(cut: int) -> None:
    data = column(["a", "b"])
    assert refusal(data[:cut]) in {"parquet_broken", "parquet_column"}

"""The sample of other projects' Parquet files, most of them made to break readers: each with its outcome.

Where a file is read, its cells are those that pandas reads with another engine's types.
"""

import json
from pathlib import Path

import pandas as pd
import pytest

from dq.core.errors import Refused
from dq.core.table import Declared, ReadLimits, TextTable
from dq.feeds import FEEDS
from dq.read import read_source
from dq.read.source import Source

SAMPLE = Path(__file__).parents[3] / "shared" / "data" / "bad-inputs"
pytestmark = pytest.mark.skipif(not SAMPLE.is_dir(), reason="the sample of hostile files is not here")

FUZZ = "arw__data_parquet_fuzzing_clusterfuzz-testcase-"
NOT_PARQUET = "encoding_unknown"  # does not begin as Parquet does, and is no text either
PARQUET = {
    f"{FUZZ}minimized-parquet-arrow-fuzz-5068991573000192": "parquet_column",  # 45 digits
    f"{FUZZ}minimized-parquet-arrow-fuzz-5110585828311040": NOT_PARQUET,
    f"{FUZZ}minimized-parquet-arrow-fuzz-5634349073694720": "parquet_broken",
    f"{FUZZ}minimized-parquet-arrow-fuzz-5639431718699008": NOT_PARQUET,
    f"{FUZZ}minimized-parquet-arrow-fuzz-5653681249976320": NOT_PARQUET,
    f"{FUZZ}minimized-parquet-arrow-fuzz-5654199003250688": NOT_PARQUET,
    f"{FUZZ}minimized-parquet-arrow-fuzz-5663528385249280": NOT_PARQUET,
    f"{FUZZ}minimized-parquet-arrow-fuzz-5665152419758080": NOT_PARQUET,
    f"{FUZZ}minimized-parquet-arrow-fuzz-5667493425446912": "parquet_column",  # nested
    f"{FUZZ}minimized-parquet-arrow-fuzz-5672125707059200": NOT_PARQUET,
    f"{FUZZ}minimized-parquet-arrow-fuzz-5697144926502912.fuzz": "rows_lost",  # the groups claim other rows
    f"{FUZZ}minimized-parquet-arrow-fuzz-5707695493742592": "parquet_column",
    f"{FUZZ}minimized-parquet-arrow-fuzz-5728601904513024.fuzz": "parquet_column",
    f"{FUZZ}minimized-parquet-arrow-fuzz-5749399310565376": NOT_PARQUET,
    f"{FUZZ}minimized-parquet-arrow-fuzz-5754721228029952": "parquet_broken",
    f"{FUZZ}minimized-parquet-arrow-fuzz-5759654514917376": NOT_PARQUET,
    f"{FUZZ}parquet-arrow-fuzz-4550303804620800": "parquet_column",
    f"{FUZZ}parquet-arrow-fuzz-5657332229603328": NOT_PARQUET,
    f"{FUZZ}parquet-arrow-fuzz-5673014655188992": NOT_PARQUET,
    f"{FUZZ}parquet-arrow-fuzz-5737307070791680": NOT_PARQUET,
    "pqt__data_byte_array_decimal.parquet": 24,
    "pqt__data_dict-page-offset-zero.parquet": 39,
    "pqt__data_incorrect_map_schema.parquet": "parquet_broken",
}


def read(data: bytes) -> TextTable:
    return read_source(Source("fil", data, "x"), Declared(), (FEEDS["listings"],), ReadLimits())


def refusal(data: bytes) -> str:
    with pytest.raises(Refused) as caught:
        read(data)
    assert caught.value.text("sv")
    return caught.value.key


def test_no_parquet_file_of_the_sample_is_without_an_outcome() -> None:
    assert sorted(path.name for path in (SAMPLE / "parquet").iterdir()) == sorted(PARQUET)


@pytest.mark.parametrize(("name", "outcome"), list(PARQUET.items()))
def test_outcome(name: str, outcome: str | int) -> None:
    path = SAMPLE / "parquet" / name
    if isinstance(outcome, str):
        assert refusal(path.read_bytes()) == outcome
        return
    table, other = read(path.read_bytes()), pd.read_parquet(path)
    assert (table.lines.rows, list(table.headers)) == (outcome, list(other.columns))
    for header in table.headers:
        assert table.cells(header).to_list() == [str(each) for each in other[header]]


def test_swedish_parquet_files() -> None:
    cases = json.loads((SAMPLE / "swe" / "expected.json").read_text(encoding="utf-8"))
    names = sorted(case["file"] for case in cases if "parquet" in case["file"])
    assert names == ["swe/one_bit_flipped_page_crc.parquet", "swe/parquet_named.csv"]
    assert refusal((SAMPLE / "swe" / "one_bit_flipped_page_crc.parquet").read_bytes()) == "parquet_broken"
    named = SAMPLE / "swe" / "parquet_named.csv"  # read for what it is, whatever it is called
    table, other = read(named.read_bytes()), pd.read_parquet(named)
    assert list(table.headers) == list(other.columns)
    assert table.lines.rows == len(other) > 0
    for header in table.headers:
        assert table.cells(header).to_list() == [str(each) for each in other[header]]

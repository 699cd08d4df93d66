"""The sample of hostile files: accepted as the file has it, or refused; never a crash, never changed."""

import csv
import hashlib
import json
from pathlib import Path

import pytest

from dq.core.errors import Refused
from dq.core.table import Declared, ReadLimits, TextTable
from dq.feeds import FEEDS
from dq.read import read_table

SAMPLE = Path(__file__).parents[3] / "shared" / "data" / "bad-inputs"
pytestmark = pytest.mark.skipif(not SAMPLE.is_dir(), reason="the sample of hostile files is not here")
FEED = (FEEDS["listings"],)


def read(path: Path) -> TextTable | str:
    try:
        return read_table(path, path.name, Declared(), FEED, ReadLimits())
    except Refused as fault:
        assert fault.text("sv")
        return fault.key


def grid(table: TextTable) -> list[list[str]]:
    return [
        list(table.headers),
        *([cell or "" for cell in row] for row in table.frame.drop("source_row").iter_rows()),
    ]


def digest(rows: list[list[str]]) -> str:
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def test_text_is_exact_or_refused() -> None:
    with (SAMPLE / "MANIFEST.csv").open(encoding="utf-8", newline="") as stream:
        entries = [entry for entry in csv.DictReader(stream) if entry["kind"] == "text"]
    accepted = 0
    for entry in entries:
        got = read(SAMPLE / entry["file"])
        if isinstance(got, str):
            continue
        assert entry["structure"] == "clean", entry["file"]
        if not got.lines.blank and not got.apart.height:
            assert digest(grid(got)) == entry["cells_sha256"], entry["file"]
            accepted += 1
    assert accepted >= 20


def test_swedish_samples() -> None:
    for case in json.loads((SAMPLE / "swe" / "expected.json").read_text(encoding="utf-8")):
        got = read(SAMPLE / case["file"])
        if case["outcome"] == "exact" or (case["cells"] and not isinstance(got, str)):
            assert not isinstance(got, str), case["file"]
            assert grid(got) == case["cells"], case["file"]
        if case["outcome"] == "refuse" and "parquet_named" not in case["file"]:
            assert isinstance(got, str), case["file"]


def test_packed_files_workbooks_and_broken_parquet_end_in_a_table_or_a_refusal() -> None:
    for folder in ("compressed", "workbook", "parquet"):
        for path in sorted((SAMPLE / folder).iterdir()):
            read(path)

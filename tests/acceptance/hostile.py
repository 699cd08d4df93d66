"""The sample of hostile files, each held against a second reader or the truth that is written down.

Texts and workbooks have their outcomes with their readers' tests; those of all other files stand here.
"""

import csv
import gzip
import hashlib
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from made import DAY

from dq.conform import Conformed, conform
from dq.core.errors import Refused
from dq.core.feed import Column, Feed, Kind
from dq.core.headers import match
from dq.core.table import Declared, ReadLimits, TextTable
from dq.feeds import FEEDS
from dq.read import read_table

sys.path.append(str(Path(__file__).parents[1] / "read"))

from accepted import SAMPLE, judged
from test_read_parquet_samples import PARQUET
from test_read_workbook_samples import WORKBOOKS
from workbooks import read as read_workbook
from workbooks import same_as_second_reader

EQUAL, TOLD, REFUSED, SILENT = "equal", "told", "refused", "silent"
# The cells of the Parquet files that are read, the header first.
PARQUET_CELLS = {
    "pqt__data_byte_array_decimal.parquet": [["value"], *([f"{number}.00"] for number in range(1, 25))],
    "pqt__data_dict-page-offset-zero.parquet": [["l_partkey"], *[["1552"]] * 39],
}
COMPRESSED = {
    "duck__data_csv_encodings_utf16.csv.gz": REFUSED,  # UTF-16, and not parted by tabs
    "duck__data_csv_test_test_comp.csv.gz": EQUAL,
}
# What the columns of the Swedish files are, so that their cells can be judged; no delivery has this feed.
SWEDISH = Feed(
    "sample",
    "Prov",
    "One row per person.",
    (
        Column("enhet", "Enhet", Kind.TEXT, required=True),
        Column("personnummer", "Personnummer", Kind.PERSON, personal=True),
        Column("namn", "Namn", Kind.TEXT, personal=True),
        Column("lakare_id", "Läkare", Kind.HSA),
        Column("listad_sedan", "Listad sedan", Kind.DATE),
        Column("andel", "Andel", Kind.SHARE),
        Column("listade", "Listade", Kind.COUNT),
    ),
    ("enhet",),
)
# Lines whose cells must be unread in the files whose outcome is `flag`.
FLAGGED = {
    "date_forms.csv": [4, 5, 6, 7],
    "share_forms.csv": [3, 4, 6, 7],
    "error_cells.xlsx": [2, 3],
}


def outcomes() -> Iterator[tuple[str, str, str, str]]:
    """Give kind, file, outcome and reason of each of the files; `silent` means different without a word."""
    for file, outcome, why in judged():
        yield "text", file, {"accepted_equal": EQUAL, "different": SILENT}.get(outcome, outcome), why
    for name in WORKBOOKS:
        yield "workbook", name, *_workbook(name)
    for name in PARQUET:
        yield "parquet", name, *_parquet(name)
    for name in COMPRESSED:
        yield "compressed", name, *_compressed(name)
    for case in json.loads((SAMPLE / "swe" / "expected.json").read_text(encoding="utf-8")):
        yield "swe", case["file"], *_swedish(case)


def files() -> set[str]:
    """Return the names of all files of the sample."""
    folders = ("text", "workbook", "parquet", "compressed", "swe")
    return {path.name for folder in folders for path in (SAMPLE / folder).iterdir()} - {"expected.json"}


def _read(path: Path, feed: Feed = FEEDS["listings"]) -> TextTable | str:
    try:
        return read_table(path, path.name, Declared(), (feed,), ReadLimits())
    except Refused as fault:
        return fault.key


def cells(table: TextTable) -> list[list[str]]:
    """Return the header and the rows, empty cells as ""."""
    rows = table.frame.drop("source_row").iter_rows()
    return [list(table.headers), *([cell or "" for cell in row] for row in rows)]


def _workbook(name: str) -> tuple[str, str]:
    wanted = WORKBOOKS[name]
    data = (SAMPLE / "workbook" / name).read_bytes()
    try:
        table = read_workbook(data)
    except Refused as fault:
        return (REFUSED if wanted == fault.key else SILENT), fault.key
    compared = same_as_second_reader(table, data)  # fails at the first cell that differs
    return (EQUAL if compared == wanted else SILENT), f"{compared} cells"


def _parquet(name: str) -> tuple[str, str]:
    got = _read(SAMPLE / "parquet" / name)
    if isinstance(got, str):
        return (REFUSED if got == PARQUET[name] else SILENT), got
    return (EQUAL if cells(got) == PARQUET_CELLS[name] else SILENT), got.form


def _compressed(name: str) -> tuple[str, str]:
    path = SAMPLE / "compressed" / name
    got = _read(path)
    if isinstance(got, str):
        return (REFUSED if COMPRESSED[name] == REFUSED else SILENT), got
    text = gzip.decompress(path.read_bytes()).decode()
    same = cells(got) == list(csv.reader(io.StringIO(text), strict=True))
    return (EQUAL if same and COMPRESSED[name] == EQUAL else SILENT), got.form


def _swedish(case: dict[str, object]) -> tuple[str, str]:
    """Judge a file made for this project: read exactly, refused, or every odd cell told of."""
    path, wanted = SAMPLE / str(case["file"]), str(case["outcome"])
    assert hashlib.sha256(path.read_bytes()).hexdigest() == case["sha256"]
    got = _read(path, SWEDISH)
    if isinstance(got, str):
        return (REFUSED if "refuse" in wanted else SILENT), got
    if case["cells"]:
        return (EQUAL if cells(got) == case["cells"] else SILENT), got.form
    if path.name == "parquet_named.csv":  # refused or read as what it is; the wish is never 0 rows
        return (EQUAL if got.lines.rows == 6 else SILENT), got.form
    return _flagged(path, got)


def _flagged(path: Path, table: TextTable) -> tuple[str, str]:
    made = _conformed(table)
    if path.name == "late_text_number.xlsx":  # the text after 1299 numbers is the number 1300
        return (EQUAL if made.frame["listade"][-1] == 1300 and not made.unread.height else SILENT), ""
    unread = made.unread["source_row"].to_list()
    return (TOLD if unread == FLAGGED.get(path.name) else SILENT), f"unread: lines {unread}"


def _conformed(table: TextTable) -> Conformed:
    return conform(table, SWEDISH, match(SWEDISH, table.headers, {}), DAY)

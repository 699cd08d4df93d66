"""A second opinion on files that others use to test readers: each is read exactly, or refused for a reason.

`MANIFEST.csv` of the sample says which files are clean and has a hash of their cells. A clean file must be
read cell by cell, unless a row of the table of text inputs in the hardening design forces its refusal.
Nothing is said about any file: none needs it.
"""

import csv
import hashlib
import json
from pathlib import Path

from dq.core.errors import Refused
from dq.core.feed import Feed
from dq.core.table import Declared, ReadLimits, TextTable
from dq.feeds import FEEDS
from dq.read import read_table

SAMPLE = Path(__file__).parents[3] / "shared" / "data" / "bad-inputs"
ACCEPTED_EQUAL, REFUSED, DIFFERENT = "accepted_equal", "refused", "different"

ONE_COLUMN = "wrong separator: one wide column"
HEADER_ONLY = "header only / empty file"
# Clean files that are refused all the same, and the row of the table that says so.
FORCED = {
    "csvk__examples_test_date_format_converted.csv": ONE_COLUMN,
    "csvk__examples_test_numeric_date_format.csv": ONE_COLUMN,
    "duck__data_csv_auto_mixed_single_line.csv": HEADER_ONLY,
    "duck__data_csv_auto_time.csv": ONE_COLUMN,
    "duck__data_csv_comments_mid_line.csv": ONE_COLUMN,
    "duck__data_csv_headers_integer.csv": ONE_COLUMN,
    "duck__data_csv_multidelimiter_aaa_delim.csv": ONE_COLUMN,
    "duck__data_csv_multidelimiter_abac_mix.csv": ONE_COLUMN,
    "duck__data_csv_multidelimiter_abac_newline_in_quote.csv": ONE_COLUMN,
    "duck__data_csv_multidelimiter_trailing_delimiter_complex.csv": ONE_COLUMN,
    "duck__data_csv_multidelimiter_unterminated_quote_escape_complex.csv": ONE_COLUMN,
    "duck__data_csv_multidelimiter_windows_newline.csv": ONE_COLUMN,
    "duck__data_csv_test_timestampformat.csv": HEADER_ONLY,
    "fric__data_floats.csv": ONE_COLUMN,
}


def judged(sample: Path = SAMPLE) -> list[tuple[str, str, str]]:
    """Read every text file of the sample: its name, its outcome, and the fault or what forces it.

    A clean file is `different` if its cells are not those of the manifest, or if it is refused and nothing
    in the table says so; a broken file is `different` if it is accepted.
    """
    with (sample / "MANIFEST.csv").open(encoding="utf-8", newline="") as stream:
        entries = [entry for entry in csv.DictReader(stream) if entry["kind"] == "text"]
    return [_judged(sample, entry) for entry in entries]


def _judged(sample: Path, entry: dict[str, str]) -> tuple[str, str, str]:
    file = Path(entry["file"]).name
    clean = entry["structure"] == "clean"
    feeds: tuple[Feed, ...] = (FEEDS["listings"],)
    try:
        table = read_table(sample / entry["file"], file, Declared(), feeds, ReadLimits())
    except Refused as fault:
        why = FORCED.get(file, "") if clean else entry["note"]
        return file, (REFUSED if why or not clean else DIFFERENT), f"{fault.key}: {why}"
    if clean and entry["cells_sha256"] in {digest(grid(table, blank=blank)) for blank in (False, True)}:
        return file, ACCEPTED_EQUAL, table.form
    return file, DIFFERENT, "cells" if clean else "accepted, though broken"


def grid(table: TextTable, *, blank: bool) -> list[list[str]]:
    """The header and all rows in the order of the file, totals too, and `blank` rows, which we leave out."""
    rows = {}
    for frame in (table.frame, table.apart.drop("line_kind")):
        rows |= {row: [cell or "" for cell in cells] for *cells, row in frame.iter_rows()}
    if blank:
        empty = {row: [""] * len(table.headers) for row in range(min(rows), table.lines.all + 1)}
        rows = empty | rows
    return [list(table.headers), *(rows[row] for row in sorted(rows))]


def digest(rows: list[list[str]]) -> str:
    """The hash of cells that the manifest has."""
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()

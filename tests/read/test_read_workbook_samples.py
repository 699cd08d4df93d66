"""The sample of other projects' workbooks: each has its outcome written down, and cells like openpyxl's."""

import json
from pathlib import Path

import pytest
from workbooks import read, refusal, same_as_second_reader, seen

from dq.core.notice import Sight

SAMPLE = Path(__file__).parents[3] / "shared" / "data" / "bad-inputs"
pytestmark = pytest.mark.skipif(not SAMPLE.is_dir(), reason="the sample of hostile files is not here")

# File to the refusal, or to the number of cells compared with the second reader. None of them is a delivery,
# so some are read with a first row that is no header of ours; that is for whoever chooses the feed.
WORKBOOKS = {
    "cala__tests_capitalized_wbook_stream.xls": "form_refused",
    "cala__tests_date_quoted_format.xlsx": "header_again",  # four cells that are the same date
    "cala__tests_empty_shared_string.xlsx": "no_rows",  # a header and an empty text
    "cala__tests_encoded_entities.xlsx": "no_rows",  # a header and a line break
    "cala__tests_issue_261.xlsx": 357,  # no cell says where it stands
    "cala__tests_issue_391.xlsx": 6,
    "cala__tests_issue_567_absolute_shared.xlsx": "header_twice",
    "cala__tests_no-header.xlsx": 2,
    "cala__tests_pictures_in_cell_and_over_cell.xlsx": "header_again",  # two cells, both an error
    "cala__tests_richtext_issue.ods": "form_refused",
    "cala__tests_shared_formula_bench.xlsx": 198,
    "cala__tests_string-ref.xlsx": "sheet_unclear",
    "cala__tests_table_with_insertrow_attribute.xlsx": "header_twice",
    "cala__tests_whitespace_trim.xlsx": "sheet_unclear",
    "fric__data_issue-312.xlsx": "header_twice",
    "fric__data_merged-cells.xlsx": "no_rows",
    "pola__py-polars_tests_unit_io_files_test_empty_rows.xlsx": 32,
}
SHEETS = {
    ("cala__tests_string-ref.xlsx", "Sheet1"): 1,
    ("cala__tests_string-ref.xlsx", "Sheet2"): 1,
    ("cala__tests_whitespace_trim.xlsx", "inlineStr"): "header_empty",
    ("cala__tests_whitespace_trim.xlsx", "SharedStrings"): 6,
}


def test_no_workbook_of_the_sample_is_without_an_outcome() -> None:
    assert sorted(path.name for path in (SAMPLE / "workbook").iterdir()) == sorted(WORKBOOKS)


@pytest.mark.parametrize(("name", "outcome"), list(WORKBOOKS.items()))
def test_outcome(name: str, outcome: str | int) -> None:
    data = (SAMPLE / "workbook" / name).read_bytes()
    if isinstance(outcome, str):
        assert refusal(data) == outcome
    else:
        assert same_as_second_reader(read(data), data) == outcome


@pytest.mark.parametrize(("name", "sheet", "outcome"), [(*key, value) for key, value in SHEETS.items()])
def test_outcome_of_a_declared_sheet(name: str, sheet: str, outcome: str | int) -> None:
    data = (SAMPLE / "workbook" / name).read_bytes()
    if isinstance(outcome, str):
        assert refusal(data, sheet=sheet) == outcome
    else:
        assert same_as_second_reader(read(data, sheet=sheet), data, sheet, outer=" \n\t") == outcome


def test_swedish_workbooks() -> None:
    cases = json.loads((SAMPLE / "swe" / "expected.json").read_text(encoding="utf-8"))
    names = sorted(case["file"] for case in cases if case["file"].endswith(".xlsx"))
    assert names == [
        f"swe/{name}.xlsx" for name in ("error_cells", "late_text_number", "two_cells_far_apart")
    ]

    data = (SAMPLE / "swe" / "error_cells.xlsx").read_bytes()
    table = read(data)
    assert same_as_second_reader(table, data) == 6
    assert table.cells("andel").to_list() == ["#DIV/0!", "#N/A", "0.5"]
    assert seen(table, Sight.FORMULA) == (2, (2, 3))

    data = (SAMPLE / "swe" / "late_text_number.xlsx").read_bytes()
    table = read(data)
    assert same_as_second_reader(table, data) == 2600
    assert table.cells("listade")[-1] == "1 300"
    assert seen(table, Sight.NUMBER_AS_TEXT, "listade") == (1, (1301,))

    assert refusal((SAMPLE / "swe" / "two_cells_far_apart.xlsx").read_bytes()) == "sheet_large"

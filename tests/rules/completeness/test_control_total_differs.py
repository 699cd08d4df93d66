"""CMP-04: control totals agree."""

import pytest
from build import affected, failing, file, made, manifest, outcome, reason, rows

from dq.rules.completeness.control_total_differs import control_total_differs as rule


@pytest.mark.parametrize(("stated", "expected"), [(99, {"a.csv": 1}), (100, {}), (101, {"a.csv": 1})])
def test_any_difference_fails(stated: int, expected: dict[str, int]) -> None:
    assert affected(rule, file("a.csv", rows=100, stated=stated), manifest("a.csv")) == expected


def test_each_file_for_itself() -> None:
    files = file("a.csv", rows=9, stated=9), file("b.csv", rows=8, stated=9)
    assert failing(rule, *files, manifest("a.csv", "b.csv")) == ["b.csv"]


def test_what_is_not_examined() -> None:
    assert outcome(rule, file("a.csv", rows=9), manifest("a.csv")).examined == 0
    refused = file("a.csv", rows=0, stated=9, status="refused", error="no_column")
    assert outcome(rule, refused, manifest("a.csv")).examined == 0


def test_the_numbers_people_see() -> None:
    (row,) = rows(rule, file("a.csv", rows=80, stated=100), manifest("a.csv"))
    assert (row["value"], row["threshold"], row["affected"], row["total"]) == (80.0, 100.0, 20, 100)


def test_without_a_column_of_rows_it_is_not_judged() -> None:
    silent = made("manifest", [{"file": "a.csv", "feed": "listings"}], without=("rows",))
    assert reason(rule, file("a.csv", rows=9), silent) == ("not_judged", "column_missing", "manifest.rows")

"""SCH-02: encoding and dialect recognised."""

import pytest
from build import examined, failing, file

from dq.core.errors import Refused
from dq.rules.schema.text_unreadable import FAULTS
from dq.rules.schema.text_unreadable import text_unreadable as rule


@pytest.mark.parametrize("error", FAULTS)
def test_a_text_that_is_no_table_fails(error: str) -> None:
    assert failing(rule, file("a.csv", status="refused", error=error), file("b.csv", rows=1)) == ["a.csv"]


@pytest.mark.parametrize("error", ["no_column", "sha256_differs", "file_missing", ""])
def test_other_faults_belong_to_others(error: str) -> None:
    files = file("a.csv", status="refused", error=error)
    assert failing(rule, files) == []
    assert examined(rule, files) == ["a.csv"]


@pytest.mark.parametrize("error", FAULTS)
def test_each_fault_is_one_the_reader_can_give(error: str) -> None:
    names = ("file", "line", "found", "expected", "encoding", "column", "first", "second", "limit")
    values = dict.fromkeys(names, "1")
    assert "1" in Refused(error, **values).text("sv")

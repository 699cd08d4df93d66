"""SCH-01: required columns mapped."""

import pytest
from build import failing, file

from dq.rules.schema.columns_not_mapped import columns_not_mapped as rule


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        ("no_column", ["a.csv"]),
        ("ambiguous_column", ["a.csv"]),
        ("unknown_feed", ["a.csv"]),
        ("not_text", []),
        ("", []),
    ],
)
def test_which_refusals_are_about_columns(error: str, expected: list[str]) -> None:
    status = "refused" if error else "read"
    assert failing(rule, file("a.csv", status=status, error=error), file("b.csv")) == expected


def test_every_file_is_examined() -> None:
    bad = (
        file("b.csv", status="refused", error="no_column"),
        file("c.csv", status="refused", error="no_column"),
    )
    assert failing(rule, file("a.csv"), *bad) == ["b.csv", "c.csv"]

"""Row conditions choose rows as written, and a comparison with null never holds."""

from typing import Any

import polars as pl
import pytest

from dq.engines.condition import columns_of, in_scope, is_condition

FRAME = pl.DataFrame({"n": [1, 2, 3, None], "role": ["st", None, "bt", "st"]})


def compare(column: str, operator: str, parameter: object) -> dict[str, Any]:
    return {"type": "comparison", "column": {"name": column}, "operator": operator, "parameter": parameter}


NULL = {"type": "nullity", "column": {"name": "n"}, "is_null": True}


@pytest.mark.parametrize(
    ("condition", "rows"),
    [
        (compare("n", "==", 2), [1]),
        (compare("n", "!=", 2), [0, 2]),
        (compare("n", "<", 2), [0]),
        (compare("n", "<=", 2), [0, 1]),
        (compare("n", ">", 2), [2]),
        (compare("n", ">=", 2), [1, 2]),
        (compare("role", "IN", ["st", "x"]), [0, 3]),
        (compare("role", "NOT_IN", ["st"]), [2]),
        (NULL, [3]),
        (NULL | {"is_null": False}, [0, 1, 2]),
        ({"type": "and", "conditions": [compare("n", ">", 1), compare("role", "==", "bt")]}, [2]),
        ({"type": "or", "conditions": [compare("n", "==", 1), NULL]}, [0, 3]),
    ],
)
def test_a_condition_chooses_rows(condition: dict[str, Any], rows: list[int]) -> None:
    assert is_condition(condition)
    chosen = FRAME.with_row_index().filter(in_scope(condition))
    assert chosen["index"].to_list() == rows


def test_a_condition_names_its_columns() -> None:
    both = {"type": "and", "conditions": [compare("n", ">", 1), compare("role", "IN", ["st"]), NULL]}
    assert list(columns_of(both)) == [("n", float), ("role", str), ("n", None)]

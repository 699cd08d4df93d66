"""Sabotage of expectation files: each ends in exit code 20 with the nearest right name."""

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from dq.core.codes import ExitCode
from dq.core.errors import UsageFault
from dq.engines import gx
from dq.engines.expectations import load_expectations, run_expectations
from dq.engines.kwargs import EXAMPLES, KINDS
from dq.engines.vocabulary import TYPES

META = {
    "id": "EXP-demo-01",
    "title_sv": "Rimlig andel",
    "title": "Plausible share",
    "sv": "Andelen är inte rimlig.",
    "en": "The share is not plausible.",
    "todo_sv": "Fråga vårdcentralen.",
    "todo_en": "Ask the clinic.",
    "unit": "provider",
    "severity": "warning",
    "disposition": "inform",
}
ONE = {
    "type": "expect_column_values_to_be_between",
    "kwargs": {"column": "named_share", "min_value": 0, "max_value": 1},
    "meta": META,
}
GOOD: dict[str, Any] = {"name": "demo", "meta": {"table": "provider"}, "expectations": [ONE]}


def load(folder: Path, text: str) -> Any:
    (folder / "demo").mkdir(exist_ok=True)
    path = folder / "demo" / "provider.json"
    path.write_text(text, encoding="utf-8")
    return load_expectations(path)


def put(where: str, value: object) -> Callable[[dict[str, Any]], None]:
    """Set, or with `...` remove, the entry at a dotted place."""

    def change(data: Any) -> None:
        *path, last = where.split(".")
        for part in path:
            data = data[int(part) if part.isdigit() else part]
        if value is ...:
            del data[last]
        else:
            data[last] = value

    return change


def spoil(change: Callable[[dict[str, Any]], None]) -> str:
    data = deepcopy(GOOD)
    change(data)
    return json.dumps(data)


E0 = "expectations.0"
CONDITION = {"type": "comparison", "column": {"name": "doctors"}, "operator": ">=", "parameter": 3}
SABOTAGE = {
    "empty file": ("", "expectations_not_json", ""),
    "not JSON": ('{"name": ', "expectations_not_json", "demo/provider.json, line 1"),
    "a key twice": ('{"name": "a", "name": "b"}', "expectations_not_json", ""),
    "NaN": (spoil(put(f"{E0}.kwargs.min_value", float("nan"))), "expectations_not_json", ""),
    "a list": ("[]", "expectations_not_json", ""),
    "too large": (json.dumps(GOOD) + " " * 300_000, "expectations_not_json", ""),
    "no expectations": (spoil(put("expectations", [])), "expectations_empty", "is empty"),
    "misspelt list": (spoil(put("expectation", [])), "expectation_key", "Nearest: expectations"),
    "no list": (spoil(put("expectations", ...)), "expectation_missing", "expectations is missing"),
    "no table": (spoil(put("meta", {})), "expectation_missing", "table is missing"),
    "unknown table": (spoil(put("meta.table", "providers")), "expectation_choice", "Nearest: provider."),
    "misspelt type": (
        spoil(put(f"{E0}.type", "expect_column_values_to_be_betwen")),
        "expectation_choice",
        "Nearest: expect_column_values_to_be_between",
    ),
    "type not taken": (spoil(put(f"{E0}.type", "unexpected_rows_expectation")), "expectation_choice", ""),
    "type not text": (spoil(put(f"{E0}.type", ["x"])), "expectation_choice", ""),
    "misspelt argument": (spoil(put(f"{E0}.kwargs.min_valu", 0)), "expectation_key", "Nearest: min_value"),
    "mostly": (spoil(put(f"{E0}.kwargs.mostly", 0.9)), "expectation_key", "mostly is not known"),
    "no column": (spoil(put(f"{E0}.kwargs.column", ...)), "expectation_missing", "column is missing"),
    "no limit": (spoil(put(f"{E0}.kwargs", {"column": "listed"})), "expectation_missing", "min_value"),
    "limit as text": (spoil(put(f"{E0}.kwargs.min_value", "0")), "expectation_value", "0.65"),
    "limits reversed": (spoil(put(f"{E0}.kwargs.min_value", 2)), "expectation_value", ">= 2"),
    "condition as text": (
        spoil(put(f"{E0}.kwargs.row_condition", "doctors > 3")),
        "expectation_value",
        "comparison",
    ),
    "condition run": (
        spoil(put(f"{E0}.kwargs.row_condition", {"type": "pass_through", "pass_through_filter": "x"})),
        "expectation_value",
        "",
    ),
    "operator": (
        spoil(put(f"{E0}.kwargs.row_condition", CONDITION | {"operator": "=>"})),
        "expectation_value",
        "",
    ),
    "no meta": (spoil(put(f"{E0}.meta", ...)), "expectation_missing", "meta is missing"),
    "no id": (spoil(put(f"{E0}.meta.id", ...)), "expectation_missing", "id is missing"),
    "id of another suite": (spoil(put(f"{E0}.meta.id", "EXP-region-01")), "expectation_value", "EXP-demo-01"),
    "id twice": (spoil(put("expectations", [ONE, ONE])), "expectation_id_twice", "EXP-demo-01 stands twice"),
    "misspelt meta": (spoil(put(f"{E0}.meta.severty", "error")), "expectation_key", "Nearest: severity"),
    "no Swedish": (spoil(put(f"{E0}.meta.sv", " ")), "expectation_value", "sv has a value"),
    "a placeholder": (spoil(put(f"{E0}.meta.en", "{value}")), "expectation_value", "en has a value"),
    "unit": (spoil(put(f"{E0}.meta.unit", "clinic")), "expectation_choice", "physician x provider"),
    "rejects": (spoil(put(f"{E0}.meta.disposition", "reject")), "expectation_choice", "one of: inform, hold"),
    "adjusts": (spoil(put(f"{E0}.meta.disposition", "adjust")), "expectation_choice", "one of: inform, hold"),
    "required": (spoil(put(f"{E0}.meta.required", "no")), "expectation_value", "true, false"),
    "no object": (spoil(put("expectations", ["x"])), "expectation_value", "expectations[1]"),
}


@pytest.mark.parametrize("name", SABOTAGE)
def test_sabotage_ends_in_20_and_says_what_to_do(tmp_path: Path, name: str) -> None:
    text, key, says = SABOTAGE[name]
    with pytest.raises(UsageFault) as fault:
        load(tmp_path, text)
    assert (fault.value.key, fault.value.code) == (key, ExitCode.USAGE)
    assert says in fault.value.text("en")
    assert "demo/provider.json" in fault.value.text("sv")
    assert str(tmp_path) not in fault.value.text("sv")


def test_a_good_file_is_read_whole(tmp_path: Path) -> None:
    file = load(tmp_path, json.dumps(GOOD))
    assert (file.name, file.table, len(file.expectations)) == ("demo", "provider", 1)
    assert file.expectations[0].meta.required


def test_a_missing_file_is_a_usage_fault(tmp_path: Path) -> None:
    with pytest.raises(UsageFault, match="cannot be read"):
        load_expectations(tmp_path / "demo" / "nothing.json")


def test_an_id_in_two_files_is_a_usage_fault(tmp_path: Path) -> None:
    file = load(tmp_path, json.dumps(GOOD))
    with pytest.raises(UsageFault, match="stands twice"):
        run_expectations([file, file], {})


def test_our_list_of_types_is_great_expectations_own() -> None:
    registry = gx.gx.expectations.registry
    for name, known in TYPES.items():
        fields = registry.get_expectation_impl(name).__fields__
        assert set(known.kwargs) - {"row_condition"} <= set(fields), name
        needed = {key for key, field in fields.items() if field.required}
        assert needed <= set(known.required), name


def test_the_example_of_each_kind_is_one() -> None:
    assert set(EXAMPLES) == set(KINDS)
    assert {kind for known in TYPES.values() for kind in known.kwargs.values()} <= set(KINDS)
    for kind, example in EXAMPLES.items():
        assert KINDS[kind](json.loads(example.split(", ")[0] if kind == "flag" else example)), kind


@pytest.mark.parametrize(
    ("kind", "bad"),
    [
        ("number", True),
        ("number", "1"),
        ("count", -1),
        ("count", 1.5),
        ("columns", ["a"]),
        ("columns", ["a", "a"]),
        ("values", []),
        ("values", ["a", 1]),
        ("values", "abc"),
        ("regex", "(["),
        ("regex", 3),
        ("column", " "),
        ("flag", 1),
        ("quantiles", {"quantiles": [0.5], "value_ranges": []}),
        ("quantiles", {"quantiles": [1.5], "value_ranges": [[0, 1]]}),
        ("quantiles", {"quantiles": [0.5], "value_ranges": [[1, 0]]}),
        ("quantiles", {"quantiles": [0.5], "value_ranges": [[None, None]]}),
        ("condition", CONDITION | {"parameter": None}),
        ("condition", CONDITION | {"parameter": [1, 2]}),
        ("condition", CONDITION | {"operator": "IN"}),
        ("condition", CONDITION | {"operator": "IN", "parameter": [1, "a"]}),
        ("condition", CONDITION | {"column": "doctors"}),
        ("condition", {"type": "and", "conditions": [CONDITION]}),
        ("condition", {"type": "nullity", "column": {"name": "a"}, "is_null": "no"}),
    ],
)
def test_a_value_of_the_wrong_kind_is_seen(kind: str, bad: object) -> None:
    assert not KINDS[kind](bad)

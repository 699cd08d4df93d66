"""How outcomes are counted: scope, nulls, nothing to judge, faults of the engine, order."""

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest
from engine_tables import CLINICS, RURAL, clean, doctors, providers, with_cell

from dq.core.codes import ExitCode, Reason, Status
from dq.core.errors import UsageFault
from dq.engines import gx
from dq.engines.expectations import ExpectationFile, ExpectationResult, load_expectations, run_expectations

META = {
    "title_sv": "t",
    "title": "t",
    "sv": "s",
    "en": "s",
    "todo_sv": "g",
    "todo_en": "d",
    "unit": "provider",
}
META |= {"severity": "warning", "disposition": "inform"}
BETWEEN = "expect_column_values_to_be_between"
NOBODY = {"type": "nullity", "column": {"name": "named"}, "is_null": True}
FEW = {"type": "comparison", "column": {"name": "listable_doctors"}, "operator": ">=", "parameter": 3}


def expect(
    folder: Path, *given: tuple[str, dict[str, Any]], table: str = "provider", **meta: Any
) -> ExpectationFile:
    entries = [
        {"type": kind, "kwargs": kwargs, "meta": META | meta | {"id": f"EXP-t-{n:02d}"}}
        for n, (kind, kwargs) in enumerate(given, start=1)
    ]
    path = folder / f"{table}.json"
    path.write_text(
        json.dumps({"name": "t", "meta": {"table": table}, "expectations": entries}), encoding="utf-8"
    )
    return load_expectations(path)


def run(file: ExpectationFile, frame: pl.DataFrame) -> ExpectationResult:
    [result] = run_expectations([file], {file.table: frame})
    return result


def test_rows_in_scope_and_out_of_scope_add_up(tmp_path: Path) -> None:
    # Six clinics have three doctors, the rural one has one: 7 = 6 in scope + 1 out.
    file = expect(tmp_path, (BETWEEN, {"column": "top_share", "max_value": 0.5, "row_condition": FEW}))
    outcome = run(file, providers()).outcome
    assert (outcome.status, outcome.examined, outcome.failing) == (Status.PASS, 6, 0)
    assert (outcome.rows_read, outcome.rows_in_scope, outcome.out_of_scope) == (7, 6, {"row_condition": 1})


def test_null_and_nan_stand_aside_and_are_counted(tmp_path: Path) -> None:
    file = expect(tmp_path, (BETWEEN, {"column": "load", "max_value": 1}))
    frame = with_cell(with_cell(providers(), "load", None, 0), "load", float("nan"), 1)
    outcome = run(file, frame).outcome
    # Left are four clinics at 2100/2200 and the rural one at 1200/880.
    assert (outcome.examined, outcome.not_judged, outcome.failing) == (5, 2, 1)


def test_a_failing_row_gives_its_keys_and_its_value(tmp_path: Path) -> None:
    file = expect(tmp_path, (BETWEEN, {"column": "named", "max_value": 700}), table="doctor")
    assert run(file, doctors()).failing.rows() == [(RURAL, f"{RURAL}-L1", 1200.0, None)]


def test_a_pair_with_a_null_stands_aside(tmp_path: Path) -> None:
    kwargs = {"column_A": "listed", "column_B": "named", "or_equal": True}
    file = expect(tmp_path, ("expect_column_pair_values_a_to_be_greater_than_b", kwargs))
    frame = with_cell(with_cell(providers(), "listed", None, 0), "named", 9999, 1)
    result = run(file, frame)
    assert (result.outcome.examined, result.outcome.not_judged, result.outcome.failing) == (6, 1, 1)
    assert result.failing.rows() == [(CLINICS[1], None, 2800.0, None)]


def test_duplicates_are_rows_in_duplicate_groups(tmp_path: Path) -> None:
    kwargs = {"column_list": ["provider_id", "physician_id"]}
    file = expect(tmp_path, ("expect_compound_columns_to_be_unique", kwargs), table="doctor")
    frame = doctors()
    result = run(file, pl.concat([frame, frame.head(1)]))
    assert (result.outcome.examined, result.outcome.failing) == (20, 2)
    assert result.failing["physician_id"].to_list() == [f"{CLINICS[0]}-L1"] * 2


def test_a_figure_of_a_column_is_one_thing(tmp_path: Path) -> None:
    file = expect(tmp_path, ("expect_column_sum_to_be_between", {"column": "listed", "max_value": 18_299}))
    result = run(file, providers())
    assert (result.outcome.examined, result.outcome.failing) == (1, 1)
    assert result.failing.rows() == [(None, None, 18_300.0, None)]


@pytest.mark.parametrize(("required", "reason"), [(True, Reason.FILTER_EMPTY), (False, Reason.NONE_IN_SCOPE)])
@pytest.mark.parametrize("what", ["condition", "nulls", "mean of nulls"])
def test_nothing_in_scope_is_not_a_pass(tmp_path: Path, what: str, required: bool, reason: Reason) -> None:
    nobody = FEW | {"parameter": 99}
    kwargs = {"column": "load", "max_value": 9} | ({"row_condition": nobody} if what == "condition" else {})
    kind = "expect_column_mean_to_be_between" if what.startswith("mean") else BETWEEN
    frame = (
        providers() if what == "condition" else providers().with_columns(load=pl.lit(None, dtype=pl.Float64))
    )
    outcome = run(expect(tmp_path, (kind, kwargs), required=required), frame).outcome
    assert (outcome.status, outcome.reason, outcome.examined) == (Status.NOT_JUDGED, reason, 0)
    assert outcome.blocks is required


@pytest.mark.parametrize("required", [True, False])
def test_a_table_without_rows_is_not_judged(tmp_path: Path, required: bool) -> None:
    given = ("expect_table_row_count_to_be_between", {"max_value": 9})
    outcome = run(expect(tmp_path, given, required=required), providers().clear()).outcome
    assert (outcome.status, outcome.reason) == (Status.NOT_JUDGED, Reason.FILTER_EMPTY)


def test_a_table_that_is_not_there_is_not_judged(tmp_path: Path) -> None:
    file = expect(tmp_path, (BETWEEN, {"column": "load", "max_value": 9}))
    [result] = run_expectations([file], {})
    assert (result.outcome.status, result.outcome.reason) == (Status.NOT_JUDGED, Reason.FEED_MISSING)
    assert result.failing.columns == ["provider_id", "physician_id", "value", "county_code"]


@pytest.mark.parametrize(
    "kwargs",
    [
        {"column": "named_shar", "max_value": 1},
        {"column": "load", "max_value": 1, "row_condition": FEW | {"column": {"name": "listable_doctor"}}},
    ],
)
def test_an_unknown_column_is_a_usage_fault_that_names_the_nearest(
    tmp_path: Path, kwargs: dict[str, Any]
) -> None:
    with pytest.raises(UsageFault) as fault:
        run(expect(tmp_path, (BETWEEN, kwargs)), providers())
    assert fault.value.code is ExitCode.USAGE
    assert fault.value.values["nearest"] in ("named_share", "listable_doctors")


def test_a_table_without_its_key_column_is_a_usage_fault(tmp_path: Path) -> None:
    file = expect(tmp_path, (BETWEEN, {"column": "named", "max_value": 1}), table="doctor")
    with pytest.raises(UsageFault, match="physician_id"):
        run(file, doctors().drop("physician_id"))


@pytest.mark.parametrize(
    ("kind", "kwargs"),
    [
        (BETWEEN, {"column": "county_code", "max_value": 1}),
        ("expect_column_values_to_match_regex", {"column": "listed", "regex": "^1"}),
        ("expect_column_values_to_be_in_set", {"column": "listed", "value_set": ["1500"]}),
        (BETWEEN, {"column": "load", "max_value": 1, "row_condition": FEW | {"parameter": "3"}}),
    ],
)
def test_a_column_of_another_kind_is_a_usage_fault(tmp_path: Path, kind: str, kwargs: dict[str, Any]) -> None:
    with pytest.raises(UsageFault) as fault:
        run(expect(tmp_path, (kind, kwargs)), providers())
    assert fault.value.key == "expectation_column_kind"


def test_great_expectations_dropping_one_is_a_usage_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = [(BETWEEN, {"column": "load", "max_value": 9}), (BETWEEN, {"column": "listed", "min_value": 0})]
    file = expect(tmp_path, *given)
    monkeypatch.setattr(
        gx, "ExpectationSuite", lambda _, expectations: SimpleNamespace(expectations=expectations[:1])
    )
    with pytest.raises(UsageFault) as fault:
        run_expectations([file], clean())
    assert (fault.value.key, fault.value.code) == ("expectations_dropped", ExitCode.USAGE)
    assert (fault.value.values["given"], fault.value.values["taken"]) == (2, 1)


@pytest.mark.parametrize(
    ("kind", "kwargs", "taken"),
    [("expect_nothing_of_the_kind", {}, 1), (BETWEEN, {"column": 3, "max_value": 1}, 0)],
)
def test_what_great_expectations_really_drops_is_seen_and_not_logged(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    kind: str,
    kwargs: dict[str, Any],
    taken: int,
) -> None:
    file = expect(
        tmp_path, (BETWEEN, {"column": "load", "max_value": 9}), (BETWEEN, {"column": "hhi", "max_value": 1})
    )
    configured = gx._configured

    def misspell(one: Any) -> Any:
        if one.meta.id == "EXP-t-01":
            return configured(one)
        return gx.ExpectationConfiguration(type=kind, kwargs=kwargs, meta={"id": one.meta.id})

    monkeypatch.setattr(gx, "_configured", misspell)
    with pytest.raises(UsageFault) as fault:
        run_expectations([file], clean())
    assert (fault.value.key, fault.value.values["taken"]) == ("expectations_dropped", taken)
    assert caplog.records == []


@pytest.mark.parametrize("success", [True, False])
def test_a_verdict_that_contradicts_its_own_counts_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, success: bool
) -> None:
    file = expect(tmp_path, (BETWEEN, {"column": "load", "max_value": 1 if success else 9}))
    judge = gx.judge

    def turned(frame: pl.DataFrame, given: Any, keys: Any) -> dict[str, gx.Verdict]:
        return {
            exp_id: gx.Verdict(success, verdict.result)
            for exp_id, verdict in judge(frame, given, keys).items()
        }

    monkeypatch.setattr(gx, "judge", turned)
    outcome = run(file, providers()).outcome
    assert (outcome.status, outcome.detail) == (Status.ERROR, "gx_disagrees")


def test_an_expectation_that_raises_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = expect(tmp_path, (BETWEEN, {"column": "load", "max_value": 9}))
    # Hand over a table in which the column is text: the comparison raises inside Great Expectations.
    judge = gx.judge
    monkeypatch.setattr(gx, "judge", lambda f, g, k: judge(f.with_columns(load=pl.lit("x")), g, k))
    outcome = run(file, providers()).outcome
    assert (outcome.status, outcome.detail, outcome.blocks) == (Status.ERROR, "gx_raised", True)


@pytest.mark.parametrize("rows", [0, 3])
def test_a_verdict_on_fewer_rows_than_there_are_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: int
) -> None:
    file = expect(tmp_path, (BETWEEN, {"column": "load", "max_value": 9}))
    judge = gx.judge
    monkeypatch.setattr(gx, "judge", lambda f, g, k: judge(f.head(rows), g, k))
    outcome = run(file, providers()).outcome
    assert (outcome.status, outcome.detail) == (Status.ERROR, "gx_disagrees")


def test_results_come_in_order_of_id_whatever_the_order_of_rows(tmp_path: Path) -> None:
    kinds = ["min", "max", "mean", "sum"]
    given = [(f"expect_column_{kind}_to_be_between", {"column": "named", "max_value": 0}) for kind in kinds]
    given.insert(
        1, (BETWEEN, {"column": "fte", "max_value": 1, "row_condition": FEW | {"column": {"name": "named"}}})
    )
    given.insert(0, (BETWEEN, {"column": "st_days_left", "max_value": 0, "row_condition": NOBODY}))
    file = expect(tmp_path, *given, (BETWEEN, {"column": "named", "max_value": 0}), table="doctor")
    forward = run_expectations([file], {"doctor": doctors()})
    backward = run_expectations([file], {"doctor": doctors().reverse()})
    assert [r.meta.id for r in forward] == [f"EXP-t-{n:02d}" for n in range(1, 8)]
    assert [r.outcome for r in forward] == [r.outcome for r in backward]
    assert all(a.failing.equals(b.failing) for a, b in zip(forward, backward, strict=True))


SILENT = """
import sys, warnings
warnings.simplefilter("error")
sys.path.insert(0, "tests/engines")
from pathlib import Path
from engine_tables import clean
from dq.engines.expectations import load_expectations, run_expectations
assert "great_expectations" not in sys.modules
files = [load_expectations(path) for path in sorted(Path("expectations/demo").glob("*.json"))]
run_expectations(files, clean())
assert "great_expectations" in sys.modules
"""


def test_a_run_prints_nothing_warns_nothing_and_writes_nothing(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    environ = os.environ | {"HOME": str(tmp_path), "PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", SILENT], cwd=root, env=environ, capture_output=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert list(tmp_path.rglob("*")) == []

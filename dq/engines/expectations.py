"""Expectation suites over the provider, doctor and region measures, judged by Great Expectations.

Great Expectations passes what it never looked at: a column of nulls, a condition that no row meets, an
expectation it dropped. So what there is to judge is counted here first, and a verdict whose counts do not
agree with ours is an error, never a pass.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import polars as pl

from dq.core.codes import Reason, Status
from dq.core.errors import UsageFault, nearest
from dq.core.outcome import Outcome
from dq.engines.condition import columns_of, in_scope
from dq.engines.kwargs import named_columns
from dq.engines.loader import (
    TABLES,
    Expectation,
    ExpectationFile,
    ExpectationMeta,
    load_expectations,
    refuse_repeated_ids,
)
from dq.engines.vocabulary import TYPES, Shape, Takes

if TYPE_CHECKING:
    from dq.engines.gx import Verdict

__all__ = [
    "TABLES",
    "ExpectationFile",
    "ExpectationMeta",
    "ExpectationResult",
    "load_expectations",
    "run_expectations",
]

FAILING = {
    "provider_id": pl.String,
    "physician_id": pl.String,
    "value": pl.Float64,
    "county_code": pl.String,
}
BY_ROW = (Shape.ROW, Shape.PAIR, Shape.ROWS)


@dataclass(frozen=True)
class ExpectationResult:
    """How one expectation ended.

    `failing` has one row per failing entity: `provider_id`, `physician_id`, `value` (the judged cell, null
    if it is not a number) and `county_code`, those the table does not have null. An expectation about a
    whole column has at most one row, with the observed figure. Height equals `outcome.failing`.
    """

    meta: ExpectationMeta
    outcome: Outcome
    failing: pl.DataFrame


@dataclass(frozen=True)
class _Scope:
    """The rows of a table that an expectation is about, and the outcome as far as it is known before."""

    one: Expectation
    frame: pl.DataFrame
    keys: tuple[str, ...]
    filled: int
    outcome: Outcome


def run_expectations(
    files: Sequence[ExpectationFile], tables: Mapping[str, pl.DataFrame]
) -> tuple[ExpectationResult, ...]:
    """Judge the tables by the files and give one result per expectation, ordered by id.

    Examined are the rows in scope with no null in the judged columns, each 1 for an expectation about a
    whole column; rows with such a null are `not_judged`. Nothing to judge is `not_judged`, with reason
    `feed_missing` (no such table), `filter_empty` (no row, or no filled cell), or, when the expectation is
    not required, `none_in_scope`.

    Raises:
        UsageFault: an id stands twice, a table lacks a column that is named, or a column is of another
            kind than the expectation takes.
    """
    refuse_repeated_ids(files)
    scopes = [scope for file in files for scope in _scopes(file, tables.get(file.table))]
    ready = [scope for scope in scopes if scope.outcome.status is Status.PASS]
    done = [_unjudged(scope) for scope in scopes if scope.outcome.status is not Status.PASS]
    if ready:
        done += _judged(ready)
    return tuple(sorted(done, key=lambda result: result.meta.id))


def _scopes(file: ExpectationFile, table: pl.DataFrame | None) -> Iterator[_Scope]:
    keys = TABLES[file.table]
    for one in file.expectations:
        start = Outcome(one.meta.id, Status.NOT_JUDGED, required=one.meta.required, parameters=one.kwargs)
        if table is None:
            outcome = replace(start, reason=Reason.FEED_MISSING)
            yield _Scope(one, pl.DataFrame(), keys, 0, outcome)
            continue
        _refuse_columns(file, one, table)
        yield _scope(one, table, keys, start)


def _scope(one: Expectation, table: pl.DataFrame, keys: tuple[str, ...], start: Outcome) -> _Scope:
    condition = one.kwargs.get("row_condition")
    frame = table.filter(in_scope(condition)) if condition else table
    judged = [] if TYPES[one.type].judges_null else list(named_columns(one.kwargs))
    filled = frame.fill_nan(None).drop_nulls(judged).height if judged else frame.height
    outcome = replace(
        start,
        not_judged=frame.height - filled,
        rows_read=table.height,
        rows_in_scope=frame.height,
        out_of_scope={"row_condition": table.height - frame.height} if condition else {},
    )
    if filled:
        outcome = replace(outcome, status=Status.PASS)
    else:
        harmless = table.height > 0 and not one.meta.required
        outcome = replace(outcome, reason=Reason.NONE_IN_SCOPE if harmless else Reason.FILTER_EMPTY)
    return _Scope(one, frame, keys, filled, outcome)


def _refuse_columns(file: ExpectationFile, one: Expectation, table: pl.DataFrame) -> None:
    """Refuse a column that the table does not have, or that holds another kind of value."""
    takes = TYPES[one.type].takes
    wanted = [(name, takes) for name in named_columns(one.kwargs)]
    if "value_set" in one.kwargs:
        text = isinstance(one.kwargs["value_set"][0], str)
        wanted = [(name, Takes.TEXT if text else Takes.NUMBER) for name, _ in wanted]
    kinds = {str: Takes.TEXT, float: Takes.NUMBER, None: Takes.ANY}
    if condition := one.kwargs.get("row_condition"):
        wanted += [(name, kinds[kind]) for name, kind in columns_of(condition)]
    wanted += [(name, Takes.ANY) for name in TABLES[file.table]]
    for name, kind in wanted:
        where = {"file": file.path, "where": one.meta.id, "column": name, "table": file.table}
        if name not in table.columns:
            near = nearest(name, table.columns) or "-"
            raise UsageFault("expectation_column", **where, nearest=near, choices=table.columns)
        if kind not in (Takes.ANY, _kind(table.schema[name])):
            raise UsageFault("expectation_column_kind", **where, takes=kind)


def _kind(dtype: pl.DataType) -> Takes:
    if dtype.is_numeric():
        return Takes.NUMBER
    return Takes.TEXT if dtype == pl.String else Takes.ANY


def _unjudged(scope: _Scope) -> ExpectationResult:
    return ExpectationResult(scope.one.meta, scope.outcome, pl.DataFrame(schema=FAILING))


def _judged(ready: Sequence[_Scope]) -> list[ExpectationResult]:
    """Hand each set of rows to Great Expectations once, with all that is expected of it."""
    from dq.engines import gx  # two seconds: only when there is something to judge

    groups: dict[str, list[_Scope]] = {}
    for scope in ready:
        condition = json.dumps(scope.one.kwargs.get("row_condition"), sort_keys=True)
        groups.setdefault(f"{scope.keys}{condition}", []).append(scope)
    results = []
    for group in groups.values():
        verdicts = gx.judge(group[0].frame, [scope.one for scope in group], group[0].keys)
        results += [_result(scope, verdicts[scope.one.meta.id]) for scope in group]
    return results


def _result(scope: _Scope, verdict: "Verdict") -> ExpectationResult:
    if not verdict.result:
        return _faulty(scope, "gx_raised")
    if TYPES[scope.one.type].shape in BY_ROW:
        examined, rows = _rows(scope, verdict.result)
        agrees = examined == scope.filled and len(rows) == verdict.result["unexpected_count"]
    else:
        examined, rows = 1, _figure(verdict)
        agrees = True
    if not agrees or verdict.success == bool(rows):
        return _faulty(scope, "gx_disagrees")
    status = Status.FAIL if rows else Status.PASS
    outcome = replace(scope.outcome, status=status, examined=examined, failing=len(rows))
    failing = pl.DataFrame(rows, schema=FAILING, orient="row")
    order = ("provider_id", "physician_id", "county_code", "value")
    return ExpectationResult(scope.one.meta, outcome, failing.sort(order, nulls_last=True))


def _faulty(scope: _Scope, detail: str) -> ExpectationResult:
    """Great Expectations raised, or its counts are not ours: no verdict may be read from it."""
    return _unjudged(replace(scope, outcome=replace(scope.outcome, status=Status.ERROR, detail=detail)))


Row = tuple[str | None, str | None, float | None, str | None]


def _rows(scope: _Scope, result: Mapping[str, Any]) -> tuple[int, list[Row]]:
    """Rows examined, and the failing ones with their keys."""
    examined = int(result["element_count"]) - int(result.get("missing_count", 0))
    first = named_columns(scope.one.kwargs)[0]
    found = [
        (
            _text(row.get("provider_id")),
            _text(row.get("physician_id")),
            _float(row.get(first)),
            _text(row.get("county_code")),
        )
        for row in result["unexpected_index_list"]
    ]
    return examined, found


def _figure(verdict: "Verdict") -> list[Row]:
    """One row with the observed figure if the whole column or table fails, else none."""
    if verdict.success:
        return []
    return [(None, None, _float(verdict.result.get("observed_value")), None)]


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _float(value: Any) -> float | None:
    """A number as f64; null for text, for lists, and for the NaN that pandas makes of null."""
    if isinstance(value, str | bool) or not hasattr(value, "__float__"):
        return None
    number = float(value)
    return None if number != number else number  # noqa: PLR0124  NaN is the only value unequal to itself

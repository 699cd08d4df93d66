"""The contract after conforming: pandera judges every typed cell of a feed.

A failure carries the catalogue rule it breaks and *is* that rule's outcome: same id, counted once. Only
where a cell stands leaves this file, never what stands in it. Data is judged on eager frames only; on a
lazy frame pandera looks at names and types and says pass.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandera.polars as pa
import polars as pl
from pandera.api.polars.utils import get_validation_depth
from pandera.config import ValidationDepth, get_config_context
from pandera.errors import SchemaErrorReason, SchemaErrors

from dq.core.errors import ToolFault
from dq.core.feed import Column, Kind
from dq.engines.switches import pandera_off
from dq.feeds.column import FeedModel, feed_of

EARLIEST = date(1900, 1, 1)
PARTITION_ROWS = 1_000_000
# Counts of one row that may not exceed another count of the row (catalogue PLA-01).
AT_MOST = {"claimed_named": "claimed_listed"}
DATES = (Kind.DATE, Kind.DATE_END, Kind.DATETIME)
AMOUNTS = (Kind.COUNT, Kind.MILLI, Kind.ORE)
FAILURES = {
    "rule_id": pl.String,
    "source_file": pl.String,
    "source_row": pl.Int64,
    "column": pl.String,
    "check": pl.String,
}


@dataclass(frozen=True)
class Judged:
    """One partition, a part of a file or some small files: the rows judged, the cells that broke it."""

    paths: tuple[Path, ...]
    rows: int
    failures: pl.DataFrame


@dataclass(frozen=True)
class _Fault:
    """One check that failed, and for each row whether it passed; null if the frame itself is wrong."""

    column: str
    rule_id: str
    check: str
    passed: pl.Series | None


def contract_failures(feed_name: str, model: type[FeedModel], frame: pl.DataFrame) -> pl.DataFrame:
    """Judge every row of a typed frame and say which cells break the feed's contract.

    One row per broken cell: `rule_id`, `source_file`, `source_row`, `column` (as the feed calls it) and
    `check`, sorted. CMP-01: a cell that must be filled is null and is not already counted as unread.
    SCH-06: a code outside its list, or a date before 1900-01-01 in a row that has not ended. PLA-01: a
    negative count, FTE or amount, a share outside 0 to 1, more named than listed in a claim. Nulls otherwise
    pass.

    Raises:
        UsageFault: `pandera_off`, when pandera is switched off or halved.
        ToolFault: `contract_broken`, when names or types are not the model's, or the frame is lazy.
    """
    _assert_on(frame, feed_name)
    columns = feed_of(feed_name, "", (), model).columns
    try:
        _schema(model, columns).validate(frame, lazy=True)
    except SchemaErrors as errors:
        found = [_bare(error) for error in errors.schema_errors]
    else:
        found = []
    # Outside the handler, so that no text of pandera, which holds values, hangs on to an error of ours.
    broken = sorted({fault.column for fault in found if fault.passed is None})
    if broken:
        raise ToolFault("contract_broken", feed=feed_name, columns=broken)
    names = {output: column.name for column in columns for output in column.outputs}
    failures = pl.concat([pl.DataFrame(schema=FAILURES), *(_places(frame, fault, names) for fault in found)])
    return failures.sort("source_file", "source_row", "column", "rule_id", "check", nulls_last=True)


def contract_failures_of(
    feed_name: str,
    model: type[FeedModel],
    paths: Iterable[Path],
    *,
    partition_rows: int = PARTITION_ROWS,
) -> Iterator[Judged]:
    """Judge typed Parquet files part by part, so that memory follows the part and not the feed.

    Small files are judged together up to a part, since each judgement has a price of its own. Gives one
    `Judged` per part, in the order of `paths`; a file without rows gives one with 0 rows, so that the
    caller sees that nothing was judged. Errors as `contract_failures`.
    """
    for part in _parts(paths, partition_rows):
        frame = pl.concat([rows for _, rows in part])
        yield Judged(
            tuple(path for path, _ in part), frame.height, contract_failures(feed_name, model, frame)
        )


def _parts(paths: Iterable[Path], most: int) -> Iterator[list[tuple[Path, pl.DataFrame]]]:
    """Cut files into parts of at most `most` rows, and join whole files that fit into one part."""
    held: list[tuple[Path, pl.DataFrame]] = []
    for path in paths:
        for rows in _slices(path, most):
            if held and (not rows.height or sum(each.height for _, each in held) + rows.height > most):
                yield held
                held = []
            held.append((path, rows))
            if rows.height in (0, most):
                yield held
                held = []
    if held:
        yield held


def _slices(path: Path, most: int) -> Iterator[pl.DataFrame]:
    """Read a file in slices of at most `most` rows; a file without rows gives one empty slice."""
    start, height = 0, most
    while height == most:
        rows = pl.scan_parquet(path, glob=False, hive_partitioning=False).slice(start, most).collect()
        height = rows.height
        if start == 0 or height:
            yield rows
        start += most


def _assert_on(frame: pl.DataFrame, feed_name: str) -> None:
    if not isinstance(frame, pl.DataFrame):
        raise ToolFault("contract_broken", feed=feed_name, columns=type(frame).__name__)
    config = get_config_context()
    if not config.validation_enabled:
        raise pandera_off("PANDERA_VALIDATION_ENABLED")
    if get_validation_depth(frame) is not ValidationDepth.SCHEMA_AND_DATA:
        raise pandera_off("PANDERA_VALIDATION_DEPTH")
    if config.use_narwhals_backend:
        raise pandera_off("PANDERA_USE_NARWHALS_BACKEND")


def _schema(model: type[FeedModel], columns: tuple[Column, ...]) -> pa.DataFrameSchema:
    """The model's types, with every data check as a named check that carries its rule id."""
    declared = model.to_schema().columns
    checks: dict[str, list[pa.Check]] = {name: [] for name in declared}
    for column in columns:
        # A share is judged at its numerator, as a pair.
        checks[column.outputs[0]] = _checks(column, frozenset(declared))
    schema = {
        name: pa.Column(field.dtype, checks=checks[name], nullable=True) for name, field in declared.items()
    }
    source = {
        "source_file": pa.Column(pl.String),
        "source_row": pa.Column(),
        "unread": pa.Column(pl.String, nullable=True),
        "flagged": pa.Column(pl.String, nullable=True),
    }
    return pa.DataFrameSchema(schema | source, strict=False, coerce=False)


def _checks(column: Column, declared: frozenset[str]) -> list[pa.Check]:
    cell = pl.col(column.outputs[0])
    checks = []
    if not column.nullable:
        checks.append(_check("CMP-01", "filled", cell.is_not_null() | _unread(column)))
    if column.kind is Kind.CODE:
        codes = sorted(set(column.values.values()))
        checks.append(_check("SCH-06", "code_list", cell.is_null() | cell.is_in(codes)))
    if column.kind in DATES:
        # A listing that has ended is history; the rule, which knows the day, judges one that ends later.
        history = pl.col("valid_to").is_not_null() if "valid_to" in declared else pl.lit(value=False)
        checks.append(_check("SCH-06", "from_1900", cell.is_null() | (cell >= pl.lit(EARLIEST)) | history))
    if column.kind in AMOUNTS:
        checks.append(_check("PLA-01", "not_negative", cell.is_null() | (cell >= 0)))
    if column.kind is Kind.SHARE:
        checks.append(_check("PLA-01", "share", _share(*column.outputs)))
    most = AT_MOST.get(column.name)
    if most in declared:
        # Null on either side compares to null, which passes: a missing count is CMP-01.
        checks.append(_check("PLA-01", "at_most", (cell <= pl.col(most)).fill_null(value=True)))
    return checks


def _check(rule_id: str, name: str, passes: pl.Expr) -> pa.Check:
    def judge(data: Any) -> pl.LazyFrame:
        judged: pl.LazyFrame = data.lazyframe.select(passes.alias("passes"))
        return judged

    return pa.Check(judge, name=name, error=rule_id, ignore_na=False)


def _unread(column: Column) -> pl.Expr:
    """True where the row's `unread` names the cell: it has been judged as unread already."""
    listed = pl.concat_str(pl.lit("|"), pl.col("unread").fill_null(""))
    return listed.str.contains(f"|{column.name}:", literal=True)


def _share(num_name: str, den_name: str) -> pl.Expr:
    num, den = pl.col(num_name), pl.col(den_name)
    within = ((num >= 0) & (den > 0) & (num <= den)).fill_null(value=False)
    return within | (num.is_null() & den.is_null())


def _bare(error: Any) -> _Fault:
    """Take the place out of an error of pandera and leave the values behind.

    Anything but a data check (names, types, a check that broke) means that dq made the frame wrongly.
    """
    if error.reason_code is SchemaErrorReason.DATAFRAME_CHECK:
        return _Fault(error.schema.name, error.check.error, error.check.name, error.check_output.to_series())
    # A missing column stands in `failure_cases`: a name there, not a value.
    absent = error.reason_code is SchemaErrorReason.COLUMN_NOT_IN_DATAFRAME
    return _Fault(str(error.failure_cases if absent else error.schema.name), "", "", None)


def _places(frame: pl.DataFrame, fault: _Fault, names: dict[str, str]) -> pl.DataFrame:
    failed = pl.lit(value=False) if fault.passed is None else ~fault.passed
    rows = frame.filter(failed).select("source_file", pl.col("source_row").cast(pl.Int64))
    labels = {"rule_id": fault.rule_id, "column": names[fault.column], "check": fault.check}
    return rows.with_columns(pl.lit(text).alias(name) for name, text in labels.items()).select(list(FAILURES))

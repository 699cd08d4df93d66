"""The only file that talks to Great Expectations: small frames in, plain verdicts out.

Importing it takes about two seconds, so the caller imports it when there is something to judge. Nothing is
sent, written to disk or printed; what Great Expectations logs and warns may hold values and is dropped.
"""

import logging
import os
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import polars as pl

from dq.core.errors import UsageFault
from dq.engines.loader import Expectation
from dq.engines.vocabulary import TYPES, Shape

# Rows with a null in a judged column stand aside, as they do for single columns.
IGNORE = {Shape.PAIR: "either_value_is_missing", Shape.ROWS: "any_value_is_missing"}


@dataclass(frozen=True)
class Verdict:
    """What Great Expectations said about one expectation; `result` is empty when it raised."""

    success: bool
    result: dict[str, Any]


@contextmanager
def _quiet() -> Iterator[None]:
    log = logging.getLogger("great_expectations")
    level = log.level
    log.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        log.setLevel(level)


os.environ["GX_ANALYTICS_ENABLED"] = "false"  # read when the package is imported
with _quiet():
    import great_expectations as gx
    from great_expectations.core.expectation_suite import ExpectationSuite
    from great_expectations.exceptions import GreatExpectationsError
    from great_expectations.expectations.expectation_configuration import ExpectationConfiguration


def judge(frame: pl.DataFrame, given: Sequence[Expectation], keys: Sequence[str]) -> dict[str, Verdict]:
    """Judge a small frame and give one verdict per expectation id.

    Failing rows come with the columns in `keys`. Row conditions are the caller's: `frame` holds the rows
    in scope. pandas takes NaN for null.

    Raises:
        UsageFault: `expectations_dropped`, when Great Expectations takes fewer than it was given.
    """
    with _quiet():
        suite = _suite(given)
        try:
            results = _batch(frame).validate(suite, result_format=_complete(keys)).results
        except GreatExpectationsError:
            results = []
    found = {item.expectation_config.meta["id"]: _verdict(item) for item in results}
    return {one.meta.id: found.get(one.meta.id, Verdict(success=False, result={})) for one in given}


def _suite(given: Sequence[Expectation]) -> Any:
    try:
        built = [_configured(one) for one in given]
        suite = ExpectationSuite("dq", expectations=built)
    except (ValueError, TypeError, GreatExpectationsError):
        taken = 0
    else:
        taken = len(suite.expectations)
    if taken != len(given):
        ids = [one.meta.id for one in given]
        raise UsageFault("expectations_dropped", given=len(given), taken=taken, ids=ids)
    return suite


def _configured(one: Expectation) -> Any:
    kwargs = {key: value for key, value in one.kwargs.items() if key != "row_condition"}
    shape = TYPES[one.type].shape
    if shape in IGNORE:
        kwargs["ignore_row_if"] = IGNORE[shape]
    return ExpectationConfiguration(type=one.type, kwargs=kwargs, meta={"id": one.meta.id})


def _batch(frame: pl.DataFrame) -> Any:
    context = gx.get_context(mode="ephemeral")
    context.variables.config.progress_bars = {"globally": False, "metric_calculations": False}
    asset = context.data_sources.add_pandas("dq").add_dataframe_asset("table")
    whole = asset.add_batch_definition_whole_dataframe("whole")
    return whole.get_batch({"dataframe": frame.to_pandas()})


def _complete(keys: Sequence[str]) -> dict[str, Any]:
    return {"result_format": "COMPLETE", "unexpected_index_column_names": list(keys)}


def _verdict(item: Any) -> Verdict:
    info = item.exception_info or {}
    parts = [info, *(part for part in info.values() if isinstance(part, dict))]
    if any(part.get("raised_exception") for part in parts):
        return Verdict(success=False, result={})
    return Verdict(success=bool(item.success), result=dict(item.result))

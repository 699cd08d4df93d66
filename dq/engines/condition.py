"""Row conditions: which rows an expectation is about.

Written as Great Expectations writes them, as data and never as text to be run:
`{"type": "comparison", "column": {"name": "doctors"}, "operator": ">=", "parameter": 2}`, also `nullity`
(`is_null`), and `and` / `or` (`conditions`). The rows are chosen here, so that rows out of scope are
counted and no text from a suite is ever evaluated.
"""

from collections.abc import Callable, Iterator
from functools import reduce
from operator import and_, eq, ge, gt, le, lt, ne, or_
from typing import Any

import polars as pl

Condition = dict[str, Any]
OPERATORS: dict[str, Callable[[pl.Expr, Any], pl.Expr]] = {
    "==": eq,
    "!=": ne,
    "<": lt,
    "<=": le,
    ">": gt,
    ">=": ge,
    "IN": lambda cell, values: cell.is_in(values),
    "NOT_IN": lambda cell, values: ~cell.is_in(values),
}
LISTED = ("IN", "NOT_IN")
KEYS = {
    "comparison": {"type", "column", "operator", "parameter"},
    "nullity": {"type", "column", "is_null"},
    "and": {"type", "conditions"},
    "or": {"type", "conditions"},
}


def is_condition(value: Any) -> bool:
    """True if `value` is a row condition that can be applied."""
    if not isinstance(value, dict) or set(value) != KEYS.get(str(value.get("type"))):
        return False
    if value["type"] in ("and", "or"):
        inner = value["conditions"]
        return isinstance(inner, list) and len(inner) > 1 and all(is_condition(part) for part in inner)
    column = value["column"]
    if not (isinstance(column, dict) and set(column) == {"name"} and isinstance(column["name"], str)):
        return False
    if value["type"] == "nullity":
        return isinstance(value["is_null"], bool)
    return _is_comparison(value["operator"], value["parameter"])


def _is_comparison(operator: Any, parameter: Any) -> bool:
    if operator not in OPERATORS:
        return False
    if operator not in LISTED:
        return _is_plain(parameter)
    one_kind = isinstance(parameter, list) and len({isinstance(item, str) for item in parameter}) == 1
    return one_kind and all(_is_plain(item) for item in parameter)


def _is_plain(value: Any) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def columns_of(condition: Condition) -> Iterator[tuple[str, type[str] | type[float] | None]]:
    """Name the columns a condition looks at, and the kind of value each is compared with."""
    if condition["type"] in ("and", "or"):
        for part in condition["conditions"]:
            yield from columns_of(part)
        return
    parameter = condition.get("parameter")
    sample = parameter[0] if isinstance(parameter, list) else parameter
    kind = None if sample is None else (str if isinstance(sample, str) else float)
    yield condition["column"]["name"], kind


def in_scope(condition: Condition) -> pl.Expr:
    """Say which rows the condition holds for; null, which no filter keeps, at a null cell."""
    if condition["type"] in ("and", "or"):
        join = and_ if condition["type"] == "and" else or_
        return reduce(join, (in_scope(part) for part in condition["conditions"]))
    cell = pl.col(condition["column"]["name"])
    if condition["type"] == "nullity":
        return cell.is_null() if condition["is_null"] else cell.is_not_null()
    return OPERATORS[condition["operator"]](cell, condition["parameter"])

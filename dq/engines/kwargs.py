"""What an expectation may be told: one test per kind of value, and the columns it names."""

import math
import re
from collections.abc import Callable
from typing import Any

from dq.engines.condition import is_condition


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _columns(value: Any) -> bool:
    return _is_list(value, _text, least=2) and len(set(value)) == len(value)


def _values(value: Any) -> bool:
    """A list of texts or a list of numbers, each once."""
    one_kind = _is_list(value, _text) or _is_list(value, _number)
    return one_kind and len(set(value)) == len(value)


def _regex(value: Any) -> bool:
    try:
        re.compile(value)
    except (re.error, TypeError):
        return False
    return _text(value)


def _quantiles(value: Any) -> bool:
    if not isinstance(value, dict) or set(value) != {"quantiles", "value_ranges"}:
        return False
    at, ranges = value["quantiles"], value["value_ranges"]
    if not (_is_list(at, _number) and all(0 <= q <= 1 for q in at)):
        return False
    return _is_list(ranges, _range) and len(ranges) == len(at)


def _range(value: Any) -> bool:
    """[from, to] with numbers or null, not both null, the right way round."""
    if not (isinstance(value, list) and len(value) == 2):
        return False
    ends = [end for end in value if end is not None]
    return bool(ends) and all(_number(end) for end in ends) and ends == sorted(ends)


def _is_list(value: Any, holds: Callable[[Any], bool], *, least: int = 1) -> bool:
    return isinstance(value, list) and len(value) >= least and all(holds(item) for item in value)


KINDS: dict[str, Callable[[Any], bool]] = {
    "column": _text,
    "columns": _columns,
    "number": _number,
    "count": _count,
    "flag": lambda value: isinstance(value, bool),
    "values": _values,
    "regex": _regex,
    "quantiles": _quantiles,
    "condition": is_condition,
}
EXAMPLES = {
    "column": '"named_share"',
    "columns": '["provider_id", "physician_id"]',
    "number": "0.65",
    "count": "12",
    "flag": "true, false",
    "values": '["specialist", "st"]',
    "regex": '"^[0-9]{2}$"',
    "quantiles": '{"quantiles": [0.5], "value_ranges": [[300, 1800]]}',
    "condition": '{"type": "comparison", "column": {"name": "doctors"}, "operator": ">=", "parameter": 3}',
}


def named_columns(kwargs: dict[str, Any]) -> tuple[str, ...]:
    """Name the columns an expectation judges, in the order given; empty for a whole table."""
    single = [kwargs[name] for name in ("column", "column_A", "column_B") if name in kwargs]
    return (*single, *kwargs.get("column_list", []))

"""The expectation types that `dq` takes, what each may be told, and how its counts are read.

Left out on purpose: types that need SQL or a second data source, and `mostly` (a row that fails is a
question whatever its neighbours do; a tolerance is an expectation about the whole column). A test holds
this list to the names and fields of the installed Great Expectations.
Source: https://greatexpectations.io/expectations
"""

from dataclasses import dataclass
from enum import StrEnum


class Shape(StrEnum):
    """What one judged thing is."""

    ROW = "row"  # every row with a filled cell
    PAIR = "pair"  # every row with both cells filled
    ROWS = "rows"  # every row with all listed cells filled
    COLUMN = "column"  # one figure of a column
    TABLE = "table"  # the table itself


class Takes(StrEnum):
    """What the named columns must hold."""

    ANY = "any"
    NUMBER = "number"
    TEXT = "text"


@dataclass(frozen=True)
class Type:
    """One expectation type. `kwargs` maps each allowed name to its kind (see `dq.engines.kwargs`).

    Of the names in `one_of` at least one must be given. `judges_null` types look at null cells too.
    """

    shape: Shape
    takes: Takes
    kwargs: dict[str, str]
    required: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()
    judges_null: bool = False


CONDITION = {"row_condition": "condition"}
COLUMN = {"column": "column", **CONDITION}
COLUMNS = {"column_list": "columns", **CONDITION}
PAIR = {"column_A": "column", "column_B": "column", **CONDITION}
LIMITS = {"min_value": "number", "max_value": "number", "strict_min": "flag", "strict_max": "flag"}
EITHER = ("min_value", "max_value")


def _between(shape: Shape, takes: Takes = Takes.NUMBER, *, judges_null: bool = False) -> Type:
    return Type(shape, takes, COLUMN | LIMITS, ("column",), EITHER, judges_null)


def _plain(
    shape: Shape, kwargs: dict[str, str], takes: Takes = Takes.ANY, *, judges_null: bool = False
) -> Type:
    required = tuple(name for name, kind in kwargs.items() if kind not in ("condition", "flag"))
    return Type(shape, takes, kwargs, required, (), judges_null)


_SET = COLUMN | {"value_set": "values"}
_REGEX = COLUMN | {"regex": "regex"}

TYPES: dict[str, Type] = {
    "expect_column_values_to_be_between": _between(Shape.ROW),
    "expect_column_value_lengths_to_be_between": _between(Shape.ROW, Takes.TEXT),
    "expect_column_values_to_be_in_set": _plain(Shape.ROW, _SET),
    "expect_column_values_to_not_be_in_set": _plain(Shape.ROW, _SET),
    "expect_column_values_to_be_null": _plain(Shape.ROW, COLUMN, judges_null=True),
    "expect_column_values_to_not_be_null": _plain(Shape.ROW, COLUMN, judges_null=True),
    "expect_column_values_to_be_unique": _plain(Shape.ROW, COLUMN),
    "expect_column_values_to_match_regex": _plain(Shape.ROW, _REGEX, Takes.TEXT),
    "expect_column_values_to_not_match_regex": _plain(Shape.ROW, _REGEX, Takes.TEXT),
    "expect_column_pair_values_a_to_be_greater_than_b": _plain(
        Shape.PAIR, PAIR | {"or_equal": "flag"}, Takes.NUMBER
    ),
    "expect_column_pair_values_to_be_equal": _plain(Shape.PAIR, PAIR),
    "expect_compound_columns_to_be_unique": _plain(Shape.ROWS, COLUMNS),
    "expect_multicolumn_sum_to_equal": _plain(Shape.ROWS, COLUMNS | {"sum_total": "number"}, Takes.NUMBER),
    "expect_column_min_to_be_between": _between(Shape.COLUMN),
    "expect_column_max_to_be_between": _between(Shape.COLUMN),
    "expect_column_mean_to_be_between": _between(Shape.COLUMN),
    "expect_column_median_to_be_between": _between(Shape.COLUMN),
    "expect_column_stdev_to_be_between": _between(Shape.COLUMN),
    "expect_column_sum_to_be_between": _between(Shape.COLUMN),
    "expect_column_quantile_values_to_be_between": _plain(
        Shape.COLUMN, COLUMN | {"quantile_ranges": "quantiles"}, Takes.NUMBER
    ),
    "expect_column_unique_value_count_to_be_between": _between(Shape.COLUMN, Takes.ANY),
    "expect_column_proportion_of_unique_values_to_be_between": _between(Shape.COLUMN, Takes.ANY),
    "expect_column_proportion_of_non_null_values_to_be_between": _between(
        Shape.COLUMN, Takes.ANY, judges_null=True
    ),
    "expect_column_distinct_values_to_be_in_set": _plain(Shape.COLUMN, _SET),
    "expect_column_distinct_values_to_contain_set": _plain(Shape.COLUMN, _SET),
    "expect_column_distinct_values_to_equal_set": _plain(Shape.COLUMN, _SET),
    "expect_table_row_count_to_be_between": Type(
        Shape.TABLE, Takes.ANY, LIMITS | CONDITION, one_of=EITHER, judges_null=True
    ),
    "expect_table_row_count_to_equal": _plain(Shape.TABLE, {"value": "count", **CONDITION}, judges_null=True),
}

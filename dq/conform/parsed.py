"""What reading a column's cells takes and gives: values, and for each cell that would not parse a reason."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from dq.core.feed import Kind
from dq.core.forms import EVERY_COLUMN
from dq.core.identity import ANY_FORM, IdentityForms
from dq.core.notice import Sight
from dq.core.table import NOTHING_SAID, Declared

GROUPS = " \u00a0\u202f'\u2019"  # marks between groups of three digits, as Swedish files have them
SIGN = "+\\-\u2212"  # the last is U+2212, the minus of Swedish locale data


@dataclass(frozen=True)
class Given:
    """What is known of a file's cells before they are read.

    `day` is the measurement day. `typed`: the file keeps dates and numbers as values of their own, which
    the reader wrote out as ISO dates and with a decimal point.
    """

    day: date
    declared: Declared = NOTHING_SAID
    identities: IdentityForms = ANY_FORM
    typed: bool = False

    def date_form(self, column: str) -> str:
        """Return the date form declared for a column, or ""."""
        return self.declared.dates.get(column, self.declared.dates.get(EVERY_COLUMN, ""))

    def unit(self, column: str) -> str:
        """Return the unit of shares declared for a column, or ""."""
        return self.declared.units.get(column, self.declared.units.get(EVERY_COLUMN, ""))


@dataclass(frozen=True)
class Parsed:
    """Typed columns by name, and `reason` per cell: null where the cell was read or empty.

    `flag` names per cell why a kept value fails its form (`identity`), null where it does not. `sights`
    are masks of cells that deserve a notice, by sight.
    """

    values: dict[str, pl.Series]
    reason: pl.Series
    decisions: tuple[str, ...] = ()
    flag: pl.Series | None = None
    sights: dict[Sight, pl.Series] = field(default_factory=dict)


DTYPES: dict[Kind, pl.DataType] = {
    Kind.DATE: pl.Date(),
    Kind.DATE_END: pl.Date(),
    Kind.DATETIME: pl.Datetime("us"),
    Kind.COUNT: pl.Int64(),
    Kind.MILLI: pl.Int64(),
    Kind.ORE: pl.Int64(),
    Kind.SHARE: pl.Int64(),
    Kind.NUMBER: pl.Float64(),
    Kind.FLAG: pl.Boolean(),
}

_DATES = (Kind.DATE, Kind.DATE_END, Kind.DATETIME)
_NUMBERS = (Kind.COUNT, Kind.MILLI, Kind.ORE, Kind.SHARE, Kind.NUMBER)


_NO_REASON = pl.Series("", [None], dtype=pl.String)
_NOWHERE = pl.Series("", [False])


def dtype_of(kind: Kind) -> pl.DataType:
    """Return the type of the columns of this kind; text for all that has no type of its own."""
    return DTYPES.get(kind, pl.String())


def unread_class(kind: Kind) -> str:
    """Name the class of an unread cell of this kind: date, number or code."""
    if kind in _DATES:
        return "date"
    return "number" if kind in _NUMBERS else "code"


def evaluate(text: pl.Series, **expressions: pl.Expr) -> pl.DataFrame:
    """Work out expressions over the column `t`, which is `text`."""
    return text.alias("t").to_frame().select(**expressions)


def no_reason(text: pl.Series) -> pl.Series:
    """Return as many null reasons as there are cells."""
    return _NO_REASON.new_from_index(0, text.len())


def nowhere(text: pl.Series) -> pl.Series:
    """Return False for each cell."""
    return _NOWHERE.new_from_index(0, text.len())


def matches(text: pl.Series, pattern: str) -> pl.Series:
    """Return True for each filled cell that `pattern` is found in."""
    # One expression, not two calls on the series: in a delivery of small files each call has a price.
    return evaluate(text, m=pl.col("t").str.contains(pattern).fill_null(value=False))["m"]


def only_where(mask: pl.Series, text: pl.Series, work: Callable[[pl.Series], pl.Series]) -> pl.Series:
    """Put `work` of the cells in `mask` in their place; all others stay. Costs nothing where none is."""
    if not mask.any():
        return text
    at = mask.arg_true()
    return text.clone().scatter(at, work(text.gather(at)))

"""What reading a column's cells gives: values, and for each cell that would not parse a short reason."""

from dataclasses import dataclass, field

import polars as pl

from dq.core.feed import Kind
from dq.core.notice import Sight

GROUPS = " \u00a0\u202f'\u2019"  # marks between groups of three digits, as Swedish files have them
SIGN = "+\\-\u2212"  # the last is U+2212, the minus of Swedish locale data


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
    return pl.repeat(None, text.len(), dtype=pl.String, eager=True)

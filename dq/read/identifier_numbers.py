"""Identifiers that a file holds as numbers: zeros in front may be gone, except where all digits are there."""

import polars as pl

from dq.core.notice import Sight
from dq.read.line_sights import Seen

_TWELVE_DIGITS = (10**11, 10**12 - 1)  # a person number with its century: no zero in front can be lost


def typed_as_numbers(rows: pl.Series, values: pl.Series, header: str, *, person: bool) -> tuple[Seen, ...]:
    """Part identifiers typed as numbers, by source row: those that may have lost zeros, and the others.

    `values` are numbers without null, one for each of `rows`; `header` is safe to show.
    """
    whole = values.is_between(*_TWELVE_DIGITS) & (values == values.floor())
    whole = whole if person else whole & False
    numbers = Seen(Sight.NUMBER_IDENTIFIER, rows.filter(~whole), header)
    return numbers, Seen(Sight.RAW_FORM, rows.filter(whole), header)

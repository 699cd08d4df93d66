"""The only place where text may fail to become a value without an error: the mask says where it did."""

import polars as pl


def convert(text: pl.Series, dtype: pl.DataType, form: str = "") -> tuple[pl.Series, pl.Series]:
    """Return the values and, beside them, True for each filled cell that gave none.

    `form` is the exact form of a date or datetime. The two belong together: never drop the mask.
    """
    if form and dtype == pl.Date:
        values = text.str.to_date(form, strict=False, exact=True)
    elif form:
        values = text.str.to_datetime(form, time_unit="us", strict=False, exact=True)
    else:
        values = text.cast(dtype, strict=False)
    return values, values.is_null() & text.is_not_null()

"""Arrow columns to text without loss: the rules that Parquet files and database queries share."""

import polars as pl
import pyarrow as pa

# Days from 1970 of 0001-01-01 and 9999-12-31: ISO dates have four digits of year.
_FIRST_DAY, _LAST_DAY = -719_162, 2_932_896
_PER_DAY = {"ms": 86_400_000, "us": 86_400_000_000, "ns": 86_400_000_000_000}


def is_flat(kind: pa.DataType) -> bool:
    """Say if cells of a type are single values that have one exact text."""
    types = pa.types
    tests = (types.is_string, types.is_large_string, types.is_integer, types.is_floating, types.is_boolean)
    if any(test(kind) for test in (*tests, types.is_string_view, types.is_date32, types.is_decimal128)):
        return True
    return bool(types.is_timestamp(kind)) and kind.tz is None


def is_number(kind: pa.DataType) -> bool:
    """Say if a type is one of numbers, which lose the zeros in front of an identifier."""
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind))


def outside_calendar(cells: pl.Series) -> bool:
    """Say if a column of dates or timestamps has one outside the years 1 to 9999, such as infinity."""
    if isinstance(cells.dtype, pl.Datetime):
        days = cells.to_physical() // _PER_DAY[cells.dtype.time_unit]
    elif cells.dtype == pl.Date:
        days = cells.to_physical().cast(pl.Int64)
    else:
        return False
    return not bool(days.is_between(_FIRST_DAY, _LAST_DAY).all())


def as_text(cells: pl.Series) -> pl.Series:
    """Write cells as text: dates and timestamps in ISO form, whole floats without `.0`; null stays null."""
    if cells.dtype in (pl.Float32, pl.Float64):
        return cells.cast(pl.String).str.replace(r"^(-?\d+)\.0$", "$1")
    if cells.dtype == pl.Datetime:
        return cells.dt.to_string("%Y-%m-%d %H:%M:%S%.9f").str.replace(r"\.0+$", "")
    if cells.dtype == pl.Date:
        return cells.dt.to_string("%Y-%m-%d")
    return cells.cast(pl.String)

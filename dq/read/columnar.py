"""Parquet: flat columns to a table of strings, without loss.

Dates and timestamps become ISO text, whole floats lose their `.0`. What could change on the way is refused.
"""

import io
from collections.abc import Iterable

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from dq.core.errors import Refused
from dq.core.feed import Feed, Kind
from dq.core.headers import escaped, fold, spellings
from dq.core.table import MIB, ReadLimits
from dq.read.grid import Grid
from dq.read.source import Source

IDENTIFIERS = (Kind.PERSON, Kind.HSA)


def read_parquet(source: Source, feeds: tuple[Feed, ...], limits: ReadLimits) -> Grid:
    """Read a Parquet file. `Refused` for nested or zoned columns, number identifiers, lost rows."""
    name = source.name
    try:
        file = pq.ParquetFile(io.BytesIO(source.data), page_checksum_verification=True)
        _check_shape(name, file, limits)
        table = file.read()
    except (pa.ArrowException, OSError, ValueError):
        raise Refused("parquet_broken", file=name) from None
    if table.num_rows != file.metadata.num_rows:
        raise Refused("rows_lost", file=name)
    for field in table.schema:
        _check_column(name, field, feeds)
    texts = [_text(pl.Series(f"c{at}", column)) for at, column in enumerate(table.columns)]
    frame = pl.DataFrame(texts)
    frame = frame.with_columns(source_row=pl.int_range(1, table.num_rows + 1, dtype=pl.Int64))
    if frame.height != table.num_rows:
        raise Refused("rows_lost", file=name)
    return Grid(tuple(table.column_names), frame, title=0, blank=0, lines=table.num_rows, has_header=False)


def _check_shape(name: str, file: pq.ParquetFile, limits: ReadLimits) -> None:
    """Check the footer's claims before any page is read."""
    footer = file.metadata
    groups = [footer.row_group(at) for at in range(footer.num_row_groups)]
    if footer.num_columns > limits.columns:
        raise Refused("columns_many", file=name, found=str(footer.num_columns), limit=str(limits.columns))
    if footer.num_rows > limits.rows or sum(group.num_rows for group in groups) != footer.num_rows:
        raise Refused("rows_many", file=name, found=str(footer.num_rows), limit=str(limits.rows))
    if sum(group.total_byte_size for group in groups) > limits.expanded_bytes:
        raise Refused("parquet_expands", file=name, limit=f"{limits.expanded_bytes // MIB} MiB")
    for at in range(footer.num_columns):
        column = footer.schema.column(at)
        flat = column.path == column.name and column.max_repetition_level == 0
        if not flat or column.physical_type == "INT96":
            raise Refused("parquet_column", file=name, header=escaped(column.name), type="nested")


def _check_column(name: str, field: pa.Field, feeds: tuple[Feed, ...]) -> None:
    kind = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
    if not _is_flat(kind):
        raise Refused("parquet_column", file=name, header=escaped(field.name), type=escaped(str(field.type)))
    is_number = pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)
    if is_number and _is_identifier(field.name, feeds):
        raise Refused("identifier_number", file=name, header=escaped(field.name))


def _is_flat(kind: pa.DataType) -> bool:
    types = pa.types
    tests = (types.is_string, types.is_large_string, types.is_integer, types.is_floating, types.is_boolean)
    if any(test(kind) for test in (*tests, types.is_string_view, types.is_date32, types.is_decimal128)):
        return True
    return bool(types.is_timestamp(kind)) and kind.tz is None


def _is_identifier(header: str, feeds: Iterable[Feed]) -> bool:
    """Say if `header` means an identifier in every feed that knows it, so that counts stay counts."""
    kinds = [c.kind in IDENTIFIERS for feed in feeds for c in feed.columns if fold(header) in spellings(c)]
    return bool(kinds) and all(kinds)


def _text(cells: pl.Series) -> pl.Series:
    if cells.dtype in (pl.Float32, pl.Float64):
        return cells.cast(pl.String).str.replace(r"^(-?\d+)\.0$", "$1")
    if cells.dtype == pl.Datetime:
        return cells.dt.to_string("%Y-%m-%d %H:%M:%S%.9f").str.replace(r"\.0+$", "")
    if cells.dtype == pl.Date:
        return cells.dt.to_string("%Y-%m-%d")
    return cells.cast(pl.String)

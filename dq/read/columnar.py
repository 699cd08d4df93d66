"""Parquet: flat columns to a table of strings, without loss.

Dates and timestamps become ISO text, whole floats lose their `.0`. What could change on the way is refused.
A whole number as identifier is read and noticed, since it is written as it stands; a float is refused.
"""

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from dq.core.errors import Refused
from dq.core.feed import Feed, Kind
from dq.core.headers import escaped, match
from dq.core.table import MIB, Declared, ReadLimits
from dq.read.arrow_text import as_text, is_flat, is_number, outside_calendar
from dq.read.grid import Grid
from dq.read.identifier_numbers import typed_as_numbers
from dq.read.line_sights import Seen
from dq.read.meaning import IDENTIFIERS, is_all, meant
from dq.read.source import Source

_CELL_BYTES = 8  # that a decoded cell takes at least, however well it was packed


def read_parquet(source: Source, declared: Declared, feeds: tuple[Feed, ...], limits: ReadLimits) -> Grid:
    """Read a Parquet file. `Refused` for nested or zoned columns, float identifiers, lost rows."""
    name = source.name
    table = _read(source, limits)
    headers = tuple(table.column_names)
    fitting = tuple(feed for feed in feeds if not match(feed, headers, declared.maps).missing) or feeds
    texts: list[pl.Series] = []
    seen: list[Seen] = []
    for at, (field, column) in enumerate(zip(table.schema, table.columns, strict=True)):
        _check_column(name, field)
        cells = pl.Series(f"c{at}", column)
        if outside_calendar(cells):
            raise Refused("parquet_column", file=name, header=escaped(field.name), type="date > 9999")
        seen += _identifiers(name, field, cells, fitting, declared.maps)
        texts.append(as_text(cells))
    frame = pl.DataFrame(texts).with_columns(source_row=pl.int_range(1, table.num_rows + 1, dtype=pl.Int64))
    if frame.height != table.num_rows:
        raise Refused("rows_lost", file=name)
    rows = table.num_rows
    return Grid(headers, frame, title=0, blank=0, lines=rows, has_header=False, seen=tuple(seen))


def _read(source: Source, limits: ReadLimits) -> pa.Table:
    """Read all columns after a look at the footer's claims; pages that have a checksum must agree with it."""
    try:
        # No threads: one that still holds the bytes of a broken file when we end takes the process with it.
        data = pa.BufferReader(source.data)
        file = pq.ParquetFile(data, page_checksum_verification=True, pre_buffer=False)
        _check_shape(source.name, file, limits)
        table = file.read(use_threads=False)
        table.validate(full=True)
    except MemoryError:
        raise
    except (pa.ArrowException, OSError, ValueError, KeyError):
        raise Refused("parquet_broken", file=source.name) from None
    if table.num_rows != file.metadata.num_rows:
        raise Refused("rows_lost", file=source.name)
    return table


def _check_shape(name: str, file: pq.ParquetFile, limits: ReadLimits) -> None:
    """Check the footer's claims before any page is read."""
    footer = file.metadata
    groups = [footer.row_group(at) for at in range(footer.num_row_groups)]
    if footer.num_columns > limits.columns:
        raise Refused("columns_many", file=name, found=str(footer.num_columns), limit=str(limits.columns))
    if footer.num_rows > limits.rows:
        raise Refused("rows_many", file=name, found=str(footer.num_rows), limit=str(limits.rows))
    if sum(group.num_rows for group in groups) != footer.num_rows:
        raise Refused("rows_lost", file=name)
    cells = footer.num_rows * footer.num_columns * _CELL_BYTES
    if max(cells, sum(group.total_byte_size for group in groups)) > limits.expanded_bytes:
        raise Refused("parquet_expands", file=name, limit=f"{limits.expanded_bytes // MIB} MiB")
    for at in range(footer.num_columns):
        column = footer.schema.column(at)
        flat = column.path == column.name and column.max_repetition_level == 0
        if not flat or column.physical_type == "INT96":
            kind = "INT96" if flat else "nested"
            raise Refused("parquet_column", file=name, header=escaped(column.name), type=kind)


def _check_column(name: str, field: pa.Field) -> None:
    kind = _plain(field.type)
    if not is_flat(kind) or pa.types.is_float16(kind):
        raise Refused("parquet_column", file=name, header=escaped(field.name), type=escaped(str(field.type)))


def _plain(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def _identifiers(
    name: str, field: pa.Field, cells: pl.Series, feeds: tuple[Feed, ...], maps: dict[str, str]
) -> tuple[Seen, ...]:
    """Notice identifiers that are whole numbers; `Refused` for floats and decimals."""
    columns = meant(field.name, feeds, maps)
    if not is_number(_plain(field.type)) or not is_all(columns, IDENTIFIERS):
        return ()
    if not pa.types.is_integer(_plain(field.type)):
        raise Refused("identifier_number", file=name, header=escaped(field.name))
    rows = cells.is_not_null().arg_true()
    person = is_all(columns, (Kind.PERSON,))
    values = cells.gather(rows)
    return typed_as_numbers(rows.cast(pl.Int64) + 1, values, escaped(field.name), person=person)

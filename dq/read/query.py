"""A database query to text: read in batches, checked like Parquet, and put in an order of its own.

A table in a database has no order. So the rows are sorted, and the SHA-256 is that of the sorted rows: the
same result gives the same hash, the same row numbers and the same findings, in whatever order it came.
"""

import hashlib
from dataclasses import replace
from typing import Any

import polars as pl
import pyarrow as pa
from adbc_driver_manager.dbapi import Connection

from dq.core.errors import Refused
from dq.core.feed import Feed
from dq.core.headers import escaped
from dq.core.query import Asked
from dq.core.table import MIB, Declared, ReadLimits, TextTable
from dq.read.arrow_text import as_text, is_flat, is_number, outside_calendar
from dq.read.database import DIALECTS, answer
from dq.read.grid import Grid, as_table
from dq.read.meaning import IDENTIFIERS, is_all, meant
from dq.read.source import Source

TIME_SHARE = 0.9  # of the time for a file; the rest is for what happens after the last row
# Types whose Arrow form says what the database says. Others may look alike: money comes as hundredths.
EXACT = ("text", "varchar", "bpchar", "name", "bool", "date", "timestamp")
NUMBERS = ("int2", "int4", "int8", "float4", "float8", "numeric")
# The text form of PostgreSQL's COPY: it keeps null apart from text and line ends inside cells.
_ESCAPES = (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r"))
_NULL = "\\N"
_CHUNK = 65_536


def read_query(
    asked: Asked,
    connections: dict[str, Connection],
    declared: Declared,
    feeds: tuple[Feed, ...],
    limits: ReadLimits,
) -> TextTable:
    """Read the result of a query. `Refused` for what a database or a limit says no to, and as for Parquet.

    `connections`: those open so far, by the name of the database. This one joins them. An identifier that is
    a number is refused, also a whole one: who writes the query can turn it into text.
    """
    with answer(asked, connections, limits.wall_seconds * TIME_SHARE) as batches:
        if len(batches.schema) > limits.columns:
            found, limit = str(len(batches.schema)), str(limits.columns)
            raise Refused("columns_many", file=asked.name, found=found, limit=limit)
        check_columns(asked, batches.schema, declared, feeds)
        headers = tuple(batches.schema.names)
        frame = collected(asked.name, batches, limits)
    frame, digest, size = canonical(headers, frame)
    sql = hashlib.sha256(asked.sql.encode()).hexdigest()
    said = (f"sql_sha256={sql}", f"snapshot={DIALECTS[asked.driver].snapshot}")
    grid = Grid(headers, frame, title=0, blank=0, lines=frame.height, decisions=said, has_header=False)
    source = Source(asked.name, b"", digest)
    return replace(as_table(source, asked.driver, grid, feeds, limits), size=size)


def canonical(headers: tuple[str, ...], frame: pl.DataFrame) -> tuple[pl.DataFrame, str, int]:
    r"""Sort the rows, number them from 1, and give the SHA-256 and the size of the result written out.

    Written out: a line of headers and a line per row, tab between cells, UTF-8, as PostgreSQL's COPY writes
    text (`\N` for null; `\\`, `\t`, `\n`, `\r` inside cells), the lines of rows sorted by their bytes.
    """
    lines = pl.concat([pl.Series("line", [], pl.String), *map(_lines, frame.iter_slices(_CHUNK))])
    order = lines.arg_sort()
    first = "\t".join(_escaped(pl.Series(headers))) + "\n"
    digest, size = hashlib.sha256(first.encode()), len(first.encode())
    for part in lines.gather(order).to_frame().iter_slices(_CHUNK):
        data = ("\n".join(part.to_series()) + "\n").encode()
        digest.update(data)
        size += len(data)
    rows = frame[order].with_columns(source_row=pl.int_range(1, frame.height + 1, dtype=pl.Int64))
    return rows, digest.hexdigest(), size


def _lines(frame: pl.DataFrame) -> pl.Series:
    return frame.select(line=pl.concat_str(*map(_escaped, frame.iter_columns()), separator="\t")).to_series()


def _escaped(cells: pl.Series) -> pl.Series:
    if cells.str.contains(r"[\\\t\n\r]").any():
        for mark, escape in _ESCAPES:
            cells = cells.str.replace_all(mark, escape, literal=True)
    return cells.fill_null(_NULL)


def check_columns(asked: Asked, schema: pa.Schema, declared: Declared, feeds: tuple[Feed, ...]) -> None:
    """Refuse columns whose cells have no one exact text, and identifiers that are numbers."""
    if not len(schema):
        raise Refused("query_wrong", file=asked.name, database=asked.database, code="42601")
    for field in schema:
        said = _said_type(field) if asked.driver == "postgresql" else ""
        kind = _storage(field.type)
        if (said and said not in (*EXACT, *NUMBERS)) or not is_flat(kind):
            shown = escaped(said or str(field.type))
            raise Refused("query_column", file=asked.name, header=escaped(field.name), type=shown)
        columns = meant(field.name, feeds, declared.maps)
        if (said in NUMBERS or is_number(kind)) and is_all(columns, IDENTIFIERS):
            raise Refused("identifier_number", file=asked.name, header=escaped(field.name))


def _said_type(field: pa.Field) -> str:
    """Return the name that the database has for a column's type; without one the type is not trusted."""
    metadata: dict[bytes, bytes] = field.metadata or {}
    return metadata.get(b"POSTGRESQL:type", b"?").decode("utf-8", "replace")


def _storage(kind: pa.DataType) -> pa.DataType:
    """Return what an opaque type is stored as (numeric: its exact text), any other as it is."""
    is_opaque = isinstance(kind, pa.BaseExtensionType) and kind.extension_name == "arrow.opaque"
    return kind.storage_type if is_opaque else kind


def collected(name: str, batches: Any, limits: ReadLimits) -> pl.DataFrame:
    """Read all batches to text, as long as rows and bytes are within the limits."""
    parts: list[pl.DataFrame] = [_text_frame(name, batches.schema.empty_table().to_batches(), batches.schema)]
    rows = size = 0
    for batch in batches:
        rows, size = rows + batch.num_rows, size + batch.nbytes
        if rows > limits.rows:
            raise Refused("rows_many", file=name, found=f">{limits.rows}", limit=str(limits.rows))
        if size > limits.expanded_bytes:
            raise Refused("query_large", file=name, limit=f"{limits.expanded_bytes // MIB} MiB")
        parts.append(_text_frame(name, [batch], batches.schema))
    frame = pl.concat(parts, rechunk=True)
    if frame.height != rows:
        raise Refused("rows_lost", file=name)
    return frame


def _text_frame(name: str, batches: list[pa.RecordBatch], schema: pa.Schema) -> pl.DataFrame:
    texts = []
    table = pa.Table.from_batches(batches, schema)
    try:
        table.validate(full=True)
    except pa.ArrowInvalid:
        raise Refused("query_text", file=name) from None
    for at, (field, column) in enumerate(zip(schema, table.columns, strict=True)):
        cells = pl.Series(f"c{at}", column.cast(_storage(field.type)))
        if outside_calendar(cells):
            raise Refused("query_date", file=name, header=escaped(field.name))
        texts.append(as_text(cells))
    return pl.DataFrame(texts)

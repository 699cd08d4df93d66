"""JSON: answers of the listing service, or flat objects with a feed's columns, as an array or line by line.

Strict: no NaN, no key twice in an object, no lone surrogates. Numbers keep the text they were written in.
"""

import codecs
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NoReturn

import polars as pl

from dq.core.errors import Refused
from dq.core.feed import Feed
from dq.core.headers import escaped
from dq.core.table import Declared, ReadLimits
from dq.read.grid import Grid
from dq.read.listing import ANSWER, SUBJECT, Listings, Node, Number, add_subject, grid, plain
from dq.read.meaning import IDENTIFIERS, is_all, meant
from dq.read.source import Source

_CHUNK = 50_000
_Record = tuple[int, Node]  # its number in the file (line or place in the array), and what it holds


def read_json(source: Source, declared: Declared, feeds: tuple[Feed, ...], limits: ReadLimits) -> Grid:
    """Read a JSON file. `Refused` for broken, nested or uneven records, and for all that is no table."""
    data = _utf8(source)
    try:
        by_line = _is_by_line(data)
        records = _by_line(data) if by_line else _whole(data)
        lines = data.count(b"\n") + (not data.endswith(b"\n")) if by_line else None
        first = next(iter(records), None)
        if first is None:
            raise Refused("no_rows", file=source.name)
        rest = _chain(first, records)
        if isinstance(first[1], dict) and {plain(key) for key in first[1]} & {SUBJECT, ANSWER}:
            return _answers(source.name, rest, limits)
        known = _Known(feeds, declared.maps)
        return _flat(source.name, rest, known, limits, lines)
    except (json.JSONDecodeError, UnicodeError, _Unclean) as fault:
        line = str(getattr(fault, "lineno", 0) or 1)
    except RecursionError:
        raise Refused("nested_deep", file=source.name) from None
    raise Refused("json_broken", file=source.name, line=line)


@dataclass(frozen=True)
class _Known:
    """What headers may mean: the feeds the file may be, and the maps that were declared."""

    feeds: tuple[Feed, ...]
    maps: dict[str, str]

    def is_identifier(self, header: str) -> bool:
        return is_all(meant(header, self.feeds, self.maps), IDENTIFIERS)


class _Unclean(ValueError):
    """Something that JSON readers differ on: a key twice, NaN. `lineno` is 0 where the line is not known."""

    def __init__(self, lineno: int = 0) -> None:
        super().__init__()
        self.lineno = lineno


def _utf8(source: Source) -> bytes:
    data = source.data.removeprefix(codecs.BOM_UTF8)
    try:
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return data.decode("utf-16").encode()
        data.decode("utf-8")
    except UnicodeError as fault:
        line = str(data.count(b"\n", 0, getattr(fault, "start", 0)) + 1)
        raise Refused("encoding_json", file=source.name, line=line) from None
    return data


def _is_by_line(data: bytes) -> bool:
    """Say if the first line that is not blank is an object of its own, and no array."""
    first = next((line for line in io.BytesIO(data) if line.strip()), b"")
    try:
        return isinstance(_loads(first), dict)
    except (json.JSONDecodeError, _Unclean):
        return False


def _by_line(data: bytes) -> Iterator[_Record]:
    for number, line in enumerate(io.BytesIO(data), 1):
        if line.strip():
            try:
                yield number, _loads(line)
            except ValueError:
                raise _Unclean(number) from None


def _whole(data: bytes) -> Iterator[_Record]:
    value = _loads(data)
    yield from enumerate(value if isinstance(value, list) else [value], 1)


def _chain(first: _Record, rest: Iterable[_Record]) -> Iterator[_Record]:
    yield first
    yield from rest


def _loads(text: bytes) -> Node:
    value: Node = json.loads(
        text,
        object_pairs_hook=_object,
        parse_float=Number,
        parse_int=Number,
        parse_constant=_refuse_constant,
    )
    return value


def _refuse_constant(_name: str) -> NoReturn:
    raise _Unclean


def _object(pairs: list[tuple[str, object]]) -> dict[str, Node]:
    """Make an object of its pairs, all values as text; a key that stands twice is a fault."""
    made = {key: _plain_value(value) for key, value in pairs}
    if len(made) != len(pairs):
        raise _Unclean
    return made


def _plain_value(value: object) -> Node:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        value.encode()  # half a surrogate pair is no character
        return value
    if isinstance(value, list):
        return [_plain_value(each) for each in value]
    return value if isinstance(value, dict) else None


def _answers(name: str, records: Iterable[_Record], limits: ReadLimits) -> Grid:
    found = Listings(name, limits)
    for number, record in records:
        _answer(found, number, record)
    return grid(found, ())


def _answer(found: Listings, number: int, record: Node) -> None:
    """Take one answer, with or without a `getListingResponse` around it."""
    if not isinstance(record, dict):
        raise Refused("record_uneven", file=found.name, record=str(number))
    subjects = 0
    for key, value in record.items():
        if plain(key) == ANSWER:
            _answer(found, number, value)
        elif plain(key) == SUBJECT:
            for subject in value if isinstance(value, list) else [value]:
                if not isinstance(subject, dict):
                    raise Refused("record_uneven", file=found.name, record=str(number))
                add_subject(found, subject)
        elif plain(key) == "resultcode" and str(value).upper() != "OK":
            raise Refused("listing_failed", file=found.name)
        elif plain(key) != "resultcode":
            found.leave_out(key)
        subjects += plain(key) in (ANSWER, SUBJECT)
    if not subjects:
        raise Refused("record_uneven", file=found.name, record=str(number))


def _flat(
    name: str, records: Iterable[_Record], known: _Known, limits: ReadLimits, lines: int | None
) -> Grid:
    """Read flat objects, each with the keys of the first, whatever their order."""
    headers: tuple[str, ...] = ()
    rows: list[tuple[str | int | None, ...]] = []
    frames: list[pl.DataFrame] = []
    identifiers: set[str] = set()
    for number, record in records:
        if not isinstance(record, dict):
            raise Refused("json_unknown", file=name)
        if not headers:
            headers = _headers(name, record, limits)
            identifiers = {header for header in headers if known.is_identifier(header)}
        if record.keys() != set(headers):
            raise Refused("record_uneven", file=name, record=str(number))
        _refuse_nested(name, number, record, identifiers)
        rows.append((*(_cell(record[header]) for header in headers), number))
        if len(rows) == _CHUNK:
            frames.append(_frame(rows, len(headers)))
            rows.clear()
            if len(frames) * _CHUNK > limits.rows:
                raise Refused("rows_many", file=name, found=f"> {limits.rows}", limit=str(limits.rows))
    frame = pl.concat([*frames, _frame(rows, len(headers))])
    total = frame.height if lines is None else lines
    return Grid(headers, frame, title=0, blank=total - frame.height, lines=total, has_header=False)


def _headers(name: str, record: dict[str, Node], limits: ReadLimits) -> tuple[str, ...]:
    if not record or any(isinstance(value, list | dict) for value in record.values()):
        raise Refused("json_unknown", file=name)
    if len(record) > limits.columns:
        raise Refused("columns_many", file=name, found=str(len(record)), limit=str(limits.columns))
    return tuple(record)


def _refuse_nested(name: str, number: int, record: dict[str, Node], identifiers: set[str]) -> None:
    for header, value in record.items():
        if isinstance(value, list | dict):
            raise Refused("record_nested", file=name, record=str(number), header=escaped(header))
        if isinstance(value, Number) and header in identifiers:
            raise Refused("identifier_number", file=name, header=escaped(header))


def _cell(value: Node) -> str | None:
    return None if value is None else str(value)


def _frame(rows: list[tuple[str | int | None, ...]], width: int) -> pl.DataFrame:
    schema: dict[str, pl.DataType] = {f"c{at}": pl.String() for at in range(width)}
    return pl.DataFrame(rows, schema=schema | {"source_row": pl.Int64()}, orient="row")

"""Answers of the national listing service, in XML or JSON: one row per listing of a person.

The contract is GetListing 1.0 (urn:riv:crm:carelisting:GetListingResponder:1): a `subjectOfCare` with a
`personId` and any number of `listing`, each with type, dates, `healthcare_facility` and perhaps `resource`.
Whatever else stands in an answer is counted and named, never dropped without a word.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeAlias

import polars as pl

from dq.core.errors import Refused
from dq.core.table import ReadLimits
from dq.read.grid import Grid

Node: TypeAlias = "str | list[Node] | dict[str, Node] | None"

SUBJECT, LISTING, PERSON = "subjectofcare", "listing", "personid"
ANSWER = "getlistingresponse"
DEEPEST = 64
_CHUNK = 50_000
_NAMED = 20  # names of elements left out that are shown
# Where each column stands below a listing. Names are compared without case and underscores, since the
# schema writes healthcare_facility and its specification healthcareFacility.
COLUMNS = {
    (PERSON,): "personId",
    ("healthcarefacility", "facilityid"): "facilityId",
    ("healthcarefacility", "facilityname"): "facilityName",
    ("healthcarefacility", "hasqueue"): "hasQueue",
    ("resource", "resourceid"): "resourceId",
    ("resource", "resourcename"): "resourceName",
    ("listingtype",): "listingType",
    ("validfromdate",): "validFromDate",
    ("validtodate",): "validToDate",
}
HEADERS = tuple(COLUMNS.values())
IDENTIFIERS = ("personId", "facilityId", "resourceId")
_DATES = ("validFromDate", "validToDate")
# Midnight with a zone is the day as written, if it is that day in Sweden too.
_ZONED = re.compile(r"(\d{4}-(\d\d)-\d\d)T00:00:00(?:\.0+)?(Z|\+01:00|\+02:00)")
_SUMMER = ("04", "05", "06", "07", "08", "09")


class Number(str):
    """A number of a JSON text, as it was written."""

    __slots__ = ()


@dataclass
class Listings:
    """What has been found so far in an answer, or in many answers in one file. `name` is the file's."""

    name: str
    limits: ReadLimits
    rows: list[tuple[str | None, ...]] = field(default_factory=list)
    frames: list[pl.DataFrame] = field(default_factory=list)
    count: int = 0
    subjects: int = 0
    counted: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)

    def leave_out(self, name: str) -> None:
        """Count something that no column takes. A name that may be a value is not shown."""
        known = name if re.fullmatch(r"[@#]?[A-Za-z_][\w.#-]{0,39}", name, re.ASCII) else "?"
        self.left_out[known if known in self.left_out or len(self.left_out) < _NAMED else "..."] += 1


@lru_cache(maxsize=4096)
def plain(name: str) -> str:
    """Reduce the name of an element or a key to what counts when comparing."""
    return name.replace("_", "").casefold()


def add_subject(found: Listings, subject: dict[str, Node]) -> None:
    """Take the listings of one person. `Refused` where a field stands twice in one listing."""
    found.subjects += 1
    person, listings = None, []
    for name, value in _each(subject):
        if plain(name) == LISTING and isinstance(value, dict):
            listings.append(value)
        elif plain(name) == PERSON and not isinstance(value, dict):
            _refuse_second(found, "personId", person)
            person = _text(found, "personId", value)
        else:
            for path, _ in _leaves(found, (name,), value):
                found.leave_out(path[-1])
    if not listings:
        found.counted["subject_without_listing"] += 1
    for listing in listings:
        _add_listing(found, person, listing)


def grid(found: Listings, decisions: tuple[str, ...]) -> Grid:
    """Give all listings; `source_row` is the number of the listing in the file, from 1."""
    _flush(found)
    schema = {f"c{at}": pl.String() for at in range(len(HEADERS))} | {"source_row": pl.Int64()}
    frame = pl.concat([pl.DataFrame(schema=schema), *found.frames])
    told = (f"{name}={count}" for name, count in sorted(found.counted.items()))
    left = (f"left_out:{name}={count}" for name, count in sorted(found.left_out.items()))
    return Grid(
        HEADERS,
        frame,
        title=0,
        blank=0,
        lines=found.count,
        decisions=(*decisions, *told, *left),
        has_header=False,
    )


def _add_listing(found: Listings, person: str | None, listing: dict[str, Node]) -> None:
    found.count += 1
    if found.count > found.limits.rows:
        raise Refused(
            "rows_many", file=found.name, found=f"> {found.count - 1}", limit=str(found.limits.rows)
        )
    cells: dict[str, str | None] = {"personId": person}
    for path, value in _leaves(found, (), listing):
        header = _header(path)
        if header is None or header == "personId":
            found.leave_out(path[-1])
            continue
        _refuse_second(found, header, cells.get(header))
        cells[header] = _text(found, header, value)
    found.rows.append(tuple(cells.get(header) for header in HEADERS))
    if len(found.rows) == _CHUNK:
        _flush(found)


@lru_cache(maxsize=4096)
def _header(path: tuple[str, ...]) -> str | None:
    return COLUMNS.get(tuple(plain(part) for part in path))


def _flush(found: Listings) -> None:
    if not found.rows:
        return
    first = found.count - len(found.rows) + 1
    schema = {f"c{at}": pl.String() for at in range(len(HEADERS))}
    frame = pl.DataFrame(found.rows, schema=schema, orient="row")
    numbers = pl.int_range(first, found.count + 1, dtype=pl.Int64, eager=True)
    found.frames.append(frame.with_columns(source_row=numbers))
    found.rows.clear()


def _text(found: Listings, header: str, value: Node) -> str | None:
    """Return the text of a field; a date and time at midnight with a zone is its day."""
    if value is None:
        return None
    if isinstance(value, Number) and header in IDENTIFIERS:
        raise Refused("identifier_number", file=found.name, header=header)
    text = str(value)
    zoned = _ZONED.fullmatch(text.strip()) if header in _DATES else None
    if zoned and (zoned.group(3) != "+02:00" or zoned.group(2) in _SUMMER):
        found.counted[f"zone_cut:{header}"] += 1
        return zoned.group(1)
    return text


def _refuse_second(found: Listings, header: str, before: str | None) -> None:
    if before is not None:
        raise Refused("record_twice", file=found.name, record=str(found.count), header=header)


def _each(value: dict[str, Node]) -> Iterator[tuple[str, Node]]:
    """Give each name with its values one by one."""
    for name, one in value.items():
        for each in one if isinstance(one, list) else [one]:
            yield name, each


def _leaves(found: Listings, path: tuple[str, ...], value: Node) -> Iterator[tuple[tuple[str, ...], Node]]:
    """Give the path and text of everything below `value`; an empty group counts as one."""
    if len(path) > DEEPEST:
        raise Refused("nested_deep", file=found.name)
    if isinstance(value, list):
        for each in value:
            yield from _leaves(found, path, each)
    elif isinstance(value, dict) and value:
        for name, each in value.items():
            yield from _leaves(found, (*path, name), each)
    elif path:
        yield path, value if not isinstance(value, dict) else None

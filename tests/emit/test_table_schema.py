"""The Table Schema of every feed: valid, one with what dq reads, and kept by the files of the demo."""

import csv
import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from frictionless import Resource, Schema, system
from hypothesis import given, settings
from hypothesis import strategies as st

from dq.conform import conform
from dq.conform.cells import MISSING
from dq.core.feed import Column, Feed, Kind
from dq.core.headers import Mapping, match
from dq.core.table import Lines, TextTable
from dq.emit.table_schema import table_schema
from dq.emit.written import PATTERNS, Tokens, codes
from dq.feeds import FEEDS, REPEATS

DAY = date(2026, 10, 31)
TOKENS = Tokens(MISSING)
FEED = pytest.mark.parametrize("feed", FEEDS.values(), ids=list(FEEDS))


def schema(feed: Feed, lang: str = "sv") -> dict[str, Any]:
    return table_schema(feed, lang, TOKENS)


def read(kind: Kind, cell: str) -> tuple[str | None, ...]:
    """Why dq does not read a cell of this kind; empty if it does."""
    column = Column("x", "X", kind)
    table = TextTable(
        name="a.csv",
        form="csv",
        headers=("x",),
        frame=pl.DataFrame({"c0": [cell], "source_row": [2]}),
        apart=pl.DataFrame(),
        lines=Lines(rows=1),
        sha256="",
        size=0,
    )
    feed = Feed("f", "F", "", (column,), ("x",))
    conformed = conform(table, feed, Mapping("f", {"x": "x"}, (), (), ()), DAY)
    return tuple(conformed.unread["reason"])


@FEED
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_every_schema_is_valid(feed: Feed, lang: str) -> None:
    descriptor = schema(feed, lang)
    assert Schema.validate_descriptor(descriptor).valid
    assert [field["name"] for field in descriptor["fields"]] == [column.name for column in feed.columns]


@FEED
def test_a_schema_says_what_the_feed_declares(feed: Feed) -> None:
    fields = {field["name"]: field for field in schema(feed)["fields"]}
    for column in feed.columns:
        field = fields[column.name]
        assert field.get("constraints", {}).get("required", False) is not column.nullable
        assert field["dq:columnRequired"] is column.required
        assert field["dq:personal"] is column.personal
        assert {column.label, *column.headers, *column.inclusive_headers} <= set(field["dq:headers"])
        assert set(column.values) <= set(field.get("constraints", {}).get("enum", column.values))
        assert field.get("dq:unit", "") == column.unit


def test_a_key_with_cells_that_may_be_empty_is_not_called_primary() -> None:
    assert schema(FEEDS["ref_provider"])["primaryKey"] == ["provider_id"]
    assert "primaryKey" not in schema(FEEDS["listings"])
    assert schema(FEEDS["listings"])["dq:uniqueKey"] == [
        "person_id",
        "provider_id",
        "listing_kind",
        "valid_from",
    ]


def test_a_token_that_is_a_code_is_no_missing_value() -> None:
    column = Column("x", "X", Kind.CODE, values={"-": "none", "ja": "yes"})
    feed = Feed("f", "F", "", (column, Column("t", "T", Kind.TEXT, missing=("tom",))), ("x",))
    first, second = schema(feed)["fields"]
    assert "-" not in first["missingValues"]
    assert ".." in first["missingValues"]
    assert second["missingValues"] == ["", "tom"]


@pytest.mark.parametrize("kind", sorted(PATTERNS.keys() - {Kind.DATETIME}))
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_a_cell_that_the_schema_takes_is_read(kind: Kind, data: st.DataObject) -> None:
    cell = data.draw(st.from_regex(PATTERNS[kind], fullmatch=True).filter(lambda text: len(text) < 14))
    if kind is Kind.MILLI and "%" in cell:
        cell = cell.replace("%", "").strip()  # percent has one decimal less: the column decides, not the cell
    assert set(read(kind, cell)) <= {"too_precise", "mixed_unit", "out_of_range"}


@pytest.mark.parametrize("form", ["%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S"])
@settings(max_examples=10, deadline=None)
@given(moment=st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2100, 1, 1)))
def test_a_time_that_the_schema_takes_is_read(form: str, moment: datetime) -> None:
    cell = moment.strftime(form)
    assert re.fullmatch(PATTERNS[Kind.DATETIME], cell)
    assert read(Kind.DATETIME, cell) == ()


@pytest.mark.parametrize(
    ("kind", "cell"),
    [
        (Kind.COUNT, "1.234"),
        (Kind.COUNT, "1,5"),
        (Kind.COUNT, "12 34"),
        (Kind.ORE, "1.234"),
        (Kind.SHARE, "-1"),
        (Kind.SHARE, "NaN"),
        (Kind.NUMBER, "inf"),
        (Kind.DATETIME, "2026-10-31 25"),
        (Kind.FLAG, "x"),
    ],
)
def test_a_cell_that_dq_does_not_read_is_not_taken(kind: Kind, cell: str) -> None:
    assert read(kind, cell)
    assert checked(kind, cell) == ["constraint-error"]


def checked(kind: Kind, cell: str) -> list[str]:
    feed = Feed("f", "F", "", (Column("x", "X", kind),), ("x",))
    resource = Resource(data=[["x"], [cell]], schema=Schema.from_descriptor(schema(feed)))
    return [error.type for error in resource.validate().tasks[0].errors]


def test_codes_are_taken_in_the_case_they_come_in() -> None:
    column = next(each for each in FEEDS["staff_roll"].columns if each.name == "role")
    assert {"specialist", "Specialist", "Specialistläkare", "ST-läkare"} <= set(codes(column))


@pytest.mark.slow
def test_the_files_of_the_demo_keep_their_schemas(clean_delivery: Path, tmp_path: Path) -> None:
    done = set()
    for name, feed, encoding, delimiter in manifest(clean_delivery):
        if not encoding:
            continue
        path = tmp_path / name
        copy(clean_delivery / name, path, FEEDS[feed], encoding, delimiter)
        with system.use_context(trusted=True):
            resource = Resource(path=str(path), schema=Schema.from_descriptor(schema(FEEDS[feed])))
            report = resource.validate()
        assert report.valid, (name, report.flatten(["rowNumber", "fieldName", "type"])[:5])
        done.add(feed)
    assert done == {"listings", "staff_roll", "claims", "ref_provider", "ref_physician", "survey_shares"}


def manifest(folder: Path) -> list[tuple[str, str, str, str]]:
    marks = {"semikolon": ";", "komma": ",", "tabb": "\t", "": ""}
    with (folder / "manifest.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    return [(r["Fil"], r["Innehåll"], r["Teckenkodning"], marks[r["Avgränsare"]]) for r in rows]


def copy(source: Path, target: Path, feed: Feed, encoding: str, delimiter: str) -> None:
    """Write a text file again as UTF-8 with commas, its headers as the columns are called."""
    text = source.read_text(encoding=encoding).removeprefix("\ufeff")
    rows = list(csv.reader(text.splitlines(), delimiter=delimiter))
    columns = match(feed, tuple(rows[0]), {}).columns
    named = {header: column for column, header in columns.items()}
    with target.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([[named.get(header, header) for header in rows[0]], *rows[1:]])


def test_repeated_feeds_have_schemas_of_their_own_name() -> None:
    assert {schema(FEEDS[name])["name"] for name in REPEATS} == set(REPEATS)

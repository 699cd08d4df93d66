"""Every feed has a contract that is kept: what breaks it is the outcome of a rule, once, with its rows.

For each column one row of its own is broken, in each way a typed cell of its kind can be. Texts, persons and
broken codes hold canaries: none of them may come out.
"""

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from dq.core.errors import ToolFault
from dq.core.feed import Column, Feed, Kind
from dq.core.ledger import FileRead
from dq.core.rule import Chosen, RuleKind
from dq.engines.contract import AT_MOST, contract_failures
from dq.feeds import FEEDS, MODELS
from dq.loop import Judged, Sources, findings_frame, judge, outcomes
from dq.measures import MEASURES
from dq.pipeline.frames import Staged, broken_rows, contract_cells, stage
from dq.rules import RULES
from dq.settings import load_suite

DAY = date(2026, 10, 31)
CANARY = "Kanarie"
OURS = ("CMP-01", "PLA-01", "SCH-06")
FEED = pytest.mark.parametrize("feed", FEEDS.values(), ids=list(FEEDS))
PLAIN: dict[Kind, Any] = {
    Kind.DATE: date(2020, 1, 1),
    Kind.DATETIME: datetime(2020, 1, 1, 8),
    Kind.COUNT: 7,
    Kind.MILLI: 500,
    Kind.ORE: 100,
    Kind.NUMBER: 1.0,
    Kind.FLAG: True,
}


@dataclass(frozen=True)
class Break:
    """One way to break a column: the rule it breaks, and the cells that do it."""

    column: str
    rule_id: str
    cells: dict[str, Any]


def breaks(feed: Feed) -> list[Break]:
    found = []
    for column in feed.columns:
        first = column.outputs[0]
        if not column.nullable:
            found.append(Break(column.name, "CMP-01", dict.fromkeys(column.outputs)))
        if column.kind is Kind.CODE:
            found.append(Break(column.name, "SCH-06", {first: f"{CANARY}-code"}))
        if column.kind is Kind.DATE and column.name != "field_to":
            found.append(Break(column.name, "SCH-06", {first: date(1899, 12, 31)}))
        if column.kind in (Kind.COUNT, Kind.MILLI, Kind.ORE):
            found.append(Break(column.name, "PLA-01", {first: -1}))
        if column.kind is Kind.SHARE:
            num, den = column.outputs
            pairs = [(-1, 9), (10, 9), (0, 0), (1, None)]
            for pair in [*pairs, (None, 9)] if column.nullable else pairs:  # null there is CMP-01 as well
                found.append(Break(column.name, "PLA-01", dict(zip((num, den), pair, strict=True))))
        if AT_MOST.get(column.name) in feed.outputs:
            found.append(Break(column.name, "PLA-01", {first: 8}))
    return found


def clean_row(feed: Feed, number: int) -> dict[str, Any]:
    """A row that breaks nothing; each has a provider of its own."""
    row: dict[str, Any] = {"source_file": "a.csv", "source_row": number}
    for column in feed.columns:
        row |= dict.fromkeys(column.outputs, clean_cell(column, number))
        if column.kind is Kind.SHARE:
            row |= dict(zip(column.outputs, (1, 2), strict=True))
    return row


def clean_cell(column: Column, number: int) -> Any:
    if column.kind is Kind.CODE:
        return next(iter(column.values.values()))
    if column.kind is Kind.HSA:
        return f"SE2321000016-{'L' if 'physician' in column.name else 'A'}{number:03}"
    if column.name == "county_code":
        return "01"
    if column.name == "measurement_day":
        return DAY
    if column.kind in (Kind.TEXT, Kind.PERSON, Kind.LIST):
        return f"{CANARY}-{column.name}-{number}"
    return PLAIN.get(column.kind)


def typed(feed: Feed, changes: list[dict[str, Any]]) -> pl.DataFrame:
    """One row per change, from line 2 on."""
    schema = {name: field.dtype.type for name, field in MODELS[feed.name].to_schema().columns.items()}
    source = {"source_file": pl.String, "source_row": pl.Int64, "unread": pl.String, "flagged": pl.String}
    rows = [clean_row(feed, number) | change for number, change in enumerate(changes, start=2)]
    return pl.DataFrame(rows, schema=schema | source)


def staged_of(feed: Feed, frame: pl.DataFrame, folder: Path) -> Staged:
    path = folder / "00000.parquet"
    frame.write_parquet(path)
    rows = frame.height
    read = FileRead("a.csv", "read", feed.name, lines=rows + 1, header=1, rows=rows)
    return stage({feed.name: [path]}, (read,))


def judged_of(staged: Staged, cells: pl.DataFrame) -> tuple[Judged, Sources]:
    chosen = tuple(Chosen(rule, rule.parameters) for rule in RULES if rule.kind is RuleKind.ROW)
    sources = Sources(staged.feeds, staged.present, MEASURES, DAY)
    tariff = load_suite("minimal", DAY).tariff
    return judge(chosen, sources, FEEDS, tariff, broken_rows(staged, cells)), sources


def expected_rows(planted: list[Break]) -> dict[str, set[int]]:
    rows: dict[str, set[int]] = {rule_id: set() for rule_id in OURS}
    for number, each in enumerate(planted, start=2):
        rows[each.rule_id].add(number)
    return rows


def test_the_ways_to_break_a_feed_are_many_and_every_feed_has_one() -> None:
    counts = {name: len(breaks(feed)) for name, feed in FEEDS.items()}
    assert min(counts.values()) >= 2
    assert sum(counts.values()) > 150


@FEED
def test_a_clean_row_of_every_feed_breaks_nothing(feed: Feed, tmp_path: Path) -> None:
    staged = staged_of(feed, typed(feed, [{}, {}]), tmp_path)
    cells = contract_cells(staged)
    assert cells.is_empty()
    judged, sources = judged_of(staged, cells)
    assert {each.failing for each in outcomes(judged, sources)} == {0}


@FEED
def test_every_broken_cell_carries_its_rule_its_column_and_its_row(feed: Feed, tmp_path: Path) -> None:
    planted = breaks(feed)
    cells = contract_cells(staged_of(feed, typed(feed, [each.cells for each in planted]), tmp_path))
    found = set(cells.select("feed", "rule_id", "source_file", "source_row", "column").iter_rows())
    assert found >= {
        (feed.name, each.rule_id, "a.csv", number, each.column)
        for number, each in enumerate(planted, start=2)
    }
    rules_by_row = {(rule_id, row) for _, rule_id, _, row, _ in found}
    assert rules_by_row == {(each.rule_id, number) for number, each in enumerate(planted, start=2)}
    assert set(cells["rule_id"]) <= {rule.id for rule in RULES}


@FEED
def test_every_broken_row_counts_once_in_the_outcome_of_its_rule(feed: Feed, tmp_path: Path) -> None:
    planted = breaks(feed)
    expected = expected_rows(planted)
    empty: dict[str, Any] = {}
    for each in planted:  # a last row that is empty in every column that must be filled
        empty |= each.cells if each.rule_id == "CMP-01" else {}
    expected["CMP-01"].add(len(planted) + 2)
    frame = typed(feed, [*(each.cells for each in planted), empty])
    staged = staged_of(feed, frame, tmp_path)
    judged, sources = judged_of(staged, contract_cells(staged))
    for outcome in outcomes(judged, sources):
        rows = expected.get(outcome.rule_id, set())
        assert outcome.failing == len(rows), outcome.rule_id
        assert outcome.affected == len(rows)
        if rows:
            assert outcome.examined == frame.height
    for result in judged.rows:
        rows = expected.get(result.rule_id, set())
        shown = result.shown["source_row"].to_list()
        assert len(shown) == len(set(shown))
        assert set(shown) == rows if len(rows) <= 20 else set(shown) <= rows
        assert set(result.shown["source_file"]) <= {"a.csv"}


@FEED
def test_no_value_is_in_a_failure_an_outcome_or_a_finding(feed: Feed, tmp_path: Path) -> None:
    frame = typed(feed, [each.cells for each in breaks(feed)])
    assert CANARY in frame.write_csv() or feed.name == "ref_tandem"
    staged = staged_of(feed, frame, tmp_path)
    cells = contract_cells(staged)
    judged, sources = judged_of(staged, cells)
    told = [
        json.dumps(cells.to_dicts()),
        json.dumps([asdict(each) for each in outcomes(judged, sources)]),
        json.dumps(findings_frame(judged, sources).to_dicts()),
        *(json.dumps(each.shown.to_dicts()) for each in judged.rows),
        *(repr(each) for each in judged.rows),
    ]
    assert [text for text in told if CANARY in text] == []


@FEED
def test_no_value_is_in_the_fault_of_a_frame_that_is_wrong(feed: Feed) -> None:
    frame = typed(feed, [{}, {}])
    for name in feed.outputs:
        wrong = pl.lit(f"{CANARY}-wrong") if frame.schema[name] != pl.String else pl.lit(7)
        for broken in (frame.with_columns(wrong.alias(name)), frame.drop(name)):
            with pytest.raises(ToolFault) as fault:
                contract_failures(feed.name, MODELS[feed.name], broken)
            assert fault.value.__context__ is None
            text = fault.value.text("sv") + fault.value.text("en") + repr(fault.value)
            assert name in text
            assert CANARY not in text

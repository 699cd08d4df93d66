"""The contract: what pandera must see, what it must leave alone, and that it cannot be switched off."""

import os
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from pandera.config import config_context

from dq.core.codes import ExitCode
from dq.core.errors import ToolFault, UsageFault
from dq.core.feed import Kind
from dq.engines.contract import FAILURES, contract_failures, contract_failures_of
from dq.engines.switches import refuse_switches
from dq.feeds import FEEDS, MODELS

ROOT = Path(__file__).parents[2]
SOURCE = {"source_file": pl.String, "source_row": pl.Int64, "unread": pl.String, "flagged": pl.String}
LISTING = {"person_id": "191212121212", "provider_id": "A", "valid_from": date(2020, 1, 1)}
CLAIM = {"provider_id": "A", "period": "2026-10", "measurement_day": date(2026, 10, 31)}
CLAIM |= {"claimed_listed": 100, "claimed_named": 60}
STAFF = {
    "physician_id": "L1",
    "provider_id": "A",
    "role": "st",
    "fte_milli": 1000,
    "employed_from": date(2020, 1, 1),
}
ROWS: dict[str, dict[str, Any]] = {"listings": LISTING, "claims": CLAIM, "staff_roll": STAFF}


def typed(feed: str, *rows: dict[str, Any]) -> pl.DataFrame:
    """Clean rows of a feed with some cells changed; rows stand from line 2 of `a.csv`."""
    schema = {name: field.dtype.type for name, field in MODELS[feed].to_schema().columns.items()}
    full = [
        {"source_file": "a.csv", "source_row": n} | ROWS[feed] | row for n, row in enumerate(rows, start=2)
    ]
    return pl.DataFrame(full, schema=schema | SOURCE)


def found(feed: str, *rows: dict[str, Any]) -> list[tuple[Any, ...]]:
    return contract_failures(feed, MODELS[feed], typed(feed, *rows)).rows()


@pytest.mark.parametrize("feed", sorted(ROWS))
def test_a_clean_row_breaks_nothing(feed: str) -> None:
    frame = contract_failures(feed, MODELS[feed], typed(feed, {}, {}))
    assert frame.is_empty()
    assert frame.schema == FAILURES


@pytest.mark.parametrize(
    ("feed", "row", "expected"),
    [
        ("listings", {"provider_id": None}, ("CMP-01", "provider_id", "filled")),
        ("listings", {"valid_from": None}, ("CMP-01", "valid_from", "filled")),
        ("listings", {"valid_from": date(1899, 12, 31)}, ("SCH-06", "valid_from", "from_1900")),
        ("listings", {"registered_at": datetime(1899, 12, 31, 23)}, ("SCH-06", "registered_at", "from_1900")),
        ("listings", {"origin": "eget val"}, ("SCH-06", "origin", "code_list")),
        ("listings", {"birth_year": -1}, ("PLA-01", "birth_year", "not_negative")),
        ("staff_roll", {"role": "läkare"}, ("SCH-06", "role", "code_list")),
        ("staff_roll", {"fte_milli": -1}, ("PLA-01", "fte", "not_negative")),
        ("staff_roll", {"fte_milli": None}, ("CMP-01", "fte", "filled")),
        ("claims", {"claimed_amount_ore": -1}, ("PLA-01", "claimed_amount", "not_negative")),
        ("claims", {"claimed_named": 101}, ("PLA-01", "claimed_named", "at_most")),
        ("claims", {"claimed_share_num": -1, "claimed_share_den": 9}, ("PLA-01", "claimed_share", "share")),
        ("claims", {"claimed_share_num": 10, "claimed_share_den": 9}, ("PLA-01", "claimed_share", "share")),
        ("claims", {"claimed_share_num": 0, "claimed_share_den": 0}, ("PLA-01", "claimed_share", "share")),
        ("claims", {"claimed_share_den": 1}, ("PLA-01", "claimed_share", "share")),
        ("claims", {"claimed_share_num": 1}, ("PLA-01", "claimed_share", "share")),
    ],
)
def test_a_broken_cell_carries_its_rule_and_its_place(
    feed: str, row: dict[str, Any], expected: tuple[str, str, str]
) -> None:
    rule_id, column, check = expected
    assert found(feed, {}, row, {}) == [(rule_id, "a.csv", 3, column, check)]


@pytest.mark.parametrize(
    ("feed", "row"),
    [
        ("listings", {"valid_from": date(1900, 1, 1), "valid_to": None, "origin": None}),
        ("claims", {"claimed_share_num": 0, "claimed_share_den": 1, "claimed_named": 0}),
        ("claims", {"claimed_share_num": 1, "claimed_share_den": 1, "claimed_named": 100}),
        ("staff_roll", {"fte_milli": 0, "exempt_fte_milli": 0}),
    ],
)
def test_the_edge_of_each_limit_is_inside(feed: str, row: dict[str, Any]) -> None:
    assert found(feed, row) == []


def test_an_unread_cell_is_not_counted_again_as_null() -> None:
    empty = {"valid_from": None, "provider_id": None}
    left = [row[3] for row in found("listings", empty | {"unread": "birth_year:number|valid_from:date"})]
    assert left == ["provider_id"]
    # valid_from is not named by a cell whose name only ends or begins like it
    assert len(found("listings", empty | {"unread": "not_valid_from:date|valid_from_too:date"})) == 2
    assert found("staff_roll", {"fte_milli": None, "unread": "fte:number"}) == []


def test_no_value_leaves_the_contract() -> None:
    secret = "191212121212"
    frame = contract_failures(
        "listings", MODELS["listings"], typed("listings", {"sex": secret, "origin": secret})
    )
    assert frame.height == 2
    assert secret not in frame.write_csv()


def test_failures_are_sorted_by_file_and_row() -> None:
    rows = [{"source_file": file, "provider_id": None, "sex": "?"} for file in ("b.csv", "a.csv")]
    assert [row[1:4] for row in found("listings", *rows)] == [
        ("a.csv", 3, "provider_id"),
        ("a.csv", 3, "sex"),
        ("b.csv", 2, "provider_id"),
        ("b.csv", 2, "sex"),
    ]


def test_every_feed_has_a_contract_and_every_code_of_it_passes() -> None:
    for name, feed in FEEDS.items():
        model = MODELS[name]
        schema = {key: field.dtype.type for key, field in model.to_schema().columns.items()}
        for column in feed.columns:
            if column.kind is Kind.CODE:
                codes = sorted(set(column.values.values()))
                frame = pl.DataFrame({column.name: codes}).with_columns(
                    pl.lit(None, dtype=dtype).alias(key)
                    for key, dtype in schema.items()
                    if key != column.name
                )
                frame = frame.with_columns(
                    source_file=pl.lit("a.csv"), source_row=1, unread=pl.lit(""), flagged=pl.lit("")
                )
                failures = contract_failures(name, model, frame)
                assert "SCH-06" not in failures["rule_id"].to_list()


@pytest.mark.parametrize(
    "change",
    [
        lambda f: f.drop("provider_id"),
        lambda f: f.drop("unread"),
        lambda f: f.with_columns(pl.col("birth_year").cast(pl.Int32)),
        lambda f: f.with_columns(pl.col("valid_from").cast(pl.String)),
        lambda f: f.lazy(),
    ],
)
def test_a_frame_that_is_not_the_models_is_our_fault(change: Any) -> None:
    with pytest.raises(ToolFault) as fault:
        contract_failures("listings", MODELS["listings"], change(typed("listings", {})))
    assert (fault.value.key, fault.value.code) == ("contract_broken", ExitCode.FAULT)
    assert fault.value.__context__ is None


def test_the_fault_names_the_column() -> None:
    with pytest.raises(ToolFault, match=r"listings .* valid_to\."):
        contract_failures("listings", MODELS["listings"], typed("listings", {}).drop("valid_to"))


def test_a_file_is_judged_part_by_part(tmp_path: Path) -> None:
    path = tmp_path / "[a]*.parquet"
    rows = [{"provider_id": None} if n in (1, 6) else {} for n in range(7)]
    typed("listings", *rows).write_parquet(path)
    whole = contract_failures("listings", MODELS["listings"], pl.read_parquet(path, glob=False))
    for size, sizes in ((3, [3, 3, 1]), (7, [7]), (100, [7])):
        parts = list(contract_failures_of("listings", MODELS["listings"], [path], partition_rows=size))
        assert [part.rows for part in parts] == sizes
        assert pl.concat([part.failures for part in parts]).equals(whole)
    assert whole["source_row"].to_list() == [3, 8]


def test_small_files_are_judged_together_up_to_a_part(tmp_path: Path) -> None:
    paths = []
    for n, rows in enumerate((2, 1, 0, 5, 1)):
        cells = [{"provider_id": None, "source_file": f"{n}.csv"}] * rows
        typed("listings", *cells).write_parquet(tmp_path / f"{n}.parquet")
        paths.append(tmp_path / f"{n}.parquet")
    parts = list(contract_failures_of("listings", MODELS["listings"], paths, partition_rows=3))
    assert [part.rows for part in parts] == [3, 0, 3, 3]
    assert [tuple(path.stem for path in part.paths) for part in parts] == [
        ("0", "1"),
        ("2",),
        ("3",),
        ("3", "4"),
    ]
    failures = pl.concat([part.failures for part in parts])
    assert failures["source_file"].to_list() == ["0.csv"] * 2 + ["1.csv"] + ["3.csv"] * 5 + ["4.csv"]


def test_a_file_without_rows_says_so(tmp_path: Path) -> None:
    path = tmp_path / "empty.parquet"
    typed("listings").write_parquet(path)
    [part] = contract_failures_of("listings", MODELS["listings"], [path])
    assert (part.rows, part.failures.height) == (0, 0)


SWITCHES = [
    ("PANDERA_VALIDATION_ENABLED", "False"),
    ("PANDERA_VALIDATION_DEPTH", "SCHEMA_ONLY"),
    ("PANDERA_VALIDATION_DEPTH", "DATA_ONLY"),
    ("PANDERA_USE_NARWHALS_BACKEND", "True"),
]
SCRIPT = """
import sys
sys.path.insert(0, "tests/engines")
from dq.core.errors import DqError
from test_contract import contract_failures, MODELS, typed
try:
    contract_failures("listings", MODELS["listings"], typed("listings", {"provider_id": None}))
except DqError as fault:
    print(fault.text("en"))
    sys.exit(fault.code)
"""


@pytest.mark.parametrize(("variable", "value"), SWITCHES[:2])
def test_pandera_switched_off_ends_in_20(variable: str, value: str) -> None:
    environ = os.environ | {variable: value, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=ROOT, env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 20, done.stderr
    assert f"unset {variable}" in done.stdout


@pytest.mark.parametrize(
    ("off", "variable"),
    [
        ({"validation_enabled": False}, "PANDERA_VALIDATION_ENABLED"),
        ({"validation_depth": "DATA_ONLY"}, "PANDERA_VALIDATION_DEPTH"),
        ({"use_narwhals_backend": True}, "PANDERA_USE_NARWHALS_BACKEND"),
    ],
)
def test_pandera_switched_off_from_inside_is_seen_too(off: dict[str, Any], variable: str) -> None:
    with config_context(**off), pytest.raises(UsageFault, match=variable):
        contract_failures("listings", MODELS["listings"], typed("listings", {}))


@pytest.mark.parametrize(("variable", "value"), [*SWITCHES, ("PANDERA_VALIDATION_DEPTH", "BANANA")])
def test_the_switches_are_refused_before_pandera_is_imported(variable: str, value: str) -> None:
    with pytest.raises(UsageFault, match=variable) as fault:
        refuse_switches({variable: value})
    assert fault.value.code is ExitCode.USAGE


def test_an_ordinary_environment_is_taken() -> None:
    refuse_switches({})
    refuse_switches({"PANDERA_VALIDATION_ENABLED": "True", "PANDERA_VALIDATION_DEPTH": "SCHEMA_AND_DATA"})

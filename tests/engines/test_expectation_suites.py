"""Each expectation of the demo suite: a planted fault turns it red, and the clean tables none."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from engine_tables import RURAL, clean, regions, with_cell

from dq.core.codes import COUNTIES, Disposition, Severity, Status
from dq.engines.expectations import ExpectationFile, load_expectations, run_expectations

ROOT = Path(__file__).parents[2] / "expectations"
Tables = dict[str, pl.DataFrame]
Planting = Callable[[Tables], Tables]


def suite(name: str) -> list[ExpectationFile]:
    return [load_expectations(path) for path in sorted((ROOT / name).glob("*.json"))]


def cell(table: str, column: str, value: object) -> Planting:
    return lambda tables: tables | {table: with_cell(tables[table], column, value)}


def every(table: str, column: str, value: object) -> Planting:
    return lambda tables: tables | {table: tables[table].with_columns(pl.lit(value).alias(column))}


def doubled(table: str) -> Planting:
    return lambda tables: tables | {table: pl.concat([tables[table], tables[table].head(1)])}


def only(table: str, rows: int) -> Planting:
    return lambda tables: tables | {table: tables[table].head(rows)}


FAULTS: dict[str, Planting] = {
    "EXP-demo-01": doubled("provider"),
    "EXP-demo-02": cell("provider", "provider_id", None),
    "EXP-demo-03": cell("provider", "listed", 299),
    "EXP-demo-04": cell("provider", "named", 2801),
    "EXP-demo-05": cell("provider", "named_share", 0.981),
    "EXP-demo-06": cell("provider", "claim_minus_file_listed", 11),
    "EXP-demo-07": cell("provider", "claim_minus_file_named", -11),
    "EXP-demo-08": cell("provider", "claimed_share", 1.01),
    "EXP-demo-09": cell("provider", "claimed_named", 2801),
    "EXP-demo-10": cell("provider", "supported_share", 0.29),
    "EXP-demo-11": cell("provider", "top_share", 0.86),
    "EXP-demo-12": cell("provider", "load", 2.51),
    "EXP-demo-13": cell("provider", "named_per_fte", 3001.0),
    "EXP-demo-14": cell("provider", "net_fte", 240.0),
    "EXP-demo-15": cell("provider", "listable_doctors", 0),
    "EXP-demo-16": cell("provider", "duplicate_rows", 101),
    "EXP-demo-17": every("provider", "named_share", 0.96),
    "EXP-demo-18": only("provider", 4),
    "EXP-demo-19": every("provider", "listed", 1000),
    "EXP-demo-20": doubled("doctor"),
    "EXP-demo-21": cell("doctor", "physician_id", None),
    "EXP-demo-22": cell("doctor", "named", 2201),
    "EXP-demo-23": cell("doctor", "fte", 90.0),
    "EXP-demo-24": cell("doctor", "net_fte", 0.91),
    "EXP-demo-25": cell("doctor", "role", "other"),
    "EXP-demo-26": cell("doctor", "placeholder", 1),
    "EXP-demo-27": lambda tables: (
        tables | {"doctor": with_cell(tables["doctor"], "st_days_left", 732, row=2)}
    ),
    "EXP-demo-28": cell("doctor", "named_per_fte", 5501.0),
    "EXP-demo-29": lambda tables: (
        tables
        | {"doctor": tables["doctor"].with_columns(on_roll=pl.int_range(pl.len()).ge(4).cast(pl.Int64))}
    ),
    "EXP-demo-30": every("doctor", "named", 2001),
    "EXP-demo-31": doubled("region"),
    "EXP-demo-32": cell("region", "named_share", 0.49),
    "EXP-demo-33": cell("region", "supported_share", 0.29),
    "EXP-demo-34": cell("region", "perceived_share", 0.71),
    "EXP-demo-35": cell("region", "doctors", 6),
    "EXP-demo-36": cell("region", "supported_share", 0.80),
}


def test_every_expectation_of_the_demo_has_its_planted_fault() -> None:
    ids = [one.meta.id for file in suite("demo") for one in file.expectations]
    assert sorted(ids) == sorted(FAULTS)
    assert len(ids) >= 15


@pytest.mark.parametrize("exp_id", sorted(FAULTS))
def test_a_planted_fault_turns_its_expectation_red(exp_id: str) -> None:
    file = next(f for f in suite("demo") if any(one.meta.id == exp_id for one in f.expectations))
    alone = replace(file, expectations=tuple(one for one in file.expectations if one.meta.id == exp_id))
    [red] = run_expectations([alone], FAULTS[exp_id](clean()))  # on the clean tables: the next test
    assert red.outcome.status is Status.FAIL
    assert red.outcome.failing == red.failing.height > 0


def judged(name: str, tables: Tables) -> dict[str, Status]:
    return {result.meta.id: result.outcome.status for result in run_expectations(suite(name), tables)}


@pytest.mark.parametrize("name", ["demo", "region", "minimal"])
def test_the_clean_tables_turn_nothing_red(name: str) -> None:
    assert set(judged(name, clean()).values()) == {Status.PASS}


def test_the_nation_is_21_regions() -> None:
    whole = {"region": regions(COUNTIES)}
    assert set(judged("national", whole).values()) == {Status.PASS}
    for codes in (COUNTIES[:-1], ("98", *COUNTIES[1:])):
        assert judged("national", {"region": regions(codes)})["EXP-national-01"] is Status.FAIL


def test_a_rural_clinic_with_one_doctor_at_half_time_is_left_alone() -> None:
    tables = clean()
    rural = pl.col("provider_id") == RURAL
    half = {"net_fte": 0.5, "named_per_fte": 2700.0, "named": 1350, "named_share": 0.9, "capacity": 550.0}
    tables["provider"] = tables["provider"].with_columns(
        pl.when(rural).then(pl.lit(value)).otherwise(pl.col(name)).alias(name)
        for name, value in (half | {"load": 1350 / 550}).items()
    )
    assert tables["provider"].filter(rural)["top_share"].item() == 1.0
    for name in ("demo", "region"):
        assert set(judged(name, tables).values()) == {Status.PASS}


@pytest.mark.parametrize("name", ["demo", "region", "minimal", "national"])
def test_only_errors_hold_and_every_text_is_its_own(name: str) -> None:
    given = [one for file in suite(name) for one in file.expectations]
    assert all(
        one.meta.severity is Severity.ERROR for one in given if one.meta.disposition is Disposition.HOLD
    )
    assert len({one.meta.title_sv for one in given}) == len(given)
    assert len({one.meta.title for one in given}) == len(given)

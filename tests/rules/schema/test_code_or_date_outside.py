"""SCH-06: codes and dates in domain."""

from datetime import date, datetime, timedelta

import polars as pl
import pytest
from build import DAY, claims, flagged, listings, made, outcome, roll

from dq.engines.contract import contract_failures
from dq.feeds import MODELS
from dq.rules.schema.code_or_date_outside import code_or_date_outside as rule

LINE = {"listings": [("A", 2)]}


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (date(1899, 12, 31), LINE),
        (date(1900, 1, 1), {}),
        (DAY, {}),
        (date(2027, 10, 31), {}),
        (date(2027, 11, 1), LINE),
        (None, {}),
    ],
)
def test_a_start_date_out_of_range(start: date | None, expected: dict[str, list[tuple[str, int]]]) -> None:
    assert flagged(rule, listings({"dr1": 1}, start=start), listings({"dr2": 1})) == expected


def test_how_far_ahead_a_date_may_lie_can_be_changed() -> None:
    ahead = listings({"dr1": 1}, start=date(2028, 10, 31))
    assert flagged(rule, ahead) == LINE
    assert flagged(rule, ahead, years_ahead=2) == {}


def test_an_end_date_has_no_upper_limit() -> None:
    assert flagged(rule, listings({"dr1": 1}, until=date(9999, 12, 31))) == {}
    assert flagged(rule, roll({"dr1": "st"}, until=date(2060, 1, 1), st_end=date(2040, 1, 1))) == {}


@pytest.mark.parametrize("column", ["employed_from", "absent_from", "st_start"])
def test_every_start_date_of_the_roll(column: str) -> None:
    assert flagged(rule, roll({"dr1": "st"}, **{column: date(2099, 1, 1)})) == {"staff_roll": [("A", 2)]}


@pytest.mark.parametrize(
    ("unread", "expected"),
    [
        ("contact_type:code", LINE),
        ("valid_from:date", LINE),
        ("birth_year:number|valid_to:date", LINE),
        ("birth_year:number", {}),
        (None, {}),
    ],
)
def test_a_code_or_date_that_did_not_parse(
    unread: str | None, expected: dict[str, list[tuple[str, int]]]
) -> None:
    assert flagged(rule, listings({"dr1": 1}, unread=unread)) == expected


@pytest.mark.parametrize(
    ("county", "expected"),
    [("01", []), ("25", []), ("00", []), (None, []), ("99", ["A"]), ("1", ["A"]), ("02", ["A"])],
)
def test_county_codes(county: str | None, expected: list[str]) -> None:
    provider = made("ref_provider", [{"provider_id": "A", "provider_name": "A", "county_code": county}])
    assert [name for name, _ in flagged(rule, provider).get("ref_provider", [])] == expected


def test_a_suite_may_name_its_own_counties() -> None:
    provider = made("ref_provider", [{"provider_id": "A", "county_code": c} for c in ("99", "01", "00")])
    assert flagged(rule, provider, counties=("99",)) == {"ref_provider": [("A", 3)]}


def test_claims_are_judged_too() -> None:
    assert flagged(rule, claims(1, 1, day=date(2099, 1, 31))) == {"claims": [("A", 2)]}


def test_a_leap_day_gives_a_limit_in_an_ordinary_year() -> None:
    for start, expected in ((date(2025, 2, 28), {}), (date(2025, 3, 1), LINE)):
        assert flagged(rule, listings({"dr1": 1}, start=start), day=date(2024, 2, 29)) == expected


def test_every_row_is_examined() -> None:
    ended = outcome(rule, listings({"dr1": 7}), roll({"dr1": "st"}), listings({"dr1": 2}, unread="sex:code"))
    assert (ended.examined, ended.failing, ended.rows_read) == (10, 2, 10)


@pytest.mark.parametrize("column", ["valid_from", "registered_at"])
@pytest.mark.parametrize("until", [None, date(1899, 12, 30), DAY - timedelta(1), DAY, DAY + timedelta(1)])
def test_rule_and_contract_agree_on_what_is_history(column: str, until: date | None) -> None:
    early = datetime(1899, 12, 31, 8) if column == "registered_at" else date(1899, 12, 31)
    rows = made("listings", [{"person_id": "P", "provider_id": "A", "valid_to": until, column: early}])
    frame = rows.frame.with_columns(pl.lit(2).alias("source_row"))
    broken = contract_failures("listings", MODELS["listings"], frame).filter(pl.col("rule_id") == "SCH-06")
    ended = until is not None and until <= DAY
    assert flagged(rule, rows) == ({} if ended else LINE)
    # the contract, which knows no day, leaves a row with an end to the rule, and never says more than it
    assert broken["column"].to_list() == ([column] if until is None else [])


@pytest.mark.parametrize("column", ["employed_to", "absent_to", "st_end", "st_start"])
def test_every_date_of_the_roll_has_a_lower_limit(column: str) -> None:
    early = made("staff_roll", [{"provider_id": "A", column: date(1899, 12, 31)}])
    assert flagged(rule, early) == {"staff_roll": [("A", 2)]}
    assert flagged(rule, made("staff_roll", [{"provider_id": "A", column: date(1900, 1, 1)}])) == {}

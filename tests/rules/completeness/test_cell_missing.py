"""CMP-01: nulls in mandatory columns."""

import pytest
from build import DAY, claims, flagged, listings, made, outcome, roll

from dq.rules.completeness.cell_missing import cell_missing as rule


@pytest.mark.parametrize("column", ["physician_id", "provider_id", "role", "fte_milli", "employed_from"])
def test_a_column_of_the_roll_that_must_be_filled(column: str) -> None:
    provider = None if column == "provider_id" else "A"
    assert flagged(rule, roll({"dr1": "st"}, **{column: None})) == {"staff_roll": [(provider, 2)]}


@pytest.mark.parametrize(
    "column", ["provider_id", "period", "measurement_day", "claimed_listed", "claimed_named"]
)
def test_a_column_of_a_claim_that_must_be_filled(column: str) -> None:
    row = {"provider_id": "A", "period": "2026-10", "measurement_day": DAY}
    row |= {"claimed_listed": 9, "claimed_named": 8, column: None}
    assert len(flagged(rule, made("claims", [row]))["claims"]) == 1


def test_a_listing_needs_a_person_a_provider_and_a_start_and_no_doctor() -> None:
    row = {"person_id": "p", "provider_id": "A", "valid_from": DAY}
    assert flagged(rule, made("listings", [row])) == {}
    for column in row:
        assert len(flagged(rule, made("listings", [row, row | {column: None}]))["listings"]) == 1


def test_what_may_be_empty_is_no_fault() -> None:
    assert flagged(rule, roll({"dr1": "st"}, specialties=None, form=None), claims(9, 8, version=None)) == {}


@pytest.mark.parametrize(
    ("unread", "expected"),
    [
        ("fte:number", {}),
        ("role:code|fte:number", {}),
        ("fte:number|role:code", {}),
        ("exempt_fte:number", {"staff_roll": [("A", 2)]}),
        ("role:code", {"staff_roll": [("A", 2)]}),
    ],
)
def test_a_cell_that_could_not_be_read_is_not_missing(
    unread: str, expected: dict[str, list[tuple[str, int]]]
) -> None:
    assert flagged(rule, roll({"dr1": "st"}, fte_milli=None, unread=unread)) == expected


def test_every_row_of_every_feed_is_examined() -> None:
    provider = made("ref_provider", [{"provider_id": "A", "provider_name": None, "county_code": "01"}])
    ended = outcome(rule, listings({"dr1": 3}), roll({"dr1": "st"}), claims(3, 3), provider)
    assert (ended.examined, ended.failing) == (6, 1)

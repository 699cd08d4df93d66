"""SCH-05: HSA-id and organisation number valid."""

import polars as pl
import pytest
from build import flagged, listings, made, of_frame, outcome, roll

from dq.core.feed import Kind
from dq.feeds import feeds_with
from dq.rules.schema.hsa_id_invalid import hsa_id_invalid as rule

LINE = [("A", 2)]


@pytest.mark.parametrize(
    ("mark", "fails"),
    [
        ("provider_id:identity", True),
        ("physician_id:identity", True),
        ("person_id:identity|provider_id:identity", True),
        ("person_id:identity", False),
        ("org_number:identity", False),  # listings have none
        (None, False),
    ],
)
def test_a_listing_fails_by_the_mark_of_the_reader(mark: str | None, fails: bool) -> None:
    part = of_frame(
        "listings", listings({"dr1": 1}).frame.with_columns(flagged=pl.lit(mark, dtype=pl.String))
    )
    assert flagged(rule, part) == ({"listings": LINE} if fails else {})


def test_the_organisation_number_of_a_clinic() -> None:
    rows = [{"provider_id": "A", "flagged": "org_number:identity"}, {"provider_id": "B", "flagged": None}]
    assert flagged(rule, made("ref_provider", rows)) == {"ref_provider": LINE}


def test_a_stand_in_on_the_roll() -> None:
    row = roll({"dr1": "st"}, flagged="substitute_physician_id:identity")
    assert flagged(rule, row) == {"staff_roll": LINE}


def test_every_feed_with_such_ids_is_judged() -> None:
    assert rule.feeds == feeds_with(Kind.HSA)
    ended = outcome(rule, listings({"dr1": 7}), roll({"dr1": "st"}))
    assert (ended.examined, ended.failing) == (8, 0)

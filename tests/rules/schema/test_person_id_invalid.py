"""SCH-04: person identifier valid."""

from typing import Any

import polars as pl
import pytest
from build import CLIFF, Made, claims, flagged, judged, listings, of_frame, outcome, proposal, roll

from dq.core.codes import Status
from dq.core.feed import Kind
from dq.decide import with_stakes
from dq.feeds import feeds_with
from dq.loop import findings_frame
from dq.rules.schema.person_id_invalid import person_id_invalid as rule

MARK = "person_id:identity"


def marked(part: Made, rows: int) -> Made:
    """Let the reader have marked the first rows."""
    flags = [MARK] * rows + [None] * (part.frame.height - rows)
    return of_frame(part.feed, part.frame.with_columns(flagged=pl.Series(flags, dtype=pl.String)))


def some(provider: str, rows: int, bad: int) -> Made:
    return marked(listings({"dr1": rows}, provider=provider), bad)


def found(*parts: Made, **limits: Any) -> dict[str, str]:
    """Disposition of each provider's finding."""
    result, given = judged([rule], *parts, roll({"dr1": "specialist"}), **limits)
    table = findings_frame(result, given)
    return dict(table.select("provider_id", "disposition").iter_rows())


@pytest.mark.parametrize(
    ("mark", "fails"),
    [
        (MARK, True),
        (f"provider_id:identity|{MARK}", True),
        (f"{MARK}|physician_id:identity", True),
        ("provider_id:identity", False),
        ("other_person_id:identity", False),
        ("person_id_two:identity", False),
        (None, False),
    ],
)
def test_a_row_fails_by_the_mark_of_the_reader(mark: str | None, fails: bool) -> None:
    part = of_frame(
        "listings", listings({"dr1": 1}).frame.with_columns(flagged=pl.lit(mark, dtype=pl.String))
    )
    assert flagged(rule, part) == ({"listings": [("A", 2)]} if fails else {})


def test_every_feed_of_persons_is_judged() -> None:
    assert rule.feeds == feeds_with(Kind.PERSON)
    assert {"listings", "visits", "ref_person", "listings_previous"} <= set(rule.feeds)
    visit = of_frame("visits", pl.DataFrame({"provider_id": ["A", "B"], "flagged": [MARK, None]}))
    assert flagged(rule, visit) == {"visits": [("A", 2)]}
    assert outcome(rule, roll({"dr1": "st"})).status is Status.NOT_JUDGED


def test_rows_are_held_and_the_rest_is_paid() -> None:
    table = proposal(some("A", 1000, 5), claims(1000, 1000), roll({"dr1": "specialist"}), ceiling=2200,
                     target_share="0.75", st_max_days_left=730)  # fmt: skip
    assert (table["A"]["disposition"], table["A"]["s_identity"]) == ("hold", 5)
    assert (table["A"]["hold_ore"], table["A"]["pay_now_ore"]) == (5 * 400, 995 * 400)


@pytest.mark.parametrize(("bad", "expected"), [(1, "hold"), (5, "hold"), (6, "reject")])
def test_above_half_a_percent_the_file_is_rejected(bad: int, expected: str) -> None:
    assert found(some("A", 1000, bad)) == {"A": expected}


def test_the_share_is_that_of_all_listing_rows_of_the_delivery() -> None:
    large = some("B", 100_000, 1)
    assert found(some("A", 100, 100), large) == {"A": "hold", "B": "hold"}
    # above it, only those are rejected whose own share is above it too
    assert found(some("A", 700, 700), large) == {"A": "reject", "B": "hold"}
    assert found(some("A", 700, 700), large, max_invalid_share=0.01) == {"A": "hold", "B": "hold"}


def test_other_feeds_reject_nobody() -> None:
    visit = of_frame("visits", pl.DataFrame({"provider_id": ["A"], "flagged": [MARK]}))
    assert found(visit, some("A", 10, 0)) == {"A": "hold"}


def test_a_file_of_another_period_informs() -> None:
    before = some("A", 10, 10)
    assert found(of_frame("listings_previous", before.frame), some("A", 10, 0)) == {"A": "inform"}


def test_a_rejected_file_puts_the_whole_claim_at_stake() -> None:
    parts = (some("A", 1000, 6), claims(1000, 1000), roll({"dr1": "specialist"}))
    result, given = judged([rule], *parts)
    assert result.supported is not None
    (finding,) = with_stakes(
        findings_frame(result, given), result.supported, CLIFF, {rule.id: rule.books}
    ).to_dicts()
    assert (finding["disposition"], finding["amount_ore"]) == ("reject", 400_000)
    table = proposal(*parts, ceiling=2200, target_share="0.75", st_max_days_left=730)
    assert (table["A"]["disposition"], table["A"]["reject_ore"]) == ("reject", 400_000)

"""What holds for the loop whatever the delivery: order, row accounts, steps, one charge per row."""

from typing import Any

import polars as pl
import pytest
from build import CLIFF, DAY, LIMITS, Made, chosen, claims, judged, licences, listings, made, roll, sources
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from dq.core.codes import Status
from dq.feeds import FEEDS
from dq.generate import region
from dq.loop import findings_frame, judge, outcomes
from dq.rules import RULES

# Every kind of row: honest, ghost, placeholder, twin, ended, undated, unread, without provider, without roll.
DELIVERY: list[Made] = [
    listings({"dr1": 60, "dr2": 40, "ghost": 20, "Vakant": 10, None: 30}),
    listings({"dr1": 5, None: 5}, people="twin"),
    listings({"dr2": 5}, people="twin"),
    listings({"dr1": 4}, people="ended", until=DAY),
    listings({"dr1": 3}, people="later", start=None),
    listings({"dr1": 2}, people="odd", unread="contact_type:code"),
    listings({"dr1": 2}, provider=None),
    listings({"dr3": 300, "dr1": 50}, provider="B"),
    listings({"dr9": 70}, provider="C"),
    roll({"dr1": "specialist", "dr2": "st"}),
    roll({"dr3": "specialist"}, provider="B", specialties="ortopedi"),
    roll({"dr4": "specialist", "dr5": "specialist"}, provider="B"),
    licences("dr1", "dr2", "dr3"),
    claims(180, 150),
    claims(350, 350, provider="B"),
    claims(70, 70, provider="C"),
]


def shuffled(part: Made, seed: int) -> Made:
    return Made(part.feed, part.frame.sample(fraction=1.0, shuffle=True, seed=seed), part.present)


def told(*parts: Made) -> tuple[list[dict[str, Any]], pl.DataFrame, pl.DataFrame]:
    result, given = judged(RULES, *parts, **LIMITS)
    found = findings_frame(result, given).drop("source_rows")
    ended = [vars(each) for each in outcomes(result, given)]
    assert result.supported is not None
    return ended, found, result.supported


@given(st.integers(0, 2**16))
@settings(max_examples=2, deadline=None)
def test_the_order_of_rows_and_files_changes_nothing(seed: int) -> None:
    ended, found, supported = told(*DELIVERY)
    mixed = [shuffled(part, seed + i) for i, part in enumerate(DELIVERY)]
    again, refound, resupported = told(*mixed[seed % 7 :], *mixed[: seed % 7])
    assert ended == again
    assert_frame_equal(found, refound)
    assert_frame_equal(supported, resupported)


@pytest.fixture(scope="module")
def world() -> dict[str, Any]:
    """A generated region with its planted faults, judged."""
    made_up = region(7)
    names = ("listings", "staff_roll", "claims", "ref_provider", "ref_physician")
    parts = []
    for name in names:
        frame = getattr(made_up, name)
        parts.append(
            Made(name, made(name, frame.to_dicts()).frame, frozenset(c.name for c in FEEDS[name].columns))
        )
    given = sources(*parts, **LIMITS)
    result = judge(chosen(RULES, **LIMITS), given, FEEDS, CLIFF)
    return {"result": result, "sources": given, "outcomes": outcomes(result, given)}


def accounts(ended: Any) -> None:
    assert ended.rows_read == ended.rows_in_scope + sum(ended.out_of_scope.values()), ended.rule_id
    assert min((ended.rows_in_scope, *ended.out_of_scope.values())) >= 0, ended.rule_id
    assert 0 <= ended.covered <= ended.failing <= ended.examined, ended.rule_id
    if ended.status in (Status.PASS, Status.FAIL):
        assert ended.examined > 0
        assert (ended.status is Status.FAIL) == (ended.failing > 0)


def test_every_row_is_accounted_for() -> None:
    result, given = judged(RULES, *DELIVERY, **LIMITS)
    for ended in outcomes(result, given):
        accounts(ended)
    rows = sum(part.frame.height for part in DELIVERY if part.feed == "listings")
    (ghost,) = (each for each in outcomes(result, given) if each.rule_id == "REF-01")
    assert ghost.rows_read == rows
    assert ghost.out_of_scope == {
        "ended": 4,
        "undated": 3,
        "without_provider": 2,
        "roll_missing": 70,
        "unnamed": 35,
    }


def test_every_row_of_a_whole_region_is_accounted_for(world: dict[str, Any]) -> None:
    for ended in world["outcomes"]:
        accounts(ended)


def test_levels_and_steps_of_a_whole_region(world: dict[str, Any]) -> None:
    steps = ("s_identity", "s_absent", "s_ineligible", "s_capacity")
    for row in world["result"].supported.to_dicts():
        assert 0 <= row["lowest"] <= row["supported"] <= row["registered"]
        assert row["registered"] == sum(row[step] for step in steps) + row["supported"]
        assert row["listed"] <= row["active_listed"]


def test_the_mask_counts_every_row_that_holds_once(world: dict[str, Any]) -> None:
    active = world["sources"].table("active")
    assert world["result"].masks["n"].sum() == active.filter(pl.col("provider_id").is_not_null()).height
    result, given = judged(RULES, *DELIVERY, **LIMITS)
    assert result.masks["n"].sum() == given.table("provider_rows")["active"].sum()


def test_a_doctor_who_fails_several_steps_is_charged_to_the_first_only() -> None:
    # dr1 has left, is orthopaedist, and 3 000 are above the ceiling: absent takes all
    staff = roll({"dr1": "specialist"}, specialties="ortopedi", fte=0), roll({"dr2": "st"})
    result, _ = judged(RULES, listings({"dr1": 3000, "dr2": 10}), *staff, **LIMITS)
    assert result.supported is not None
    (row,) = result.supported.to_dicts()
    assert (row["s_absent"], row["s_ineligible"], row["s_capacity"]) == (
        3000,
        10,
        0,
    )  # dr2: no end of ST known


def test_each_outcome_stands_once_in_the_order_of_the_suite(world: dict[str, Any]) -> None:
    assert [each.rule_id for each in world["outcomes"]] == [rule.id for rule in RULES]


def test_findings_are_sorted_and_have_one_name_each(world: dict[str, Any]) -> None:
    found = findings_frame(world["result"], world["sources"])
    keys = ["rule_id", "provider_id", "physician_id", "finding_id"]
    assert_frame_equal(found, found.sort(keys))
    assert found["finding_id"].n_unique() == found.height
    assert found.filter(pl.col("source_rows").list.len() > 20).height == 0

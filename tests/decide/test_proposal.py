"""From findings to one proposal per provider, through the loop."""

from datetime import date
from typing import Any

import polars as pl
import pytest
from build import CLIFF, DAY, LIMITS, claims, licences, listings, proposal, roll

from dq.core.run import Totals
from dq.core.tariff import Tariff
from dq.decide import totals

LINEAR = Tariff(kind="linear", capitation_ore_per_listed=1000, rate_ore_per_named=300)
TWO = roll({"dr1": "specialist", "dr2": "specialist"}), licences("dr1", "dr2")
PARTS = ("pay_now_ore", "hold_ore", "adjust_ore", "reject_ore")


def money(row: dict[str, Any]) -> list[int]:
    return [row[part] for part in PARTS]


def test_an_honest_clinic_is_paid_as_claimed() -> None:
    row = proposal(
        listings({"dr1": 40, "dr2": 40, None: 20}), *TWO, claims(100, 80), tariff=LINEAR, **LIMITS
    )["A"]
    assert (row["disposition"], row["reasons"]) == ("pay", [])
    assert money(row) == [124_000, 0, 0, 0]
    assert (row["listed"], row["registered"], row["supported"], row["lowest"]) == (100, 80, 80, 80)


def test_information_alone_changes_nothing() -> None:
    # 1 150 on each doctor is above the guideline of 1 100, which informs
    row = proposal(listings({"dr1": 1150, "dr2": 1150}), *TWO, claims(2300, 2300), tariff=LINEAR, **LIMITS)[
        "A"
    ]
    assert (row["disposition"], row["reasons"], row["not_now_ore"]) == ("pay", [], 0)


def test_an_adjustment_is_deducted() -> None:
    lists = listings({"dr1": 40, "dr2": 40, "Vakant": 10, None: 10})
    row = proposal(lists, *TWO, claims(100, 90), tariff=LINEAR, **LIMITS)["A"]
    assert row["disposition"] == "adjust"
    assert money(row) == [124_000, 0, 3_000, 0]
    assert row["reasons"] == ["ABS-06", "CMP-02", "CLM-04"]


def test_a_ghost_is_held_and_not_deducted() -> None:
    lists = listings({"dr1": 40, "dr2": 40, "ghost": 10, None: 10})
    row = proposal(lists, *TWO, claims(100, 90), tariff=LINEAR, **LIMITS)["A"]
    assert row["disposition"] == "hold"
    assert money(row) == [124_000, 3_000, 0, 0]
    assert row["reasons"][:2] == ["ABS-01", "REF-01"]  # critical before error


def test_all_on_one_doctor_above_the_ceiling_is_held_not_adjusted() -> None:
    row = proposal(listings({"dr1": 5000}), *TWO, claims(5000, 5000), tariff=LINEAR, **LIMITS)["A"]
    assert row["disposition"] == "hold"
    assert money(row) == [5_000_000, 1_500_000, 0, 0]
    assert (row["s_capacity"], row["supported"], row["s_held"], row["lowest"]) == (2800, 2200, 2200, 0)


def test_a_row_on_hold_and_on_adjust_is_held() -> None:
    # dr1 may not have a list (adjust), and all stand on dr1 though dr2 could share (hold)
    staff = roll({"dr1": "specialist"}, specialties="ortopedi"), roll({"dr2": "st", "dr3": "st"}, st_end=DAY)
    row = proposal(listings({"dr1": 400, None: 100}), *staff, claims(500, 400), tariff=LINEAR, **LIMITS)["A"]
    assert {"CON-01", "ELI-01"} <= set(row["reasons"])
    assert money(row) == [500_000, 120_000, 0, 0]
    assert (row["s_ineligible"], row["supported"], row["s_held"]) == (400, 0, 0)


def test_a_duplicate_of_a_held_doctor_is_counted_once() -> None:
    twice = listings({"ghost": 10}, people="p"), listings({"ghost": 10}, people="p")
    row = proposal(*twice, listings({"dr1": 80}), *TWO, claims(100, 100), tariff=LINEAR, **LIMITS)["A"]
    # ten rows surplus (adjust) and on a ghost (hold): held, person and name; ten on the ghost alone: held
    assert money(row) == [80_000 + 10_000 + 24_000, 10_000 + 6_000, 0, 0]
    assert (row["listed"], row["s_identity"], row["s_absent"], row["supported"]) == (90, 10, 10, 80)


def test_a_hold_on_the_whole_provider_leaves_the_capitation() -> None:
    # 90 of 100 on one of two equal doctors: CON-02, nothing row by row
    row = proposal(listings({"dr1": 180, "dr2": 20}), *TWO, claims(200, 200), tariff=LINEAR, **LIMITS)["A"]
    assert (row["disposition"], row["reasons"]) == ("hold", ["CON-02"])
    assert money(row) == [200_000, 60_000, 0, 0]
    assert row["supported"] == 200


def test_a_claim_that_no_row_explains_waits() -> None:
    row = proposal(listings({"dr1": 40, "dr2": 40}), *TWO, claims(120, 100), tariff=LINEAR, **LIMITS)["A"]
    assert row["disposition"] == "hold"
    assert row["adjust_ore"] == 0
    assert money(row)[:2] == [120_000, 30_000]


def test_a_clinic_that_the_roll_forgot_waits_and_loses_nothing() -> None:
    lists = listings({"dr1": 50, "dr2": 50}), listings({"dr8": 100}, provider="B")
    both = claims(100, 100), claims(100, 100, provider="B")
    rows = proposal(*lists, *TWO, *both, tariff=LINEAR, **LIMITS)
    assert (rows["A"]["disposition"], rows["A"]["not_now_ore"]) == ("pay", 0)
    assert (rows["B"]["disposition"], rows["B"]["reasons"]) == ("hold", ["roll_missing"])
    assert money(rows["B"]) == [100_000, 30_000, 0, 0]
    assert (rows["B"]["judged"], rows["B"]["supported"], rows["B"]["lowest"]) == (False, None, None)


def test_a_ceiling_deducts_nothing_where_the_roll_is_missing() -> None:
    # dr1 has 2 000 at A and 1 000 at B, 800 above the ceiling; B is on no roll and waits
    lists = listings({"dr1": 2000, "dr2": 2000}), listings({"dr1": 1000}, provider="B")
    both = claims(4000, 4000), claims(1000, 1000, provider="B")
    rows = proposal(*lists, *TWO, *both, tariff=LINEAR, **LIMITS)
    assert money(rows["B"]) == [1_000_000, 300_000, 0, 0]
    assert (rows["A"]["s_capacity"], rows["A"]["adjust_ore"]) == (533, 533 * 300)


def test_a_refused_file_rejects_its_clinic_only() -> None:
    lists = listings({"dr1": 50, "dr2": 50}), listings({"dr3": 90}, provider="B")
    staff = *TWO, roll({"dr3": "specialist"}, provider="B"), claims(90, 90, provider="B")
    rows = proposal(*lists, *staff, claims(100, 100), tariff=LINEAR, refused=frozenset({"A", "C"}), **LIMITS)
    assert (rows["A"]["disposition"], rows["A"]["judged"]) == ("reject", False)
    assert rows["A"]["reasons"][0] == "file_refused"
    assert money(rows["A"]) == [0, 0, 0, 130_000]
    assert rows["B"]["disposition"] == "pay"
    assert (rows["C"]["disposition"], rows["C"]["claimed_ore"]) == ("reject", 0)


def test_a_claim_that_cannot_be_true_is_rejected() -> None:
    row = proposal(listings({"dr1": 50, "dr2": 50}), *TWO, claims(100, 110), tariff=LINEAR, **LIMITS)["A"]
    assert (row["disposition"], row["reasons"][0]) == ("reject", "PLA-01")
    assert money(row) == [0, 0, 0, 133_000]


def test_a_row_that_cannot_be_used_is_held() -> None:
    odd = listings({"dr1": 5}, unread="contact_type:code", people="odd")
    lists = listings({"dr1": 45, "dr2": 50}), odd
    row = proposal(*lists, *TWO, claims(100, 100), tariff=LINEAR, **LIMITS)["A"]
    assert (row["disposition"], row["reasons"]) == ("hold", ["SCH-06"])
    assert (row["supported"], row["s_held"], row["lowest"]) == (100, 5, 95)
    assert money(row) == [128_500, 1_500, 0, 0]


def test_an_under_claim_is_shown_and_never_raised() -> None:
    row = proposal(listings({"dr1": 50, "dr2": 50}), *TWO, claims(80, 60), tariff=LINEAR, **LIMITS)["A"]
    assert (row["disposition"], row["reasons"]) == ("pay", [])
    assert money(row) == [98_000, 0, 0, 0]
    low = claims(100, 100, amount=1)
    row = proposal(listings({"dr1": 50, "dr2": 50}), *TWO, low, tariff=LINEAR, **LIMITS)["A"]
    assert (row["disposition"], money(row)) == ("pay", [1, 0, 0, 0])


def test_an_amount_above_the_tariff_is_deducted() -> None:
    high = claims(100, 100, amount=130_001)
    row = proposal(listings({"dr1": 50, "dr2": 50}), *TWO, high, tariff=LINEAR, **LIMITS)["A"]
    assert (row["disposition"], row["reasons"], money(row)) == ("adjust", ["CLM-04"], [130_000, 0, 1, 0])


def test_ended_persons_are_deducted_from_both_counts() -> None:
    ended = listings({"dr1": 10}, until=date(2026, 10, 1), people="ended")
    lists = listings({"dr1": 45, "dr2": 45}), ended
    row = proposal(*lists, *TWO, claims(100, 100), tariff=LINEAR, **LIMITS)["A"]
    assert (row["disposition"], row["s_identity"], row["listed"]) == ("adjust", 10, 90)
    assert money(row) == [117_000, 0, 13_000, 0]


@pytest.mark.parametrize(("ghosts", "expected"), [(5, [40_000, 0, 0, 0]), (6, [0, 40_000, 0, 0])])
def test_a_cliff_falls_at_the_first_person_below_the_target(ghosts: int, expected: list[int]) -> None:
    lists = listings({"dr1": 40, "dr2": 40 - ghosts, "ghost": ghosts, None: 20})
    assert money(proposal(lists, *TWO, claims(100, 80), tariff=CLIFF, **LIMITS)["A"]) == expected


def test_the_order_is_by_money_not_paid_now_then_by_id() -> None:
    names = ("A", "B", "C")
    lists = [listings({"dr1": 40, "Vakant": n}, provider=p) for p, n in zip(names, (1, 9, 1), strict=True)]
    staff = [roll({"dr1": "specialist"}, provider=p) for p in names]
    asked = [claims(40 + n, 40 + n, provider=p) for p, n in zip(names, (1, 9, 1), strict=True)]
    assert list(proposal(*lists, *staff, *asked, tariff=LINEAR, **LIMITS)) == ["B", "A", "C"]


def test_totals_add_up_over_providers() -> None:
    rows = [dict.fromkeys(("claimed_ore", *PARTS), n) for n in (1, 20, 300)]
    assert totals(pl.DataFrame(rows)) == Totals(321, 321, 321, 321, 321)


def test_a_doctor_whose_row_cannot_be_read_is_not_judged_and_the_named_part_waits() -> None:
    staff = roll({"dr1": "specialist"}), roll({"dr2": "specialist"}, unread="fte:number", fte_milli=None)
    lists = listings({"dr1": 50, "dr2": 50})
    row = proposal(lists, *staff, licences("dr1", "dr2"), claims(100, 100), tariff=LINEAR, **LIMITS)["A"]
    assert (row["disposition"], row["reasons"][0]) == ("hold", "roll_unclear")
    assert money(row) == [100_000, 30_000, 0, 0]

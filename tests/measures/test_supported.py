"""Whole rows: what each step takes, and how a list above the ceiling is split over providers."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dq.core.codes import Disposition, Step
from dq.measures.supported import MASK_COLUMNS, Bits, charge, excess_rows, supported_rows
from dq.rules import RULES

BITS = Bits.of(RULES)
CEILINGS = {"list_id": pl.String, "ceiling": pl.Int64}


def masks(*rows: tuple[str, str, int, int], listed: bool = True, named: bool = True) -> pl.DataFrame:
    """Counted rows: provider, doctor, mask, number."""
    full = [(provider, doctor, doctor, listed, named, mask, n) for provider, doctor, mask, n in rows]
    return pl.DataFrame(full, schema=MASK_COLUMNS, orient="row")


def ceilings(**limits: int) -> pl.DataFrame:
    return pl.DataFrame(list(limits.items()), schema=CEILINGS, orient="row")


def bit(*rules: str) -> int:
    return sum(BITS.value(rule) for rule in rules)


@pytest.mark.parametrize(
    ("rules", "step", "booked"),
    [
        ((), None, None),
        (("UNQ-02",), "identity", "adjust"),
        (("ABS-02",), "absent", "adjust"),
        (("REF-01",), "absent", "hold"),
        (("ELI-01",), "ineligible", "adjust"),
        (("CON-01",), None, "hold"),
        (("SCH-06",), None, "hold"),
        (("UNQ-02", "ABS-02", "ELI-02"), "identity", "adjust"),
        (("ELI-02", "ABS-06"), "absent", "adjust"),
        (("UNQ-02", "REF-01"), "identity", "hold"),
        (("CON-01", "ELI-01"), "ineligible", "hold"),
    ],
)
def test_first_step_and_most_severe_booking(
    rules: tuple[str, ...], step: str | None, booked: str | None
) -> None:
    row = charge(masks(("A", "d", bit(*rules), 1)), BITS).to_dicts()[0]
    assert (row["step"], row["booked"]) == (step, booked)


def test_every_rule_has_its_own_bit() -> None:
    values = [BITS.value(rule.id) for rule in BITS.rules]
    assert len(set(values)) == len(values)
    assert all(value & (value - 1) == 0 for value in values)


@pytest.mark.parametrize(
    ("parts", "ceiling", "expected"),
    [
        ((3000,), 2200, [800]),
        ((2200,), 2200, [0]),
        ((2201,), 2200, [1]),
        ((2000, 1000), 2200, [533, 267]),  # 533.33 and 266.67
        ((1000, 2000), 2200, [267, 533]),
        ((1000, 1000, 1000), 2200, [267, 267, 266]),  # 266.67 each: the first ids take the two left over
        ((1, 2999), 2200, [0, 800]),  # 0.27 and 799.73
    ],
)
def test_a_list_above_the_ceiling_is_split_by_largest_remainder(
    parts: tuple[int, ...], ceiling: int, expected: list[int]
) -> None:
    rows = masks(*(("ABC"[i], "d", 0, n) for i, n in enumerate(parts)))
    assert excess_rows(charge(rows, BITS), ceilings(d=ceiling))["excess"].to_list() == expected


def test_what_other_rules_took_is_not_above_the_ceiling() -> None:
    rows = masks(("A", "d", 0, 2000), ("A", "d", bit("UNQ-02"), 500), ("B", "d", bit("CON-01"), 400))
    found = excess_rows(charge(rows, BITS), ceilings(d=2200))
    assert found.rows() == [("A", "d", 2000, 167), ("B", "d", 400, 33)]  # 200 of 2400: 166.67 and 33.33


@given(
    st.lists(st.integers(1, 4000), min_size=1, max_size=3, unique=False),
    st.integers(0, 5000),
    st.permutations(["A", "B", "C"]),
)
@settings(max_examples=40, deadline=None)
def test_the_parts_of_a_doctor_add_up(parts: list[int], ceiling: int, order: list[str]) -> None:
    rows = masks(*((provider, "d", 0, n) for provider, n in zip(order, parts, strict=False)))
    found = excess_rows(charge(rows, BITS), ceilings(d=ceiling))
    over = max(0, sum(parts) - ceiling)
    assert found["excess"].sum() == over
    for row in found.to_dicts():
        exact = over * row["left"] / sum(parts)
        assert abs(row["excess"] - exact) < 1
        assert 0 <= row["excess"] <= row["left"]


rules = st.lists(st.sampled_from([rule.id for rule in BITS.rules]), unique=True, max_size=4)
group = st.tuples(
    st.sampled_from("AB"), st.sampled_from(["d1", "d2"]), rules, st.booleans(), st.integers(1, 60)
)


@given(st.lists(group, max_size=12), st.integers(0, 50), st.integers(0, 50))
@settings(max_examples=60, deadline=None)
def test_steps_add_up_and_money_takes_each_row_once(
    groups: list[tuple[str, str, list[str], bool, int]], first: int, second: int
) -> None:
    parts = [masks((p, d, bit(*ids), n), named=named) for p, d, ids, named, n in groups]
    rows = pl.concat([masks(), *parts])
    table = supported_rows(rows, BITS, ceilings(d1=first, d2=second), None)
    for row in table.to_dicts():
        mine = rows.filter(provider_id=row["provider_id"])
        steps = sum(row[f"s_{step.value}"] for step in Step)
        assert row["registered"] == mine.filter("is_named")["n"].sum() == steps + row["supported"]
        assert 0 <= row["lowest"] <= row["supported"] <= row["registered"]
        assert row["lowest"] == row["supported"] - row["s_held"]
        assert 0 <= row["listed"] <= mine["n"].sum()
        assert row["adjust_named"] + row["hold_named"] <= row["registered"]
        booked = bit(*(r.id for r in BITS.rules if r.disposition is Disposition.HOLD))
        assert row["hold_named"] == mine.filter("is_named").filter((pl.col("mask") & booked) != 0)["n"].sum()


def test_where_the_roll_is_missing_nothing_is_above_the_ceiling() -> None:
    rows = masks(("A", "d", 0, 2000), ("B", "d", 0, 1000))
    table = supported_rows(rows, BITS, ceilings(d=2200), None, frozenset({"B"}))
    assert table.select("provider_id", "s_capacity", "adjust_named").rows() == [("A", 533, 533), ("B", 0, 0)]


def test_an_unnamed_surplus_row_makes_one_fewer_listed() -> None:
    rows = pl.concat([masks(("A", "d", 0, 9)), masks(("A", "", bit("UNQ-02"), 2), named=False)])
    (row,) = supported_rows(rows, BITS, ceilings(), None).to_dicts()
    assert (row["listed"], row["adjust_listed"], row["adjust_named"], row["supported"]) == (9, 2, 0, 9)


def explained(provider: str, ended: int, ended_named: int, unnamed: int) -> pl.DataFrame:
    """One claim, and how many of its persons have only an ended or an unnamed row behind them."""
    row: dict[str, object] = {"provider_id": provider, "period": "2026-10", "claimed_amount_ore": None}
    row |= {"claimed_listed": 9, "claimed_named": 8, "claimed_share_num": None, "claimed_share_den": None}
    row |= {"ended_listed": ended, "ended_named": ended_named, "unnamed_claimed": unnamed}
    return pl.DataFrame([row], schema_overrides={"claimed_amount_ore": pl.Int64})


def test_a_clinic_with_every_kind_of_row_by_hand() -> None:
    odd, twin = bit("SCH-06"), bit("UNQ-02")
    named = masks(
        ("A", "d1", 0, 3000),
        ("A", "d1", odd, 100),
        ("A", "d2", 0, 2500),
        ("A", "d2", odd, 30),
        ("A", "d2", odd | bit("CON-01"), 20),
        ("A", "d3", twin, 10),
        ("A", "d3", twin | bit("REF-01"), 4),
        ("A", "d4", bit("ELI-01"), 30),
    )
    unnamed = masks(("A", "", twin, 3), ("A", "", 0, 40), named=False)
    claim = explained("A", 7, 5, 6)
    (row,) = supported_rows(pl.concat([named, unnamed]), BITS, ceilings(d1=2200, d2=2200), claim).to_dicts()
    expected = {
        "active_listed": 5737,
        "file_listed": 5744,  # and seven that have ended
        "active_named": 5694,
        "registered": 5705,  # and five that have ended, six without a doctor
        "listed": 5720,  # without the 17 twins
        "s_identity": 19,  # 14 named twins and five ended
        "s_absent": 6,
        "s_ineligible": 30,
        "s_capacity": 1250,  # 3 100 and 2 550 against 2 200 each
        "supported": 4400,
        "s_held": 150,
        "lowest": 4250,
        "adjust_listed": 20,  # 13 twins and seven ended
        "hold_listed": 4,
        "adjust_named": 1301,  # 10 twins, 30, five, six, and 1 250 above the ceiling
        "hold_named": 154,
    }
    assert {name: row[name] for name in expected} == expected


def test_a_claim_without_any_row_and_a_clinic_without_a_claim() -> None:
    rows = supported_rows(masks(("B", "d", 0, 5)), BITS, ceilings(), explained("A", 0, 0, 0)).to_dicts()
    assert [(row["provider_id"], row["registered"], row["claimed_named"]) for row in rows] == [
        ("A", 0, 8),
        ("B", 5, None),
    ]

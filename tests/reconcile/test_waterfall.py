"""The waterfall: T20 by hand, and steps that always add up."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dq.core.codes import Step
from dq.reconcile import Parts, perceived, waterfall

P = perceived(Fraction(29, 100), 1000)
# Ten thousand listed, 8 000 claimed: E 1 500 and Vakant 1 000, D 700, A 3 000 - 2 200.
T20 = Parts(
    listed=10_000,
    registered=8_000,
    absent=1_500 + 1_000,
    ineligible=700,
    capacity=3_000 - 2_200,
    rules={Step.ABSENT: ("ABS-02", "ABS-06"), Step.INELIGIBLE: ("ELI-02",), Step.CAPACITY: ("CAP-04",)},
)


def test_t20_step_by_step() -> None:
    shown = [(s.key, s.rows, float(100 * s.share), s.kind) for s in waterfall(T20, P)]
    assert shown == [
        ("registered", 8000, 80.0, "level"),
        ("identity", 0, 0.0, "deducted"),
        ("absent", 2500, 25.0, "deducted"),
        ("ineligible", 700, 7.0, "deducted"),
        ("capacity", 800, 8.0, "deducted"),
        ("supported", 4000, 40.0, "level"),
        ("held", 0, 0.0, "held"),
        ("lowest", 4000, 40.0, "level"),
        ("residual", None, 11.0, "residual"),
        ("perceived", None, 29.0, "level"),
    ]


def test_t20_adds_up_in_fractions_and_in_floats() -> None:
    share = {step.key: step.share for step in waterfall(T20, P)}
    names = ("identity", "absent", "ineligible", "capacity", "residual")
    assert share["registered"] - share["perceived"] == sum(share[name] for name in names) == Fraction(51, 100)
    floats = (
        float(share["registered"]) - float(share["perceived"]) - sum(float(share[name]) for name in names)
    )
    assert abs(floats) < 1e-12


def test_steps_carry_their_rules_and_levels_do_not() -> None:
    rules = {step.key: step.rules for step in waterfall(T20)}
    assert rules["absent"] == ("ABS-02", "ABS-06")
    assert rules["capacity"] == ("CAP-04",)
    assert rules["identity"] == rules["supported"] == ()


def test_without_a_survey_the_waterfall_ends_at_the_lowest_share() -> None:
    assert [step.key for step in waterfall(T20)][-1] == "lowest"


def test_fewer_registered_than_say_so_gives_a_negative_residual() -> None:
    steps = {step.key: step.share for step in waterfall(Parts(100, 18), P)}
    assert steps["residual"] == Fraction(-11, 100)


def test_rows_on_hold_are_a_step_of_their_own() -> None:
    steps = {step.key: step.rows for step in waterfall(Parts(100, 80, absent=10, held=20))}
    assert (steps["supported"], steps["held"], steps["lowest"]) == (70, 20, 50)


def test_nobody_listed_gives_zero_shares() -> None:
    assert {step.share for step in waterfall(Parts(0, 0))} == {0}


@pytest.mark.parametrize("counts", [{"absent": -1}, {"absent": 60, "capacity": 50}, {"held": 101}])
def test_parts_that_do_not_fit_together_are_refused(counts: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="do not fit together"):
        Parts(listed=200, registered=100, **counts)


@given(
    st.lists(st.integers(0, 5000), min_size=5, max_size=5),
    st.integers(0, 5000),
    st.integers(1, 50_000),
    st.fractions(0, 1),
)
def test_the_steps_add_up_exactly(taken: list[int], left: int, listed: int, share: Fraction) -> None:
    identity, absent, ineligible, capacity, held = taken
    parts = Parts(listed, sum(taken) + left, identity, absent, ineligible, capacity, held)
    steps = {step.key: step.share for step in waterfall(parts, perceived(share, None))}
    names = ("identity", "absent", "ineligible", "capacity", "residual")
    assert steps["registered"] - share == sum(steps[name] for name in names)
    floats = float(steps["registered"]) - float(share) - sum(float(steps[name]) for name in names)
    assert abs(floats) < 1e-12 * max(1.0, float(steps["registered"]))
    assert steps["supported"] - steps["held"] == steps["lowest"]

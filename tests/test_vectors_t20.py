"""The worked provider T20 of the domain design, end to end: every number here was written out by hand.

10 000 listed, 8 000 claimed as named (80 %), target 75 %, 4 SEK per listed, ceiling 2200.
A specialist 1.0 FTE 3 000; B specialist 0.5 FTE 1 000; C in ST with 1.5 years left 800; D in ST with 3 years
left 700; E left two months before the day 1 500; "Vakant" 1 000; 2 000 without a doctor.
"""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from build import LIMITS, Made, claims, judged, licences, listings, proposal, roll

from dq.loop import findings_frame
from dq.reconcile import Parts, perceived, waterfall
from dq.rules import RULES

LISTED = {"dr-a": 3000, "dr-b": 1000, "dr-c": 800, "dr-d": 700, "dr-e": 1500, "Vakant": 1000, None: 2000}
PROVIDER: list[Made] = [
    listings(LISTED),
    roll({"dr-a": "specialist"}, fte=1000),
    roll({"dr-b": "specialist"}, fte=500),
    roll({"dr-c": "st"}, fte=1000, st_end=date(2028, 4, 30)),
    roll({"dr-d": "st"}, fte=1000, st_end=date(2029, 10, 31)),
    roll({"dr-e": "specialist"}, fte=1000, until=date(2026, 8, 31)),
    licences("dr-a", "dr-b", "dr-c", "dr-d", "dr-e"),
    claims(10_000, 8_000, amount=4_000_000),
]


@pytest.fixture(scope="module")
def t20() -> dict[str, Any]:
    row: dict[str, Any] = proposal(*PROVIDER, **LIMITS)["A"]
    return row


@pytest.fixture(scope="module")
def found() -> dict[str, dict[str, Any]]:
    result, given = judged(RULES, *PROVIDER, **LIMITS)
    return {row["rule_id"] + row["physician_id"]: row for row in findings_frame(result, given).to_dicts()}


def test_the_steps_in_rows(t20: dict[str, Any]) -> None:
    steps = {name: t20[name] for name in ("s_identity", "s_absent", "s_ineligible", "s_capacity", "s_held")}
    assert steps == {"s_identity": 0, "s_absent": 2500, "s_ineligible": 700, "s_capacity": 800, "s_held": 0}
    assert (t20["listed"], t20["registered"], t20["supported"], t20["lowest"]) == (10_000, 8000, 4000, 4000)


def test_the_money_in_ore(t20: dict[str, Any]) -> None:
    parts = ("claimed_ore", "pay_now_ore", "hold_ore", "adjust_ore", "reject_ore", "not_now_ore")
    assert [t20[part] for part in parts] == [4_000_000, 0, 0, 4_000_000, 0, 4_000_000]
    assert t20["claim_computed"] is False


def test_the_clinic_is_asked_before_it_loses_the_bonus(t20: dict[str, Any]) -> None:
    assert t20["disposition"] == "hold"
    assert t20["judged"] is True
    assert t20["reasons"][0] == "CLM-03"


def test_what_is_found(found: dict[str, dict[str, Any]]) -> None:
    acting = {key: row["affected"] for key, row in found.items() if row["disposition"] != "inform"}
    assert acting == {
        "ABS-02dr-e": 1500,
        "ABS-06Vakant": 1000,
        "CMP-02": 1000,
        "ELI-02dr-d": 700,
        "CAP-04dr-a": 3000,
        "CLM-03": 4000,
        "CLM-04": 4000,
    }
    assert found["CLM-01"]["covered_by"] == "ABS-02, ABS-06, CAP-04, ELI-02"
    assert (found["CLM-03"]["value"], found["CLM-03"]["threshold"]) == (0.8, 0.4)


def test_the_same_provider_without_a_stated_amount_is_computed() -> None:
    row = proposal(*PROVIDER[:-1], claims(10_000, 8_000), **LIMITS)["A"]
    assert (row["claimed_ore"], row["adjust_ore"], row["claim_computed"]) == (4_000_000, 4_000_000, True)


def test_the_waterfall_down_to_what_patients_say(t20: dict[str, Any]) -> None:
    names = ("identity", "absent", "ineligible", "capacity")
    parts = Parts(
        listed=t20["listed"],
        registered=t20["registered"],
        held=t20["s_held"],
        **{name: t20[f"s_{name}"] for name in names},
    )
    share = {step.key: step.share for step in waterfall(parts, perceived(Fraction(29, 100), 1000))}
    percent = {key: 100 * share[key] for key in ("registered", *names, "supported", "residual", "perceived")}
    assert percent == {
        "registered": 80,
        "identity": 0,
        "absent": 25,
        "ineligible": 7,
        "capacity": 8,
        "supported": 40,
        "residual": 11,
        "perceived": 29,
    }
    taken = [share[name] for name in (*names, "residual")]
    assert share["registered"] - share["perceived"] == sum(taken) == Fraction(51, 100)
    assert abs(float(share["registered"]) - float(share["perceived"]) - sum(map(float, taken))) < 1e-12


def test_a_doctor_who_fails_two_steps_is_charged_to_the_first() -> None:
    # E holds 3 000, above the ceiling, but has left: all 3 000 are absent and none is above capacity
    more = listings(LISTED | {"dr-e": 3000, None: 500})
    row = proposal(more, *PROVIDER[1:-1], claims(10_000, 9_500), **LIMITS)["A"]
    assert (row["s_absent"], row["s_ineligible"], row["s_capacity"], row["supported"]) == (
        4000,
        700,
        800,
        4000,
    )

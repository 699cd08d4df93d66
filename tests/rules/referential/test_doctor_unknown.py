"""REF-01: listed doctor exists in the staff roll."""

from datetime import date

from build import DAY, affected, failing, listings, outcome, roll

from dq.rules.referential.doctor_unknown import doctor_unknown as rule

ROLL = roll({"dr1": "specialist"})


def test_a_doctor_on_no_roll() -> None:
    assert affected(rule, listings({"ghost": 30, "dr1": 70}), ROLL) == {"A/ghost": 30}


def test_each_clinic_with_the_doctor_is_asked() -> None:
    both = listings({"ghost": 30}), listings({"ghost": 5}, provider="B")
    assert affected(rule, *both, ROLL, roll({"dr2": "st"}, provider="B")) == {"A/ghost": 30, "B/ghost": 5}


def test_any_spell_anywhere_at_any_time_is_enough() -> None:
    assert failing(rule, listings({"dr1": 70}), ROLL) == []
    once = roll({"ghost": "other"}, provider="B", until=date(2020, 2, 1))
    assert failing(rule, listings({"ghost": 30}), ROLL, once) == []


def test_placeholders_nobody_and_ended_listings_are_not_examined() -> None:
    assert outcome(rule, listings({"Vakant": 30, None: 5}), ROLL).examined == 0
    assert failing(rule, listings({"dr1": 1}), listings({"ghost": 30}, until=DAY), ROLL) == []


def test_a_name_that_is_a_placeholder_is_not_examined() -> None:
    assert outcome(rule, listings({"L-99": 30}, name="vakant"), ROLL).examined == 0

"""REF-02: listed doctor belongs to the same provider."""

from datetime import date

from build import affected, failing, listings, outcome, roll

from dq.rules.referential.doctor_of_another_provider import doctor_of_another_provider as rule

HERE, THERE = roll({"dr1": "specialist"}), roll({"dr2": "specialist"}, provider="B")


def test_a_doctor_who_only_ever_worked_elsewhere() -> None:
    assert affected(rule, listings({"dr1": 70, "dr2": 30}), HERE, THERE) == {"A/dr2": 30}


def test_the_doctors_own_clinic_is_quiet() -> None:
    assert failing(rule, listings({"dr1": 70}), listings({"dr2": 30}, provider="B"), HERE, THERE) == []


def test_any_spell_here_at_any_time_is_enough() -> None:
    once = roll({"dr2": "specialist"}, until=date(2021, 1, 1))
    assert failing(rule, listings({"dr2": 30}), HERE, THERE, once) == []


def test_doctors_on_no_roll_and_placeholders_are_not_examined() -> None:
    assert outcome(rule, listings({"ghost": 30, "Vakant": 9, None: 2}), HERE).examined == 0
    named_vakant = roll({"Vakant": "other"}, provider="B")
    assert outcome(rule, listings({"Vakant": 9}), HERE, named_vakant).examined == 0

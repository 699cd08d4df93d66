"""ELI-01: specialty is listable."""

import pytest
from build import DAY, affected, failing, listings, outcome, roll

from dq.rules.eligibility.specialty_not_listable import specialty_not_listable as rule

LISTED = listings({"dr1": 70})


def test_a_specialty_that_may_not_have_a_list() -> None:
    file = listings({"dr1": 70, "dr2": 30}), roll({"dr1": "specialist"})
    assert affected(rule, *file, roll({"dr2": "specialist"}, specialties="ortopedi")) == {"A/dr2": 30}


@pytest.mark.parametrize(
    ("specialties", "expected"),
    [
        ("allmänmedicin", []),
        ("geriatrik", []),
        ("barn- och ungdomsmedicin", []),
        ("allmänmedicin;ortopedi", []),
        ("akutsjukvård;geriatrik;ortopedi", []),
        ("internmedicin", ["A/dr1"]),
        ("barn- och ungdomsmedicinsk radiologi", ["A/dr1"]),
        ("ickeallmänmedicin", ["A/dr1"]),
        ("barn- och ungdomspsykiatri", ["A/dr1"]),
        ("", ["A/dr1"]),
        (None, ["A/dr1"]),
    ],
)
def test_which_specialties(specialties: str | None, expected: list[str]) -> None:
    assert failing(rule, LISTED, roll({"dr1": "specialist"}, specialties=specialties)) == expected


def test_the_contract_may_allow_more() -> None:
    internist = roll({"dr1": "specialist"}, specialties="internmedicin")
    assert failing(rule, LISTED, internist) == ["A/dr1"]
    assert failing(rule, LISTED, internist, listable_specialties=("Allmänmedicin", "Internmedicin")) == []
    dots = roll({"dr1": "specialist"}, specialties="ab")
    assert failing(rule, LISTED, dots, listable_specialties=("a.", "(b)")) == ["A/dr1"]


@pytest.mark.parametrize("role", ["specialist", "bt", "at", "unlicensed"])
def test_only_st_needs_no_specialty(role: str) -> None:
    assert failing(rule, LISTED, roll({"dr1": role}, specialties=None)) == ["A/dr1"]
    assert failing(rule, LISTED, roll({"dr1": "st"}, specialties=None)) == []


def test_who_is_examined() -> None:
    nobody = roll({"dr2": "st"})
    assert outcome(rule, LISTED, nobody).examined == 0
    assert outcome(rule, LISTED, nobody, roll({"dr1": "specialist"}, until=DAY)).examined == 0
    assert outcome(rule, LISTED, nobody, roll({"dr1": "specialist"}, provider="B")).examined == 0
    assert outcome(rule, LISTED, roll({"dr1": "other"}, specialties=None)).examined == 0
    assert outcome(rule, listings({"Vakant": 3}), roll({"Vakant": "specialist"})).examined == 0


def test_two_spells_are_read_together() -> None:
    two = roll({"dr1": "specialist"}, specialties="ortopedi"), roll({"dr1": "st"}, specialties=None)
    assert failing(rule, LISTED, *two) == []
    halves = roll({"dr1": "specialist"}, specialties=None), roll({"dr1": "specialist"}, fte=500)
    assert failing(rule, LISTED, *halves) == []
    differ = roll({"dr1": "specialist"}), roll({"dr1": "specialist"}, specialties="ortopedi")
    assert failing(rule, LISTED, *differ) == []


@pytest.mark.parametrize(
    ("specialties", "expected"),
    [(None, []), ("allmänmedicin", []), ("specialistläkare i allmänmedicin", []), ("ortopedi", ["A/dr1"])],
)
def test_st_in_another_specialty_is_no_st_in_general_practice(
    specialties: str | None, expected: list[str]
) -> None:
    assert failing(rule, LISTED, roll({"dr1": "st"}, specialties=specialties)) == expected

"""CON-01: all patients on one doctor."""

from datetime import date, timedelta

import pytest
from build import DAY, affected, failing, listings, outcome, roll, tandem

from dq.rules.concentration.all_on_one_doctor import all_on_one_doctor as rule

TWO = {"dr1": "specialist", "dr2": "st"}
NEXT = DAY + timedelta(days=1)


def test_one_doctor_holds_all_though_two_could() -> None:
    assert affected(rule, listings({"dr1": 500, None: 20}), roll(TWO)) == {"A": 500}


def test_lists_on_two_doctors_are_quiet() -> None:
    assert failing(rule, listings({"dr1": 500, "dr2": 1}), roll(TWO)) == []


@pytest.mark.parametrize(("size", "expected"), [(199, []), (200, ["A"])])
def test_few_named_are_no_pattern(size: int, expected: list[str]) -> None:
    assert failing(rule, listings({"dr1": size, None: 500}), roll(TWO)) == expected


@pytest.mark.parametrize(("size", "expected"), [(2200, []), (2201, ["A"])])
def test_a_doctor_alone_fails_only_above_the_ceiling(size: int, expected: list[str]) -> None:
    assert failing(rule, listings({"dr1": size}), roll({"dr1": "st"}), ceiling=2200) == expected


def test_without_a_ceiling_a_doctor_alone_never_fails() -> None:
    assert failing(rule, listings({"dr1": 5000}), roll({"dr1": "specialist"})) == []


@pytest.mark.parametrize(("least", "expected"), [(2, ["A"]), (3, [])])
def test_how_many_doctors_must_be_there_to_share(least: int, expected: list[str]) -> None:
    assert failing(rule, listings({"dr1": 500}), roll(TWO), min_doctors=least) == expected


def test_the_day_decides_who_counts() -> None:
    assert failing(rule, listings({"dr1": 500}), roll(TWO, until=DAY)) == []
    assert failing(rule, listings({"dr1": 500}), roll(TWO, until=NEXT)) == ["A"]
    assert failing(rule, listings({"dr1": 500}), roll(TWO, start=NEXT)) == []
    assert failing(rule, listings({"dr1": 500}), roll(TWO, start=DAY)) == ["A"]


@pytest.mark.parametrize(
    ("start", "until", "expected"),
    [
        (DAY, None, ["A"]),
        (NEXT, None, []),
        (date(2020, 1, 1), DAY, []),
        (date(2020, 1, 1), NEXT, ["A"]),
        (None, None, []),
    ],
)
def test_the_day_decides_which_listings_count(
    start: date | None, until: date | None, expected: list[str]
) -> None:
    listed = listings({"dr1": 500}, start=start, until=until)
    if expected:
        assert failing(rule, listed, roll(TWO)) == expected
    else:
        assert outcome(rule, listed, roll(TWO)).examined == 0


@pytest.mark.parametrize("role", ["bt", "at", "unlicensed", "other"])
def test_only_doctors_who_may_have_a_list_can_share(role: str) -> None:
    assert failing(rule, listings({"dr1": 500}), roll({"dr1": "specialist", "x": role})) == []


def test_a_specialist_counts_by_specialty_and_an_st_doctor_without_one() -> None:
    file = listings({"dr1": 500}), roll({"dr1": "specialist"})
    assert failing(rule, *file, roll({"dr2": "specialist"}, specialties="ortopedi")) == []
    assert failing(rule, *file, roll({"dr2": "specialist"}, specialties=None)) == []
    assert failing(rule, *file, roll({"dr2": "specialist"}, specialties="geriatrik;ortopedi")) == ["A"]
    assert failing(rule, *file, roll({"dr2": "st"}, specialties=None)) == ["A"]
    wider = {"listable_specialties": ("allmänmedicin", "ortopedi")}
    assert failing(rule, *file, roll({"dr2": "specialist"}, specialties="ortopedi"), **wider) == ["A"]


def test_an_absent_doctor_counts_and_one_with_two_spells_counts_once() -> None:
    away = roll({"dr2": "specialist"}, absent_from=date(2026, 1, 1))
    assert failing(rule, listings({"dr1": 500}), roll({"dr1": "specialist"}), away) == ["A"]
    twice = roll({"dr1": "specialist"}, fte=500), roll({"dr1": "specialist"}, fte=300)
    assert failing(rule, listings({"dr1": 500}), *twice) == []


def test_a_placeholder_can_be_the_one_doctor() -> None:
    assert failing(rule, listings({"Vakant": 500}), roll(TWO)) == ["A"]


def test_doctors_of_another_clinic_cannot_share() -> None:
    elsewhere = roll({"dr2": "specialist", "dr3": "specialist"}, provider="B")
    assert failing(rule, listings({"dr1": 500}), roll({"dr1": "specialist"}), elsewhere) == []


def test_doctors_who_share_a_list_are_one_doctor() -> None:
    shared = listings({"dr1": 300, "dr2": 300}), tandem("L1", "dr1", "dr2")
    assert failing(rule, *shared, roll(TWO)) == []
    assert affected(rule, *shared, roll(TWO | {"dr3": "specialist"})) == {"A": 600}


@pytest.mark.parametrize(("size", "expected"), [(4400, []), (4401, ["A"])])
def test_doctors_who_share_a_list_have_a_ceiling_each(size: int, expected: list[str]) -> None:
    shared = listings({"dr1": size}), tandem("L1", "dr1", "dr2")
    assert failing(rule, *shared, roll(TWO), ceiling=2200) == expected


@pytest.mark.parametrize(("size", "expected"), [(2200, []), (2201, ["A"])])
def test_a_placeholder_alone_has_one_ceiling(size: int, expected: list[str]) -> None:
    assert failing(rule, listings({"Vakant": size}), roll({"dr1": "at"}), ceiling=2200) == expected


def test_without_anybody_who_may_have_a_list_nobody_could_share() -> None:
    assert failing(rule, listings({"dr1": 500}), roll({"dr1": "at"}), min_doctors=1) == []

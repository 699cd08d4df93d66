"""CMP-02: named doctor missing but counted."""

import pytest
from build import DAY, affected, claims, listings, outcome, roll, rows

from dq.rules.completeness.named_but_missing import named_but_missing as rule

FILE = listings({"dr1": 80, None: 20}), roll({"dr1": "specialist"})


@pytest.mark.parametrize(
    ("named", "expected"), [(79, {}), (80, {}), (81, {"A": 1}), (100, {"A": 20}), (130, {"A": 20})]
)
def test_unnamed_rows_count_only_as_far_as_the_claim_needs_them(named: int, expected: dict[str, int]) -> None:
    assert affected(rule, *FILE, claims(100, named)) == expected


def test_ended_rows_explain_first() -> None:
    ended = listings({"dr1": 5}, until=DAY, people="ended")
    # 105 listed and 90 named are claimed: 5 of the 10 named too many have ended, 5 have no doctor
    assert affected(rule, *FILE, ended, claims(105, 90)) == {"A": 5}
    assert affected(rule, *FILE, ended, claims(100, 90)) == {"A": 10}
    assert affected(rule, *FILE, ended, claims(105, 85)) == {}


def test_placeholders_are_counted_whatever_is_claimed() -> None:
    vakant = listings({"Vakant": 7})
    assert affected(rule, *FILE, vakant, claims(107, 87)) == {"A": 7}
    assert affected(rule, *FILE, vakant, claims(107, 90)) == {"A": 10}


def test_another_kind_of_contact_is_not_named() -> None:
    nurse = listings({"n1": 5}, contact="1")
    assert affected(rule, *FILE, nurse, claims(105, 85)) == {"A": 5}


def test_without_rows_or_a_claim_there_is_nothing_to_say() -> None:
    assert affected(rule, listings({"dr1": 1}, provider="B"), FILE[1], claims(50, 50)) == {}
    assert outcome(rule, *FILE, listings({None: 1}, provider="C")).reason == "feed_missing"


def test_placeholders_of_several_names_are_added_up() -> None:
    two = listings({"Vakant": 7, "Vikarie": 4})
    (row,) = rows(rule, *FILE, two, claims(111, 91))
    assert (row["affected"], row["value"], row["threshold"], row["total"]) == (11, 11.0, 0.0, 91)

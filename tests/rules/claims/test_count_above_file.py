"""CLM-02: claimed count against the listing file."""

import pytest
from build import DAY, affected, claims, covered, failing, listings, outcome, rows

from dq.rules.claims.count_above_file import count_above_file as rule


def big(listed: int, named: int, claimed_listed: int, claimed_named: int) -> list[str]:
    file = listings({"dr1": named, None: listed - named})
    return failing(rule, file, claims(claimed_listed, claimed_named))


@pytest.mark.parametrize(("more", "expected"), [(0, []), (10, []), (11, ["A"]), (-10, []), (-11, ["A"])])
def test_more_than_ten_persons_of_a_large_file(more: int, expected: list[str]) -> None:
    assert big(4000, 3000, 4000 + more, 3000) == expected
    assert big(4000, 3000, 4000, 3000 + more) == expected


@pytest.mark.parametrize(("more", "expected"), [(5, []), (6, ["A"]), (-5, []), (-6, ["A"])])
def test_more_than_half_a_percent_of_a_small_one(more: int, expected: list[str]) -> None:
    assert big(1200, 1000, 1200, 1000 + more) == expected
    assert big(1000, 400, 1000 + more, 400) == expected


@pytest.mark.parametrize("hundreds", range(2, 21, 2))
def test_half_a_percent_is_exact(hundreds: int) -> None:
    named, allowed = 100 * hundreds, hundreds // 2
    assert big(named + 300, named, named + 300, named + allowed) == []
    assert big(named + 300, named, named + 300, named + allowed + 1) == ["A"]


def test_each_count_against_its_own() -> None:
    # 3 of 1000 listed is little, 3 of 500 named is not
    assert big(1000, 500, 1003, 500) == []
    assert big(1000, 500, 1000, 503) == ["A"]


def test_the_limits_can_be_changed() -> None:
    file = listings({"dr1": 4000})
    assert failing(rule, file, claims(4000, 4021), max_persons=21) == ["A"]  # 0.5 % is 20
    assert failing(rule, file, claims(4000, 4021), max_persons=21, max_share=0.01) == []


def test_a_file_without_the_provider_fails_any_claim() -> None:
    other = listings({"dr1": 1}, provider="B")
    assert covered(rule, other, claims(1, 0)) == {"A": None}
    assert covered(rule, other, claims(50, 50)) == {"A": None}
    assert failing(rule, other, claims(0, 0)) == []


FILE = listings({"dr1": 800, None: 200})
ENDED = listings({"dr1": 50}, until=DAY, people="ended")


def test_what_rows_explain_informs_only() -> None:
    assert covered(rule, FILE, ENDED, claims(1050, 850)) == {"A": "TMP-02, CMP-02"}
    assert covered(rule, FILE, claims(1000, 900)) == {"A": "TMP-02, CMP-02"}
    assert covered(rule, FILE, claims(1050, 850)) == {"A": None}


@pytest.mark.parametrize(
    ("listed", "named", "expected"),
    [
        (1055, 850, "TMP-02, CMP-02"),  # 5 of 1000 unexplained
        (1056, 850, None),
        (1050, 1054, "TMP-02, CMP-02"),  # 800 + 50 ended + 200 unnamed, and 4 of 800 unexplained
        (1050, 1055, None),
    ],
)
def test_all_but_the_tolerance_must_be_explained(listed: int, named: int, expected: str | None) -> None:
    assert covered(rule, FILE, ENDED, claims(listed, named)) == {"A": expected}


def test_a_claim_below_the_file_informs_only() -> None:
    assert covered(rule, FILE, claims(900, 700)) == {"A": "under-claim"}
    assert covered(rule, FILE, claims(900, 800)) == {"A": "under-claim"}
    # fewer listed and more named than the file: the unnamed rows explain the named
    assert covered(rule, FILE, claims(900, 850)) == {"A": "TMP-02, CMP-02"}


def test_the_numbers_people_see_are_of_the_larger_difference() -> None:
    (row,) = rows(rule, FILE, claims(1030, 820))
    assert (row["affected"], row["total"]) == (30, 1000)
    (row,) = rows(rule, FILE, claims(1010, 830))
    assert (row["affected"], row["total"]) == (30, 800)
    assert affected(rule, FILE, claims(980, 780)) == {"A": 20}


def test_a_claim_for_another_day_is_not_examined() -> None:
    ended = outcome(rule, FILE, claims(9999, 9999, day=DAY.replace(month=9, day=30)))
    assert (ended.examined, ended.reason) == (0, "filter_empty")


@pytest.mark.parametrize(
    ("listed", "named", "expected"),
    [
        (1030, 830, (30, 800)),
        (970, 810, (30, 1000)),
        (1010, 770, (30, 800)),
        (1030, 790, (30, 1000)),
        (990, 830, (30, 800)),
    ],
)
def test_the_larger_difference_speaks_whichever_way(
    listed: int, named: int, expected: tuple[int, int]
) -> None:
    (row,) = rows(rule, FILE, claims(listed, named))
    assert (row["affected"], row["total"]) == expected


def test_one_person_too_many_of_a_hundred() -> None:
    hundred = listings({"dr1": 100})
    assert covered(rule, hundred, claims(100, 101)) == {"A": None}
    assert covered(rule, hundred, claims(101, 100)) == {"A": None}
    ended = listings({"dr1": 1}, until=DAY, people="ended")
    assert covered(rule, hundred, ended, claims(101, 100)) == {"A": "TMP-02, CMP-02"}
    assert covered(rule, listings({"dr1": 100, None: 50}), claims(150, 101)) == {"A": "TMP-02, CMP-02"}
    assert covered(rule, hundred, claims(100, 98)) == {"A": "under-claim"}


def test_a_share_that_is_not_one_part_of_a_whole_number() -> None:
    # 1.5 % of 200 is 3
    assert failing(rule, listings({"dr1": 200}), claims(200, 203), max_share=0.015) == []
    assert failing(rule, listings({"dr1": 200}), claims(200, 204), max_share=0.015) == ["A"]

"""CLM-01: claimed share against recomputed share."""

from typing import Any

import pytest
from build import DAY, claims, covered, examined, failing, listings, outcome, roll, rows

from dq.rules.claims.share_differs import share_differs as rule

STAFF = roll({"dr1": "specialist", "dr2": "specialist", "dr3": "specialist", "dr4": "specialist"})


def file(listed: int, named: int) -> Any:
    part = named // 4
    return listings({"dr1": named - 3 * part, "dr2": part, "dr3": part, "dr4": part, None: listed - named})


Case = tuple[int, int, int]  # listed and named in the file, and claimed as named


def several(*cases: Case) -> list[Case]:
    """Judge one clinic per case in one delivery; give the cases that fail."""
    parts = []
    for i, (listed, named, claimed) in enumerate(cases):
        clinic = f"P{i:02}"
        doctors = [f"{clinic}-{n}" for n in range(4)]
        lists = dict.fromkeys(doctors, named // 4) | {doctors[0]: named - 3 * (named // 4)}
        parts += [
            listings({**lists, None: listed - named}, provider=clinic),
            roll(dict.fromkeys(doctors, "specialist"), provider=clinic),
            claims(listed, claimed, provider=clinic),
        ]
    return [cases[int(name[1:])] for name in failing(rule, *parts)]


def test_ten_persons_or_half_a_point() -> None:
    ten = [(1000, 500, 500 + more) for more in (-11, -10, 10, 11)]  # ten persons are 1 % of 1000
    half = [(4000, 2000, 2000 + more) for more in (-21, -20, 20, 21)]  # twenty are half a point of 4000
    assert several(*ten, *half) == [ten[0], ten[3], half[0], half[3]]


def test_the_limit_itself_is_quiet_whatever_floats_say() -> None:
    sizes = (2000, 2200, 2800, 3000, 3400, 6000)
    on = [(n, n // 4 * 3, n // 4 * 3 + sign * n // 200) for n in sizes for sign in (-1, 1)]
    above = [(n, n // 4 * 3, n // 4 * 3 + n // 200 + 1) for n in sizes]
    assert several(*on, *above) == above


def test_shares_are_compared_not_counts() -> None:
    assert failing(rule, file(1000, 500), STAFF, claims(500, 250)) == []
    assert failing(rule, file(1000, 500), STAFF, claims(950, 500)) == ["A"]


def test_the_limits_can_be_changed() -> None:
    assert failing(rule, file(1000, 500), STAFF, claims(1000, 511), min_persons=11) == []
    assert failing(rule, file(1000, 500), STAFF, claims(1000, 511), min_points=0.011) == []
    assert failing(rule, file(1000, 500), STAFF, claims(1000, 506), min_persons=5) == ["A"]


def test_listed_after_the_identity_step() -> None:
    # 1000 persons, of whom 100 unnamed stand twice: 500 of 1000 are supported, not 500 of 1100
    twice = listings({None: 100}, people="p"), listings({None: 100}, people="p")
    (row,) = rows(rule, file(900, 500), *twice, STAFF, claims(1000, 500))
    assert (row["value"], row["threshold"], row["fails"]) == (0.5, 0.5, False)


def test_value_threshold_and_persons() -> None:
    (row,) = rows(rule, file(1000, 500), STAFF, claims(1000, 600))
    assert (row["value"], row["threshold"], row["affected"], row["total"]) == (0.6, 0.5, 100, 600)
    (row,) = rows(rule, file(1000, 500), STAFF, claims(1000, 400))
    assert row["affected"] == 100


def test_row_findings_cover_what_they_explain() -> None:
    ghost = listings({"dr1": 400, "ghost": 300, None: 300})
    assert covered(rule, ghost, STAFF, claims(1000, 700)) == {"A": "REF-01"}
    assert covered(rule, ghost, STAFF, claims(1000, 710)) == {"A": "CMP-02, REF-01"}
    over = listings({"dr1": 900, "dr2": 100}), claims(1000, 1000)
    assert covered(rule, *over, STAFF, ceiling=500) == {"A": "CAP-04"}
    assert covered(rule, listings({"dr1": 500}), STAFF, claims(500, 700)) == {"A": None}


@pytest.mark.parametrize(("claimed", "expected"), [(1010, "CMP-02"), (1011, None)])
def test_all_but_the_tolerance_must_be_covered(claimed: int, expected: str | None) -> None:
    # 500 named and 500 unnamed stand in the file; what is claimed beyond them nobody explains
    assert covered(rule, file(1000, 500), STAFF, claims(1000, claimed)) == {"A": expected}


def test_a_claim_below_the_file_informs_only() -> None:
    assert covered(rule, file(1000, 500), STAFF, claims(1000, 400)) == {"A": "under-claim"}


def test_what_is_not_examined() -> None:
    assert outcome(rule, file(1000, 500), STAFF, claims(0, 0)).examined == 0
    other = claims(100, 100, provider="C")
    assert outcome(rule, file(1000, 500), STAFF, other).examined == 0
    assert outcome(rule, listings({"dr1": 5}, until=DAY), STAFF, claims(5, 5)).examined == 0
    without = listings({"dr5": 10}, provider="B"), claims(10, 10, provider="B")
    assert examined(rule, file(10, 8), *without, STAFF, claims(10, 8)) == ["A"]


@pytest.mark.parametrize(("claimed", "expected"), [(4020, "CMP-02"), (4021, None)])
def test_half_a_point_of_a_large_file_need_not_be_covered(claimed: int, expected: str | None) -> None:
    assert covered(rule, file(4000, 2000), STAFF, claims(4000, claimed)) == {"A": expected}


@pytest.mark.parametrize(
    ("percent", "expected"),
    [
        (50, {}),
        (51, {}),  # the last place is one percent: 51 may be 50,5 rounded
        (49, {}),
        (52, {"A": None}),
        (48, {"A": "under-claim"}),
        (100, {"A": None}),
    ],
)
def test_a_printed_share_that_the_counts_do_not_give_is_what_is_claimed(
    percent: int, expected: dict[str, str | None]
) -> None:
    printed = claims(1000, 500, claimed_share_num=percent, claimed_share_den=100)
    assert covered(rule, file(1000, 500), STAFF, printed) == expected


def test_the_last_place_is_that_of_the_print() -> None:
    exact = claims(1000, 500, claimed_share_num=512, claimed_share_den=1000)
    assert covered(rule, file(1000, 500), STAFF, exact) == {"A": None}
    (row,) = rows(rule, file(1000, 500), STAFF, exact)
    assert (row["value"], row["affected"], row["total"]) == (0.512, 0, 500)
    # 711 of 1 000 is 71,1 %: counts decide, though 71 % alone would be within the limit of 700
    rounded = claims(1000, 711, claimed_share_num=71, claimed_share_den=100)
    assert failing(rule, file(1000, 700), STAFF, rounded) == ["A"]


def test_one_person_is_enough_to_be_examined() -> None:
    assert examined(rule, listings({"dr1": 1}), STAFF, claims(1, 1)) == ["A"]

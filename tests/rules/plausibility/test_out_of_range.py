"""PLA-01: shares and counts in range."""

import pytest
from build import claims, flagged, made, outcome, roll

from dq.rules.plausibility.out_of_range import out_of_range as rule

CLAIM = {"claims": [("A", 2)]}


@pytest.mark.parametrize(
    ("listed", "named", "expected"),
    [(100, 100, {}), (100, 101, CLAIM), (0, 0, {}), (-1, -2, CLAIM), (100, -1, CLAIM), (100, 0, {})],
)
def test_counts_of_a_claim(listed: int, named: int, expected: dict[str, list[tuple[str, int]]]) -> None:
    assert flagged(rule, claims(listed, named)) == expected


@pytest.mark.parametrize(
    ("num", "den", "expected"),
    [
        (0, 1, {}),
        (1, 1, {}),
        (75, 100, {}),
        (101, 100, CLAIM),
        (80, 1, CLAIM),
        (-1, 100, CLAIM),
        (None, None, {}),
    ],
)
def test_a_share_lies_between_0_and_1(
    num: int | None, den: int | None, expected: dict[str, list[tuple[str, int]]]
) -> None:
    assert flagged(rule, claims(9, 9, claimed_share_num=num, claimed_share_den=den)) == expected


@pytest.mark.parametrize(("amount", "expected"), [(-1, CLAIM), (0, {}), (None, {})])
def test_an_amount_is_not_negative(amount: int | None, expected: dict[str, list[tuple[str, int]]]) -> None:
    assert flagged(rule, claims(9, 9, amount=amount)) == expected


@pytest.mark.parametrize(
    ("fte", "exempt", "hit"), [(-1, None, True), (0, 0, False), (500, -1, True), (1500, 0, False)]
)
def test_time_at_work_is_not_negative(fte: int, exempt: int | None, hit: bool) -> None:
    expected = {"staff_roll": [("A", 2)]} if hit else {}
    assert flagged(rule, roll({"dr1": "st"}, fte=fte, exempt=exempt)) == expected


@pytest.mark.parametrize(
    ("n", "deff", "hit"),
    [(0, 1.5, True), (-1, 1.5, True), (1, 0.0, True), (1, -1.0, True), (1, 0.1, False), (None, None, False)],
)
def test_a_survey_has_answers_and_a_design_effect(n: int | None, deff: float | None, *, hit: bool) -> None:
    row = {
        "survey_id": "E1",
        "county_code": "01",
        "share_num": 1,
        "share_den": 2,
        "n_answers": n,
        "deff": deff,
    }
    assert flagged(rule, made("survey_shares", [row])) == ({"survey_shares": [(None, 2)]} if hit else {})


def test_claims_of_earlier_periods_are_judged_too() -> None:
    row = {"provider_id": "A", "claimed_listed": 9, "claimed_named": 10}
    assert flagged(rule, made("claims_history", [row])) == {"claims_history": [("A", 2)]}


def test_an_empty_cell_is_no_fault() -> None:
    assert flagged(rule, roll({"dr1": "st"}, fte_milli=None), made("claims", [{"provider_id": "A"}])) == {}


def test_every_row_is_examined() -> None:
    ended = outcome(rule, claims(9, 9), claims(9, 10, provider="B"), roll({"dr1": "st", "dr2": "st"}))
    assert (ended.examined, ended.failing, ended.status) == (4, 1, "fail")

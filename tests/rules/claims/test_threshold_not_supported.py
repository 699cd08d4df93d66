"""CLM-03: crosses the payment threshold only before validation."""

from typing import Any

import pytest
from build import claims, failing, listings, outcome, roll, rows

from dq.core.tariff import Tariff
from dq.rules.claims.threshold_not_supported import threshold_not_supported as rule

STAFF = roll({"dr1": "specialist", "dr2": "specialist"})


def file(supported: int, ghosts: int, unnamed: int) -> Any:
    return listings(
        {"dr1": supported - supported // 2, "dr2": supported // 2, "ghost": ghosts, None: unnamed}
    )


@pytest.mark.parametrize(("supported", "expected"), [(750, []), (749, ["A"]), (751, [])])
def test_exactly_three_quarters_supports_it(supported: int, expected: list[str]) -> None:
    assert failing(rule, file(supported, 850 - supported, 150), STAFF, claims(1000, 850)) == expected


@pytest.mark.parametrize(("claimed", "expected"), [(749, []), (750, ["A"]), (751, ["A"])])
def test_exactly_three_quarters_claims_it(claimed: int, expected: list[str]) -> None:
    assert failing(rule, file(700, claimed - 700, 1000 - claimed), STAFF, claims(1000, claimed)) == expected


@pytest.mark.parametrize("target", ["0.7", "0.55", "0.1"])
def test_shares_that_floats_cannot_hold(target: str) -> None:
    reached = int(float(target) * 1000 + 0.5)
    words = {"target_share": target, "ceiling": 9999}
    assert failing(rule, file(reached, 5, 995 - reached), STAFF, claims(1000, reached + 5), **words) == []
    assert failing(rule, file(reached - 1, 1, 1000 - reached), STAFF, claims(1000, reached), **words) == ["A"]


def test_listed_is_counted_after_the_identity_step() -> None:
    # 76 of 101 is above three quarters and 75 of 100 is not below; the twin of a named row counts nowhere
    twins = listings({"dr1": 75}, people="p"), listings({"dr1": 1}, people="p")
    assert failing(rule, *twins, listings({None: 25}), STAFF, claims(101, 76)) == []
    assert failing(rule, *twins, listings({None: 26}), STAFF, claims(102, 77)) == ["A"]


def test_the_numbers_people_see() -> None:
    (row,) = rows(rule, file(700, 100, 200), STAFF, claims(1000, 800))
    assert (row["value"], row["threshold"], row["affected"], row["total"]) == (0.8, 0.7, 100, 800)


def test_what_is_not_examined() -> None:
    assert outcome(rule, file(700, 100, 200), STAFF, claims(0, 0)).examined == 0
    assert outcome(rule, file(700, 100, 200), STAFF, claims(1000, 800, provider="C")).examined == 0


def test_only_a_cliff_has_a_threshold() -> None:
    case = file(700, 100, 200), STAFF, claims(1000, 800)
    linear = Tariff(kind="linear", rate_ore_per_named=300)
    assert outcome(rule, *case).examined == 1
    assert outcome(rule, *case, tariff=linear).examined == 0


def test_one_person_is_enough_to_be_examined() -> None:
    assert failing(rule, listings({"ghost": 1}), STAFF, claims(1, 1)) == ["A"]

"""CLM-04: payment recomputed."""

import pytest
from build import claims, covered, examined, failing, listings, outcome, roll, rows

from dq.core.tariff import Tariff
from dq.rules.claims.payment_recomputed import payment_recomputed as rule

STAFF = roll({"dr1": "specialist", "dr2": "specialist"})
# 800 of 1000 are supported: 400 öre for each of 1000 is 400 000
FILE = listings({"dr1": 400, "dr2": 400, None: 200})


@pytest.mark.parametrize(
    ("amount", "expected"),
    [(399_999, {"A": "under-claim"}), (400_000, {}), (400_001, {"A": None}), (0, {"A": "under-claim"})],
)
def test_any_difference_is_told(amount: int, expected: dict[str, str | None]) -> None:
    assert covered(rule, FILE, STAFF, claims(1000, 800, amount=amount)) == expected


def test_an_amount_that_is_not_stated_is_computed_from_the_claim() -> None:
    assert failing(rule, FILE, STAFF, claims(1000, 800)) == []
    assert failing(rule, FILE, STAFF, claims(1010, 800)) == ["A"]
    (row,) = rows(rule, FILE, STAFF, claims(1010, 800))
    assert (row["value"], row["threshold"]) == (4040.0, 4000.0)


def test_the_amount_follows_what_is_supported() -> None:
    ghosts = listings({"dr1": 700, "ghost": 100, None: 200})
    (row,) = rows(rule, ghosts, STAFF, claims(1000, 800, amount=400_000))
    assert (row["value"], row["threshold"], row["affected"], row["total"]) == (4000.0, 0.0, 100, 800)
    linear = Tariff(kind="linear", rate_ore_per_named=300)
    (row,) = rows(rule, ghosts, STAFF, claims(1000, 800, amount=240_000), tariff=linear)
    assert (row["value"], row["threshold"], row["fails"]) == (2400.0, 2100.0, True)


def test_persons_are_counted_without_a_sign() -> None:
    (row,) = rows(rule, FILE, STAFF, claims(1000, 790, amount=400_000))
    assert row["affected"] == 10


def test_without_a_tariff_or_a_claim_nothing_is_examined() -> None:
    assert outcome(rule, FILE, STAFF, claims(1000, 800), tariff=Tariff()).examined == 0
    # a clinic without a listing in the files was not judged; CLM-02 asks for the file
    assert outcome(rule, FILE, STAFF, claims(1000, 800, provider="C")).examined == 0


def test_a_clinic_that_the_roll_forgot_is_not_examined() -> None:
    other = listings({"dr8": 100}, provider="B"), claims(100, 100, provider="B", amount=1)
    assert examined(rule, FILE, *other, STAFF, claims(1000, 800)) == ["A"]

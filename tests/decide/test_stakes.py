"""What each finding alone is worth."""

from datetime import date
from fractions import Fraction
from typing import Any

from build import LIMITS, Made, claims, judged, licences, listings, roll

from dq.core.tariff import Tariff
from dq.decide import with_stakes
from dq.loop import findings_frame
from dq.rules import RULES

LINEAR = Tariff(kind="linear", capitation_ore_per_listed=1000, rate_ore_per_named=300)
BOOKS = {rule.id: rule.books for rule in RULES}
TWO = roll({"dr1": "specialist", "dr2": "specialist"}), licences("dr1", "dr2")


def stakes(*parts: Made, tariff: Tariff = LINEAR) -> dict[str, int]:
    result, given = judged(RULES, *parts, tariff=tariff, **LIMITS)
    assert result.supported is not None
    found: list[dict[str, Any]] = with_stakes(
        findings_frame(result, given), result.supported, tariff, BOOKS
    ).to_dicts()
    return {row["rule_id"]: row["amount_ore"] for row in found}


def test_each_finding_stands_alone() -> None:
    lists = listings({"dr1": 40, "dr2": 40, "Vakant": 10, "ghost": 5, None: 5})
    amounts = stakes(lists, *TWO, claims(100, 95))
    assert amounts["CLM-01"] == 0  # covered by the rows: it informs
    assert {rule_id: ore for rule_id, ore in amounts.items() if ore} == {
        "ABS-01": 1500,
        "ABS-06": 3000,
        "CLM-04": 4500,
        "CMP-02": 3000,
        "REF-01": 1500,
    }


def test_a_finding_about_the_whole_list_is_worth_the_named_part() -> None:
    amounts = stakes(listings({"dr1": 5000}), *TWO, claims(5000, 5000))
    assert (amounts["CON-01"], amounts["CON-02"], amounts["CAP-04"]) == (1_500_000, 1_500_000, 840_000)


def test_a_finding_about_the_file_is_worth_the_claim() -> None:
    assert stakes(listings({"dr1": 50, "dr2": 50}), *TWO, claims(100, 110))["PLA-01"] == 133_000


def test_a_person_who_is_no_longer_listed_is_worth_both_parts() -> None:
    ended = listings({"dr1": 10}, until=date(2026, 10, 1), people="ended")
    assert stakes(listings({"dr1": 45, "dr2": 45}), ended, *TWO, claims(100, 100))["TMP-02"] == 13_000
    assert stakes(listings({"dr1": 45, "dr2": 45}), ended, *TWO, claims(100, 90))["TMP-02"] == 10_000


def test_under_a_cliff_one_finding_may_be_worth_nothing_and_two_the_bonus() -> None:
    cliff = Tariff(kind="cliff", rate_ore_per_listed=400, target=Fraction(3, 4))
    lists = listings({"dr1": 36, "dr2": 36, "Vakant": 4, "ghost": 4, None: 20})
    amounts = stakes(lists, *TWO, claims(100, 80), tariff=cliff)
    assert (amounts["ABS-06"], amounts["ABS-01"], amounts["CLM-03"]) == (0, 0, 40_000)

"""CMP-03: every contracted provider submitted."""

from datetime import date

import pytest
from build import DAY, claims, examined, failing, file, listings, reason, register, roll, rows

from dq.rules.completeness.provider_missing import provider_missing as rule

OPEN = (date(2020, 1, 1), None)


def test_who_has_no_row_in_a_feed_of_the_delivery() -> None:
    parts = register(A=OPEN, B=OPEN), file("a.csv", rows=5), listings({"dr1": 5}), roll({"dr1": "st"})
    assert failing(rule, *parts) == ["B", "B"]
    assert [row["detail"] for row in rows(rule, *parts) if row["fails"]] == ["listings", "staff_roll"]


@pytest.mark.parametrize(
    ("contract", "due"),
    [
        ((DAY, None), True),
        ((date(2026, 11, 1), None), False),
        ((date(2020, 1, 1), date(2026, 11, 1)), True),
        ((date(2020, 1, 1), DAY), False),
        ((None, None), True),
    ],
)
def test_only_contracts_of_the_day_are_due(contract: tuple[date | None, date | None], due: bool) -> None:
    parts = register(A=OPEN, B=contract), file("a.csv", rows=5), listings({"dr1": 5})
    assert failing(rule, *parts) == (["B"] if due else [])
    assert examined(rule, *parts) == (["A", "B"] if due else ["A"])


def test_a_refused_file_of_its_own_came() -> None:
    refused = file("b.csv", status="refused", error="line_fields", provider="B")
    parts = register(A=OPEN, B=OPEN), file("a.csv", rows=5), refused, listings({"dr1": 5})
    assert failing(rule, *parts) == []


def test_a_claim_for_another_day_came_and_is_told_of_elsewhere() -> None:
    parts = register(A=OPEN), file("a.csv", rows=5), listings({"dr1": 5})
    assert failing(rule, *parts, claims(5, 5)) == []
    assert failing(rule, *parts, claims(5, 5, day=date(2026, 9, 30))) == []


def test_without_a_register_it_is_not_judged() -> None:
    assert reason(rule, file("a.csv", rows=5), listings({"dr1": 5})) == (
        "not_judged",
        "feed_missing",
        "ref_provider",
    )

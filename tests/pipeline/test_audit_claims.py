"""Claims: which row counts, what is said of the others, and figures nobody can have."""

from pathlib import Path

import pytest
from audit_files import A, B, claim, claims, ended, found, judge, notes, one, table, two

from dq.pipeline.notes import blocking

pytestmark = pytest.mark.slow


def with_claims(*rows: tuple[object, ...]) -> dict[str, str]:
    return two() | {"begaran.csv": claims(claim(A, 1000, 800), *rows)}


@pytest.mark.parametrize(
    "row", [claim("", 1000, 800), claim(B, 1000, 800, day="2026-10-32"), claim(B, 1000, 800, day="")]
)
def test_a_claim_without_clinic_or_day_ends_in_11(tmp_path: Path, row: tuple[object, ...]) -> None:
    run = judge(tmp_path, with_claims(row))
    assert "claim_without_provider:begaran.csv:3" in run.notes
    assert run.code == 11


def test_another_day_that_is_allowed_is_told_and_blocks_nothing(tmp_path: Path) -> None:
    other = with_claims(claim(B, 1000, 800, day="2026-09-30"))
    run = judge(tmp_path / "a", other, delivery="allow_other_day = true")
    assert f"other_day_allowed:{B}" in run.notes
    assert blocking(run.notes) == ()
    assert run.code == 0
    run = judge(tmp_path / "b", other)
    assert blocking(run.notes) == (f"other_day:{B}",)
    assert run.code == 11


def test_a_newer_version_of_another_day_ends_in_11(tmp_path: Path) -> None:
    run = judge(tmp_path, with_claims(claim(B, 1000, 800), claim(B, 1000, 750, version=2, day="2026-10-30")))
    assert blocking(run.notes) == (f"newer_claim_other_day:{B}",)
    assert run.code == 11


def test_a_higher_version_of_another_period_is_another_claim(tmp_path: Path) -> None:
    old = claim(B, 1000, 750, version=2, day="2026-09-30", period="2026-09")
    assert judge(tmp_path, with_claims(claim(B, 1000, 800), old)).notes == ()


@pytest.mark.parametrize(
    ("first", "second", "tied"),
    [
        ({"version": ""}, {"version": "0"}, True),
        ({"version": ""}, {"version": "1"}, False),
        ({"version": "1"}, {"version": "1"}, True),
        ({"version": "1", "sent": ""}, {"version": "1"}, False),
        ({"version": "1", "sent": ""}, {"version": "1", "sent": ""}, True),
        ({"version": "1"}, {"version": "1", "sent": "2026-11-01 00:00:01"}, False),
        ({"version": "1"}, {"version": "1", "sent": "i dag"}, True),  # nobody can say which came last
        ({"version": "2"}, {"version": "1", "sent": "i dag"}, False),
    ],
)
def test_ties(tmp_path: Path, first: dict[str, str], second: dict[str, str], *, tied: bool) -> None:
    run = judge(tmp_path, with_claims(claim(B, 1000, 800, **first), claim(B, 1000, 900, **second)))
    assert ("tied_claims" in notes(run)) is tied


@pytest.mark.parametrize(
    "row",
    [
        claim(B, 1000, 1800, version=0),
        claim(B, 1000, "x", version=0),
        claim(B, 1000, 1800, day="2026-09-30", period="2026-09"),
        claim(B, 1000, "", day="2026-09-30", period="2026-09"),
    ],
)
def test_a_fault_in_a_row_that_was_replaced_stops_nobody(tmp_path: Path, row: tuple[object, ...]) -> None:
    run = judge(tmp_path, with_claims(row, claim(B, 1000, 800)))
    assert found(run, "PLA-01", "SCH-03", "CMP-01") == []
    assert dict(run.providers.select("provider_id", "disposition").iter_rows())[B] == "pay"
    (each,) = (each for each in run.results if each.rule_id == "CMP-01")
    assert each.out_of_scope == {"superseded": 1}
    assert each.rows_read == each.rows_in_scope + 1
    assert each.examined == each.rows_in_scope
    assert run.code == 0


@pytest.mark.parametrize(
    "row",
    [
        claim(B, 1000, 1800, version="x"),  # might be the one that counts
        claim(B, 1000, 1800, version=3),  # is the one that counts
    ],
)
def test_a_fault_in_a_row_that_may_count_rejects(tmp_path: Path, row: tuple[object, ...]) -> None:
    run = judge(tmp_path, with_claims(row, claim(B, 1000, 800)))
    assert ("PLA-01", B, 1) in found(run, "PLA-01")
    assert dict(run.providers.select("provider_id", "disposition").iter_rows())[B] == "reject"


@pytest.mark.parametrize(
    "row", [claim(B, 10**17, 10**17), claim(B, 1000, 800, amount=10**15), claim(B, 10**10, 1)]
)
def test_an_absurd_figure_rejects_its_clinic_only(tmp_path: Path, row: tuple[object, ...]) -> None:
    run = judge(tmp_path, with_claims(row))
    assert found(run, "SCH-03") == [("SCH-03", B, 1)]
    proposals = dict(run.providers.select("provider_id", "disposition").iter_rows())
    assert (proposals[A], proposals[B]) == ("pay", "reject")
    assert run.code == 10


def survey(share: object, n: object = 1000, deff: object = "1,5") -> str:
    head = ("Enkät", "Region", "Grupp", "Andel ja (%)", "Antal svar", "Designeffekt")
    return table(head, ("E1", "99", "alla", share, n, deff))


@pytest.mark.parametrize(
    ("text", "rule_id", "known"),
    [
        (survey(".."), "CMP-01", None),
        (survey("ungefär 29"), "SCH-03", None),
        (survey("129"), "PLA-01", None),
        (survey("29", n="0"), "PLA-01", (None, None)),
        (survey("29", n="-5"), "PLA-01", (None, None)),
        (survey("29", n="många"), "SCH-03", (None, None)),
        (survey("29", deff="0"), "PLA-01", (1000, 1.5)),  # the suite's own design effect, marked as assumed
        (survey("29", deff="-1"), "PLA-01", (1000, 1.5)),
    ],
)
def test_a_survey_that_cannot_be_used_is_a_finding(
    tmp_path: Path, text: str, rule_id: str, known: tuple[int | None, float | None] | None
) -> None:
    run = judge(tmp_path, one() | {"enkat.csv": text})
    assert found(run, "CMP-01", "SCH-03", "PLA-01") == [(rule_id, "", 1)]
    asked = run.perceived
    assert (asked and (asked.n, asked.deff if asked.n else None)) == known
    assert asked is None or asked.deff_assumed is bool(asked.n)


def test_a_survey_that_can_be_used(tmp_path: Path) -> None:
    run = judge(tmp_path, one() | {"enkat.csv": survey("29")})
    assert run.perceived is not None
    assert (run.perceived.n, run.perceived.deff) == (1000, 1.5)
    assert ended(run, "PLA-01")[0] == "pass"

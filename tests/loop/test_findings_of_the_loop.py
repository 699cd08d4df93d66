"""Findings: counts, words, the first source rows, and a name that lives across months."""

import hashlib
from typing import Any

import polars as pl
from build import (
    CLIFF,
    DAY,
    LIMITS,
    Made,
    chosen,
    claims,
    file,
    judged,
    listings,
    made,
    manifest,
    roll,
    sources,
)

from dq.core.outcome import finding_id
from dq.core.rule import Rule
from dq.feeds import FEEDS
from dq.loop import findings_frame, judge, outcomes
from dq.rules import RULES

RULE = {rule.id: rule for rule in RULES}
TWO = roll({"dr1": "specialist", "dr2": "st"}, st_end=DAY)


def found(rule_id: str, *parts: Made) -> list[dict[str, Any]]:
    rules: list[Rule] = [r for r in RULES if r.step or r.id == rule_id]
    result, given = judged(rules, *parts, **LIMITS)
    return findings_frame(result, given).filter(rule_id=rule_id).to_dicts()


def lines(finding: dict[str, Any]) -> list[int]:
    return [each["row"] for each in finding["source_rows"]]


def test_a_doctors_finding_shows_the_first_twenty_rows() -> None:
    (one,) = found("REF-01", listings({"dr1": 5, "ghost": 1200}), TWO)
    assert (one["provider_id"], one["physician_id"], one["affected"], one["total"]) == (
        "A",
        "ghost",
        1200,
        1200,
    )
    assert lines(one) == list(range(7, 27))  # the header is line 1, the five rows of dr1 are 2 to 6
    assert {each["file"] for each in one["source_rows"]} == {"listings.csv"}


def test_the_words_carry_the_numbers_in_each_language() -> None:
    (one,) = found("REF-01", listings({"ghost": 1200}), TWO)
    assert one["message_sv"].startswith("1\u00a0200 listningar på en läkare")
    assert one["message_en"].startswith("1,200 listings are on a doctor")


def test_a_clinics_finding_shows_named_rows_of_the_clinic() -> None:
    (one,) = found("CON-01", listings({None: 3, "dr1": 400}), listings({"dr9": 5}, provider="B"), TWO)
    assert (one["provider_id"], one["physician_id"]) == ("A", "")
    assert lines(one) == list(range(5, 25))


def test_row_findings_are_one_per_clinic() -> None:
    odd = listings({"dr1": 30}, unread="sex:code"), listings({"dr1": 2}, provider="B", unread="sex:code")
    first, second = found("SCH-06", listings({"dr1": 10}), *odd)
    assert (first["affected"], first["total"], lines(first)) == (30, 40, list(range(12, 32)))
    assert (second["provider_id"], second["affected"], lines(second)) == ("B", 2, [42, 43])


def test_twins_are_shown_with_the_row_that_stays() -> None:
    twice = listings({"dr1": 2}, people="p"), listings({"dr1": 2}, people="p")
    (one,) = found("UNQ-02", listings({"dr1": 6}), *twice)
    assert (one["affected"], one["value"], one["total"], lines(one)) == (2, 4.0, 10, [8, 9, 10, 11])


def test_a_claims_finding_shows_the_claim() -> None:
    (one,) = found("CLM-02", listings({"dr1": 50}), TWO, claims(9, 9, provider="B"), claims(90, 50))[:1]
    assert one["provider_id"] == "A"
    assert one["source_rows"] == [{"file": "claims.csv", "row": 3}]


def test_what_is_covered_informs() -> None:
    (one,) = found("CLM-02", listings({"dr1": 50, None: 20}), TWO, claims(70, 70))
    assert (one["disposition"], one["covered_by"], one["severity"]) == ("inform", "TMP-02, CMP-02", "error")


def test_a_files_finding_is_named_by_its_feed() -> None:
    files = file("a.csv", rows=1, stated=2), file("b.csv", rows=1, stated=3)
    both = found("CMP-04", *files, manifest("a.csv", "b.csv"))
    named = [finding_id("CMP-04", "", "", nature) for nature in ("listings", "listings 2")]
    assert [one["finding_id"] for one in both] == sorted(named)
    assert [one["provider_id"] for one in both] == ["", ""]


def test_a_finding_keeps_its_name_whatever_its_size() -> None:
    (small,) = found("REF-01", listings({"ghost": 2}), TWO)
    (large,) = found("REF-01", listings({"ghost": 90, "dr1": 5}), TWO)
    text = "REF-01\x1fA\x1fghost\x1flistings"
    assert small["finding_id"] == large["finding_id"] == hashlib.sha256(text.encode()).hexdigest()
    assert finding_id("REF-01", "A", "ghost", "listings") == small["finding_id"]
    others = (("REF-02", "A", "ghost"), ("REF-01", "B", "ghost"), ("REF-01", "A", "x"))
    assert all(finding_id(*other, "listings") != small["finding_id"] for other in others)


def test_a_broken_contract_counts_once_as_the_rule_it_names() -> None:
    given = sources(listings({"dr1": 3}), listings({"dr1": 2}, unread="sex:code"))
    contract = pl.DataFrame(
        {"feed": ["listings"] * 3, "rule_id": ["SCH-06", "SCH-06", "SCH-03"], "row_id": [0, 3, 1]},
        schema_overrides={"row_id": pl.Int64},
    )
    rules = chosen([RULE["SCH-03"], RULE["SCH-06"]])
    ended = outcomes(judge(rules, given, FEEDS, CLIFF, contract), given)
    assert [each.failing for each in ended] == [1, 3]


def test_stages_are_told_as_they_begin() -> None:
    heard: list[str] = []
    given = sources(listings({"dr1": 3}), TWO)
    judge(chosen([RULE["REF-01"]]), given, FEEDS, CLIFF, named=heard.append)
    assert heard == ["measures", "rows", "entities", "supported"]


def test_what_is_wrong_in_another_period_informs() -> None:
    old = made("listings_previous", [{"provider_id": "A", "unread": "sex:code"}])
    now = listings({"dr1": 1}, unread="sex:code")
    found_in = {one["evidence"]: one["disposition"] for one in found("SCH-06", old, now)}
    assert found_in == {"listings_previous": "inform", "listings": "hold"}

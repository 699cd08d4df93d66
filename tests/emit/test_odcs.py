"""The data contract of every feed: valid in 3.1.0 of the standard, and one with the feed and its rules."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft201909Validator
from open_data_contract_standard.model import OpenDataContractStandard

from dq.cli.contracts import contract_text
from dq.core.feed import Feed, Kind
from dq.emit.odcs import API_VERSION, DIMENSIONS, rules_on
from dq.feeds import FEEDS
from dq.measures import MEASURES
from dq.rules import RULES
from dq.words import Words

FEED = pytest.mark.parametrize("feed", FEEDS.values(), ids=list(FEEDS))


@cache
def standard() -> Draft201909Validator:
    package = files("open_data_contract_standard")
    return Draft201909Validator(json.loads(package.joinpath("schema.json").read_text(encoding="utf-8")))


@cache
def contract(name: str, lang: str = "sv") -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(contract_text(name, "odcs", Words(lang)))
    return loaded


def properties(name: str) -> dict[str, dict[str, Any]]:
    return {each["name"]: each for each in contract(name)["schema"][0]["properties"]}


def customs(element: dict[str, Any]) -> dict[str, Any]:
    return {each["property"]: each["value"] for each in element["customProperties"]}


def test_the_schema_of_the_tests_is_that_of_the_version_we_write() -> None:
    versions = standard().schema["properties"]["apiVersion"]["enum"]
    assert versions[0] == API_VERSION == "v3.1.0"


@FEED
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_every_contract_is_valid(feed: Feed, lang: str) -> None:
    document = contract(feed.name, lang)
    assert [error.message for error in standard().iter_errors(document)] == []
    model = OpenDataContractStandard(**document)
    assert model.schema_ is not None
    assert [each.name for each in model.schema_[0].properties or []] == [each.name for each in feed.columns]


def test_a_key_that_the_standard_does_not_know_would_be_seen() -> None:
    document = json.loads(json.dumps(contract("claims")))
    document["schema"][0]["properties"][0]["unite"] = "kr"
    assert list(standard().iter_errors(document))


@FEED
def test_a_contract_says_what_the_feed_declares(feed: Feed) -> None:
    told = properties(feed.name)
    for column in feed.columns:
        found, own = told[column.name], customs(told[column.name])
        assert found["businessName"] == column.label
        assert found["required"] is not column.nullable
        assert found["classification"] == ("restricted" if column.personal else "internal")
        assert (own["kind"], own["columnRequired"]) == (column.kind.value, column.required)
        assert own["personalData"] is column.personal
        assert {column.label, *column.headers, *column.inclusive_headers} <= set(own["headers"])
        assert own.get("unit", "") == column.unit
        valid = [each["arguments"]["validValues"] for each in found.get("quality", [])]
        assert (column.kind is Kind.CODE) == bool(valid)
        assert not valid or set(column.values) <= set(valid[0])


def test_types_are_those_that_the_value_has() -> None:
    told = {name: each["logicalType"] for name, each in properties("claims").items()}
    assert told["claimed_listed"] == "integer"
    assert told["claimed_share"] == told["claimed_amount"] == "number"
    assert told["measurement_day"] == "date"
    assert told["submitted_at"] == "timestamp"
    assert told["period"] == "string"
    assert properties("visits")["planned"]["logicalType"] == "boolean"


def test_the_key_is_primary_only_where_its_cells_are_always_filled() -> None:
    assert properties("ref_tandem")["physician_id"]["primaryKeyPosition"] == 2
    assert not [each for each in properties("listings").values() if "primaryKey" in each]
    assert customs(contract("listings")["schema"][0])["uniqueKey"][:2] == ["person_id", "provider_id"]


@FEED
def test_every_rule_that_reads_a_feed_is_its_quality(feed: Feed) -> None:
    quality = contract(feed.name)["schema"][0]["quality"]
    assert [each["implementation"] for each in quality] == [
        rule.id for rule in rules_on(feed.name, RULES, MEASURES)
    ]
    assert {(each["type"], each["engine"]) for each in quality} == {("custom", "dq")}
    assert all(each["description"] and "{" not in each["description"] for each in quality)


@pytest.mark.parametrize(
    ("feed", "has", "lacks"),
    [
        ("listings", {"CON-01", "UNQ-02", "SCH-01", "CMP-01", "CLM-02"}, set()),
        ("claims", {"CLM-02", "PLA-01", "SCH-03"}, {"CON-01"}),
        ("staff_roll", {"ABS-02", "SCH-06"}, {"TMP-02"}),
        ("ref_tandem", {"CON-01", "CMP-01"}, {"PLA-01"}),
        ("visits", {"CMP-01", "SCH-06"}, {"CON-01", "PLA-01", "CLM-02"}),
    ],
)
def test_a_rule_stands_with_the_feeds_it_reads(feed: str, has: set[str], lacks: set[str]) -> None:
    ids = {each["implementation"] for each in contract(feed)["schema"][0]["quality"]}
    assert has <= ids
    assert not lacks & ids


def test_the_groups_with_a_dimension_of_their_own_are_groups() -> None:
    known = {"claims", "reconciliation", *(rule.group for rule in RULES)}
    assert DIMENSIONS.keys() <= known


def test_english_and_swedish_differ_in_words_only() -> None:
    swedish, english = contract("listings"), contract("listings", "en")
    assert swedish["name"] == "Listningar"
    assert english["name"] == "listings"
    assert swedish["schema"][0]["quality"][0]["name"] != english["schema"][0]["quality"][0]["name"]
    assert "Kolumnen måste finnas." in properties("listings")["person_id"]["description"]

"""A feed as a data contract of the Open Data Contract Standard, version 3.1.0, with our rules as its quality.

Source: https://bitol-io.github.io/open-data-contract-standard/v3.1.0/
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from dq.core.codes import Unit
from dq.core.feed import Column, Feed, Kind
from dq.core.measure import Measure
from dq.core.rule import Rule
from dq.emit.written import PATTERNS, Tokens, codes, headers, missing, told, unique_key
from dq.words import Words

API_VERSION = "v3.1.0"
LOGICAL = {
    Kind.DATE: "date",
    Kind.DATE_END: "date",
    Kind.DATETIME: "timestamp",
    Kind.COUNT: "integer",
    Kind.MILLI: "number",
    Kind.ORE: "number",
    Kind.SHARE: "number",
    Kind.NUMBER: "number",
    Kind.FLAG: "boolean",
}
DAYS = (Kind.DATE, Kind.DATE_END)
# Catalogue groups to the dimensions of the standard.
DIMENSIONS = {
    "schema": "conformity",
    "completeness": "completeness",
    "uniqueness": "uniqueness",
    "referential": "consistency",
    "temporal": "timeliness",
    "claims": "consistency",
    "reconciliation": "consistency",
}


@dataclass(frozen=True)
class Clause:
    """A rule of the contract, and in the reader's language when a row or file fails it."""

    rule: Rule
    fails: str


def rules_on(feed: str, rules: Iterable[Rule], measures: Mapping[str, Measure]) -> tuple[Rule, ...]:
    """Pick the rules that read a feed, directly or through measures, and those on any file of a delivery."""

    def reads(name: str) -> bool:
        return name == feed or (name in measures and any(reads(each) for each in measures[name].inputs))

    return tuple(rule for rule in rules if rule.unit is Unit.FILE or any(reads(name) for name in rule.inputs))


def odcs(feed: Feed, clauses: Iterable[Clause], lang: str, version: str, tokens: Tokens) -> dict[str, Any]:
    """Describe a feed and the rules that judge it. `version` is that of dq, which the contract follows."""
    words = Words(lang)
    title = words.pick(feed.title_sv, feed.name)
    return {
        "kind": "DataContract",
        "apiVersion": API_VERSION,
        "id": f"dq-{feed.name}",
        "name": title,
        "version": version,
        "status": "active",
        "description": {name: words.text(f"contract.{name}") for name in ("purpose", "usage", "limitations")},
        "schema": [_table(feed, title, clauses, words, tokens)],
    }


def _table(feed: Feed, title: str, clauses: Iterable[Clause], words: Words, tokens: Tokens) -> dict[str, Any]:
    key, filled = unique_key(feed)
    positions = {name: place for place, name in enumerate(key, start=1)} if filled else {}
    doc = " ".join(feed.doc.split())
    table = {
        "name": feed.name,
        "businessName": title,
        "logicalType": "object",
        "physicalType": "file",
        "description": doc,
        "dataGranularityDescription": doc.partition(". ")[0].rstrip(".") + ".",
        "properties": [_property(each, positions.get(each.name, 0), words, tokens) for each in feed.columns],
        "quality": [_quality(each, words) for each in clauses],
        "customProperties": [_custom("uniqueKey", list(key))],
    }
    return {name: value for name, value in table.items() if value}


def _property(column: Column, position: int, words: Words, tokens: Tokens) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": column.name,
        "businessName": column.label,
        "logicalType": LOGICAL.get(column.kind, "string"),
        "physicalType": "text",
        "description": told(column, words),
        "required": not column.nullable,
        "classification": "restricted" if column.personal else "internal",
    }
    if position:
        found |= {"primaryKey": True, "primaryKeyPosition": position}
    if column.kind in DAYS:
        found["logicalTypeOptions"] = {"format": "yyyy-MM-dd"}
    if column.personal:
        found["tags"] = ["personal data"]
    if column.kind is Kind.CODE:
        found["quality"] = [_closed_list(column)]
    return found | {"customProperties": _customs(column, tokens)}


def _closed_list(column: Column) -> dict[str, Any]:
    valid = {"validValues": list(codes(column))}
    return {"type": "library", "metric": "invalidValues", "arguments": valid, "mustBe": 0, "unit": "rows"}


def _customs(column: Column, tokens: Tokens) -> list[dict[str, Any]]:
    """Say what the standard has no word for, under names in camel case as it asks."""
    found: dict[str, Any] = {
        "kind": column.kind.value,
        "columnRequired": column.required,
        "personalData": column.personal,
        "headers": list(headers(column)),
        "inclusiveHeaders": list(column.inclusive_headers),
        "cellPattern": PATTERNS.get(column.kind, ""),
        "unit": column.unit,
        "missingValues": list(missing(column, tokens)),
        "lineBreaksInCells": column.multiline,
    }
    always = ("kind", "columnRequired", "personalData")
    return [_custom(name, value) for name, value in found.items() if value or name in always]


def _custom(name: str, value: Any) -> dict[str, Any]:
    return {"property": name, "value": value}


def _quality(clause: Clause, words: Words) -> dict[str, Any]:
    rule = clause.rule
    return {
        "id": rule.id,
        "name": words.pick(rule.title_sv, rule.title),
        "type": "custom",
        "engine": "dq",
        "implementation": rule.id,
        "dimension": DIMENSIONS.get(rule.group, "accuracy"),
        "severity": rule.severity.value,
        "unit": rule.unit.value,
        "description": clause.fails,
    }

"""A feed as a Frictionless Table Schema (version 2), so that a supplier can try a file with any tool.

A cell that the schema takes is one that dq reads. Words of our own begin with `dq:`; a tool may skip them.
Source: https://datapackage.org/standard/table-schema/
"""

from typing import Any

from dq.core.feed import Column, Feed, Kind
from dq.emit.written import PATTERNS, Tokens, codes, headers, missing, told, unique_key
from dq.words import Words

PROFILE = "https://datapackage.org/profiles/2.0/tableschema.json"
_XSD = "http://www.w3.org/2001/XMLSchema#"
# What a text of the file means. Numbers are text in the file, since Swedish forms have no one decimal mark.
MEANS = {
    Kind.COUNT: "integer",
    Kind.ORE: "decimal",
    Kind.SHARE: "decimal",
    Kind.MILLI: "decimal",
    Kind.NUMBER: "decimal",
    Kind.DATETIME: "dateTime",
    Kind.FLAG: "boolean",
}


def table_schema(feed: Feed, lang: str, tokens: Tokens) -> dict[str, Any]:
    """Describe the columns of a feed as they may be written in a file, in the language `lang`.

    A file may lack columns (`dq:columnRequired` says which it may not) and have more.
    """
    words = Words(lang)
    key, filled = unique_key(feed)
    return {
        "$schema": PROFILE,
        "name": feed.name,
        "title": words.pick(feed.title_sv, feed.name),
        "description": " ".join(feed.doc.split()),
        "fields": [_field(column, words, tokens) for column in feed.columns],
        "fieldsMatch": "partial",
        "missingValues": [""],
        "primaryKey" if filled else "dq:uniqueKey": list(key),
    }


def _field(column: Column, words: Words, tokens: Tokens) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "title": column.label,
        "type": "date" if column.kind in (Kind.DATE, Kind.DATE_END) else "string",
        "description": told(column, words),
    }
    if column.kind in MEANS:
        field["rdfType"] = _XSD + MEANS[column.kind]
    empty = missing(column, tokens)
    if len(empty) > 1:
        field["missingValues"] = list(empty)
    constraints = _constraints(column)
    return field | ({"constraints": constraints} if constraints else {}) | _own(column)


def _constraints(column: Column) -> dict[str, Any]:
    found: dict[str, Any] = {} if column.nullable else {"required": True}
    if column.kind is Kind.CODE:
        found["enum"] = list(codes(column))
    if column.kind in PATTERNS:
        found["pattern"] = PATTERNS[column.kind]
    return found


def _own(column: Column) -> dict[str, Any]:
    """Say what Table Schema has no word for."""
    own: dict[str, Any] = {
        "dq:kind": column.kind.value,
        "dq:headers": list(headers(column)),
        "dq:columnRequired": column.required,
        "dq:personal": column.personal,
    }
    if column.inclusive_headers:
        own["dq:inclusiveHeaders"] = list(column.inclusive_headers)
    if column.unit:
        own["dq:unit"] = column.unit
    return own

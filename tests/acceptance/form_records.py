"""Tables as JSON (flat objects, by line or in an array) and listings as answers of the listing service."""

import json
from dataclasses import dataclass, field
from itertools import groupby
from random import Random
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from form_parquet import number_of
from form_text import told
from made import Made, Table, made_of_records

from dq.core.feed import Kind

SERVICE = {
    "person_id": ("personId",),
    "provider_id": ("healthcare_facility", "facilityId"),
    "provider_name": ("healthcare_facility", "facilityName"),
    "physician_id": ("resource", "resourceId"),
    "physician_name": ("resource", "resourceName"),
    "listing_kind": ("listingType",),
    "valid_from": ("validFromDate",),
    "valid_to": ("validToDate",),
}
SPACE = "urn:riv:crm:carelisting:GetListingResponder:1"
NUMBERS = (Kind.COUNT, Kind.ORE, Kind.SHARE, Kind.MILLI, Kind.NUMBER)
Record = dict[str, Any]


@dataclass
class RecordsPlan:
    """Records before they are written; `nested`: answers of the listing service, one `subject` per person."""

    table: Table
    form: str
    records: list[Record] = field(default_factory=list)
    declared: dict[str, Any] = field(default_factory=dict)
    marked: bool = False  # a byte order mark
    name: str = "fil.json"

    def data(self) -> bytes:
        """Write the file."""
        text = _WRITERS[self.form](self.records)
        return (b"\xef\xbb\xbf" if self.marked else b"") + text.encode()


def plan_records(rng: Random, table: Table) -> RecordsPlan:
    """Choose a form for a table; listings of the columns that the service has may be its answers."""
    service = table.declared.get("form") == "service"
    form = rng.choice(("xml", "answer") if service else ("array", "lines"))
    plan = RecordsPlan(table, form, declared=dict(told(table)), marked=rng.random() < 0.2)
    plan.declared.pop("form", None)
    plan.name = "fil.xml" if form == "xml" else "fil.json"
    for at in range(table.rows):
        plan.records.append({_key(table, each, service): _value(each, at) for each in table.fields})
    return plan


def _key(table: Table, each: Any, service: bool) -> str:
    return str(each.target if service else each.header)


def _value(each: Any, at: int) -> Any:
    """Return a cell as JSON has it: numbers as numbers, empty cells as null."""
    kind = each.column.kind if each.column else Kind.TEXT
    number = number_of(each, at)
    if kind in NUMBERS and number is not None:
        return int(number) if number == int(number) else float(number)
    return each.texts[at] or None


def _array(records: list[Record]) -> str:
    return json.dumps(records, ensure_ascii=False, indent=1)


def _lines(records: list[Record]) -> str:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def _subjects(records: list[Record]) -> list[Record]:
    """Group the listings of a person that stand after each other, as the service gives them."""
    return [
        {"personId": person, "listing": [_listing(each) for each in group]}
        for person, group in groupby(records, key=lambda record: record["person_id"])
    ]


def _listing(record: Record) -> Record:
    listing: Record = {}
    for name, path in SERVICE.items():
        if name == "person_id" or record.get(name) is None:
            continue
        place = listing.setdefault(path[0], {}) if len(path) > 1 else listing
        place[path[-1]] = record[name]
    return listing


def _answer(records: list[Record]) -> str:
    return json.dumps({"subjectOfCare": _subjects(records)}, ensure_ascii=False)


def _xml(records: list[Record]) -> str:
    subjects = "".join(f"<subjectOfCare>{_inside(each)}</subjectOfCare>" for each in _subjects(records))
    head = "<?xml version='1.0' encoding='UTF-8'?>"
    return f"{head}<GetListingResponse xmlns={quoteattr(SPACE)}>{subjects}</GetListingResponse>"


def _inside(record: Record) -> str:
    parts = []
    for name, value in record.items():
        for each in value if isinstance(value, list) else [value]:
            text = _inside(each) if isinstance(each, dict) else escape(str(each))
            parts.append(f"<{name}>{text}</{name}>")
    return "".join(parts)


_WRITERS = {"array": _array, "lines": _lines, "answer": _answer, "xml": _xml}


def made_records(plan: RecordsPlan, data: bytes | None = None) -> Made:
    """Make the file of a plan; `data` in place of what the plan would give."""
    form = {"answer": "json service", "xml": "xml service"}.get(plan.form, f"json {plan.form}")
    whole = plan.data() if data is None else data
    return made_of_records(plan.table, plan.name, form, whole, plan.declared)


def make_records(rng: Random, table: Table) -> Made:
    """Make a table JSON or XML."""
    return made_records(plan_records(rng, table))

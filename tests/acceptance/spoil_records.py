"""Section 8 (forms of domain data): JSON and XML of the listing service, and pasted tables."""
# ruff: noqa: E501  the table below has one kind per line

import re
from collections.abc import Callable
from random import Random

from deliveries import records_table
from form_pasted import PastedPlan, made_pasted, pasted_table, plan_pasted
from form_records import RecordsPlan
from made import Chance, Made, Table
from pollutions import EQUAL, REFUSED, TOLD, Build, Pollution, in_records
from truth_tables import make_table


def _flat(by: Chance) -> Table:
    return make_table(by.table)


def _service(by: Chance) -> Table:
    while (table := records_table(by)).declared.get("form") != "service":
        pass
    return table


def _record(rng: Random, plan: RecordsPlan) -> dict[str, object]:
    return plan.records[rng.randrange(len(plan.records))]


def _nested(rng: Random, plan: RecordsPlan) -> bool:
    record = _record(rng, plan)
    record[rng.choice(list(record))] = rng.choice(([], {"a": 1}, ["x"]))
    return True


def _uneven(rng: Random, plan: RecordsPlan) -> bool:
    record = plan.records[rng.randrange(1, len(plan.records))]
    record.pop(rng.choice(list(record)))
    return len(plan.records[0]) > 1


def _one_more(rng: Random, plan: RecordsPlan) -> bool:
    plan.records[rng.randrange(1, len(plan.records))]["tillägg"] = "x"
    return True


def _key_twice(rng: Random, data: bytes) -> bytes:
    keys = list(re.finditer(rb'"[^"\\]+": ?', data))
    key = rng.choice(keys)
    return data[: key.start()] + key[0] + b"null, " + data[key.start() :]


def _not_finite(rng: Random, data: bytes) -> bytes:
    return re.sub(
        rb"\b(null|\d+(?:\.\d+)?)(?=[,}\n])", rng.choice((b"NaN", b"Infinity", b"-Infinity")), data, count=1
    )


def _cut(rng: Random, data: bytes) -> bytes:
    return data.rstrip()[: rng.randrange(10, len(data.rstrip()) - 1)]


def _doctype(_: Random, data: bytes) -> bytes:
    return data.replace(b"?>", b'?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>', 1)


def _is(form: str) -> Callable[[Random, RecordsPlan], bool]:
    return lambda _, plan: plan.form == form


def _field_twice(rng: Random, data: bytes) -> bytes:
    fields = list(re.finditer(rb"<(facilityId|validFromDate|personId)>[^<]*</\1>", data))
    field = rng.choice(fields)
    return data[: field.end()] + field[0] + data[field.end() :]


def _unknown_field(rng: Random, data: bytes) -> bytes:
    return data.replace(b"<listing>", b"<listing><waitingTime>7</waitingTime>", 1)


def _in_pasted(plan: Callable[[Random, PastedPlan], bool]) -> Build:
    def build(by: Chance, spoilt: bool) -> Made | None:
        made = plan_pasted(by.form, pasted_table(by.form))
        return None if spoilt and not plan(by.spoil, made) else made_pasted(made)

    return build


def _lost_cell(rng: Random, plan: PastedPlan) -> bool:
    row = plan.rows[rng.randrange(len(plan.rows))]
    line = next(at for at, line in enumerate(row) if plan.gap in line)
    cells = row[line].split(plan.gap)
    del cells[rng.randrange(len(cells))]
    row[line] = plan.gap.join(cells)
    return True


def _cell_more(rng: Random, plan: PastedPlan) -> bool:
    row = plan.rows[rng.randrange(len(plan.rows))]
    line = next(at for at, line in enumerate(row) if plan.gap in line)
    row[line] += f"{plan.gap}7,1"
    return True


def _lost_end(rng: Random, plan: PastedPlan) -> bool:
    """Lose the second line of a wrapped label."""
    wrapped = [row for row in plan.rows if len(row) > 1]
    if not wrapped:
        return False
    row = rng.choice(wrapped)
    row.remove(next(line for line in row if plan.gap not in line))
    return True


def _cut_label(rng: Random, plan: PastedPlan) -> bool:
    """Wrap a label that no region has."""
    plan.rows[rng.randrange(len(plan.rows))].insert(0, rng.choice(("Norra", "Summa för", "Region")))
    return True


LOST = ("pasted_lost", "line_fields", "pasted_ambiguous", "pasted_note", "no_rows")
BROKEN = ("json_broken", "json_unknown", "no_rows")

RECORDS = (
    Pollution("json_nested", "8 JSON", in_records(_flat, _nested), (REFUSED,), ("record_nested", "json_unknown")),
    Pollution("json_uneven", "8 JSON", in_records(_flat, _uneven), (REFUSED,), ("record_uneven",)),
    Pollution("json_one_more", "8 JSON", in_records(_flat, _one_more), (REFUSED,), ("record_uneven",)),
    Pollution("json_key_twice", "8 JSON", in_records(_flat, data=_key_twice), (REFUSED,), BROKEN),
    Pollution("json_nan", "3 1e400 NaN inf", in_records(_flat, data=_not_finite), (REFUSED, EQUAL), ()),
    Pollution("json_cut", "8 JSON", in_records(_flat, data=_cut), (REFUSED,), BROKEN + ("record_uneven",)),
    Pollution("xml_doctype", "4 DOCTYPE", in_records(_service, _is("xml"), _doctype), (REFUSED,), ("xml_doctype",)),
    Pollution("xml_field_twice", "8 XML", in_records(_service, _is("xml"), _field_twice), (REFUSED,), ("record_twice",)),
    Pollution("xml_unknown_field", "8 XML", in_records(_service, _is("xml"), _unknown_field), (EQUAL,), ("left_out:",)),
    Pollution("xml_cut", "8 XML", in_records(_service, _is("xml"), _cut), (REFUSED,), ("xml_broken", "encoding_wrong")),
    Pollution("pasted_lost_cell", "8 pasted: columns lost", _in_pasted(_lost_cell), (REFUSED,), LOST),
    Pollution("pasted_cell_more", "8 pasted: columns lost", _in_pasted(_cell_more), (REFUSED,), LOST),
    Pollution("pasted_lost_end", "8 pasted: wrapped names", _in_pasted(_lost_end), (REFUSED, TOLD, EQUAL)),
    Pollution("pasted_cut_label", "8 pasted: wrapped names", _in_pasted(_cut_label), (REFUSED, TOLD, EQUAL)),
)  # fmt: skip

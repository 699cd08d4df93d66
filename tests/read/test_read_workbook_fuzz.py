"""Workbooks spoiled at random: refused, or read as a second reader reads them; never a crash."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from random import Random

import pytest
from workbooks import CLAIMS, SHEET1, edited, read, rows, same_as_second_reader, workbook

from dq.core.errors import Refused

PARTS = (SHEET1, "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml", "xl/_rels/workbook.xml.rels")
NUMBERS = (
    b"1",
    b"9",
    b"61",
    b"16384",
    b"16385",
    b"1048576",
    b"1048577",
    b"4294967296",
    b"1" + b"0" * 20,
    b"1.5",
)
MARKS = b"<>\"'/=& 129AZaz\x00\xff"


def spoil(xml: bytes, chance: Random) -> bytes:
    at, length = chance.randrange(len(xml)), chance.randint(1, 30)
    kind = chance.randrange(5)
    if kind == 0:
        return xml[:at] + bytes([chance.choice(MARKS)]) + xml[at + 1 :]
    if kind == 1:
        return xml[:at] + xml[at + length :]
    if kind == 2:
        return xml[:at] + xml[chance.randrange(len(xml)) :][:length] + xml[at:]
    pattern, new = (rb"\d+", chance.choice(NUMBERS)) if kind == 3 else (rb'\w+="[^"]*"', b"")
    found = chance.choice(list(re.finditer(pattern, xml)))
    return xml[: found.start()] + new + xml[found.end() :]


def outcome(data: bytes) -> str:
    try:
        table = read(data, header_line=2)
    except Refused as fault:
        return fault.key
    try:
        return "same" if same_as_second_reader(table, data, outer=" ") else "nothing"
    except AssertionError:
        return "different"
    except Exception:  # noqa: BLE001  the second reader may fail in any way; then there is no second opinion
        return "alone"


@pytest.mark.slow
def test_a_spoiled_workbook_is_refused_or_read_as_it_is() -> None:
    claims = [[f"A{at}", date(2026, 10, 31), at, at / 7, "2026-10"] for at in range(1, 20)]
    base = workbook(rows(["Titel"], CLAIMS, *claims, ["Summa", None, 190]))
    chance = Random(20)
    found: Counter[str] = Counter()
    for _ in range(800):
        change: Callable[[bytes], bytes] = lambda xml: spoil(xml, chance)  # noqa: E731
        found[outcome(edited(base, change, chance.choice((*PARTS, SHEET1, SHEET1))))] += 1
    assert found["different"] == 0
    assert found["same"] > 100
    assert found["workbook_broken"] > 200
    assert found["alone"] < found["same"]

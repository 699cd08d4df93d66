"""Formulas whose values were not saved, as programs write them that do not compute: errors, never empty."""

import re
from typing import Any

import pytest
from workbooks import CLAIMS, cells, edited, read, seen, workbook, write

from dq.core.notice import Sight

CLAIM = ["A1", "2026-10-31", 507, 502, "2026-10"]


def unsaved(*places: str, value: bytes = b"", kind: bytes = b"") -> bytes:
    """Make a sheet of two rows, in which formulas stand at these places without their value."""

    def fill(book: Any, sheet: Any) -> None:
        write(book, sheet, CLAIMS, CLAIM, CLAIM)
        for place in places:
            sheet.write_formula(place, "=C2", None, 1)

    formula = re.compile(rb'<c r="([A-Z]+[0-9]+)"><f>C2</f><v>1</v></c>')
    return edited(
        workbook(fill), lambda xml: formula.sub(rb'<c r="\1"%s><f>C2</f>%s</c>' % (kind, value), xml)
    )


@pytest.mark.parametrize("value", [b"", b"<v/>", b"<v />", b"<v></v>"])
@pytest.mark.parametrize("kind", [b"", b' t="n"', b' t="e"'])
def test_a_formula_without_a_value_is_an_error(value: bytes, kind: bytes) -> None:
    table = read(unsaved("D2", "A3", value=value, kind=kind))
    assert [(row[0], row[3]) for row in cells(table)] == [("A1", "#ERROR!"), ("#ERROR!", "502")]
    assert seen(table, Sight.FORMULA) == (2, (2, 3))


def test_a_formula_that_gives_an_empty_text_is_empty() -> None:
    table = read(unsaved("D2", value=b"<v></v>", kind=b' t="str"'))
    assert [row[3] for row in cells(table)] == ["", "502"]


@pytest.mark.parametrize("value", [b"", b"<v/>"])
def test_rows_and_columns_of_nothing_but_such_formulas_are_kept(value: bytes) -> None:
    table = read(unsaved("A5", "B5", "C2", "C3", value=value))
    assert [row[:3] for row in cells(table)] == [
        ("A1", "2026-10-31", "#ERROR!"),
        ("A1", "2026-10-31", "#ERROR!"),
        ("#ERROR!", "#ERROR!", ""),
    ]
    assert (table.lines.blank, table.frame["source_row"].to_list()) == (1, [2, 3, 5])

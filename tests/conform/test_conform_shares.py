"""Percent or fraction: a sign speaks for its own cell, all others of a column are judged together."""

import pytest
from column_cases import conformed, reasons, seen

from dq.core.feed import Kind
from dq.core.notice import TOLD, Sight
from dq.core.table import Declared

PERCENT, FRACTION = Declared(units={"x": "percent"}), Declared(units={"*": "fraction"})
MIXED = "mixed_unit"


def test_one_clinic_that_writes_percent_signs_leaves_the_others_readable() -> None:
    got = conformed(Kind.MILLI, ["0,75", "1,0", "100 %", "62,5 %", "0,5", ""])
    assert got.frame["x_milli"].to_list() == [750, 1000, 1000, 625, 500, None]
    assert got.decisions == ("share:x=fraction", "signed:x=2")
    assert seen(got) == {Sight.MIXED_STYLES: [2, 3]}


def test_one_unit_is_no_notice() -> None:
    for cells in (["75 %", "100 %"], ["75 %", "100"], ["0,75", "1"], ["75", "100"], ["75 %", "0"]):
        got = conformed(Kind.MILLI, cells)
        assert (seen(got), len(got.decisions), got.unread.height) == ({}, 1, 0)


@pytest.mark.parametrize(
    ("cells", "read"),
    [
        (["59", "60", "0,59"], [59, 60, None]),  # most are percent
        (["0,59", "0,6", "59"], [59, 6, None]),  # most are fractions
        (["0,59", "59"], [None, None]),  # as many of one as of the other: nobody knows
        (["0,59", "59", "59 %"], [None, None, 59]),
        (["0", "0,0"], [0, 0]),
    ],
)
def test_cells_without_a_sign_are_judged_among_themselves(
    cells: list[str | None], read: list[int | None]
) -> None:
    got = conformed(Kind.SHARE, cells)
    assert got.frame["x_num"].to_list() == read
    assert reasons(got) == [None if number is not None else MIXED for number in read]


def test_what_is_declared_settles_the_unit() -> None:
    small = conformed(Kind.SHARE, ["0,8", "1"], declared=PERCENT)
    assert list(small.frame.select("x_num", "x_den").iter_rows()) == [(8, 1000), (1, 100)]
    both = conformed(Kind.SHARE, ["0,8", "59", "59 %"], declared=FRACTION)
    assert list(both.frame.select("x_num", "x_den").iter_rows()) == [(8, 10), (None, None), (59, 100)]
    assert reasons(both) == [None, MIXED, None]
    # a declaration goes before the header, and one for the column before one for all
    told = Declared(units={"*": "percent", "x": "fraction"})
    assert conformed(Kind.SHARE, ["0,8"], "Andel (%)", declared=told).frame["x_den"].to_list() == [10]


@pytest.mark.parametrize("kind", [Kind.MILLI, Kind.SHARE])
def test_under_a_header_that_says_percent_nothing_small_is_read(kind: Kind) -> None:
    cells: list[str | None] = ["0,75", "80,5", "1", "1,5", "1,6", "0", "0,9 %", ""]
    got = conformed(kind, cells, "Andel (%)")
    assert reasons(got) == [MIXED, None, MIXED, MIXED, None, None, None, None]
    assert got.frame.to_series(0).to_list() == ([None, 805, None, None, 16, 0, 9, None])
    assert (got.decisions, seen(got)) == (("share:x=percent",), {})
    assert reasons(conformed(kind, ["0,75", "1"], "Andel i procent")) == [MIXED, MIXED]
    assert reasons(conformed(kind, ["75 %", "1"], "Tjgr (%)")) == [None, MIXED]


def test_small_cells_beside_large_ones_in_declared_percent_are_read_and_told() -> None:
    got = conformed(Kind.MILLI, ["0,7", "80,5", "1", "0", ""], "Tjgr (%)", declared=PERCENT)
    assert got.frame["x_milli"].to_list() == [7, 805, 10, 0, None]
    assert (got.unread.height, seen(got)) == (0, {Sight.MIXED_UNITS: [0, 2]})
    assert seen(conformed(Kind.SHARE, ["0,75", "80 %"], declared=PERCENT)) == {Sight.MIXED_UNITS: [0]}
    for cells in (["0,75", "1"], ["75", "80"], ["75", "0"], ["0,7", "0,9 %"]):
        assert seen(conformed(Kind.SHARE, cells, declared=PERCENT)) == {}
    assert Sight.MIXED_UNITS in TOLD


@pytest.mark.parametrize("cell", ["59%", "59 %", "59\u00a0%", "59\u202f%", "59 procent", "59,0 %", "59.0 %"])
def test_a_percent_sign_after_any_space(cell: str) -> None:
    got = conformed(Kind.MILLI, [cell, "0,5"])
    assert got.frame["x_milli"].to_list() == [590, 500]

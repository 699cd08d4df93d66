"""How numbers may be written: group marks, decimal marks, fullwidth digits, units; and what could be two."""

import pytest
from column_cases import READ, check, conformed, reasons, seen, values

from dq.core.feed import Kind
from dq.core.notice import Sight
from dq.core.table import Declared

COMMA, POINT = Declared(decimal=","), Declared(decimal=".")


@pytest.mark.parametrize("mark", [" ", "\u00a0", "\u202f", "'", "\u2019"])
def test_each_group_mark(mark: str) -> None:
    got = check(Kind.COUNT, [(f"1{mark}234", 1234, READ), (f"12{mark}345{mark}678", 12345678, READ)])
    assert seen(got) == {}
    check(Kind.ORE, [(f"1{mark}234,50", 123450, READ), (f"-1{mark}234", -123400, READ)])
    check(Kind.NUMBER, [(f"1{mark}234,5", 1234.5, READ)])


@pytest.mark.parametrize(
    "cell", ["1 23", "12 34", "1  234", "1 234\u00a0567", "1234 567", " 1 2", "1 234 5", "\u00b2", "12\u00b2"]
)
def test_marks_that_do_not_part_groups_of_three(cell: str) -> None:
    assert reasons(conformed(Kind.COUNT, [cell])) == ["not_a_number"]


def test_fullwidth_digits_and_signs_are_read_and_told() -> None:
    got = check(Kind.COUNT, [("\uff11\uff12", 12, READ), ("\uff0d\uff15", -5, READ), ("7", 7, READ)])
    assert seen(got) == {Sight.RAW_FORM: [0, 1]}
    share = conformed(Kind.SHARE, ["\uff15\uff19\uff05", "60 %"])
    assert share.frame["x_num"].to_list() == [59, 60]
    assert seen(share) == {Sight.RAW_FORM: [0]}


def test_units_are_taken_off() -> None:
    check(
        Kind.COUNT,
        [
            ("1 234 st", 1234, READ),
            ("12 personer", 12, READ),
            ("12st.", 12, READ),
            ("5 kg", None, "not_a_number"),
        ],
    )
    check(Kind.COUNT, [("7 läkare", 7, READ), ("7 personer", None, "not_a_number")], unit="läkare")
    check(
        Kind.ORE,
        [
            ("100 kr", 10000, READ),
            ("100 kronor", 10000, READ),
            ("100,-", 10000, READ),
            ("1 000 SEK", 100000, READ),
        ],
    )


@pytest.mark.parametrize("kind", [Kind.COUNT, Kind.ORE, Kind.NUMBER])
@pytest.mark.parametrize("cell", ["1.234", "1,234", "-12.345"])
def test_what_could_be_two_numbers_is_unread(kind: Kind, cell: str) -> None:
    assert reasons(conformed(kind, [cell])) == ["ambiguous_number"]


def test_a_declared_decimal_mark_settles_it() -> None:
    check(Kind.COUNT, [("1.234", 1234, READ), ("1,234", None, "not_a_number")], declared=COMMA)
    check(Kind.COUNT, [("1,234", 1234, READ), ("1.234", None, "not_a_number")], declared=POINT)
    check(Kind.ORE, [("1.234,50", 123450, READ), ("12.50", None, "not_a_number")], declared=COMMA)
    check(Kind.ORE, [("1,234.50", 123450, READ), ("1.234", None, "not_a_number")], declared=POINT)
    check(
        Kind.NUMBER,
        [("1.234", 1234.0, READ), ("1,234", 1.234, READ), ("1.5", None, "not_a_number")],
        declared=COMMA,
    )
    check(Kind.NUMBER, [("1.234", 1.234, READ), ("1,234", 1234.0, READ)], declared=POINT)


def test_two_marks_can_be_read_in_one_way_only() -> None:
    check(
        Kind.ORE,
        [("1.600,50 kr", 160050, READ), ("1,000.5", 100050, READ), ("-1.234.567,89", -123456789, READ)]
        + [("1.600", None, "ambiguous_number"), ("1.600,500", None, "ambiguous_number")]
        + [("1.60,50", None, "not_a_number")],
    )
    check(
        Kind.NUMBER,
        [
            ("1.600,50", 1600.5, READ),
            ("1,000.50", 1000.5, READ),
            ("\u22121,234,567.8901", -1234567.8901, READ),
        ]
        + [("1.600", None, "ambiguous_number"), ("1.60,50", None, "not_a_number")],
    )
    check(Kind.ORE, [("1.600,50", None, "not_a_number"), ("1,600.50", 160050, READ)], declared=POINT)
    check(Kind.COUNT, [("1.600,50", None, "ambiguous_number")])


@pytest.mark.parametrize(
    ("sure", "decision"),
    [("1,5", ","), ("0,234", ","), ("1234,567", ","), ("1 234,567", ","), ("1,2345", ","), ("0.5", ".")],
)
def test_other_cells_of_the_column_may_show_the_decimal_mark(sure: str, decision: str) -> None:
    got = conformed(Kind.NUMBER, [sure, "1,234", "1.234", "7"])
    assert values(got)[1:] == ([1.234, None, 7.0] if decision == "," else [None, 1.234, 7.0])
    assert got.decisions == (f"decimal:x={decision}",)


def test_both_marks_show_nothing() -> None:
    got = conformed(Kind.NUMBER, ["1,5", "1.5", "1,234", "1.234", "0,234", "0.234"])
    assert values(got) == [1.5, 1.5, None, None, 0.234, 0.234]
    assert got.decisions == ()


def test_numbers_that_were_values_in_the_file_have_a_point() -> None:
    assert values(conformed(Kind.NUMBER, ["1.234"], form="parquet")) == [1.234]
    assert values(conformed(Kind.NUMBER, ["1.234", "1,234"], form="xlsx")) == [1.234, None]
    assert values(conformed(Kind.COUNT, ["1.234"], form="xlsx")) == [None]


@pytest.mark.parametrize("cell", ["1e400", "-1e400", "NaN", "nan", "inf", "-Infinity", "1e", "0x1f", "1_000"])
@pytest.mark.parametrize("kind", [Kind.COUNT, Kind.ORE, Kind.NUMBER, Kind.SHARE, Kind.MILLI])
def test_only_finite_numbers(kind: Kind, cell: str) -> None:
    assert reasons(conformed(kind, [cell, "1"]))[0] == "not_a_number"


def test_more_than_one_way_of_grouping_is_told() -> None:
    cells = ["1 234", "12 345", "1\u00a0234", "1234", "999", "x", "1 23"]
    got = conformed(Kind.COUNT, cells)
    assert values(got) == [1234, 12345, 1234, 1234, 999, None, None]
    assert seen(got) == {Sight.MIXED_STYLES: [2, 3]}
    assert seen(conformed(Kind.COUNT, ["1 234", "999", "x"])) == {}
    assert seen(conformed(Kind.COUNT, ["1234", "99999"])) == {}
    assert seen(conformed(Kind.ORE, ["1 234,50", "1234,50"])) == {Sight.MIXED_STYLES: [0]}

"""Every kind of value by a table written by hand: good, null, and unread with its reason."""

from datetime import date, datetime

import polars as pl
import pytest
from column_cases import DAY, READ, check, conformed, one_column

from dq.conform import conform
from dq.core.feed import SOURCE_COLUMNS, Kind
from dq.core.headers import match
from dq.core.table import Lines, TextTable
from dq.feeds import FEEDS, MODELS


def test_count() -> None:
    check(
        Kind.COUNT,
        [("0", 0, READ), ("1234", 1234, READ), ("1 234", 1234, READ), ("1\u00a0234\u00a0567", 1234567, READ)]
        + [
            ("1\u202f234", 1234, READ),
            ("1'234", 1234, READ),
            ("\u22125", -5, READ),
            ("+5", 5, READ),
            (" 7 ", 7, READ),
        ]
        + [(None, None, READ), ("", None, READ), ("  ", None, READ), ("-", None, READ), ("..", None, READ)]
        + [
            ("1.234", None, "ambiguous_number"),
            ("1,234", None, "ambiguous_number"),
            ("12,0", None, "not_a_number"),
        ]
        + [("12 34", None, "not_a_number"), ("1e5", None, "not_a_number"), ("elva", None, "not_a_number")]
        + [("9" * 20, None, "out_of_range"), ("\uff11", 1, READ), ("#N/A", None, "cell_error")],
    )


def test_kronor_become_whole_ore() -> None:
    check(
        Kind.ORE,
        [("523990", 52399000, READ), ("1 234,50", 123450, READ), ("12.5", 1250, READ), ("-0,05", -5, READ)]
        + [("0,1", 10, READ), ("100 kr", 10000, READ), ("100 SEK", 10000, READ), ("100:-", 10000, READ)]
        + [("12,345", None, "ambiguous_number"), ("1.234", None, "ambiguous_number"), ("", None, READ)]
        + [("1234,567", None, "not_a_number"), ("9" * 18, None, "out_of_range"), ("x", None, "not_a_number")],
    )


def test_working_time_as_fraction() -> None:
    got = check(
        Kind.MILLI,
        [("1", 1000, READ), ("0,75", 750, READ), ("0.75", 750, READ), ("1,5", 1500, READ), ("0", 0, READ)]
        + [
            ("0,7500", 750, READ),
            ("", None, READ),
            ("0,3333", None, "too_precise"),
            ("75", None, "mixed_unit"),
        ]
        + [("halvtid", None, "not_a_number"), ("-1", None, "not_a_number")],
    )
    assert got.decisions == ("share:x=fraction",)


def test_working_time_as_percent() -> None:
    cases = [("100", 1000, READ), ("75", 750, READ), ("62,5", 625, READ), ("75 %", 750, READ), ("0", 0, READ)]
    more = [("0,75", None, "mixed_unit"), ("1", None, "mixed_unit"), ("62,55", None, "too_precise")]
    got = check(Kind.MILLI, cases + more)
    assert got.decisions == ("share:x=percent",)
    told = [("75", 750, READ), ("1,2", None, "mixed_unit")]
    assert check(Kind.MILLI, told, header="Tjgr (%)").decisions == got.decisions


@pytest.mark.parametrize(
    ("cells", "header", "pairs", "unit"),
    [
        (["59 %", "59,0%", "59"], "x", [(59, 100), (590, 1000), (59, 100)], "percent"),
        (["75,0"], "x", [(750, 1000)], "percent"),
        (["75,0"], "Andel (%)", [(750, 1000)], "percent"),
        (["0,80", "1", "0"], "x", [(80, 100), (1, 1), (0, 1)], "fraction"),
        (["29", "0,8 %"], "Andel (%)", [(29, 100), (8, 1000)], "percent"),
        (["0,8 %"], "x", [(8, 1000)], "percent"),
    ],
)
def test_share_is_an_exact_pair_that_tells_the_decimals(
    cells: list[str | None], header: str, pairs: list[tuple[int, int]], unit: str
) -> None:
    got = conformed(Kind.SHARE, cells, header)
    assert list(got.frame.select("x_num", "x_den").iter_rows()) == pairs
    assert got.decisions == (f"share:x={unit}",)
    assert got.unread.is_empty()


def test_share_that_does_not_fit_its_column_is_unread() -> None:
    mixed = conformed(Kind.SHARE, ["59 %", "0,59", "0,6", "59", "x", ""])
    assert mixed.frame["x_num"].to_list() == [59, 59, 6, None, None, None]
    assert mixed.unread["reason"].to_list() == ["mixed_unit", "not_a_number"]
    assert conformed(Kind.SHARE, ["0,5", "0,6", "59"]).unread["source_row"].to_list() == [4]
    # A percent header over nothing but fractions contradicts itself.
    assert (
        conformed(Kind.SHARE, ["0,59", "0,62"], "Andel (%)").unread["reason"].to_list() == ["mixed_unit"] * 2
    )


def test_long_shares_are_rounded_to_nine_decimals_and_say_so() -> None:
    got = conformed(Kind.SHARE, ["0,6701030927835051", "0,9999999996"])
    assert list(got.frame.select("x_num", "x_den").iter_rows()) == [(670103093, 10**9), (10**9, 10**9)]
    assert got.decisions == ("share:x=fraction", "rounded:x=2")


def test_date() -> None:
    got = check(
        Kind.DATE,
        [("2024-01-31", date(2024, 1, 31), READ), ("20240131", date(2024, 1, 31), READ)]
        + [("2024-01-31 00:00:00", date(2024, 1, 31), READ), ("2024-01-31T00:00", date(2024, 1, 31), READ)]
        + [
            ("", None, READ),
            ("saknas", None, READ),
            ("9999-12-31", None, READ),
            ("24-01-31", None, "out_of_form"),
        ]
        + [
            ("31/1/2024", None, "out_of_form"),
            ("2024-01-31 08:00", None, "out_of_form"),
            ("45322", None, "out_of_form"),
        ]
        + [
            ("2024-02-30", None, "not_a_date"),
            ("20241301", None, "not_a_date"),
            ("0024-01-31", None, "out_of_range"),
        ]
        + [("2926-10-31", None, "out_of_range"), ("1899-12-31", date(1899, 12, 31), READ)],
    )
    assert got.decisions == ("open:x=1", "missing:x=1")


def test_end_date_is_inclusive_only_by_its_header() -> None:
    cases = ["2024-12-31", "9999-12-31", None]
    plain = conformed(Kind.DATE_END, cases, "Slutdatum", inclusive_headers=("T.o.m.",))
    assert plain.frame["x"].to_list() == [date(2024, 12, 31), None, None]
    assert plain.decisions == ("open:x=1",)
    inclusive = conformed(Kind.DATE_END, cases, "Tom", inclusive_headers=("T.o.m.",))
    assert inclusive.frame["x"].to_list() == [date(2025, 1, 1), None, None]
    assert inclusive.decisions == ("open:x=1", "end:x=inclusive")


def test_datetime() -> None:
    moment = datetime(2024, 1, 31, 8, 5)
    check(
        Kind.DATETIME,
        [("2024-01-31 08:05", moment, READ), ("2024-01-31T08:05:00", moment, READ), ("", None, READ)]
        + [("2024-01-31", datetime(2024, 1, 31), READ), ("2024-01-31 25:00", None, "not_a_date")]
        + [("08:05", None, "out_of_form"), ("2024-01-31T08:05Z", None, "out_of_form")],
    )


def test_code_list_flag_number_and_text() -> None:
    codes = {"active": "active", "Eget val": "active", "på": "on"}
    check(
        Kind.CODE,
        [
            ("ACTIVE", "active", READ),
            (" eget  val ", "active", READ),
            ("pa\u030a", "on", READ),
            ("-", None, READ),
        ]
        + [("x", None, "unknown_code"), ("", None, READ)],
        values=codes,
    )
    check(
        Kind.CODE, [("-", "none", READ)], values={"-": "none"}
    )  # a declared spelling goes before a missing token
    check(Kind.LIST, [("Geriatrik, Allmänmedicin/B", "allmänmedicin;b;geriatrik", READ), ("", None, READ)])
    check(
        Kind.FLAG, [("Ja", True, READ), ("0", False, READ), ("FALSE", False, READ), ("x", None, "not_a_flag")]
    )
    check(
        Kind.NUMBER,
        [
            ("1,5", 1.5, READ),
            ("1.234", None, "ambiguous_number"),
            ("1,234", 1.234, READ),
            ("1e-7", 1e-7, READ),
            ("1 000,5", 1000.5, READ),
        ]
        + [("1e400", None, "not_a_number"), ("NaN", None, "not_a_number"), ("inf", None, "not_a_number")],
    )
    check(
        Kind.TEXT,
        [(" Åsa ", "Åsa", READ), ("-", "-", READ), ("", None, READ), ("#SAKNAS!", None, "cell_error")],
    )


def test_region_column_takes_codes_and_names() -> None:
    feed = FEEDS["ref_person"]
    got = one_column(feed, "Län", ["01", "Region Kalmar", "Riket", "1", "99", "Atlantis", None])
    assert got.frame["county_code"].to_list() == ["01", "08", "00", None, "99", None, None]
    assert got.unread["reason"].to_list() == ["unknown_code", "unknown_code"]


def test_missing_tokens_are_the_columns_own_too_and_are_counted() -> None:
    got = conformed(Kind.COUNT, ["utgått", "5", "NA", ""], missing=("Utgått",))
    assert got.frame["x"].to_list() == [None, 5, None, None]
    assert got.decisions == ("missing:x=2",)


def test_a_column_in_our_unit_is_taken_as_it_is() -> None:
    roll = one_column(FEEDS["staff_roll"], "fte_milli", ["750", "0,75"])
    assert roll.frame["fte_milli"].to_list() == [750, None]
    assert roll.unread["column"].to_list() == ["fte"]
    assert (
        one_column(FEEDS["claims"], "claimed_amount_ore", ["4000000"]).frame["claimed_amount_ore"][0]
        == 4_000_000
    )


def test_unread_names_cells_never_their_text() -> None:
    feed = FEEDS["listings"]
    names = ("Personnr", "Fr.o.m.", "Valtyp", "Födelseår")
    cells = {
        "c0": ["1.9E+11", "P2"],
        "c1": ["31/1/2024", "2024-01-31"],
        "c2": ["hemlig", "aktiv"],
        "c3": ["1.912", "1912"],
    }
    frame = pl.DataFrame(cells).with_columns(source_row=pl.Series([2, 3], dtype=pl.Int64))
    table = TextTable("fil.csv", "csv", names, frame, frame.clear(), Lines(rows=2), "", 0)
    got = conform(table, feed, match(feed, names, {}), DAY)
    assert got.frame["unread"].to_list() == [
        "person_id:code|origin:code|birth_year:number|valid_from:date",
        None,
    ]
    assert got.unread.rows() == [
        ("fil.csv", 2, "birth_year", "ambiguous_number"),
        ("fil.csv", 2, "origin", "unknown_code"),
        ("fil.csv", 2, "person_id", "mangled_id"),
        ("fil.csv", 2, "valid_from", "out_of_form"),
    ]


@pytest.mark.parametrize("name", sorted(FEEDS))
def test_every_feed_comes_out_in_the_types_of_its_model(name: str) -> None:
    feed = FEEDS[name]
    got = one_column(feed, feed.columns[0].label, ["x"]).frame
    assert tuple(got.columns) == (*feed.outputs, *SOURCE_COLUMNS)
    wanted = {column: field.dtype.type for column, field in MODELS[name].to_schema().columns.items()}
    assert {column: got.schema[column] for column in wanted} == wanted


@pytest.mark.parametrize(
    ("kind", "cell", "read"),
    [
        (Kind.COUNT, "1000000000000", 10**12),
        (Kind.COUNT, "1000000000001", None),
        (Kind.COUNT, "-1000000000001", None),
        (Kind.COUNT, "99999999999999999999", None),
        (Kind.ORE, "10000000000", 10**12),
        (Kind.ORE, "10000000000,01", None),
    ],
)
def test_a_number_larger_than_anything_in_care_is_unread(kind: Kind, cell: str, read: int | None) -> None:
    got = conformed(kind, [cell])
    name = next(name for name in got.frame.columns if name.startswith("x"))
    assert got.frame[name].to_list() == [read]
    assert got.unread["reason"].to_list() == ([] if read is not None else ["out_of_range"])
    assert got.frame["unread"].to_list() == [None if read is not None else "x:number"]


def test_persons_have_a_limit_of_their_own() -> None:
    got = conformed(Kind.COUNT, ["1000000000", "1000000001"], unit="personer")
    assert got.frame["x"].to_list() == [10**9, None]

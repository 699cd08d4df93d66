"""Dates in declared forms only, with every day of a calendar written in each, and nothing guessed."""

from datetime import date, datetime, timedelta

import pytest
from column_cases import READ, check, conformed, reasons, values

from dq.conform.dates import UNDECLARED
from dq.core.feed import Kind
from dq.core.forms import DATE_FORMS
from dq.core.table import Declared

WRITE = {
    "yyyy-mm-dd": "{0:%Y-%m-%d}",
    "yyyymmdd": "{0:%Y%m%d}",
    "d/m/yyyy": "{0.day}/{0.month}/{0.year}",
    "dd.mm.yyyy": "{0:%d.%m.%Y}",
    "m/d/yyyy": "{0.month}/{0.day}/{0.year}",
    "yy-mm-dd": "{0:%y-%m-%d}",
}
DAYS = [date(1999, 1, 1) + timedelta(days=11 * at) for at in range(900)]


def told(form: str, column: str = "*") -> Declared:
    return Declared(dates={column: form})


@pytest.mark.parametrize("form", DATE_FORMS)
def test_every_declared_form(form: str) -> None:
    cells: list[str | None] = [WRITE[form].format(day) for day in DAYS]
    assert values(conformed(Kind.DATE, cells, declared=told(form))) == DAYS
    assert values(conformed(Kind.DATE, cells, declared=told(form, "x"))) == DAYS
    timed: list[str | None] = [f"{cell} 08:05" for cell in cells[:50]] + [f"{cells[0]}T23:59:58.5"]
    moments = [datetime(day.year, day.month, day.day, 8, 5) for day in DAYS[:50]]
    last = datetime(1999, 1, 1, 23, 59, 58, 500_000)
    assert values(conformed(Kind.DATETIME, timed, declared=told(form))) == [*moments, last]
    midnight: list[str | None] = [f"{cell} 00:00:00" for cell in cells[:9]]
    assert values(conformed(Kind.DATE, midnight, declared=told(form))) == DAYS[:9]
    assert set(reasons(conformed(Kind.DATE, timed, declared=told(form)))) == {"out_of_form"}


@pytest.mark.parametrize("form", DATE_FORMS)
@pytest.mark.parametrize("other", DATE_FORMS)
def test_no_form_reads_what_another_writes_unless_it_is_the_same_text(form: str, other: str) -> None:
    got = conformed(Kind.DATE, [WRITE[other].format(day) for day in DAYS], declared=told(form))
    read = [(day, value) for day, value in zip(DAYS, values(got), strict=True) if value]
    swapped = {form, other} == {"d/m/yyyy", "m/d/yyyy"}
    assert read == [] or form == other or (swapped and all(day.day == value.month for day, value in read))


@pytest.mark.parametrize("other", [form for form in DATE_FORMS if form not in UNDECLARED])
def test_without_a_declaration_only_iso_forms(other: str) -> None:
    got = conformed(Kind.DATE, [WRITE[other].format(day) for day in DAYS])
    assert set(reasons(got)) == {"out_of_form"}


def test_a_declaration_of_one_column_says_nothing_of_others() -> None:
    assert values(conformed(Kind.DATE, ["2024-01-31", "31/1/2024"], declared=told("d/m/yyyy", "y"))) == [
        date(2024, 1, 31),
        None,
    ]
    both = Declared(dates={"*": "m/d/yyyy", "x": "d/m/yyyy"})
    assert values(conformed(Kind.DATE, ["1/2/2024"], declared=both)) == [date(2024, 2, 1)]


def test_exact_in_form_and_in_the_calendar() -> None:
    check(
        Kind.DATE,
        [
            ("31/1/2024", date(2024, 1, 31), READ),
            ("30/2/2024", None, "not_a_date"),
            ("1/31/2024", None, "not_a_date"),
        ]
        + [
            ("031/1/2024", None, "out_of_form"),
            ("31/1/24", None, "out_of_form"),
            ("2024-01-31", None, "out_of_form"),
        ]
        + [("31/12/9999", None, READ), ("31-1-2024", None, "out_of_form"), ("45322", None, "out_of_form")],
        declared=told("d/m/yyyy"),
    )
    check(
        Kind.DATE,
        [("1.2.2024", None, "out_of_form"), ("01.02.2024", date(2024, 2, 1), READ)],
        declared=told("dd.mm.yyyy"),
    )


@pytest.mark.parametrize(
    "cell", ["45322", "45322.0", "45322,25", "2024", "202401", "2024-1-31", "24-01-31", "1/2/2024"]
)
def test_what_only_looks_like_a_date_is_unread(cell: str) -> None:
    assert reasons(conformed(Kind.DATE, [cell])) == ["out_of_form"]
    assert reasons(conformed(Kind.DATE, [cell], form="xlsx")) == ["out_of_form"]


def test_date_cells_of_a_workbook_are_read_beside_texts_in_the_declared_form() -> None:
    cells: list[str | None] = ["2024-01-31", "31/1/2024"]
    assert (
        values(conformed(Kind.DATE, cells, form="xlsx", declared=told("d/m/yyyy"))) == [date(2024, 1, 31)] * 2
    )


@pytest.mark.parametrize(
    ("kind", "cell", "expected"),
    [
        (Kind.DATE, "26-10-31", date(2026, 10, 31)),
        (Kind.DATE, "27-10-31", date(2027, 10, 31)),  # a start may lie a year ahead
        (Kind.DATE, "27-11-01", date(1927, 11, 1)),
        (Kind.DATE, "99-12-31", date(1999, 12, 31)),
        (Kind.DATE_END, "27-11-01", date(2027, 11, 1)),
        (Kind.DATE_END, "76-10-31", date(2076, 10, 31)),
        (Kind.DATE_END, "76-11-01", date(1976, 11, 1)),
    ],
)
def test_two_digit_years_get_their_century_from_the_day(kind: Kind, cell: str, expected: date) -> None:
    got = conformed(kind, [cell], declared=told("yy-mm-dd"))
    assert values(got) == [expected]
    assert got.decisions == ("century:x=1",)


def test_ranges() -> None:
    check(
        Kind.DATE,
        [("1799-12-31", None, "out_of_range"), ("1800-01-01", date(1800, 1, 1), READ)]
        + [("2126-12-31", date(2126, 12, 31), READ), ("2127-01-01", None, "out_of_range")],
    )


def test_far_ends_are_open() -> None:
    ends = [("2999-12-31", None, READ), ("2900-12-31 23:59:59", None, READ), ("9999-12-31", None, READ)]
    other = [("2899-12-31", None, "out_of_range"), ("2999-12-30", None, "out_of_range")]
    assert check(Kind.DATE_END, ends + other).decisions == ("open:x=3",)
    assert check(Kind.DATE, [("2999-12-31", None, "out_of_range")]).decisions == ()


def test_an_end_in_the_last_second_of_a_day_holds_that_day() -> None:
    cells: list[str | None] = ["2026-10-31 23:59:59", "2026-12-31T23:59", "2026-10-31", "2026-10-31 23:58"]
    read = [date(2026, 11, 1), date(2027, 1, 1), date(2026, 10, 31), None]
    for form in ("csv", "parquet"):
        got = conformed(Kind.DATE_END, cells, form=form)
        assert (values(got), got.decisions) == (read, ("end:x=last_second",))
        assert reasons(got) == [None, None, None, "out_of_form"]
    once = conformed(Kind.DATE_END, cells[:3], "Tom", inclusive_headers=("Tom",))
    assert values(once) == [date(2026, 11, 1), date(2027, 1, 1), date(2026, 11, 1)]
    assert once.decisions == ("end:x=inclusive", "end:x=last_second")
    assert reasons(conformed(Kind.DATE, cells[:1])) == ["out_of_form"]

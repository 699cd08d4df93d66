"""Person identifiers: every published example, every way of writing them, and a second reckoning by hand.

All are synthetic or published examples (domain.md 3.7, Inera); none is a person.
"""

from datetime import date, timedelta

import pytest
from column_cases import DAY, READ, check, conformed, flagged, reasons, seen, values
from hypothesis import given, settings
from hypothesis import strategies as st

from dq.core.feed import Kind
from dq.core.identity import RESERVES, IdentityForms
from dq.core.notice import Sight

GOOD = "196408233234"
RESERVE = {
    "stockholm": ["991981000010", "991945000023", "991993000032"],
    "vastra_gotaland": ["19810829M071", "19450829K088", "19930829X802"],
    "varmland": ["19810829SU3A", "19450829SF2B", "19930829SX0C"],
    "inera": ["198108320014"],
}
NEGATIVE = [
    "195005055005",  # RIV sample code: wrong check digit
    "196408833224",  # manual of another library: the check digit does not hold
    "196408233235",
    "196413233234",
    "196402303234",
    "19640823323",
    "1964082332344",
    "640823/3234",
    "0001010106",
    "19640823A234",
    "x",
]


def luhn(nine: str) -> str:
    """The check digit of nine digits, as the catalogue words it: weights 2, 1, 2, ..."""
    products = "".join(str(int(digit) * (2 if at % 2 == 0 else 1)) for at, digit in enumerate(nine))
    return str(-sum(map(int, products)) % 10)


def number(born: date, serial: int, *, coordination: bool = False) -> str:
    day = f"{born:%Y%m}{born.day + 60 * coordination:02}"
    nine = f"{day[2:]}{serial:03}"
    return day[:2] + nine + luhn(nine)


def test_the_worked_example_in_every_form_is_one_person() -> None:
    forms = ["640823-3234", "19640823-3234", GOOD, "6408233234", " 640823-3234 ", "640823\u00a03234"]
    forms += ["640823 - 3234", "640823\u20133234", "19640823\u22123234", "19640823\u20113234"]
    forms += ["１９６４０８２３３２３４", "640823－3234", "1964 0823 3234"]
    got = conformed(Kind.PERSON, forms)
    assert values(got) == [GOOD] * len(forms)
    assert flagged(got) == []
    assert got.decisions == ("person:form=personnummer", f"person:rewritten={len(forms) - 1}")
    assert seen(got)[Sight.TEN_DIGITS] == [0, 3, 4, 5, 6, 7, 11]


def test_one_way_of_writing_is_no_notice_and_two_are() -> None:
    assert seen(conformed(Kind.PERSON, ["19640823-3234", "19121212-1212"])) == {}
    mixed = conformed(Kind.PERSON, ["19640823-3234", "191212121212", "19121212-1212"])
    assert seen(mixed) == {Sight.RAW_FORM: [1]}


@pytest.mark.parametrize(
    ("cell", "day", "expected"),
    [
        ("640823-3234", DAY, GOOD),
        ("640823+3234", DAY, "186408233234"),
        ("121212-1212", DAY, "201212121212"),
        ("121212+1212", DAY, "191212121212"),
        ("1212121212", date(2012, 12, 12), "201212121212"),
        ("1212121212", date(2012, 12, 11), "191212121212"),
        ("19121212+1212", DAY, "191212121212"),
    ],
)
def test_the_day_gives_the_century(cell: str, day: date, expected: str) -> None:
    got = conformed(Kind.PERSON, [cell], day=day)
    assert (values(got), flagged(got)) == ([expected], [])


@pytest.mark.parametrize(
    ("year", "mark", "fails"),
    [
        (1926, "+", False),  # a hundred years this year
        (1927, "+", True),
        (2012, "+", True),
        (1926, "-", False),
        (2027, "", False),  # born after the day, before the extract
        (2028, "", True),
        (2028, "-", True),
    ],
)
def test_years_that_contradict_are_flagged(year: int, mark: str, fails: bool) -> None:
    whole = number(date(year, 12, 12), 12)
    cell = whole[:8] + mark + whole[8:]
    got = conformed(Kind.PERSON, [cell, GOOD])
    assert flagged(got) == ([0] if fails else [])
    assert values(got)[0] == (cell if fails else whole)


@settings(deadline=None)
@given(
    st.dates(date(1900, 1, 1), DAY),
    st.integers(0, 999),
    st.booleans(),
    st.sampled_from(["", "-", " ", "\u2013"]),
)
def test_every_real_number_is_read_and_every_wrong_digit_is_seen(
    born: date, serial: int, coordination: bool, mark: str
) -> None:
    whole = number(born, serial, coordination=coordination)
    wrong = [whole[:11] + str(digit) for digit in range(10) if str(digit) != whole[11]]
    got = conformed(Kind.PERSON, [whole[:8] + mark + whole[8:], *wrong])
    assert values(got) == [whole, *wrong]
    assert flagged(got) == list(range(1, 10))
    short = conformed(Kind.PERSON, [f"{whole[2:8]}{mark}{whole[8:]}"])
    recent = max(year for year in (1800, 1900, 2000) if _on(year, whole) and _on(year, whole) <= DAY)
    assert values(short) == [f"{recent // 100}{whole[2:]}"]


def _on(century: int, whole: str) -> date:
    """The day of birth in a century; a leap day that is none there counts as the day after."""
    year, month, day = century + int(whole[2:4]), int(whole[4:6]), int(whole[6:8]) % 60
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, 3, 1)


def test_days_of_the_calendar() -> None:
    real = [date(2000, 2, 29), date(2024, 2, 29), date(1900, 2, 28), date(1999, 12, 31), date(2026, 10, 31)]
    fine = [number(day, 7) for day in real] + [number(day, 7, coordination=True) for day in real]
    assert flagged(conformed(Kind.PERSON, fine)) == []
    none = []
    for eight in (
        "19000229",
        "20230229",
        "20240230",
        "20240431",
        "20240631",
        "20240931",
        "20241131",
        "20240200",
        "20240032",
    ):
        nine = eight[2:] + "007"
        none.append(eight[:2] + nine + luhn(nine))
    assert flagged(conformed(Kind.PERSON, [*fine, *none])) == list(range(10, 19))


@pytest.mark.parametrize("name", RESERVES)
def test_published_reserve_numbers(name: str) -> None:
    cells = RESERVE[name]
    dashed = [f"{cell[:8]}-{cell[8:]}".lower() for cell in cells]
    got = conformed(Kind.PERSON, [*cells, *dashed])
    assert values(got) == [*cells, *cells]
    assert flagged(got) == []
    only = conformed(Kind.PERSON, [GOOD, GOOD, *cells], forms=IdentityForms(reserves=(name,)))
    assert flagged(only) == []
    others = tuple(each for each in RESERVES if each != name)
    without = conformed(Kind.PERSON, [GOOD] * 4 + cells, forms=IdentityForms(reserves=others))
    assert flagged(without) == list(range(4, 4 + len(cells)))


@pytest.mark.parametrize(
    "cell",
    [
        *("991981000011", "991981000100", "19810829M072", "19811329M071", "19810230K081", "19810829A071"),
        *("19810829SV3A", "19810829SA3A", "19810829SU3V", "19810230SU3A", "198108320015", "198108600014"),
    ],
)
def test_a_reserve_number_that_fails_its_form(cell: str) -> None:
    got = conformed(Kind.PERSON, [GOOD, GOOD, cell])
    assert (flagged(got), values(got)[2]) == ([2], cell)


def test_what_is_not_valid_stands_as_written_and_is_flagged() -> None:
    cells = [GOOD] * 20 + NEGATIVE + ["19640823\u200b3234", "1964082332\u00b34"]
    got = conformed(Kind.PERSON, cells)
    assert values(got) == cells
    assert flagged(got) == list(range(20, len(cells)))
    assert set(got.frame["flagged"].drop_nulls()) == {"x:identity"}
    assert seen(got) == {Sight.INVISIBLE: [20 + len(NEGATIVE)]}


def test_what_a_spreadsheet_destroyed_is_unread_and_never_made_up() -> None:
    cells = ["1.91212E+11", "1,91212e11", "1E+11", "191212121212.0", "191212121212,00", GOOD, GOOD]
    got = conformed(Kind.PERSON, cells)
    assert values(got) == [None] * 5 + [GOOD] * 2
    assert reasons(got) == ["mangled_id"] * 5 + [READ] * 2
    assert got.frame["unread"].to_list() == ["x:code"] * 5 + [None] * 2
    assert conformed(Kind.PERSON, ["123e4567", "12E5"]).unread.is_empty()  # a pseudonym of hexadecimal digits


def test_zeros_in_front_and_missing_tokens() -> None:
    check(
        Kind.PERSON,
        [("0001010107", "0001010107", READ), ("000123", "000123", READ), ("", None, READ), ("-", None, READ)]
        + [("okänd", None, READ), ("P1", "P1", READ), (" P2 ", "P2", READ)],
    )


def test_a_column_of_pseudonyms_stands_and_a_person_number_in_it_is_a_leak() -> None:
    cells = ["P000001", "a b-c", "1000000001", "6408233234", "000000000012", "å\u0308", *["P2"] * 6]
    got = conformed(Kind.PERSON, [*cells, GOOD, "640823-3234", "19640823\u20133234", "196408233235"])
    at = len(cells)
    assert values(got)[:at] == cells
    assert values(got)[at:] == [GOOD, "640823-3234", "19640823\u20133234", "196408233235"]
    assert flagged(got) == [at, at + 1, at + 2]
    assert got.decisions == ("person:form=pseudonym",)


def test_an_invisible_mark_in_a_pseudonym_is_flagged_and_kept() -> None:
    got = conformed(Kind.PERSON, ["P1", "P\u200b1", "P\u00ad1", "\ufeffP1"])
    assert values(got) == ["P1", "P\u200b1", "P\u00ad1", "\ufeffP1"]
    assert flagged(got) == [1, 2, 3]
    assert seen(got) == {Sight.INVISIBLE: [1, 2, 3]}


def test_the_declared_pseudonym() -> None:
    forms = IdentityForms(pseudonym="P[0-9]{6}")
    got = conformed(Kind.PERSON, ["P000001", "P00001", "XP000001", "19810829M071", GOOD], forms=forms)
    assert flagged(got) == [1, 2, 4]
    # among person numbers it stands too (catalogue: "or the declared pseudonym format")
    among = conformed(Kind.PERSON, [GOOD, GOOD, "P000001", "Q1", "196408233235"], forms=forms)
    assert flagged(among) == [3, 4]
    # a pattern that anything fits hides no number of a person, right or wrong
    anything = IdentityForms(pseudonym=".*")
    assert flagged(conformed(Kind.PERSON, [GOOD, GOOD, "196408233235"], forms=anything)) == [2]
    assert flagged(conformed(Kind.PERSON, ["P1", "P2", "P3", GOOD], forms=anything)) == [3]


@pytest.mark.parametrize(("people", "others", "form"), [(3, 2, "personnummer"), (2, 2, "pseudonym")])
def test_more_than_half_decides(people: int, others: int, form: str) -> None:
    got = conformed(Kind.PERSON, [GOOD] * people + ["P1"] * others + [None, ""])
    assert got.decisions == (f"person:form={form}",)
    assert flagged(got) == ([3, 4] if form == "personnummer" else [0, 1])


def test_an_empty_column_decides_nothing() -> None:
    got = conformed(Kind.PERSON, [None, ""])
    assert (got.decisions, flagged(got)) == ((), [])


def test_a_hundred_years_of_days_agree_with_the_calendar() -> None:
    days = [date(1950, 1, 1) + timedelta(days=37 * at) for at in range(700)]
    cells = [number(day, at % 1000) for at, day in enumerate(days)]
    assert flagged(conformed(Kind.PERSON, cells)) == []

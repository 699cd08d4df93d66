"""Section 3: one cell written as people, spreadsheets and broken exports write it."""
# ruff: noqa: E501  the table below has one kind per line

import unicodedata
from collections.abc import Callable
from random import Random
from typing import Any

from made import MINUS, NBSP, NNBSP, Field, Table
from pollutions import EQUAL, REFUSED, TOLD, Pollution, in_cells
from truth_values import person_number
from written_cells import grouped

from dq.core.feed import Kind

NUMERIC = (Kind.COUNT, Kind.MILLI, Kind.ORE, Kind.SHARE, Kind.NUMBER)
DATED = (Kind.DATE, Kind.DATE_END, Kind.DATETIME)
Rule = Callable[[Field, int], bool]


def _any(_: Field, __: int) -> bool:
    return True


def pick(rng: Random, table: Table, kinds: tuple[Kind, ...], rule: Rule = _any) -> tuple[Field, int] | None:
    """Choose a filled cell of a column of these kinds; None if there is none."""
    fields = [each for each in table.fields if each.column and each.target == each.column.name]
    places = [
        (each, at)
        for each in fields
        if each.column and each.column.kind in kinds
        for at in range(table.rows)
        if each.is_filled(at) and rule(each, at)
    ]
    return rng.choice(places) if places else None


def puts(texts: Any, *kinds: Kind, rule: Rule = _any) -> Callable[[Random, Table], bool]:
    """Return work that writes one of `texts`, or what a function makes of the value, into a cell."""

    def work(rng: Random, table: Table) -> bool:
        place = pick(rng, table, kinds, rule)
        if place is None:
            return False
        each, at = place
        text = texts(rng, each.values[at]) if callable(texts) else rng.choice(texts)
        before = each.texts[at]
        each.put(at, text)
        table.canaries |= {text} if each.column and each.column.personal and len(text) > 11 else set()
        return bool(text != before)

    return work


def _is_number(each: Field, at: int) -> bool:
    return str(each.values[at]).isdigit()


def _is_large(each: Field, at: int) -> bool:
    return bool(each.values[at] >= 1000 and each.column and each.column.name != "birth_year")


def _is_million(each: Field, at: int) -> bool:
    return bool(abs(each.values[at]) >= 10**8)


def _has_letters(each: Field, at: int) -> bool:
    text = str(each.values[at])
    return unicodedata.normalize("NFD", text) != text


def _is_free(each: Field, at: int) -> bool:
    """Say if a text is one that no reader looks up."""
    return bool(each.column and each.column.name not in ("county_code", "org_number"))


def _dashed(rng: Random, value: str) -> str:
    return value[:8] + rng.choice(("\u2013", "\u2010", MINUS, NBSP, " ", "-")) + value[8:]


def _wrong_digit(rng: Random, value: str) -> str:
    return value[:-1] + str((int(value[-1]) + rng.randrange(1, 10)) % 10)


def _no_day(rng: Random, value: str) -> str:
    return value[:4] + rng.choice(("1301", "0230", "0000", "0631")) + value[8:]


def _in_parts(_: Random, value: str) -> str:
    return unicodedata.normalize("NFD", value)


def _hidden(rng: Random, value: str) -> str:
    mark = rng.choice(("\u200b", "\u202e", "\u200d", "\u2066", "\ufeff", "\u00ad"))
    at = rng.randrange(1, max(2, len(value)))
    return value[:at] + mark + value[at:]


def _mojibake(_: Random, value: str) -> str:
    return value.encode().decode("cp1252", "replace")


def _negative(rng: Random, table: Table) -> bool:
    place = pick(rng, table, (Kind.ORE,))
    if place is None:
        return False
    each, at = place
    amount = abs(each.values[at])
    table.truth["claimed_amount_ore"][at] = -amount
    each.values[at] = -amount
    each.put(at, f"{MINUS}{amount // 100},{amount % 100:02d}")
    return True


def _blanked(rng: Random, table: Table) -> bool:
    place = pick(rng, table, (Kind.COUNT, Kind.TEXT, Kind.CODE, Kind.DATE))
    if place is None or len(table.fields) < 3 or place[0].column is None:
        return False
    each, at = place
    table.truth[each.target][at] = None
    each.values[at] = None
    each.put(at, rng.choice(("", " ", NBSP)))
    return True


def _other_unit(rng: Random, table: Table) -> bool:
    """Write a share in another unit than the column's, where its header does not say percent."""
    wanted = lambda each, at: "%" not in each.header and each.percents[at] is None  # noqa: E731
    place = pick(rng, table, (Kind.SHARE,), wanted)
    if place is None:
        return False
    each, at = place
    digits, places = each.values[at]
    number = each.numbers[at]
    is_fraction = number is not None and number < 1
    shown = digits / 10**places if is_fraction else digits / 10 ** (places + 2)
    each.put(at, f"{shown:.{places if is_fraction else places + 2}f}".replace(".", ","))
    return True


def _undeclared_dates(rng: Random, table: Table) -> bool:
    if table.declared.get("dates"):
        return False
    return puts(("31/1/2024", "1/2/2024", "31.01.2024", "2024/01/31", "31 jan 2024"), *DATED)(rng, table)


def _kronor_grouped(rng: Random, value: int) -> str:
    return grouped(str(abs(value) // 100), rng.choice(".,"))


def _day_and_clock(_: Random, value: Any) -> str:
    return f"{value:%Y-%m-%d} 10:15"


def _in_formula(_: Random, value: Any) -> str:
    return f'="{value}"'


def _short_years(rng: Random, table: Table) -> bool:
    """Write a year with two digits, where that is not the form of the file."""
    if table.declared["date_form"] == "yy-mm-dd":
        return False
    return puts(("24-01-31", "24-1-31"), *DATED)(rng, table)


def _point_group(rng: Random, value: int) -> str:
    return grouped(str(value), rng.choice(".,"))


def _bad_group(_: Random, value: int) -> str:
    return f"{str(value)[:-2]} {str(value)[-2:]}"


def _group(rng: Random, value: int) -> str:
    return grouped(str(value), rng.choice((" ", NBSP, NNBSP, "'", "\u2019")))


def _full_width(_: Random, value: int) -> str:
    return str(value).translate({48 + digit: 0xFF10 + digit for digit in range(10)})


def _three_decimals(rng: Random, table: Table) -> bool:
    place = pick(rng, table, (Kind.NUMBER,))
    if place is None:
        return False
    each, at = place
    table.truth[each.target][at] = each.values[at] = 1.234
    each.put(at, "1.234")
    return True


def _person(rng: Random, _: Any) -> str:
    return person_number(rng)


MANGLED = ("1.91212E+11", "1,89212E+11", "191212121212.0", "1.8921212E11")
SCIENCE = ("1e400", "NaN", "inf", "-inf", "Infinity", "1E999")
ERRORS = ("#N/A", "#DIV/0!", "#SAKNAS!", "#VALUE!", "#REF!")
BOTH = (TOLD, EQUAL)
SHARES = "survey_shares|claims|registered_shares"
UNREAD = ("not_a_number", "out_of_form", "unknown_code")

CELLS = (
    Pollution("id_mangled", "3 scientific ids", in_cells(puts(MANGLED, Kind.PERSON, Kind.HSA)), (TOLD,), ("mangled_id",)),
    Pollution("person_dash", "3 person number forms", in_cells(puts(_dashed, Kind.PERSON, rule=_is_number)), (EQUAL,)),
    Pollution("person_plus", "3 person number forms", in_cells(puts(lambda _, v: f"{v[2:8]}+{v[8:]}", Kind.PERSON, rule=_is_number)), (EQUAL,)),
    Pollution("person_check_digit", "3 person number forms", in_cells(puts(_wrong_digit, Kind.PERSON, rule=_is_number)), (TOLD,), ("flagged",)),
    Pollution("person_no_day", "3 person number forms", in_cells(puts(_no_day, Kind.PERSON, rule=_is_number)), (TOLD,), ("flagged",)),
    Pollution("person_ten_digits", "3 person number forms", in_cells(puts(lambda _, v: v[2:], Kind.PERSON, rule=_is_number)), (TOLD,), ("ten_digits",)),
    Pollution("person_in_formula", "3 person number forms", in_cells(puts(_in_formula, Kind.PERSON, rule=_is_number)), (TOLD,), ("flagged",)),
    Pollution("person_as_provider", "3 person number forms", in_cells(puts(_person, Kind.HSA)), (TOLD,), ("person_number",)),
    Pollution("group_marks", "3 group marks", in_cells(puts(_group, Kind.COUNT, rule=_is_large)), (EQUAL,)),
    Pollution("group_misplaced", "3 group marks", in_cells(puts(_bad_group, Kind.COUNT, rule=_is_large)), (TOLD,), ("not_a_number",)),
    Pollution("minus_sign", "3 group marks", in_cells(_negative, feed="claims"), (EQUAL,)),
    Pollution("digits_fullwidth", "3 group marks", in_cells(puts(_full_width, Kind.COUNT)), (EQUAL,), ("raw_form",)),
    Pollution("digit_raised", "3 group marks", in_cells(puts(lambda _, v: f"{v}²", Kind.COUNT)), (TOLD,), ("not_a_number",)),
    Pollution("point_or_group", "3 1.234", in_cells(puts(_point_group, Kind.COUNT, rule=_is_large)), (TOLD,), ("ambiguous_number",)),
    Pollution("kronor_point_or_group", "3 1.234", in_cells(puts(_kronor_grouped, Kind.ORE, rule=_is_million), feed="claims"), (TOLD,), ("ambiguous_number", "not_a_number")),
    Pollution("count_decimals", "3 1.234", in_cells(puts(lambda _, v: f"{v}.0", Kind.COUNT)), (TOLD,), ("not_a_number",)),
    Pollution("point_three_decimals", "3 1.234", in_cells(_three_decimals, feed="survey_answers"), BOTH),
    Pollution("share_other_unit", "3 units", in_cells(_other_unit, feed=SHARES), BOTH),
    Pollution("number_endless", "3 1e400 NaN inf", in_cells(puts(SCIENCE, *NUMERIC)), (TOLD,), ("not_a_number",)),
    Pollution("number_too_large", "3 1e400 NaN inf", in_cells(puts(("9" * 20, "9" * 40), Kind.COUNT, Kind.ORE)), (TOLD,), ("out_of_range",)),
    Pollution("number_with_words", "3 missing tokens", in_cells(puts(("ca 12", "12-14", "<5", "tolv", "12,0,1"), *NUMERIC)), (TOLD,), UNREAD),
    Pollution("day_impossible", "3 impossible dates", in_cells(puts(("2024-02-30", "2023-02-29", "2024-13-01", "2024-00-10"), *DATED)), (TOLD,), ("not_a_date", "out_of_form")),
    Pollution("year_two_digits", "3 impossible dates", in_cells(_short_years), (TOLD,), ("out_of_form",)),
    Pollution("day_undeclared_form", "3 1/2/2024", in_cells(_undeclared_dates), (TOLD,), ("out_of_form",)),
    Pollution("day_serial", "3 45322", in_cells(puts(("45322", "45322.5"), *DATED)), (TOLD,), ("out_of_form",)),
    Pollution("day_far_off", "3 impossible dates", in_cells(puts(("0024-01-31", "1024-01-31", "2924-01-31"), *DATED)), (TOLD,), ("out_of_range", "out_of_form")),
    Pollution("day_and_clock", "3 impossible dates", in_cells(puts(_day_and_clock, Kind.DATE, Kind.DATE_END)), (TOLD,), ("out_of_form",)),
    Pollution("day_zoned", "3 impossible dates", in_cells(puts(("2024-01-31T00:00:00Z", "2024-01-31 12:30+02:00"), *DATED)), (TOLD,), ("out_of_form",)),
    Pollution("missing_token", "3 missing tokens", in_cells(puts(("NA", "-", "..", "saknas", "NULL"), Kind.COUNT, Kind.SHARE, Kind.DATE, Kind.CODE)), (TOLD,), ("missing:",)),
    Pollution("missing_person", "3 missing tokens", in_cells(puts(("-", "saknas", "okänd"), Kind.PERSON)), (TOLD,), ("missing:",)),
    Pollution("blank_cell", "3 missing tokens", in_cells(_blanked), (EQUAL,)),
    Pollution("name_in_parts", "3 NFD name", in_cells(puts(_in_parts, Kind.TEXT, rule=_has_letters)), (EQUAL,), ("not_nfc",)),
    Pollution("name_hidden_mark", "3 bidi ZWSP ANSI", in_cells(puts(_hidden, Kind.TEXT, rule=_is_free)), (TOLD,), ("invisible",)),
    Pollution("name_line_separator", "3 bidi ZWSP ANSI", in_cells(puts(lambda _, v: f"{v[:1]}\u2028{v[1:]}", Kind.TEXT, rule=_is_free)), (TOLD,), ("invisible",)),
    Pollution("id_hidden_mark", "3 bidi ZWSP ANSI", in_cells(puts(_hidden, Kind.HSA, Kind.PERSON)), (TOLD,), ("flagged", "invisible")),
    Pollution("code_hidden_mark", "3 bidi ZWSP ANSI", in_cells(puts(_hidden, Kind.CODE)), (TOLD,), ("unknown_code",)),
    Pollution("name_ansi", "3 bidi ZWSP ANSI", in_cells(puts(lambda _, v: f"{v}\x1b[31m", Kind.TEXT)), (REFUSED,), ("line_control",)),
    Pollution("name_mojibake", "2 UTF-8 read as cp1252", in_cells(puts(_mojibake, Kind.TEXT, rule=lambda e, a: _has_letters(e, a) and _is_free(e, a))), (TOLD,), ("mojibake",)),
    Pollution("name_replaced", "2 UTF-8 read as cp1252", in_cells(puts(lambda _, v: f"{v[:2]}\ufffd{v[3:]}", Kind.TEXT, rule=_is_free)), (TOLD,), ("mojibake",)),
    Pollution("cell_error", "4 #N/A", in_cells(puts(ERRORS, *NUMERIC, *DATED, Kind.CODE, Kind.PERSON)), (TOLD,), ("cell_error",)),
    Pollution("cell_error_in_name", "4 #N/A", in_cells(puts(ERRORS, Kind.TEXT, Kind.HSA)), (TOLD,), ("cell_error",)),
    Pollution("code_unknown", "3 missing tokens", in_cells(puts(("övrrigt", "x17", "annat:"), Kind.CODE)), (TOLD,), ("unknown_code",)),
    Pollution("region_unknown", "3 missing tokens", in_cells(puts(("Region Ankeborg", "Norrland", "1"), Kind.TEXT, rule=lambda e, _: e.target == "county_code")), (TOLD,), ("unknown_code",)),
    Pollution("flag_unknown", "3 missing tokens", in_cells(puts(("kanske", "2", "x"), Kind.FLAG), feed="visits"), (TOLD,), ("not_a_flag",)),
)  # fmt: skip

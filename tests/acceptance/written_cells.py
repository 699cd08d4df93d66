"""How one file writes its values: the same meaning in the many ways that deliveries have."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from made import DAY, MINUS, NBSP, NNBSP
from truth_values import COUNTIES

from dq.core.feed import Column, Kind
from dq.core.headers import fold
from dq.core.regions import REGIONS

DATES = {
    "yyyy-mm-dd": "%Y-%m-%d",
    "yyyymmdd": "%Y%m%d",
    "d/m/yyyy": "%d/%m/%Y",
    "dd.mm.yyyy": "%d.%m.%Y",
    "m/d/yyyy": "%m/%d/%Y",
    "yy-mm-dd": "%y-%m-%d",
}
OPEN_END = date(9999, 12, 31)
TOKENS = ("-", "..", "saknas", "Okänd", "NULL")
Written = tuple[list[str], list[Decimal | None], list[int | None]]


@dataclass(frozen=True)
class Style:
    """How a file writes numbers and dates. `date_form` "" is yyyy-mm-dd, and nothing is declared."""

    decimal: str
    group: str
    minus: str
    date_form: str
    token: str


def style(rng: Random, encoding: str) -> Style:
    """Choose a style whose characters the encoding has."""
    wide = encoding in ("utf-8", "utf-16")
    return Style(
        decimal=rng.choice(",,."),
        group=rng.choice(("", "", " ", NBSP, *([NNBSP] if wide else []))),
        minus=rng.choice(("-", *([MINUS] if wide else []))),
        date_form=rng.choice(("", "", "", "yyyymmdd", *list(DATES)[2:])),
        token=rng.choice(("", "", "", *TOKENS)),
    )


def written(rng: Random, how: Style, column: Column, header: str, values: list[Any]) -> Written:
    """Return texts, numbers and percent decimals of a column's cells."""
    if column.kind is Kind.SHARE:
        return _shares(rng, how, header, values)
    if column.kind is Kind.MILLI:
        return _parts(rng, how, values)
    if column.kind in (Kind.COUNT, Kind.ORE, Kind.NUMBER):
        return _numbers(rng, how, column, values)
    inclusive = fold(header) in {fold(word) for word in column.inclusive_headers}
    texts = [_text(rng, how, column, value, inclusive=inclusive) for value in values]
    if column.kind is Kind.PERSON:
        texts = _persons(rng, values)
    return texts, [None] * len(values), [None] * len(values)


def shown_date(value: date, how: Style) -> str:
    """Write a date in the form of the file."""
    return value.strftime(DATES[how.date_form or "yyyy-mm-dd"])


def grouped(digits: str, mark: str) -> str:
    """Part the digits of a whole number in groups of three."""
    head = len(digits) % 3 or 3
    return mark.join([digits[:head], *(digits[at : at + 3] for at in range(head, len(digits), 3))])


def _text(rng: Random, how: Style, column: Column, value: Any, *, inclusive: bool) -> str:
    if value is None:
        return _empty(rng, how, column)
    if column.kind in (Kind.DATE, Kind.DATE_END):
        return shown_date(value - timedelta(days=1) if inclusive else value, how)
    if column.kind is Kind.DATETIME:
        return _moment(rng, value, how)
    if column.kind is Kind.FLAG:
        return rng.choice(("ja", "JA", "1", "true") if value else ("nej", "Nej", "0", "false"))
    if column.kind is Kind.CODE:
        return _spelt(rng, column, value)
    if column.kind is Kind.LIST:
        names = value.split(";")
        rng.shuffle(names)
        return rng.choice(("; ", ", ", ";", " / ")).join(names).upper() if rng.random() < 0.2 else value
    if column.name == "county_code" and rng.random() < 0.5:
        names = next(region[1:] for region in REGIONS if region[0] == value)
        return rng.choice((*names, names[0].upper(), f" {names[0]}{NBSP}"))
    if column.kind is Kind.HSA and value.startswith("SE"):
        return rng.choice((value, value, value.lower()))
    return f" {value} " if rng.random() < 0.05 else str(value)


def _empty(rng: Random, how: Style, column: Column) -> str:
    """Write nothing, a token for it, or, for the end of a period, the last day there is."""
    if column.kind is Kind.DATE_END and how.date_form != "yy-mm-dd" and rng.random() < 0.3:
        return shown_date(OPEN_END, how)
    keeps_words = column.kind in (Kind.TEXT, Kind.HSA)
    return how.token if not keeps_words and rng.random() < 0.5 else ""


def _moment(rng: Random, value: datetime, how: Style) -> str:
    day, clock = shown_date(value, how), f"{value:%H:%M:%S}"
    if value.time() == time(0):
        return day
    return f"{day}{rng.choice(' T')}{clock}" + rng.choice(("", "", ".000"))


def _spelt(rng: Random, column: Column, code: str) -> str:
    word = rng.choice(sorted(spelling for spelling, meant in column.values.items() if meant == code))
    return rng.choice((word, word, word.upper(), f" {word}", word.replace(" ", "  ")))


def _persons(rng: Random, values: list[Any]) -> list[str]:
    """Write a column of person numbers in one way, or in several."""
    ways = [rng.choice((0, 0, 1, 2, 3))] * len(values)
    if rng.random() < 0.2:
        ways = [rng.randrange(4) for _ in values]
    return [_person(value, way) for value, way in zip(values, ways, strict=True)]


def _person(value: str, way: int) -> str:
    if not value.isdigit():
        return value
    plus = f"{value[2:8]}+{value[8:]}"  # ten digits, a hundred years or older
    return (value, f"{value[:8]}-{value[8:]}", plus, f" {value} ")[way]


def _numbers(rng: Random, how: Style, column: Column, values: list[Any]) -> Written:
    kronor = column.kind is Kind.ORE
    unit = rng.choice(("", "", "", " kr")) if kronor else ""
    numbers = [None if value is None else Decimal(str(value)) / (100 if kronor else 1) for value in values]
    decimals = 2 if column.kind is not Kind.COUNT else 0
    group = how.group if column.name != "birth_year" else ""
    plain = Style(how.decimal, group, how.minus, how.date_form, how.token)
    texts = [
        _empty(rng, how, column) if number is None else _number(number, decimals, plain) + unit
        for number in numbers
    ]
    return texts, numbers, [None] * len(values)


def _number(number: Decimal, decimals: int, how: Style) -> str:
    whole, _, part = f"{abs(number):.{decimals}f}".partition(".")
    text = grouped(whole, how.group) + (how.decimal + part if part else "")
    return how.minus + text if number < 0 else text


def _shares(rng: Random, how: Style, header: str, values: list[Any]) -> Written:
    ways = ["percent", "signed"] + ([] if "%" in header or "procent" in header.lower() else ["fraction"])
    way, gap = rng.choice(ways), rng.choice(("", " ", NBSP))
    texts: list[str] = []
    numbers: list[Decimal | None] = []
    percents: list[int | None] = []
    for value in values:
        digits, places = value or (0, 0)
        fraction = Decimal(digits) / 10 ** (places + 2)
        number, shown = (fraction, places + 2) if way == "fraction" else (fraction * 100, places)
        text = f"{number:.{shown}f}".replace(".", how.decimal) + (f"{gap}%" if way == "signed" else "")
        texts.append(text if value else "")
        numbers.append((fraction if way == "signed" else number) if value else None)
        percents.append(places if value and way == "signed" else None)
    return texts, numbers, percents


def _parts(rng: Random, how: Style, values: list[Any]) -> Written:
    way = rng.choice(("fraction", "fraction", "percent", "signed"))
    texts: list[str] = []
    numbers: list[Decimal | None] = []
    for value in values:
        number = Decimal(value or 0) / (1000 if way == "fraction" else 10)
        text = f"{number.normalize():f}" if rng.random() < 0.5 else f"{number:.3f}"
        sign = " %" if way == "signed" else ""
        texts.append("" if value is None else text.replace(".", how.decimal) + sign)
        shown = number / 100 if way == "signed" else number
        numbers.append(None if value is None else shown)
    places = [1 if way == "signed" and value is not None else None for value in values]
    return texts, numbers, places


__all__ = ["COUNTIES", "DAY", "Style", "grouped", "shown_date", "style", "written"]

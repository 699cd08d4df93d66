"""Random values of a feed's columns, as what they mean. All people are invented: births are of the 1890s."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from dq.core.feed import Column, Kind
from dq.core.regions import REGIONS

_FIRST = (
    *("Åsa", "Örjan", "Émilie", "Anna-Lena", "Bo", "José", "Märta", "Zoë", "D'Arc", "Søren"),
    *("François", "Irène", "Íñigo", "Jürgen", "Anaïs"),
)
_LAST = (
    *("Kanariefågel", "Ångström", "Öberg", "von Kanarie", "Müller", "O'Kanarie", "Ek; Al", "Lind, jr"),
    *("Al|m", "Groß"),
)
_PLACES = ("Aspen", "Björken", "Cedern", "Eken & Enen", "Furan (södra)", 'Kliniken "Solen"', "Åkern, norr")
_WORDS = (
    *("webbenkät", "NPE 2026", "Q7", "egen uppgift", "tabell 3", "bil. 2", "SOS-1", "utdrag", "å/ä/ö"),
    *("=1+1", "@x", "+46 8"),  # a spreadsheet would take these for formulas
)
_SPECIALTIES = ("allmänmedicin", "geriatrik", "internmedicin", "barn- och ungdomsmedicin")
COUNTIES = tuple(region[0] for region in REGIONS if region[0] != "00")


def luhn(digits: str) -> str:
    """Return the check digit of nine digits."""
    weighted = (int(each) * (2 - at % 2) for at, each in enumerate(digits))
    return str(-sum(number // 10 + number % 10 for number in weighted) % 10)


def person_number(rng: Random, *, coordination: bool = False) -> str:
    """Return twelve digits of a person born in the 1890s, with a valid check digit."""
    day = date(1890, 1, 1) + timedelta(days=rng.randrange(3652))
    written = f"{day:%y%m}{day.day + 60 * coordination:02d}{rng.randrange(980, 1000)}"
    return f"18{written}{luhn(written)}"


def hsa_id(rng: Random, organisation: str, letter: str) -> str:
    """Return a whole HSA-id of an organisation."""
    return f"SE{organisation}-{letter}{rng.randrange(1000, 9999)}"


def organisation(rng: Random) -> str:
    """Return ten digits with a valid check digit."""
    nine = f"2321{rng.randrange(10**5):05d}"
    return nine + luhn(nine)


def name(rng: Random, at: int) -> str:
    """Return a person's name that no other cell and no message of ours holds."""
    return f"{rng.choice(_FIRST)} {rng.choice(_LAST)} {rng.randrange(16**5):05x}{at:03d}"


def persons(rng: Random, rows: int) -> list[str]:
    """Return a column of person identifiers: numbers or pseudonyms."""
    if rng.random() < 0.5:
        return [f"P{rng.randrange(10**7, 10**8)}" for _ in range(rows)]
    return [person_number(rng, coordination=rng.random() < 0.1) for _ in range(rows)]


def identifiers(rng: Random, rows: int, column: Column) -> list[str | None]:
    """Return a column of HSA-ids or local ids, some with zeros in front; empty where it may be."""
    letter = "E" if "provider" in column.name else "D"
    org, local = organisation(rng), rng.random() < 0.3
    forms: list[Callable[[], str]] = [lambda: hsa_id(rng, org, letter)]
    if local:
        forms = [lambda: f"{rng.randrange(10**6):06d}", lambda: f"{letter.lower()}-{rng.randrange(999)}å"]
    make = rng.choice(forms)
    empty = 0.2 if column.nullable else 0.0
    return [None if rng.random() < empty else make() for _ in range(rows)]


def values(rng: Random, rows: int, column: Column) -> list[Any]:
    """Return what each cell of a column means. Shares are (digits, decimals of the percentage)."""
    if column.kind is Kind.PERSON:
        return list(persons(rng, rows))
    if column.kind is Kind.HSA:
        return list(identifiers(rng, rows, column))
    empty = rng.choice((0.0, 0.1, 0.5)) if column.nullable else 0.0
    return [None if rng.random() < empty else _value(rng, at, column) for at in range(rows)]


def _value(rng: Random, at: int, column: Column) -> Any:
    if column.name in _BY_NAME:
        return _BY_NAME[column.name](rng, at)
    if column.multiline and rng.random() < 0.1:
        return f"{rng.choice(_WORDS)}\nfortsätter {at}"
    if column.kind is Kind.CODE:
        return rng.choice(sorted(set(column.values.values())))
    return _BY_KIND[column.kind](rng)


def _text(rng: Random) -> str:
    return f"{rng.choice(_WORDS)} {rng.randrange(1000)}"


def _day(rng: Random) -> date:
    return date(1990, 1, 1) + timedelta(days=rng.randrange(13_000))


def _moment(rng: Random) -> datetime:
    return datetime(2026, 1, 1) + timedelta(seconds=rng.randrange(300 * 86_400))


def _share(rng: Random) -> tuple[int, int]:
    decimals = rng.choice((0, 0, 1, 2))
    return rng.randrange(5 * 10**decimals, 98 * 10**decimals), decimals


def _specialties(rng: Random) -> str:
    return ";".join(sorted(rng.sample(_SPECIALTIES, rng.choice((1, 1, 2)))))


_BY_KIND: dict[Kind, Callable[[Random], Any]] = {
    Kind.TEXT: _text,
    Kind.LIST: _specialties,
    Kind.DATE: _day,
    Kind.DATE_END: _day,
    Kind.DATETIME: _moment,
    Kind.COUNT: lambda rng: rng.choice((rng.randrange(20), rng.randrange(900), rng.randrange(10**3, 10**5))),
    Kind.MILLI: lambda rng: rng.choice((1000, 750, 500, 625, 50, 800)),
    Kind.ORE: lambda rng: rng.choice((1, 1, -1)) * rng.randrange(10**3, 10**9),
    Kind.SHARE: _share,
    Kind.NUMBER: lambda rng: rng.randrange(10, 400) / 100,
    Kind.FLAG: lambda rng: rng.random() < 0.5,
}
_BY_NAME: dict[str, Callable[[Random, int], Any]] = {
    "county_code": lambda rng, _: rng.choice(COUNTIES),
    "municipality_code": lambda rng, _: f"{rng.choice(COUNTIES)}{rng.randrange(10, 99)}",
    "org_number": lambda rng, _: organisation(rng),
    "physician_name": name,
    "registered_by": name,
    "submitted_by": name,
    "contact_id": lambda rng, at: f"kontakt-{rng.randrange(16**6):06x}-{at}",
    "respondent_id": lambda rng, at: f"svar-{rng.randrange(16**6):06x}-{at}",
    "provider_name": lambda rng, _: f"{rng.choice(_PLACES)} vårdcentral",
    "birth_year": lambda rng, _: rng.randrange(1890, 1900),
    "age": lambda rng, _: rng.randrange(18, 100),
    "period": lambda rng, _: f"2026-{rng.randrange(1, 13):02d}",
    "as_of": lambda rng, _: rng.choice(("2024", "2025-12", "2024~", "2026-06-30")),
    "version": lambda rng, _: rng.randrange(1, 9),
    "regions": lambda rng, _: rng.randrange(1, 22),
}

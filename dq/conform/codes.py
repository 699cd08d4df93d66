"""Codes, lists, flags, region names, and identifiers that a spreadsheet may have mangled."""

import unicodedata
from collections.abc import Callable

import polars as pl

from dq.conform.parsed import Parsed, evaluate, no_reason
from dq.core.feed import Column
from dq.core.regions import fold_region, region_codes

_FLAGS = {"ja": "yes", "1": "yes", "true": "yes", "nej": "no", "0": "no", "false": "no"}
_MANGLED = r"^[0-9]+(?:[.,][0-9]+)?[eE]\+?[0-9]+$|^[0-9]+[.,]0+$"
# A person's number: a date (a coordination number has 60 more days) and four digits. Ten digits without a
# mark between are left alone, since local identifiers look so.
_DATED = "(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01]|6[1-9]|[78][0-9]|9[01])"
_PERSON = f"^(?:(?:1[89]|20)[0-9]{{2}}{_DATED}[-+]?|[0-9]{{2}}{_DATED}[-+])[0-9]{{4}}$"
_DASHED = r"^([0-9]{8})-([0-9]{4})$"


def read_text(column: Column, _header: str, text: pl.Series) -> Parsed:
    """Keep the text as it stands, outer white space off. A county code also takes region names."""
    if column.name == "county_code":
        return _looked_up(column, text, _county, "unknown_code")
    return Parsed({column.name: text}, no_reason(text))


def read_person(column: Column, _header: str, text: pl.Series) -> Parsed:
    """Keep a person identifier; `YYYYMMDD-NNNN` loses its dash. Never expand what a spreadsheet mangled."""
    mangled, reason = _mangled(text)
    dashed = text.str.contains(_DASHED).fill_null(value=False)
    values = text.str.replace(_DASHED, "$1$2").set(mangled, None)
    decisions = (f"person:dash={dashed.sum()}",) if dashed.any() else ()
    return Parsed({column.name: values}, reason, decisions)


def read_hsa(column: Column, _header: str, text: pl.Series) -> Parsed:
    """Keep an identifier; upper case if it begins SE and a digit. Placeholders stay as written.

    A person's number is unread: these columns are shown, and a resident may never be.
    """
    mangled, reason = _mangled(text)
    person = text.str.contains(_PERSON).fill_null(value=False).alias("m")
    mangled, reason = mangled | person, reason.set(person, "person_number")
    is_hsa = pl.col("t").str.contains(r"^(?i)se[0-9]")
    values = evaluate(text, v=pl.when(is_hsa).then(pl.col("t").str.to_uppercase()).otherwise("t"))["v"]
    return Parsed({column.name: values.set(mangled, None)}, reason)


def read_code(column: Column, _header: str, text: pl.Series) -> Parsed:
    """Look the text up in the closed list of the column, without regard to case or inner spaces."""
    known = {_fold(spelling): code for spelling, code in column.values.items()}
    return _looked_up(column, text, lambda cell: known.get(_fold(cell)), "unknown_code")


def read_list(column: Column, _header: str, text: pl.Series) -> Parsed:
    """Read names parted by semicolon, comma or slash to lower case, sorted, joined by semicolons."""
    return _looked_up(column, text, _names, "out_of_form")


def read_flag(column: Column, _header: str, text: pl.Series) -> Parsed:
    """Read ja/nej, 1/0, true/false."""
    parsed = _looked_up(column, text, lambda cell: _FLAGS.get(cell.casefold()), "not_a_flag")
    return Parsed({column.name: parsed.values[column.name] == "yes"}, parsed.reason)


def _looked_up(column: Column, text: pl.Series, find: Callable[[str], str | None], reason: str) -> Parsed:
    """Find a value for each different text once; a text without one is unread."""
    found = {cell: find(cell) for cell in text.drop_nulls().unique().to_list()}
    table = pl.DataFrame(list(found.items()), schema={"t": pl.String, "v": pl.String}, orient="row")
    values = text.alias("t").to_frame().join(table, on="t", how="left", maintain_order="left")["v"]
    unread = values.is_null() & text.is_not_null()
    return Parsed({column.name: values}, no_reason(text).set(unread, reason))


def _mangled(text: pl.Series) -> tuple[pl.Series, pl.Series]:
    mangled = text.str.contains(_MANGLED).fill_null(value=False).alias("m")
    return mangled, no_reason(text).set(mangled, "mangled_id")


def _county(cell: str) -> str | None:
    """Return two digits as they stand, else the code of a region's name; `1` is not `01`."""
    if len(cell) == 2 and cell.isascii() and cell.isdigit():
        return cell
    return region_codes().get(fold_region(cell))


def _names(cell: str) -> str | None:
    text = unicodedata.normalize("NFC", cell).lower().replace(",", ";").replace("/", ";")
    return ";".join(sorted({name.strip() for name in text.split(";") if name.strip()})) or None


def _fold(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())

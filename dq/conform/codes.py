"""Text, codes, lists, flags and region names."""

import unicodedata
from collections.abc import Callable

import polars as pl

from dq.conform.identities import ORG_NUMBER, read_org
from dq.conform.parsed import Given, Parsed, no_reason
from dq.core.feed import Column
from dq.core.regions import fold_region, region_codes

_FLAGS = {"ja": "yes", "1": "yes", "true": "yes", "nej": "no", "0": "no", "false": "no"}


def read_text(column: Column, header: str, text: pl.Series, given: Given) -> Parsed:
    """Keep the text as it stands, outer white space off. A county code also takes region names."""
    if column.name == "county_code":
        return _looked_up(column, text, _county, "unknown_code")
    if column.name == ORG_NUMBER:
        return read_org(column, header, text, given)
    return Parsed({column.name: text}, no_reason(text))


def read_code(column: Column, _header: str, text: pl.Series, _given: Given) -> Parsed:
    """Look the text up in the closed list of the column, without regard to case or inner spaces."""
    known = {_fold(spelling): code for spelling, code in column.values.items()}
    return _looked_up(column, text, lambda cell: known.get(_fold(cell)), "unknown_code")


def read_list(column: Column, _header: str, text: pl.Series, _given: Given) -> Parsed:
    """Read names parted by semicolon, comma or slash to lower case, sorted, joined by semicolons."""
    return _looked_up(column, text, _names, "out_of_form")


def read_flag(column: Column, _header: str, text: pl.Series, _given: Given) -> Parsed:
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

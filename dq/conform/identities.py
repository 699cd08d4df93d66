"""Identifiers of persons, of clinics and doctors (HSA-id), and organisation numbers.

What fails its form is kept as written and flagged; only what a spreadsheet destroyed, or what may not be
shown, is unread. Source: domain.md 3.7; readings.md A-31, A-32.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from dq.conform.convert import convert
from dq.conform.parsed import Given, Parsed, matches, no_reason, nowhere
from dq.conform.persons import (
    SHAPE,
    SHAPE_SURE,
    compact,
    luhn_sum,
    reserve_numbers,
    reserve_shaped,
    twelve_digits,
)
from dq.core.feed import Column
from dq.core.notice import Sight

ORG_NUMBER = "org_number"
IDENTITY = "identity"
MANGLED = r"^[0-9]+[.,][0-9]+[eE]\+?[0-9]+$|^[0-9]+[eE]\+[0-9]+$|^[0-9]+[.,]0+$"
_HSA_BEGINS = r"^(?i)se[0-9]"
_HSA = r"^SE[0-9]{10}-[A-Z0-9]+$"
_HSA_LENGTH = 31
_ORG = r"^(?:16)?([0-9]{6})-?([0-9]{4})$"


@dataclass(frozen=True)
class _Cells:
    """The cells of a person column: as written, compact, and the canonical number where there is one."""

    text: pl.Series
    written: pl.Series
    number: pl.Series  # twelve digits, else a valid reserve number, else null
    reserve: pl.Series
    shaped: pl.Series
    fits: pl.Series  # is the declared pseudonym


def read_person(column: Column, _header: str, text: pl.Series, given: Given) -> Parsed:
    """Read person identifiers to one form, decided once for the column and recorded.

    A column of which more than half is of the shape of person numbers is one of person numbers: valid ones
    become twelve characters, so that `640823-3234` and `196408233234` are one person. All else is a column
    of pseudonyms, kept as written; a person number there is a leak. Flagged: in the first what is neither
    valid nor the declared pseudonym, in the second the leaks and what is not the declared pseudonym.
    """
    mangled = matches(text, MANGLED)
    cells = _cells(text.set(mangled, None), given)
    filled = cells.text.is_not_null()
    reason = no_reason(text).set(mangled, "mangled_id")
    if int(cells.shaped.sum()) * 2 > int(filled.sum()):
        return _numbers(column, cells, reason)
    leak = matches(cells.written, SHAPE_SURE) & cells.number.is_not_null()
    strange = ~(cells.fits | cells.reserve) if given.identities.pseudonym else nowhere(text)
    bad = filled & (leak | strange)
    decisions = ("person:form=pseudonym",) if filled.any() else ()
    return Parsed({column.name: cells.text}, reason, decisions, flag_of(bad))


def read_hsa(column: Column, _header: str, text: pl.Series, given: Given) -> Parsed:
    """Keep an identifier; upper case if it begins SE and a digit, and then it must be a whole HSA-id.

    Local ids and placeholders stay as written. A person's number is unread: these columns are shown, and a
    resident may never be. Ten bare digits are one if their date and check digit hold; as the month begins
    with 0 or 1 they are never an organisation number.
    """
    distinct = text.drop_nulls().unique()
    table = _hsa_table(distinct, given.day).with_columns(t=distinct)
    found = text.alias("t").to_frame().join(table, on="t", how="left", maintain_order="left")
    return Parsed(
        {column.name: found["value"]}, found["reason"], flag=flag_of(found["bad"].fill_null(value=False))
    )


def read_org(column: Column, _header: str, text: pl.Series, _given: Given) -> Parsed:
    """Keep an organisation number as written; flagged unless it holds, with or without dash or 16 before.

    A sole trader's is a person number: it stands here, flagged, and the column is printed nowhere.
    """
    digits = text.str.extract(_ORG, 1) + text.str.extract(_ORG, 2)
    bad = text.is_not_null() & ~_holds(digits)
    return Parsed({column.name: text}, no_reason(text), flag=flag_of(bad))


def flag_of(bad: pl.Series) -> pl.Series:
    """Return `identity` for each cell in the mask, null for the others."""
    return no_reason(bad).set(bad, IDENTITY)


def _cells(text: pl.Series, given: Given) -> _Cells:
    written = compact(text)
    number = twelve_digits(written, given.day)
    rest = (number.is_null() & text.is_not_null()).arg_true()
    formats, pattern = given.identities.reserves, given.identities.pseudonym
    others = written.gather(rest)
    found = reserve_numbers(others, formats)
    shaped = matches(others, SHAPE) | reserve_shaped(others, formats)
    return _Cells(
        text,
        written,
        number.scatter(rest, found),
        nowhere(text).scatter(rest, found.is_not_null()),
        number.is_not_null().scatter(rest, shaped),
        matches(text, f"^(?:{pattern})$") if pattern else nowhere(text),
    )


def _numbers(column: Column, cells: _Cells, reason: pl.Series) -> Parsed:
    """Read a column of person numbers; a declared pseudonym in it is none of their shape, and stands."""
    valid = cells.number.is_not_null()
    values = cells.number.fill_null(cells.text)
    bad = cells.text.is_not_null() & ~valid & ~(cells.fits & ~cells.shaped)
    short = valid & (cells.written.str.len_bytes() < 12)
    changed = int((valid & (values != cells.text)).sum())
    decisions = ["person:form=personnummer", *([f"person:rewritten={changed}"] if changed else [])]
    sights = {Sight.TEN_DIGITS: short, Sight.RAW_FORM: _other_ways(cells, valid)}
    return Parsed({column.name: values}, reason, tuple(decisions), flag_of(bad), sights)


def _other_ways(cells: _Cells, valid: pl.Series) -> pl.Series:
    """Say which valid numbers are written in another way than most of the column."""
    way = cells.written.str.len_bytes().cast(pl.Int64) + 100 * (cells.written != cells.text).cast(pl.Int64)
    ways = way.set(~valid, None)
    if ways.drop_nulls().n_unique() < 2:
        return nowhere(ways)
    counts = ways.drop_nulls().value_counts(name="_cells").sort("_cells", ways.name, descending=[True, False])
    other: pl.Series = ways != counts[ways.name][0]
    return valid & other


def _hsa_table(distinct: pl.Series, day: date) -> pl.DataFrame:
    mangled, written = matches(distinct, MANGLED), compact(distinct)
    person = matches(written, SHAPE_SURE) | twelve_digits(written, day).is_not_null()
    is_hsa = matches(distinct, _HSA_BEGINS)
    upper = distinct.str.to_uppercase()
    whole = matches(upper, _HSA) & (upper.str.len_chars() <= _HSA_LENGTH) & _holds(upper.str.slice(2, 10))
    reason = no_reason(distinct).set(mangled, "mangled_id").set(person, "person_number")
    value = distinct.zip_with(~is_hsa, upper).set(mangled | person, None)
    return pl.DataFrame({"value": value, "reason": reason, "bad": is_hsa & ~whole})


def _holds(ten: pl.Series) -> pl.Series:
    """Say which texts are an organisation number: ten digits, third at least 2, Luhn."""
    shaped = matches(ten, r"^[0-9]{2}[2-9][0-9]{7}$")
    if not shaped.any():
        return shaped
    number, _ = convert(ten.set(~shaped, None), pl.Int64())
    held = pl.DataFrame({"n": number}).select(held=luhn_sum("n") % 10 == 0)["held"]
    return shaped & held.fill_null(value=False)

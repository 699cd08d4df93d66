"""SCH-04: person identifier valid."""

from datetime import date

import narwhals as nw

from dq.core.codes import Books, Disposition, Severity, Step, Unit
from dq.core.feed import Feed, Kind
from dq.core.identity import RESERVES
from dq.core.rule import RuleKind, rule
from dq.feeds import feeds_with


@rule(
    id="SCH-04",
    title="Person identifier not valid",
    title_sv="Ogiltig personidentitet",
    severity=Severity.ERROR,
    disposition=Disposition.HOLD,
    unit=Unit.ROW,
    source="RIV-TA crm:carelisting GetListing; Inera, Lokala Reservidn; worked example 640823-3234",
    sv="{affected} av {total} rader har en personidentitet som inte är giltig.",
    en="{affected} of {total} rows hold a person identifier that is not valid.",
    todo_sv="Be vårdcentralen rätta identiteterna; rad och fil står i underlaget.",
    todo_en="Ask the clinic to correct the identifiers; row and file are in the findings file.",
    examined_sv="varje rad i filen.",
    fails_sv="i en kolumn med personnummer: identiteten är varken ett personnummer eller samordningsnummer "
    "med riktig dag och kontrollsiffra, ett reservnummer av de slag som godtas (reserve_formats) eller den "
    "angivna pseudonymen (pseudonym_format). I en kolumn med pseudonymer: den är ett personnummer, eller "
    "inte den angivna pseudonymen; är ingen angiven godtas alla. Ett osynligt tecken fäller den också. Är "
    "mer än {max_invalid_share} av leveransens listningsrader fällda (max_invalid_share) avvisas de "
    "vårdcentraler som själva ligger över.",
    nulls_sv="en tom cell fälls inte här; den prövas av CMP-01. En identitet som ett kalkylprogram har "
    "förstört (1.91212E+11) är oläst och prövas av SCH-06.",
    kind=RuleKind.ROW,
    books=Books.ROWS,
    step=Step.IDENTITY,
    feeds=feeds_with(Kind.PERSON),
    reject_above="max_invalid_share",
)
def person_id_invalid(
    feed: Feed,
    *,
    day: date,
    pseudonym_format: str = "",
    reserve_formats: tuple[str, ...] = RESERVES,
    max_invalid_share: float = 0.005,
) -> nw.Expr:
    """Flag rows whose person identifier is not valid, as the reader found it.

    Examined: every row of the feed.
    Fails: in a column of person numbers, what is neither a person or coordination number with a real day and
        check digit, nor a reserve number of `reserve_formats`, nor a pseudonym of `pseudonym_format`. In a
        column of pseudonyms, a person number (a leak), or what is not `pseudonym_format`; none given = any.
        An invisible mark inside fails too. Above `max_invalid_share` of all listing rows of the delivery,
        providers whose own share is above it are rejected (reading A-31, docs/decisions/0016).
    Nulls: an empty cell is CMP-01's. What a spreadsheet destroyed (1.91212E+11) is unread, and SCH-06's.
    """
    del day, pseudonym_format, reserve_formats, max_invalid_share  # told to the reader, which marks the cells
    persons = "|".join(column.name for column in feed.columns if column.kind is Kind.PERSON)
    return nw.col("flagged").str.contains(rf"(^|\|)({persons}):")

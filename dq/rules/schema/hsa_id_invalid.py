"""SCH-05: HSA-id and organisation number valid."""

from datetime import date

import narwhals as nw

from dq.core.codes import Books, Disposition, Severity, Unit
from dq.core.feed import Feed, Kind
from dq.core.rule import RuleKind, rule
from dq.feeds import feeds_with

ORG_NUMBER = "org_number"


@rule(
    id="SCH-05",
    title="HSA-id or organisation number not valid",
    title_sv="Ogiltigt HSA-id eller organisationsnummer",
    severity=Severity.ERROR,
    disposition=Disposition.HOLD,
    unit=Unit.ROW,
    source="openEHR Sweden wiki quoting Inera; HSA-id at most 31 characters",
    sv="{affected} av {total} rader har ett HSA-id eller organisationsnummer som inte är giltigt.",
    en="{affected} of {total} rows hold an HSA-id or organisation number that is not valid.",
    todo_sv="Be avsändaren rätta dem; rad och fil står i underlaget.",
    todo_en="Ask the sender to correct them; row and file are in the findings file.",
    examined_sv="varje rad i filen.",
    fails_sv="ett id som börjar med SE och en siffra är inte SE, tio siffror, bindestreck och bokstäver A-Z "
    "eller siffror, högst 31 tecken, med ett riktigt organisationsnummer; eller ett organisationsnummer "
    "har en kontrollsiffra som inte stämmer eller en tredje siffra under 2. Ett osynligt "
    "tecken fäller det också.",
    nulls_sv="en tom cell fälls inte. Id av annat slag (legitimationsnummer, lokala id) har ingen form att "
    "fälla.",
    kind=RuleKind.ROW,
    books=Books.ROWS,
    feeds=feeds_with(Kind.HSA),
)
def hsa_id_invalid(feed: Feed, *, day: date) -> nw.Expr:
    """Flag rows with an HSA-id or organisation number that is not valid, as the reader found it.

    Examined: every row of the feed.
    Fails: an id that begins SE and a digit (reading A-32) is not SE, ten digits, dash and letters A-Z or
        digits, at most 31 characters, with a valid organisation number; or an organisation number has a wrong
        check digit, or a third digit below 2. An invisible mark inside fails too.
    Nulls: an empty cell is no fault here. Other ids (licence numbers, local ids) have no form to fail.
    """
    del day
    names = "|".join(
        column.name for column in feed.columns if column.kind is Kind.HSA or column.name == ORG_NUMBER
    )
    return nw.col("flagged").str.contains(rf"(^|\|)({names}):")

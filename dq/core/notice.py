"""What a reader saw in a file that does not refuse it: kept, counted, and judged by a rule on the ledger."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

SHOWN_ROWS = 20


class Sight(StrEnum):
    """The kinds of things seen. `DOUBTFUL` and `TOLD` say which of them a rule speaks of."""

    MERGED = "merged"  # merged cells below the header: empty below and beside the first
    ROW_CEILING = "row_ceiling"  # exactly 65 536 or 1 048 576 rows
    NUMBER_IDENTIFIER = "number_identifier"  # an identifier typed as a number: zeros in front may be gone
    TOTAL_DIFFERS = "total_differs"  # the cell of a total row is another sum than that of the rows
    UNREAD_SHEET = "unread_sheet"  # a further visible sheet with rows that was not read
    MOJIBAKE = "mojibake"  # UTF-8 read as cp1252 somewhere before us: Ã¥, Â, U+FFFD
    BLANK_INSIDE = "blank_inside"  # blank lines between rows
    HIDDEN_ROWS = "hidden_rows"
    HIDDEN_COLUMNS = "hidden_columns"
    INVISIBLE = "invisible"  # zero-width, direction or control marks inside a cell
    NOT_NFC = "not_nfc"  # letters written in parts; compared after NFC
    FORMULA = "formula"  # values computed by the sender
    HIDDEN_SHEET = "hidden_sheet"
    OTHER_SHEET = "other_sheet"  # a further sheet that was not read, hardly more than a title
    NUMBER_AS_TEXT = "number_as_text"
    TOTAL_ROW = "total_row"
    NOTE_ROW = "note_row"
    TOTAL_AGREES = "total_agrees"  # the cell of a total row is the sum of the rows above it
    TEN_DIGITS = "ten_digits"  # the century of a person number was worked out
    RAW_FORM = "raw_form"  # identifiers or digits written in more than one way, compared in one
    MIXED_STYLES = "mixed_styles"  # numbers of one column grouped, or given a unit, in more than one way
    MIXED_UNITS = "mixed_units"  # read as percent as declared, but as small as fractions, beside large ones


# Sights that ask the sender (SCH-07), and those that are told (SCH-08). The others are a reader's daily
# bread: every cell is read as it stands, and the ledger shows them.
DOUBTFUL = (
    Sight.MERGED,
    Sight.ROW_CEILING,
    Sight.NUMBER_IDENTIFIER,
    Sight.TOTAL_DIFFERS,
    Sight.UNREAD_SHEET,
)
TOLD = (
    Sight.MOJIBAKE,
    Sight.BLANK_INSIDE,
    Sight.HIDDEN_ROWS,
    Sight.HIDDEN_COLUMNS,
    Sight.INVISIBLE,
    Sight.FORMULA,
    Sight.HIDDEN_SHEET,
    Sight.OTHER_SHEET,
    Sight.TEN_DIGITS,
    Sight.MIXED_STYLES,
    Sight.MIXED_UNITS,
)


@dataclass(frozen=True)
class Notice:
    """One kind of thing seen in one column of a file (`column` empty: in the file as a whole).

    `count` is exact: cells, rows or sheets; `rows` are the first 20 source rows. Never holds a cell.
    """

    sight: Sight
    count: int
    column: str = ""
    rows: tuple[int, ...] = ()


def notice(sight: Sight, rows: Iterable[int], column: str = "") -> tuple[Notice, ...]:
    """Make the notice of cells on these rows; nothing if there are none."""
    seen = list(rows)
    return (Notice(sight, len(seen), column, tuple(seen[:SHOWN_ROWS])),) if seen else ()

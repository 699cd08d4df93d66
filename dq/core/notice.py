"""What a reader saw in a file that does not refuse it: kept, counted, and judged by a rule on the ledger."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

SHOWN_ROWS = 20


class Sight(StrEnum):
    """The kinds of things seen. `weight` says how a rule takes them."""

    # the text may not be what the sender wrote
    MOJIBAKE = "mojibake"  # UTF-8 read as cp1252 somewhere before us: Ã¥, Â, U+FFFD
    # the table may not be whole, or not what the sender sees
    MERGED = "merged"  # merged cells below the header: empty below and beside the first
    HIDDEN_ROWS = "hidden_rows"
    HIDDEN_COLUMNS = "hidden_columns"
    ROW_CEILING = "row_ceiling"  # exactly 65 536 or 1 048 576 rows
    NUMBER_IDENTIFIER = "number_identifier"  # an identifier typed as a number: zeros in front may be gone
    BLANK_INSIDE = "blank_inside"  # blank lines between rows
    # marks of hand work, harmless in themselves
    INVISIBLE = "invisible"  # zero-width, direction or control marks inside a cell
    NOT_NFC = "not_nfc"  # letters written in parts; compared after NFC
    FORMULA = "formula"  # values computed by the sender
    HIDDEN_SHEET = "hidden_sheet"
    OTHER_SHEET = "other_sheet"  # a further sheet that was not read
    NUMBER_AS_TEXT = "number_as_text"
    TOTAL_ROW = "total_row"
    NOTE_ROW = "note_row"
    TEN_DIGITS = "ten_digits"  # the century of a person number was worked out
    RAW_FORM = "raw_form"  # identifiers written in more than one way, compared in one


ENCODING = (Sight.MOJIBAKE,)
DOUBTFUL = (
    Sight.MERGED,
    Sight.HIDDEN_ROWS,
    Sight.HIDDEN_COLUMNS,
    Sight.ROW_CEILING,
    Sight.NUMBER_IDENTIFIER,
    Sight.BLANK_INSIDE,
)
HARMLESS = tuple(sight for sight in Sight if sight not in (*ENCODING, *DOUBTFUL))


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

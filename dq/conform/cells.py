"""Cells before they are read: hidden marks seen, white space off, missing tokens to null, errors found."""

from dataclasses import dataclass

import polars as pl

from dq.conform.digits import half_width
from dq.conform.marks import see
from dq.conform.parsed import evaluate, unread_class
from dq.core.feed import Column, Kind
from dq.core.notice import Sight

MISSING = ("-", "..", ".", "null", "saknas", "okänd", "na")
KEPT = (Kind.TEXT, Kind.HSA)  # here a token is a word like any other; rules judge placeholders
CELL_ERRORS = (
    *("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#ERROR!"),
    *("#DIVISION/0!", "#SAKNAS!", "#NAMN?", "#SKÄRNING!", "#OGILTIGT!", "#REFERENS!", "#VÄRDEFEL!"),
)


@dataclass(frozen=True)
class Cleaned:
    """Text with null for missing, a mask of error cells, how many tokens became null, and what was seen."""

    text: pl.Series
    error: pl.Series
    missing: int
    sights: dict[Sight, pl.Series]


def clean(column: Column, cells: pl.Series) -> Cleaned:
    """Take outer white space off (no-break space too), and tell empty cells, tokens and errors apart."""
    seen, sights = cells, dict[Sight, pl.Series]()
    if unread_class(column.kind) == "number":
        seen, sights = half_width(cells)
    elif unread_class(column.kind) == "code":
        whole = see(cells)
        seen, sights = whole.text, whole.sights
    text = seen.str.strip_chars()
    frame = evaluate(
        text,
        filled=(pl.col("t") != "").fill_null(value=False),
        token=pl.col("t").str.to_lowercase().is_in(_tokens(column)).fill_null(value=False),
        error=pl.col("t").is_in(CELL_ERRORS).fill_null(value=False),
    )
    filled, token, error = (frame[name] for name in ("filled", "token", "error"))
    return Cleaned(text.set(~filled | token | error, None), error, int(token.sum()), sights)


def _tokens(column: Column) -> list[str]:
    general = () if column.kind in KEPT else MISSING
    known = {spelling.casefold() for spelling in column.values}
    return sorted({token.casefold() for token in (*general, *column.missing)} - known)

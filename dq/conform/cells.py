"""Cells before they are read: white space off, missing tokens to null, spreadsheet errors found."""

import polars as pl

from dq.conform.parsed import evaluate
from dq.core.feed import Column, Kind

MISSING = ("-", "..", ".", "null", "saknas", "okänd", "na")
KEPT = (Kind.TEXT, Kind.PERSON, Kind.HSA)  # here a token is a word like any other; rules judge placeholders
CELL_ERRORS = (
    *("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#ERROR!"),
    *("#DIVISION/0!", "#SAKNAS!", "#NAMN?", "#SKÄRNING!", "#OGILTIGT!", "#REFERENS!", "#VÄRDEFEL!"),
)


def clean(column: Column, cells: pl.Series) -> tuple[pl.Series, pl.Series, int]:
    """Return the text with null for missing, a mask of error cells, and how many tokens became null."""
    text = cells.str.strip_chars()
    frame = evaluate(
        text,
        filled=pl.col("t") != "",
        token=pl.col("t").str.to_lowercase().is_in(_tokens(column)),
        error=pl.col("t").is_in(CELL_ERRORS),
    )
    filled, token, error = (frame[name].fill_null(value=False) for name in ("filled", "token", "error"))
    return text.set(~filled | token | error, None), error, int(token.sum())


def _tokens(column: Column) -> list[str]:
    general = () if column.kind in KEPT else MISSING
    known = {spelling.casefold() for spelling in column.values}
    return sorted({token.casefold() for token in (*general, *column.missing)} - known)

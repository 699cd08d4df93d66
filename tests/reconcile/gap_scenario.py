"""Typed frames of the shipped scenarios, read without the rooms that read deliveries."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import polars as pl

from dq.core.feed import Feed, Kind
from dq.core.gap import NationalGap
from dq.feeds import FEEDS
from dq.reconcile import national_gap

FIXTURES = Path(__file__).parents[2] / "fixtures"
TYPES = {Kind.COUNT: pl.Int64, Kind.DATE: pl.Date, Kind.NUMBER: pl.Float64}


def gap_of(scenario: str, **words: Any) -> NationalGap:
    """Reconcile a shipped scenario."""
    names = ("registered_shares", "survey_shares", "ref_region")
    frames = [read(FIXTURES / scenario / f"{name}.csv", FEEDS[name]) for name in names]
    synthetic = scenario.startswith("synthetic")
    return national_gap(*frames, synthetic=synthetic, scenario=scenario, **words)


def frame(name: str, *rows: dict[str, Any]) -> pl.DataFrame:
    """Make a typed frame of a feed from plain values; a share is a Fraction or None."""
    feed = FEEDS[name]
    return pl.DataFrame([_typed(row, feed) for row in rows], schema=_schema(feed))


def read(path: Path, feed: Feed) -> pl.DataFrame:
    """Read a shipped file: `;`, decimal comma, shares in percent."""
    labels = {column.label: column.name for column in feed.columns}
    labels |= {header: column.name for column in feed.columns for header in column.headers}
    kinds = {column.name: column.kind for column in feed.columns}
    text = pl.read_csv(path, separator=";", infer_schema=False)
    cells = [{labels[key]: value for key, value in row.items()} for row in text.to_dicts()]
    rows = [{key: _value(kinds[key], value) for key, value in row.items()} for row in cells]
    return pl.DataFrame([_typed(row, feed) for row in rows], schema=_schema(feed))


def _schema(feed: Feed) -> dict[str, Any]:
    kinds = {column.name: column.kind for column in feed.columns}
    return {
        output: pl.Int64
        if output.endswith(("_num", "_den"))
        else TYPES.get(kinds.get(output, Kind.TEXT), pl.String)
        for output in feed.outputs
    }


def _typed(row: dict[str, Any], feed: Feed) -> dict[str, Any]:
    out: dict[str, Any] = dict.fromkeys(feed.outputs)
    for key, value in row.items():
        if feed.column(key).kind is Kind.SHARE:
            out[f"{key}_num"], out[f"{key}_den"] = (None, None) if value is None else value.as_integer_ratio()
        else:
            out[key] = value
    return out


def _value(kind: Kind, text: str | None) -> Any:
    if text is None:
        return None
    readers = {
        Kind.SHARE: lambda cell: Fraction(Decimal(cell.replace(",", "."))) / 100,
        Kind.COUNT: int,
        Kind.DATE: date.fromisoformat,
        Kind.NUMBER: lambda cell: float(cell.replace(",", ".")),
    }
    return readers.get(kind, str)(text)

"""Many small typed files to few: every check scans its feeds anew, and each file has a price of its own."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

MOST_ROWS = 1_000_000  # of a joined file, so that memory does not follow the feed


@dataclass(frozen=True)
class Part:
    """A typed file as it is staged: the frame, the file behind it, and its rows."""

    frame: pl.LazyFrame
    path: Path
    rows: int


def join_small(parts: Iterable[Part], most: int = MOST_ROWS) -> list[Part]:
    """Write neighbours of together at most `most` rows to one file beside the first; order is kept."""
    return [group[0] if len(group) == 1 else _written(group) for group in _groups(parts, most)]


def _groups(parts: Iterable[Part], most: int) -> Iterator[list[Part]]:
    held: list[Part] = []
    rows = 0
    for part in parts:
        if held and rows + part.rows > most:
            yield held
            held, rows = [], 0
        held.append(part)
        rows += part.rows
    if held:
        yield held


def _written(group: list[Part]) -> Part:
    path = group[0].path.with_suffix(".joined.parquet")
    frame = pl.concat([part.frame for part in group]).collect()
    frame.write_parquet(path, compression="zstd", compression_level=1)
    return Part(pl.scan_parquet(path, glob=False, hive_partitioning=False), path, frame.height)

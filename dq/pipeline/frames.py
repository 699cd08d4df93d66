"""From typed files to the feeds of a run: one lazy frame per feed, rows numbered in file order."""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from dq.core.feed import Feed
from dq.core.run import FileRead
from dq.engines.contract import contract_failures_of
from dq.feeds import FEEDS, MODELS
from dq.loop.rows import FILE_PROVIDER

LEDGER = {
    "source_file": pl.String,
    "feed": pl.String,
    "status": pl.String,
    "error": pl.String,
    "rows": pl.Int64,
    "stated_rows": pl.Int64,
    "provider_id": pl.String,
}


@dataclass(frozen=True)
class Staged:
    """The feeds of a run as lazy frames, the columns that every file of a feed had, and the typed files."""

    feeds: dict[str, pl.LazyFrame]
    present: dict[str, frozenset[str]]
    paths: dict[str, tuple[Path, ...]]


def stage(frames: dict[str, list[Path]], files: tuple[FileRead, ...]) -> Staged:
    """Join the typed files of each feed and add `row_id`, which numbers its rows through all files.

    The delivery ledger joins as the feed `files`, one row per file. Listings get `file_provider`: the only
    provider of their file, null where it holds several.
    """
    providers = {read.name: read.provider_id or None for read in files}
    feeds: dict[str, pl.LazyFrame] = {}
    for name, paths in sorted(frames.items()):
        parts, start = [], 0
        for path in paths:
            part = pl.scan_parquet(path, glob=False, hive_partitioning=False)
            rows, file = part.select(pl.len(), pl.col("source_file").first()).collect().row(0)
            part = part.with_row_index("row_id", offset=start)
            if name == "listings":
                part = part.with_columns(pl.lit(providers.get(file), dtype=pl.String).alias(FILE_PROVIDER))
            parts.append(part)
            start += int(rows)
        feeds[name] = pl.concat(parts).with_columns(pl.col("row_id").cast(pl.Int64))
    feeds["files"] = ledger(files).lazy()
    present = {name: _in_every_file(FEEDS[name], files) for name in frames}
    return Staged(feeds, present, {name: tuple(paths) for name, paths in frames.items()})


def _in_every_file(feed: Feed, files: tuple[FileRead, ...]) -> frozenset[str]:
    """Name the columns that every file of a feed had, under their own names and those of their outputs."""
    came = []
    for read in files:
        if read.feed == feed.name and read.status == "read":
            had = [c for c in feed.columns if c.name in read.mapping or set(c.outputs) <= set(read.mapping)]
            came.append({name for column in had for name in (column.name, *column.outputs)})
    return frozenset(set.intersection(*came)) if came else frozenset()


def ledger(files: tuple[FileRead, ...]) -> pl.DataFrame:
    """Give the delivery ledger as a frame; the provider is null for a file that concerns all."""
    rows = [
        {
            "source_file": read.name,
            "feed": read.feed,
            "status": read.status,
            "error": read.error,
            "rows": read.rows,
            "stated_rows": read.stated_rows,
            "provider_id": read.provider_id or None,
        }
        for read in files
    ]
    return pl.DataFrame(rows, schema=LEDGER)


def broken_contracts(staged: Staged) -> pl.DataFrame:
    """Hold every typed row against its feed's pandera contract; give feed, rule_id and row_id of failures."""
    found = []
    for name, paths in staged.paths.items():
        for judged in contract_failures_of(name, MODELS[name], paths):
            if judged.failures.height:
                found.append(
                    judged.failures.select("rule_id", "source_file", "source_row", feed=pl.lit(name))
                )
    if not found:
        return pl.DataFrame(schema={"feed": pl.String, "rule_id": pl.String, "row_id": pl.Int64})
    failures = pl.concat(found).unique()
    parts = []
    for (name,), part in failures.group_by("feed"):
        rows = staged.feeds[str(name)].select("row_id", "source_file", "source_row")
        keys = ["source_file", "source_row"]
        parts.append(rows.join(part.lazy(), on=keys, how="inner").collect())
    return pl.concat(parts).select("feed", "rule_id", "row_id").unique().sort("feed", "rule_id", "row_id")

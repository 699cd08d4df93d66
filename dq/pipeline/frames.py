"""From typed files to the feeds of a run: one lazy frame per feed, rows numbered in file order."""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from dq.core.feed import Feed
from dq.core.ledger import Account, FileRead, accounts, files_frame, notices_frame
from dq.engines.contract import FAILURES, contract_failures_of
from dq.feeds import FEEDS, MODELS
from dq.loop.rows import FILE_PROVIDER
from dq.pipeline.joined import Part, join_small


@dataclass(frozen=True)
class Staged:
    """The feeds of a run as lazy frames, the columns that every file of a feed had, and the typed files.

    `accounts` show for each feed that every line became a row to judge or is counted as something else.
    """

    feeds: dict[str, pl.LazyFrame]
    present: dict[str, frozenset[str]]
    paths: dict[str, tuple[Path, ...]]
    accounts: tuple[Account, ...] = ()


def stage(frames: dict[str, list[Path]], files: tuple[FileRead, ...]) -> Staged:
    """Join the typed files of each feed and add `row_id`, which numbers its rows through all files.

    The delivery ledger joins as the feeds `files` and `notices`. Listings get `file_provider`: the only
    provider of their file, null where it holds several. Raises `ToolFault` if a row was lost on the way.
    """
    providers = {read.name: read.provider_id or None for read in files}
    feeds: dict[str, pl.LazyFrame] = {}
    heights: dict[str, int] = {}
    typed: dict[str, tuple[Path, ...]] = {}
    for name, paths in sorted(frames.items()):
        parts: list[Part] = []
        start = 0
        for path in paths:
            part = pl.scan_parquet(path, glob=False, hive_partitioning=False)
            rows, file = part.select(pl.len(), pl.col("source_file").first()).collect().row(0)
            part = part.with_row_index("row_id", offset=start).with_columns(pl.col("row_id").cast(pl.Int64))
            if name == "listings":
                part = part.with_columns(pl.lit(providers.get(file), dtype=pl.String).alias(FILE_PROVIDER))
            parts.append(Part(part, path, int(rows)))
            start += int(rows)
        parts = join_small(parts)
        heights[name] = sum(part.rows for part in parts)
        typed[name] = tuple(part.path for part in parts)
        feeds[name] = pl.concat([part.frame for part in parts])
    feeds |= {"files": files_frame(files).lazy(), "notices": notices_frame(files).lazy()}
    present = {name: _in_every_file(FEEDS[name], files) for name in frames}
    return Staged(feeds, present, typed, accounts(files, heights))


def _in_every_file(feed: Feed, files: tuple[FileRead, ...]) -> frozenset[str]:
    """Name the columns that every file of a feed had, under their own names and those of their outputs."""
    came = []
    for read in files:
        if read.feed == feed.name and read.status == "read":
            had = [c for c in feed.columns if c.name in read.mapping or set(c.outputs) <= set(read.mapping)]
            came.append({name for column in had for name in (column.name, *column.outputs)})
    return frozenset(set.intersection(*came)) if came else frozenset()


def contract_cells(staged: Staged) -> pl.DataFrame:
    """Hold every typed row against its feed's pandera contract; give the `FAILURES` of it, and `feed`."""
    found = [pl.DataFrame(schema={"feed": pl.String, **FAILURES})]
    for name, paths in staged.paths.items():
        for judged in contract_failures_of(name, MODELS[name], paths):
            found.append(judged.failures.select(pl.lit(name).alias("feed"), *FAILURES))
    return pl.concat(found)


def broken_contracts(staged: Staged) -> pl.DataFrame:
    """Hold every typed row against its feed's pandera contract; give feed, rule_id and row_id of failures."""
    return broken_rows(staged, contract_cells(staged))


def broken_rows(staged: Staged, cells: pl.DataFrame) -> pl.DataFrame:
    """Give feed, rule_id and row_id of the rows that `contract_cells` names, each once."""
    failures = cells.select("feed", "rule_id", "source_file", "source_row").unique()
    parts = [pl.DataFrame(schema={"feed": pl.String, "rule_id": pl.String, "row_id": pl.Int64})]
    for (name,), part in failures.group_by("feed"):
        rows = staged.feeds[str(name)].select("row_id", "source_file", "source_row")
        keys = ["source_file", "source_row"]
        joined = rows.join(part.lazy(), on=keys, how="inner").collect()
        parts.append(joined.select("feed", "rule_id", "row_id"))
    return pl.concat(parts).unique().sort("feed", "rule_id", "row_id")

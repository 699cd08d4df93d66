"""What there is to correct in a sender's own files: rows that fail a rule, and cells, file by file."""

from datetime import date

import polars as pl

from dq.core.precheck import SHOWN_ROWS, Cells
from dq.core.rule import Chosen, RuleKind
from dq.feeds import FEEDS
from dq.loop import Missing, Sources
from dq.loop.entities import plan
from dq.loop.rows import flagged
from dq.pipeline.frames import Staged, broken_rows

FAILING: dict[str, pl.DataType | type[pl.DataType]] = {
    "rule_id": pl.String,
    "source_file": pl.String,
    "failing": pl.Int64,
    "rows": pl.List(pl.Int64),
}
FAULTY = {"source_file": pl.String, "source_row": pl.Int64, "column": pl.String, "fault": pl.String}


def row_failures(chosen: tuple[Chosen, ...], staged: Staged, broken: pl.DataFrame, day: date) -> pl.DataFrame:
    """Count the rows that fail each row rule, per file, with the first 20; `broken` are contract failures."""
    contract = broken_rows(staged, broken)
    plans = [pl.LazyFrame(schema=FAILING)]
    for name in staged.paths:
        mine = [each for each in chosen if each.rule.kind is RuleKind.ROW and name in each.rule.feeds]
        marked = flagged(staged.feeds[name], FEEDS[name], mine, day, contract)
        plans += [_counted(marked.filter(pl.col(each.rule.id)), each.rule.id) for each in mine]
    return pl.concat(pl.collect_all(plans, engine="streaming"))


def _counted(rows: pl.LazyFrame, rule_id: str) -> pl.LazyFrame:
    first = pl.col("source_row").cast(pl.Int64).drop_nulls().bottom_k(SHOWN_ROWS).sort()
    counted = rows.group_by("source_file").agg(failing=pl.len().cast(pl.Int64), rows=first)
    return counted.select(pl.lit(rule_id).alias("rule_id"), *list(FAILING)[1:])


def entity_failures(chosen: Chosen, sources: Sources) -> pl.DataFrame | None:
    """Count what fails a rule on files or on groups of rows, per file; null where it cannot be judged."""
    sources.collect(chosen.rule.inputs)
    made = plan(chosen, sources)
    if isinstance(made, Missing):
        return None
    failing = made.filter(pl.col("fails")).select("row_id", "source_file")
    of_files = failing.filter(pl.col("row_id").is_null()).with_columns(
        pl.lit(None, pl.Int64).alias("source_row")
    )
    parts = [of_files.select("source_file", "source_row")]
    if chosen.rule.evidence in sources.feeds and chosen.rule.evidence in FEEDS:
        places = sources.feeds[chosen.rule.evidence].select("row_id", "source_file", "source_row")
        parts.append(places.join(failing.select("row_id"), on="row_id").select("source_file", "source_row"))
    return _counted(pl.concat(parts), chosen.rule.id).collect()


def faulty_cells(unread: pl.DataFrame, broken: pl.DataFrame, staged: Staged) -> dict[str, tuple[Cells, ...]]:
    """Gather the cells to correct per file: unread, against the contract, or of a form that fails."""
    parts = [
        unread.select("source_file", "source_row", "column", fault="reason"),
        broken.select("source_file", "source_row", "column", fault="check"),
        *(_flagged_cells(staged.feeds[name]) for name in staged.paths),
    ]
    cells = pl.concat([pl.DataFrame(schema=FAULTY), *parts]).group_by("source_file", "column", "fault")
    counted = cells.agg(count=pl.len(), rows=pl.col("source_row").unique().sort().head(SHOWN_ROWS))
    found: dict[str, list[Cells]] = {}
    for file, column, fault, count, rows in counted.sort("source_file", "column", "fault").iter_rows():
        found.setdefault(file, []).append(Cells(column, fault, count, tuple(rows)))
    return {file: tuple(cells) for file, cells in found.items()}


def _flagged_cells(frame: pl.LazyFrame) -> pl.DataFrame:
    """Take `flagged` ("column:fault" joined by "|") apart, one row per cell."""
    marks = frame.filter(pl.col("flagged").is_not_null()).select(
        "source_file", pl.col("source_row").cast(pl.Int64), mark=pl.col("flagged").str.split("|")
    )
    each = pl.col("mark").str.split_exact(":", 1).struct
    named = marks.explode("mark").with_columns(column=each.field("field_0"), fault=each.field("field_1"))
    return named.select(list(FAULTY)).collect()


def providers_named(staged: Staged) -> dict[str, int]:
    """Count the providers that the rows of each file name."""
    found: dict[str, int] = {}
    for name in staged.paths:
        if "provider_id" in FEEDS[name].outputs:
            by_file = staged.feeds[name].group_by("source_file")
            counted = by_file.agg(n=pl.col("provider_id").drop_nulls().n_unique()).collect()
            found |= dict(counted.iter_rows())
    return found

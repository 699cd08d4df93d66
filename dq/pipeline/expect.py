"""Expectation suites over the small tables: results as ordinary outcomes and findings."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from threading import Thread
from typing import Any

import narwhals as nw
import polars as pl

from dq.core.outcome import Outcome
from dq.engines.expectations import ExpectationResult, run_expectations
from dq.engines.loader import load_expectations
from dq.loop import Judged, Sources, finding
from dq.measures.tables import doctor_table, provider_table, region_table
from dq.rules.eligibility.listable import DEFAULT_SPECIALTIES, listable
from dq.settings import Suite


def tables(
    judged: Judged, sources: Sources, suite: Suite, perceived: float | None
) -> dict[str, pl.DataFrame]:
    """Make the provider, doctor and region tables; empty without listings or a staff roll."""
    if judged.supported is None or "staff_roll" not in sources.feeds:
        return {}
    region = suite.file.region
    names = tuple(suite.limits.get("listable_specialties", DEFAULT_SPECIALTIES))
    spells = nw.from_native(sources.table("spells")).filter(listable(names)).to_native()
    heads = spells.group_by("provider_id").agg(
        listable_doctors=pl.col("physician_id").n_unique().cast(pl.Int64)
    )
    providers = provider_table(
        sources.table("provider_rows"),
        sources.table("pairs"),
        sources.table("staffing"),
        judged.supported,
        sources.table("surplus_rows"),
        heads,
        region.code,
    )
    return {
        "provider": providers,
        "doctor": doctor_table(sources.table("pairs"), sources.day),
        "region": region_table(providers, region.code, region.name, perceived),
    }


@contextmanager
def warming(wanted: bool) -> Iterator[None]:
    """Import Great Expectations beside what happens inside: two seconds while the child process reads.

    The import is over when this ends, so that no thread outlives it.
    """
    thread = Thread(target=import_module, args=("dq.engines.gx",)) if wanted else None
    if thread is not None:
        thread.start()
    try:
        yield
    finally:
        if thread is not None:
            thread.join()


def expected(suite: Suite, frames: dict[str, pl.DataFrame]) -> tuple[ExpectationResult, ...]:
    """Run the suite's expectation files on the tables, strictly loaded. No files, no results."""
    files = [load_expectations(path) for path in suite.expectations]
    return run_expectations(files, frames) if files else ()


def expectation_findings(results: tuple[ExpectationResult, ...]) -> list[dict[str, Any]]:
    """Give each failing entity of each expectation as a finding; they book no money."""
    made = []
    for result in results:
        for row in result.failing.to_dicts():
            words = row | {"affected": 1, "total": result.outcome.examined}
            made.append(finding(result.meta, words, [], "measures"))
    return made


def expectation_outcomes(results: tuple[ExpectationResult, ...]) -> tuple[Outcome, ...]:
    """Give the outcomes, in the order of their ids."""
    return tuple(result.outcome for result in results)

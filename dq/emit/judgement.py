"""What was judged, without a trace of the files or the doctors: same content, same bytes."""

from typing import Any

import polars as pl

from dq.core.codes import Unit
from dq.core.run import Run

FILE_COUNTS = ("examined", "failing", "not_judged", "affected")
NOT_CONTENT = ("physician_id", "source_rows", "message_sv", "message_en", "evidence")


def judgement_of(run: Run) -> dict[str, Any]:
    """Give outcomes, findings, proposals and amounts; no file names, rows, hashes, times, run id or doctors.

    How many files the content came in is no content: checks on files say how they ended, without counts. A
    finding on a doctor stands at the provider, under the name that it has in all outputs (`finding_id`).
    """
    checks = run.outcomes.drop("rows_read", "rows_in_scope", "detail").with_columns(
        pl.when(pl.col("unit") != Unit.FILE.value).then(pl.col(name)).alias(name) for name in FILE_COUNTS
    )
    return {
        "schema": "dq-judgement",
        "schema_version": 0,
        "suite": run.suite,
        "region": run.region.code,
        "day": run.day.isoformat(),
        "code": int(run.code),
        "proposal": run.proposal,
        "checks": checks.to_dicts(),
        "findings": run.findings.drop(NOT_CONTENT).sort("rule_id", "provider_id", "finding_id").to_dicts(),
        "providers": run.providers.to_dicts(),
        "totals": vars(run.totals) if run.totals else None,
        "shares": vars(run.shares) if run.shares else None,
        "notes": [note.partition(":")[0] for note in run.notes],
    }

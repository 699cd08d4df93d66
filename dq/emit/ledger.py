"""`run.json`: what came, what became of every line and row, and how long it took."""

from typing import Any

from dq.core.run import FileRead, Run


def run_of(run: Run) -> dict[str, Any]:
    """Give the delivery ledger, the row accounts per check, the settings in force, and times in seconds."""
    return {
        "schema": "dq-run",
        "schema_version": 0,
        "run_id": run.run_id,
        "files": [_file(read) for read in run.files],
        "checks": [
            {
                "rule_id": each.rule_id,
                "status": each.status.value,
                "rows_read": each.rows_read,
                "rows_in_scope": each.rows_in_scope,
                "out_of_scope": each.out_of_scope,
            }
            for each in run.results
        ],
        "settings": run.settings,
        "versions": run.versions,
        "seconds": run.timings,
    }


def _file(read: FileRead) -> dict[str, Any]:
    lines = ("lines", "header", "title", "blank", "total", "note", "continuation", "rows", "unread_cells")
    plain = ("name", "status", "feed", "provider_id", "sha256", "size", "form", *lines, "mapping", "error")
    return {name: getattr(read, name) for name in plain} | {
        "unmapped": list(read.unmapped),
        "decisions": list(read.decisions),
        "stated_rows": read.stated_rows,
        "snapshot_date": read.snapshot_date.isoformat() if read.snapshot_date else None,
    }

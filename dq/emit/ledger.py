"""`run.json`: what came, what became of every line and row, and how long it took."""

from dataclasses import asdict
from typing import Any

from dq.core.ledger import FileRead
from dq.core.run import Run


def run_of(run: Run) -> dict[str, Any]:
    """Give the delivery ledger, the row accounts per check, the settings in force, and times in seconds."""
    return {
        "schema": "dq-run",
        "schema_version": 0,
        "run_id": run.run_id,
        "files": [_file(read) for read in run.files],
        "accounts": [asdict(each) for each in run.accounts],
        "deliveries": [_delivery(row) for row in run.deliveries.to_dicts()],
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


def _delivery(row: dict[str, Any]) -> dict[str, Any]:
    sent = row["sent_at"]
    return row | {"sent_at": sent.isoformat() if sent else None}


def _file(read: FileRead) -> dict[str, Any]:
    lines = ("lines", "header", "title", "blank", "total", "note", "continuation", "rows", "unread_cells")
    about = ("name", "status", "feed", "provider_id", "sender", "sha256", "size", "form")
    plain = (*about, *lines, "mapping", "error")
    return {name: getattr(read, name) for name in plain} | {
        "unmapped": list(read.unmapped),
        "decisions": list(read.decisions),
        "notices": [asdict(each) for each in read.notices],
        "stated_rows": read.stated_rows,
        "snapshot_date": read.snapshot_date.isoformat() if read.snapshot_date else None,
    }

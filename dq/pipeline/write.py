"""The run folder: reports first, the verdict last, so that a verdict means everything before it is whole."""

import json
from pathlib import Path
from typing import Any

from dq.core.run import Run
from dq.emit.judgement import judgement_of
from dq.emit.ledger import run_of
from dq.report.region import region_html
from dq.seal.files import make_folder, move_away, write_text, write_with
from dq.seal.verdict import verdict_of

VERDICT = "verdict.json"


def prepare(out: Path | None) -> Path | None:
    """Make the run folder private and move an old verdict away; None stays None."""
    if out is None:
        return None
    make_folder(out)
    move_away(out / VERDICT)
    return out


def write_report(path: Path, run: Run, lang: str) -> None:
    """Write the region report."""
    make_folder(path.parent)
    write_text(path, region_html(run, run.words, lang))


def write_run(out: Path, run: Run) -> None:
    """Write findings, judgement, ledger, and last of all the verdict."""
    write_with(out / "findings.parquet", run.findings.write_parquet)
    write_text(out / "judgement.json", as_json(judgement_of(run)))
    write_text(out / "run.json", as_json(run_of(run)))
    write_text(out / VERDICT, as_json(verdict_of(run)))


def as_json(data: dict[str, Any]) -> str:
    """Write plain data as JSON with a line end; NaN is refused."""
    return json.dumps(data, ensure_ascii=False, allow_nan=False, indent=1) + "\n"

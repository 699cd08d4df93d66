"""The verdict of a run as plain data: what a payment step reads. Schema version 0, not signed yet."""

from typing import Any

from dq.core.codes import ExitCode
from dq.core.ledger import FileRead
from dq.core.run import Run
from dq.words import Words

SCHEMA_VERSION = 0
CHECK_FIELDS = ("rule_id", "group", "title_sv", "title", "status", "reason", "detail", "required", "unit") + (
    "severity", "disposition", "examined", "failing", "covered", "not_judged", "affected", "providers",
    "amount_ore", "rows_read", "rows_in_scope",
)  # fmt: skip
PROVIDER_FIELDS = ("provider_id", "provider_name", "disposition", "judged", "listed", "registered") + (
    "supported", "lowest", "claimed_listed", "claimed_named", "claimed_ore", "claim_computed", "pay_now_ore",
    "hold_ore", "adjust_ore", "reject_ore", "reasons",
)  # fmt: skip


def verdict_of(run: Run) -> dict[str, Any]:
    """Give the verdict of a run. `complete` only when it was judged to the end (exit code 0 or 10)."""
    return {
        "schema": "dq-verdict",
        "schema_version": SCHEMA_VERSION,
        "complete": run.code in (ExitCode.CLEAR, ExitCode.FINDINGS),
        "signed": False,
        "code": int(run.code),
        "run_id": run.run_id,
        "suite": run.suite,
        "region": {"code": run.region.code, "name": run.region.name, "synthetic": run.region.synthetic},
        "day": run.day.isoformat(),
        "payment_day": run.payment_day.isoformat(),
        "decide_by": run.decide_by.isoformat(),
        "answer_by": run.answer_by.isoformat(),
        "fail_on": run.fail_on,
        "proposal": run.proposal,
        "inputs": [_input(read) for read in run.files],
        "checks": run.outcomes.select(CHECK_FIELDS).to_dicts(),
        "totals": vars(run.totals) if run.totals else None,
        "providers": _providers(run),
        "shares": vars(run.shares) if run.shares else None,
        "perceived": _perceived(run),
        "notes": list(run.notes),
        "versions": run.versions,
    }


def _input(read: FileRead) -> dict[str, Any]:
    texts = {
        f"error_{lang}": Words(lang).text(f"errors.{read.error}", **read.values) if read.error else ""
        for lang in ("sv", "en")
    }
    fields = ("name", "feed", "status", "provider_id", "sha256", "size", "rows", "form")
    return {name: getattr(read, name) for name in fields} | texts


def _providers(run: Run) -> list[dict[str, Any]]:
    ids: dict[str, list[str]] = {}
    for provider, finding in run.findings.select("provider_id", "finding_id").iter_rows():
        ids.setdefault(provider, []).append(finding)
    return [
        row | {"findings": ids.get(row["provider_id"], [])}
        for row in run.providers.select(PROVIDER_FIELDS).to_dicts()
    ]


def _perceived(run: Run) -> dict[str, Any] | None:
    asked = run.perceived
    if asked is None:
        return None
    return {
        "share_num": asked.share.numerator,
        "share_den": asked.share.denominator,
        "n": asked.n,
        "low": asked.low,
        "high": asked.high,
        "deff": asked.deff,
        "deff_assumed": asked.deff_assumed,
        "source": asked.source,
        "base": asked.base,
    }

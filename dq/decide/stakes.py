"""What each finding alone is worth: claim - pay(after that finding only). Source: domain.md 5."""

from typing import Any

import polars as pl

from dq.core.codes import Books, Disposition
from dq.core.tariff import Tariff
from dq.decide.amounts import Counts
from dq.decide.providers import counts_of


def with_stakes(
    findings: pl.DataFrame, table: pl.DataFrame, tariff: Tariff, books: dict[str, Books]
) -> pl.DataFrame:
    """Fill `amount_ore` of every finding; 0 for findings that inform or book nothing.

    The amounts of several findings do not add up: each stands alone, as if the others were not there.
    """
    rows = {row["provider_id"]: row for row in table.to_dicts()}
    stakes = [
        _stake(finding, rows.get(finding["provider_id"], {}), tariff, books)
        for finding in findings.select(
            "rule_id", "provider_id", "disposition", "affected", "total", "threshold", "evidence"
        ).iter_rows(named=True)
    ]
    return findings.with_columns(amount_ore=pl.Series(stakes, dtype=pl.Int64))


def _stake(finding: dict[str, Any], row: dict[str, Any], tariff: Tariff, books: dict[str, Books]) -> int:
    counts, claimed = counts_of(row), row.get("claimed_ore") or 0
    if counts is None or finding["disposition"] == Disposition.INFORM.value:
        return 0
    kind, rule_id = books.get(finding["rule_id"], Books.NOTHING), finding["rule_id"]
    if kind is Books.FILE or finding["disposition"] == Disposition.REJECT.value:
        return claimed
    if rule_id in ("CLM-03", "CLM-04"):
        return max(0, claimed - (row.get("supported_pay_ore") or 0))
    if kind is Books.NOTHING:
        return 0
    if kind in (Books.NAMED_PART, Books.LIST) or finding["evidence"] not in ("listings", "claims"):
        return max(0, claimed - tariff.capitation(counts.claimed_listed))
    listed, named = _taken(finding, kind, row)
    alone = Counts(
        counts.claimed_listed,
        counts.claimed_named,
        counts.file_listed,
        counts.file_named,
        adjust_listed=listed,
        adjust_named=named,
        over_waits=True,  # what the claim has above the file is another finding's
    )
    return max(0, claimed - tariff.pay(*alone.after_adjust()))


def _taken(finding: dict[str, Any], kind: Books, row: dict[str, Any]) -> tuple[int, int]:
    """Listed and named persons that one finding takes."""
    affected = finding["affected"] or 0
    if kind is Books.EXCESS:
        whole = finding["total"] or 1
        return 0, (whole - int(finding["threshold"] or 0)) * affected // whole
    if kind is Books.DOCTOR:
        return 0, affected
    if finding["rule_id"] == "TMP-02":
        return affected, row.get("ended_named") or 0
    if finding["rule_id"] == "CMP-02":
        return 0, affected
    return affected, affected

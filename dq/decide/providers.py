"""One proposal per provider: reject over hold over adjust over pay, with amounts and reasons."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from dq.core.codes import Books, Disposition, Severity
from dq.core.run import Totals
from dq.core.tariff import Tariff
from dq.decide.amounts import Counts, Split, split

PROVIDER: dict[str, pl.DataType | type[pl.DataType]] = {
    "provider_id": pl.String,
    "provider_name": pl.String,
    "county_code": pl.String,
    "ownership": pl.String,
    "disposition": pl.String,
    "judged": pl.Boolean,
    "listed": pl.Int64,
    "registered": pl.Int64,
    "supported": pl.Int64,
    "lowest": pl.Int64,
    "claimed_listed": pl.Int64,
    "claimed_named": pl.Int64,
    "claimed_ore": pl.Int64,
    "claim_computed": pl.Boolean,
    "pay_now_ore": pl.Int64,
    "hold_ore": pl.Int64,
    "adjust_ore": pl.Int64,
    "reject_ore": pl.Int64,
    "not_now_ore": pl.Int64,
    "reasons": pl.List(pl.String),
    "s_identity": pl.Int64,
    "s_absent": pl.Int64,
    "s_ineligible": pl.Int64,
    "s_capacity": pl.Int64,
    "s_held": pl.Int64,
}
CONSEQUENCES = "CLM-"  # the claims group follows from what other rules found
ROLL_MISSING = "roll_missing"
FILE_REFUSED = "file_refused"
RECOMPUTED = "recomputed"
WAITING = (ROLL_MISSING, "roll_unclear")  # the named-doctor part waits for a roll that can be read


def decide(
    table: pl.DataFrame,
    findings: pl.DataFrame,
    names: pl.DataFrame,
    tariff: Tariff,
    books: dict[str, Books],
    waiting: Mapping[str, str],
    refused: frozenset[str],
    asked: frozenset[str] = frozenset(),
) -> pl.DataFrame:
    """Give one row per provider (columns `PROVIDER`), most money not paid now first.

    `table` holds the supported rows, `names` provider_id, provider_name, county_code, ownership. `books`
    says what a rule books; rules that are not in it (expectations) book no money. `waiting` says for which
    providers the roll could not be judged by, and how. Providers in `refused` had a file refused: they are
    rejected and not judged. Those in `asked` are due to send what did not come; they have a row even if they
    sent nothing at all.
    """
    rows = table.to_dicts()
    have = {row["provider_id"] for row in rows}
    rows += [{"provider_id": provider} for provider in sorted((refused | asked) - have)]
    known = {row["provider_id"]: row for row in names.to_dicts()}
    by_provider = {str(key[0]): part.to_dicts() for key, part in findings.group_by("provider_id")}
    made = []
    for row in rows:
        provider = row["provider_id"]
        mine = by_provider.get(provider, [])
        marks = [waiting[provider]] if provider in waiting else []
        marks += [FILE_REFUSED] if provider in refused else []
        made.append(_provider(row, mine, marks, known.get(provider, {}), tariff, books))
    frame = pl.DataFrame(made, schema=PROVIDER)
    return frame.sort(["not_now_ore", "provider_id"], descending=[True, False])


def _provider(
    row: dict[str, Any],
    findings: list[dict[str, Any]],
    marks: list[str],
    name: dict[str, Any],
    tariff: Tariff,
    books: dict[str, Books],
) -> dict[str, Any]:
    disposition = _worst(findings, marks)
    rejected = disposition is Disposition.REJECT
    waits = any(mark in WAITING for mark in marks) or any(_holds_part(each, books) for each in findings)
    over_waits = any(each["rule_id"] == "CLM-02" and _is_hold(each) for each in findings)
    money = _money(row, tariff, over_waits=over_waits, waits=waits, rejected=rejected)
    if disposition is Disposition.PAY and money.pay_now_ore < money.claimed_ore:
        # no rule of the suite speaks of the amount: the tariff does, and a part of it is never silently gone
        disposition, marks = Disposition.HOLD if money.hold_ore else Disposition.ADJUST, [*marks, RECOMPUTED]
    judged = not rejected and row.get("supported") is not None
    supported = {key: row.get(key) if judged else None for key in ("supported", "lowest")}
    return {
        **{key: row.get(key) for key in PROVIDER},
        **supported,
        **{key: name.get(key) for key in ("provider_name", "county_code", "ownership")},
        "provider_name": name.get("provider_name") or row["provider_id"],
        "disposition": disposition.value,
        "judged": judged,
        "listed": row.get("listed") or 0,
        "registered": row.get("registered") or 0,
        "claim_computed": bool(row.get("claim_computed")),
        "claimed_ore": money.claimed_ore,
        "pay_now_ore": money.pay_now_ore,
        "hold_ore": money.hold_ore,
        "adjust_ore": money.adjust_ore,
        "reject_ore": money.reject_ore,
        "not_now_ore": money.claimed_ore - money.pay_now_ore,
        "reasons": marks + _reasons(findings),
    }


def _is_hold(finding: dict[str, Any]) -> bool:
    return bool(finding["disposition"] == Disposition.HOLD.value)


def _holds_part(finding: dict[str, Any], books: dict[str, Books]) -> bool:
    """Say whether a finding makes the named-doctor part wait.

    It does if it is about the provider, or about rows that are no listings (a roll or a claim that cannot be
    read), so that no listing can be taken for it.
    """
    kind = books.get(finding["rule_id"])
    elsewhere = kind in (Books.ROWS, Books.FILE) and finding["evidence"] != "listings"
    return _is_hold(finding) and (kind is Books.NAMED_PART or elsewhere)


def _worst(findings: list[dict[str, Any]], marks: list[str]) -> Disposition:
    """Choose the most severe proposal. `inform` never changes it: with nothing above, it is pay."""
    if FILE_REFUSED in marks:
        return Disposition.REJECT
    found = [Disposition(each["disposition"]) for each in findings]
    found += [Disposition.HOLD for mark in marks if mark in WAITING]
    worst = max(found, key=lambda each: each.rank, default=Disposition.PAY)
    return Disposition.PAY if worst is Disposition.INFORM else worst


def _reasons(findings: list[dict[str, Any]]) -> list[str]:
    """Name the rules above inform, most serious first; causes before what follows for the claim."""
    order = list(Severity)
    acting = [each for each in findings if Disposition(each["disposition"]).rank > Disposition.INFORM.rank]
    ranked = sorted(
        acting,
        key=lambda each: (
            -Disposition(each["disposition"]).rank,
            each["rule_id"].startswith(CONSEQUENCES),
            -order.index(Severity(each["severity"])),
            -(each["amount_ore"] or 0),
            each["rule_id"],
        ),
    )
    return list(dict.fromkeys(each["rule_id"] for each in ranked))


def counts_of(row: dict[str, Any], *, over_waits: bool = False) -> Counts | None:
    """Read a provider's counts out of its row; None without a claim, or without a count in it."""
    if row.get("claimed_listed") is None or row.get("claimed_named") is None:
        return None
    return Counts(
        claimed_listed=row["claimed_listed"],
        claimed_named=row["claimed_named"],
        file_listed=row.get("file_listed") or 0,
        file_named=row.get("registered") or 0,
        adjust_listed=row.get("adjust_listed") or 0,
        adjust_named=row.get("adjust_named") or 0,
        hold_listed=row.get("hold_listed") or 0,
        hold_named=row.get("hold_named") or 0,
        over_waits=over_waits,
    )


def _money(row: dict[str, Any], tariff: Tariff, *, over_waits: bool, waits: bool, rejected: bool) -> Split:
    claimed, counts = row.get("claimed_ore") or 0, counts_of(row, over_waits=over_waits)
    if counts is None:
        return Split(claimed, 0, 0, 0, claimed) if rejected else Split(claimed, 0, claimed, 0, 0)
    return split(claimed, counts, tariff, named_part_waits=waits, rejected=rejected)


def totals(providers: pl.DataFrame) -> Totals:
    """Add up the four amounts over all providers."""
    parts = ("claimed_ore", "pay_now_ore", "hold_ore", "adjust_ore", "reject_ore")
    return Totals(**{part: sum(providers[part].to_list()) for part in parts})  # exact, whatever the size

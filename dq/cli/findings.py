"""Findings of a run in words: message, counts, amount and where the rows stand. Never an id of a person."""

import textwrap
from pathlib import Path
from typing import Any

from dq.cli.console import Console, printable
from dq.cli.session import Session
from dq.cli.table import MOST_ROWS
from dq.core.errors import Refused, UsageFault
from dq.words import Words

MOST_REFERENCES = 20
ORDER = ("reject", "hold", "adjust", "inform")
COLUMNS = (
    "finding_id", "rule_id", "disposition", "provider_id", "affected", "total", "covered_by", "amount_ore",
    "message_sv", "message_en", "source_rows",
)  # fmt: skip


def finding_lines(
    folder: Path, verdict: dict[str, Any], session: Session, wanted: dict[str, str], *, everything: bool
) -> list[str]:
    """Return findings, most money first; eight unless all are asked for.

    `wanted` holds the values to look for by column (`rule_id`, `provider_id`); an empty one is any.
    """
    rows = stored_findings(folder, wanted)
    console, words = session.out, session.words
    names = {row["provider_id"]: row["provider_name"] for row in verdict["providers"]}
    titles = {check["rule_id"]: words.pick(check["title_sv"], check["title"]) for check in verdict["checks"]}
    shown = rows if everything else rows[:MOST_ROWS]
    lines = []
    for row in printable(shown):
        lines += _finding(row, printable(names), printable(titles), console, words)
    if not rows:
        lines.append(words.text("cli.findings.none"))
    if len(rows) > len(shown):
        lines.append(console.paint("muted", words.text("cli.findings.more", n=len(rows) - len(shown))))
    return lines


def stored_findings(folder: Path, wanted: dict[str, str]) -> list[dict[str, Any]]:
    """Read the findings; the worst proposal and the most money first."""
    import polars as pl

    path = folder / "findings.parquet"
    if not path.is_file():
        raise UsageFault("cli_no_run", folder=str(folder))
    try:
        frame = pl.read_parquet(path, columns=list(COLUMNS))
    except pl.exceptions.PolarsError:
        raise Refused("cli_not_a_verdict", file=str(path)) from None
    for column, value in wanted.items():
        frame = frame.filter(pl.col(column) == value) if value else frame
    rank = {name: place for place, name in enumerate(ORDER)}
    return sorted(
        frame.to_dicts(),
        key=lambda row: (rank.get(row["disposition"], 9), -(row["amount_ore"] or 0), row["finding_id"]),
    )


def _finding(
    row: dict[str, Any], names: dict[str, str], titles: dict[str, str], console: Console, words: Words
) -> list[str]:
    proposal = words.text(f"cli.disposition.{row['disposition']}").lower()
    who = names.get(row["provider_id"]) or row["provider_id"] or ""
    title = console.paint("strong", titles.get(row["rule_id"], ""))
    head = f"{console.paint('rule', row['rule_id'])}  {title}"
    tail = console.paint("muted", " · ".join(part for part in (proposal, who) if part))
    message = words.pick(row["message_sv"], row["message_en"]) or ""
    return [f"{head}   {tail}", *_indented(message), *_indented(_facts(row, words)), *_rows(row, words), ""]


def _facts(row: dict[str, Any], words: Words) -> str:
    facts = []
    if row["affected"] is not None and row["total"] is not None:
        facts.append(words.text("cli.findings.affected", affected=row["affected"], total=row["total"]))
    elif row["affected"] is not None:
        facts.append(words.text("cli.findings.affected_only", affected=row["affected"]))
    if row["amount_ore"]:
        facts.append(words.text("cli.findings.amount", amount=words.numbers.money(row["amount_ore"])))
    if row["covered_by"]:
        facts.append(words.text("cli.findings.covered", ids=row["covered_by"]))
    facts.append(words.text("cli.findings.finding", id=row["finding_id"][:8]))
    return "   ".join(facts)


def _rows(row: dict[str, Any], words: Words) -> list[str]:
    """Write references as file:row, row, row."""
    by_file: dict[str, list[str]] = {}
    for place in (row["source_rows"] or [])[:MOST_REFERENCES]:
        by_file.setdefault(place["file"], []).append(str(place["row"]))
    if not by_file:
        return []
    parts = [f"{file}:{', '.join(numbers)}" for file, numbers in sorted(by_file.items())]
    shown = sum(len(numbers) for numbers in by_file.values())
    more = "" if (row["affected"] or 0) <= shown else " " + words.text("cli.findings.more_rows")
    return _indented(f"{words.text('cli.findings.rows')}  {'; '.join(parts)}{more}")


def _indented(text: str) -> list[str]:
    return textwrap.wrap(text, 80, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False)

"""The table of proposals and the four amounts, as lines of at most 80 signs, from the verdict."""

from typing import Any

from dq.cli.console import Console
from dq.cli.progress import shorten
from dq.words import Words

MOST_ROWS = 8
WIDTH = 80
TO_HANDLE = ("adjust", "hold", "reject")
COLUMNS = ("proposal", "clinic", "claimed", "pay_now", "not_now", "reasons")
LEAST = (11, 15, 8, 11, 10, 8)  # widths that keep the columns of two runs in the same place
NARROWEST = 8  # a name of a clinic that makes room for large amounts
_CLINIC_ENDINGS = (" vårdcentral", " hälsocentral")


def proposals(
    verdict: dict[str, Any], console: Console, words: Words, *, run: str, everything: bool
) -> list[str]:
    """Return the table: those to handle, most money not paid now first; all clinics if asked."""
    ranked = sorted(verdict["providers"], key=lambda row: (-(not_now(row) or 0), row["provider_id"]))
    to_handle = [row for row in ranked if row["disposition"] in TO_HANDLE]
    rest = [row for row in ranked if row["disposition"] not in TO_HANDLE]
    shown = to_handle + rest if everything else to_handle[:MOST_ROWS]
    lines = _table(shown, console, words) if shown else []
    if not to_handle:
        sign = console.signs["pay"]
        lines.append("  " + console.paint("pay", f"{sign} {words.text('cli.table.none')}"))
    left = len(to_handle) - MOST_ROWS
    if left > 0 and not everything:
        lines.append("  " + console.paint("muted", words.text("cli.table.more", n=left, run=run)))
    return lines


def amounts(verdict: dict[str, Any], console: Console, words: Words) -> list[str]:
    """Return the block of four amounts, or one line that there are none."""
    totals = verdict["totals"]
    if totals is None:
        return ["  " + console.paint("muted", words.text("cli.table.no_money"))]
    parts = {"pay": "pay_now", "hold": "hold", "adjust": "adjust", "reject": "reject"}
    texts = {part: words.numbers.money(totals[f"{part}_ore"]) for part in parts.values()}
    width = max(len(text) for text in texts.values())
    lines = []
    for style, part in parts.items():
        label = words.text(f"cli.amount.{part}").ljust(11)
        lines.append(f"  {console.paint(style, label)}  {texts[part]:>{width}}")
    return lines


def not_now(row: dict[str, Any]) -> int | None:
    """Öre of a provider that are not proposed for payment now; null without amounts."""
    parts = [row[f"{part}_ore"] for part in TO_HANDLE]
    return None if None in parts else sum(parts)


def short_name(row: dict[str, Any]) -> str:
    """Name a provider without the word for clinic, which the heading says; the id where there is no name."""
    name: str = row["provider_name"] or row["provider_id"]
    for ending in _CLINIC_ENDINGS:
        name = name.removesuffix(ending)
    return name


def _table(rows: list[dict[str, Any]], console: Console, words: Words) -> list[str]:
    head = [words.text(f"cli.table.{column}") for column in COLUMNS]
    cells = [_cells(row, console, words) for row in rows]
    widths = [max(least, *(len(line[place]) for line in [head, *cells])) for place, least in enumerate(LEAST)]
    others = sum(widths) - widths[1] + 2 * len(widths)
    widths[1] = max(NARROWEST, min(widths[1], WIDTH - others))
    lines = [console.paint("muted", "  " + "  ".join(_padded(head, widths)).rstrip())]
    for row, line in zip(rows, cells, strict=True):
        first, *middle, reasons = _padded(line, widths)
        rule, plus, more = reasons.rstrip().partition(" +")
        painted = console.paint("rule", rule) + console.paint("muted", plus + more)
        lines.append("  " + "  ".join([console.paint(row["disposition"], first), *middle, painted]).rstrip())
    return lines


def _cells(row: dict[str, Any], console: Console, words: Words) -> list[str]:
    """Return the texts of one line, in the order of `COLUMNS`."""
    money = [row["claimed_ore"], row["pay_now_ore"], not_now(row)]
    shown = [".." if ore is None else words.numbers.kronor(ore) for ore in money]
    name = short_name(row)
    reasons = row["reasons"]
    more = f" +{len(reasons) - 1}" if len(reasons) > 1 else ""
    disposition = row["disposition"]
    proposal = f"{console.signs[disposition]} {words.text(f'cli.disposition.{disposition}')}"
    first = words.mark(reasons[0]) or reasons[0] if reasons else ""
    return [proposal, name, *shown, first + more]


def _padded(cells: list[str], widths: list[int]) -> list[str]:
    """Cut and pad: words to the left, amounts to the right."""
    return [
        f"{shorten(cell, width):>{width}}" if 2 <= place <= 4 else f"{shorten(cell, width):<{width}}"
        for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]

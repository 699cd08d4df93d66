"""A judged run on the terminal. `dq check` and `dq show` print the same from the same verdict."""

from typing import Any

from dq.cli import closing
from dq.cli.console import Console, printable
from dq.cli.progress import shorten
from dq.cli.table import WIDTH, amounts, proposals
from dq.words import Words


def picture(
    verdict: dict[str, Any], console: Console, words: Words, *, run: str, everything: bool = False
) -> list[str]:
    """Return the table, the amounts, the shares and what was not judged. `run` is the run folder."""
    verdict = printable(verdict)
    blocks = [closing.opening(verdict, console, words)]
    if verdict["proposal"]:
        blocks.append(proposals(verdict, console, words, run=run, everything=everything))
        blocks.append(amounts(verdict, console, words))
    else:
        blocks.append(["  " + console.paint("fault", words.text("cli.table.no_proposal"))])
    rest = closing.shares(verdict, console, words) if verdict["proposal"] else []
    blocks.append(rest + closing.unjudged(verdict, console, words) + closing.notes(verdict, console, words))
    return _spaced(blocks)


def checks(verdict: dict[str, Any], console: Console, words: Words) -> list[str]:
    """Return how every check ended: outcome, examined, failing and title."""
    head = [words.text(f"cli.table.{key}") for key in ("check", "status", "examined", "failing")]
    lines = [console.paint("muted", f"  {head[0]:<14}{head[1]:<12}{head[2]:>11}{head[3]:>9}")]
    for check in sorted(printable(verdict["checks"]), key=lambda check: check["rule_id"]):
        status = words.text(f"cli.status.{check['status']}")
        counts = [words.numbers.integer(check[key]) for key in ("examined", "failing")]
        title = words.pick(check["title_sv"], check["title"])
        facts = f"  {check['rule_id']:<14}{status:<12}{counts[0]:>11}{counts[1]:>9}"
        lines.append(f"{facts}  {shorten(title, WIDTH - len(facts) - 2)}")
    return ["", *lines]


def _spaced(blocks: list[list[str]]) -> list[str]:
    """Put an empty line before each block that holds something."""
    lines: list[str] = []
    for block in blocks:
        lines += ["", *block] if block else []
    return lines

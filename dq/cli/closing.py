"""What stands around the table: files not read, shares, skipped checks, where things are, the exit code."""

import textwrap
from fractions import Fraction
from typing import Any

from dq.cli import catalogue
from dq.cli.console import Console
from dq.core.codes import ExitCode
from dq.words import Words

WIDTH = 80
SUPPRESSED_BELOW = 30  # answers; decisions.md section 6
DIMMED_BELOW = 100
FEW_EXPECTATIONS = 3


def opening(verdict: dict[str, Any], console: Console, words: Words) -> list[str]:
    """Return the lines on a made-up region and on files that were refused or did not come."""
    lines = []
    if verdict["region"]["synthetic"]:
        lines.append(console.paint("muted", words.text("cli.table.synthetic")))
    for item in verdict["inputs"]:
        if item["status"] == "refused":
            text = words.pick(item["error_sv"], item["error_en"]) or item["name"]
            text = text if item["name"] in text else f"{item['name']}: {text}"
            lines += _wrapped(f"{words.text('cli.table.refused')}  {text}", console, "fault")
        if item["status"] == "missing":
            what = item["name"] or item["feed"]
            lines.append(console.paint("warn", f"{words.text('cli.table.missing')}  {what}"))
    return lines


def shares(verdict: dict[str, Any], console: Console, words: Words) -> list[str]:
    """Return the line of registered, supported and perceived share; none if nothing was judged."""
    counts = verdict["shares"]
    if counts is None or not counts["listed"]:
        return []
    registered, supported, lowest = (
        Fraction(counts[key], counts["listed"]) for key in ("registered", "supported", "lowest")
    )
    parts = [
        f"{words.text('cli.table.registered')} {words.numbers.percent(registered, 1)}",
        f"{words.text('cli.table.supported')} {words.numbers.percent_range(lowest, supported, 1)}",
        _perceived(verdict["perceived"], console, words),
    ]
    return ["   ".join(parts)]


def _perceived(survey: dict[str, Any] | None, console: Console, words: Words) -> str:
    if survey is None or not survey["share_den"]:
        return console.paint("muted", words.text("cli.table.perceived_none"))
    word = words.text("cli.table.perceived")
    answers = survey["n"]
    if answers is not None and answers < SUPPRESSED_BELOW:
        return f"{word} .."
    text = f"{word} {words.numbers.percent(Fraction(survey['share_num'], survey['share_den']))}"
    if survey["low"] is not None and survey["high"] is not None:
        ends = words.numbers.percent_range(survey["low"], survey["high"])
        text += f" ({ends.rstrip('%').rstrip()})"
    return console.paint("muted", text) if answers is not None and answers < DIMMED_BELOW else text


def unjudged(verdict: dict[str, Any], console: Console, words: Words) -> list[str]:
    """Return who was skipped and why: faults first, then required checks, then the rest."""
    checks = verdict["checks"]
    faulted = [check for check in checks if check["status"] == "error"]
    waiting = [check for check in checks if check["status"] == "not_judged"]
    blocked = [check for check in waiting if check["required"] and check["reason"] != "none_in_scope"]
    rest = [check for check in waiting if check not in blocked]
    lines = []
    for key, group, style in (
        ("faulted", faulted, "fault"),
        ("blocked", blocked, "fault"),
        ("skipped", rest, "warn"),
    ):
        if group:
            start, end = words.text(f"cli.table.{key}"), words.text(f"cli.table.{key}_end")
            lines += _wrapped(f"{start}: {_by_reason(group, verdict, words)}. {end}", console, style)
    return lines


def _by_reason(checks: list[dict[str, Any]], verdict: dict[str, Any], words: Words) -> str:
    groups: dict[str, list[str]] = {}
    for check in checks:
        groups.setdefault(_reason(check, verdict, words), []).append(check["rule_id"])
    return "; ".join(
        ", ".join(_ids(sorted(ids), words)) + (f" ({reason})" if reason else "")
        for reason, ids in groups.items()
    )


def _ids(ids: list[str], words: Words) -> list[str]:
    """Name rules one by one, and the expectations of a suite as a number; `-v` and the report list them."""
    own = [rule_id for rule_id in ids if rule_id.startswith("EXP-")]
    if len(own) <= FEW_EXPECTATIONS:
        return ids
    return [each for each in ids if each not in own] + [words.text("cli.table.expectations", n=len(own))]


def _reason(check: dict[str, Any], verdict: dict[str, Any], words: Words) -> str:
    reason = check["reason"]
    if not reason:
        return ""
    missing = _missing_feeds(check, verdict, words) if reason == "feed_missing" else []
    if missing:
        return words.text("cli.reason.feeds_missing", feeds=", ".join(missing))
    return words.text(f"cli.reason.{reason}")


def _missing_feeds(check: dict[str, Any], verdict: dict[str, Any], words: Words) -> list[str]:
    """Name the feeds that were missing: those the run names, else those the rule reads and no file gave."""
    read = {item["feed"] for item in verdict["inputs"] if item["status"] == "read"}
    feeds = catalogue.feeds()
    told = [name.strip() for name in check.get("detail", "").split(",")]
    inputs = catalogue.rules().get(check["rule_id"], {}).get("inputs", [])
    missing = [name for name in told if name in feeds]
    missing = missing or [name for name in inputs if name in feeds and name not in read]
    return [words.pick(feeds[name]["title_sv"].lower(), name) for name in missing]


def notes(verdict: dict[str, Any], console: Console, words: Words) -> list[str]:
    """Return the remarks on the whole run, each a key of the section `notes`, or `key:detail`."""
    names = {row["provider_id"]: row["provider_name"] for row in verdict["providers"]}
    lines = []
    for note in verdict["notes"]:
        key, _, detail = note.partition(":")
        try:
            text = words.text(f"notes.{key}", detail=names.get(detail) or detail)
        except LookupError:
            text = note
        lines += _wrapped(f"{words.text('cli.table.note')}: {text}", console, "warn")
    return lines


def places(report: str, machine: str, words: Words) -> list[str]:
    """Return the line that says where the report and the machine-readable verdict are."""
    parts = [f"{words.text('cli.table.report')}  {report}"] if report else []
    if machine:
        parts.append(f"{words.text('cli.table.machine')}  {machine}")
    together = "      ".join(parts)
    return [together] if len(together) <= WIDTH else parts


def exit_lines(
    verdict: dict[str, Any], console: Console, words: Words, *, recorded: bool = False
) -> list[str]:
    """Say in words what the exit code of the run means. `recorded`: the code of a run of earlier."""
    code = verdict["code"]
    lead = words.text("cli.app.recorded_prefix" if recorded else "cli.app.exit_prefix", code=code)
    level = verdict["fail_on"]
    if code == ExitCode.CLEAR and level == "never":
        return _wrapped(lead + words.text("cli.exit_extra.never"), console, "muted")
    text = lead + words.text(f"cli.exit.{code}.line", fail_on=level)
    text += "" if verdict["proposal"] else words.text("cli.exit_extra.no_proposal")
    return _wrapped(text, console, "muted")


def _wrapped(text: str, console: Console, style: str) -> list[str]:
    """Break a long line; the rest is indented."""
    lines = [
        line
        for part in text.splitlines()
        for line in textwrap.wrap(part, WIDTH, subsequent_indent="  ", break_on_hyphens=False)
    ]
    return [console.paint(style, line) for line in lines]

"""`dq show`: the table of a run again, or its findings by rule or clinic."""

import json
from pathlib import Path
from typing import Any

import click

from dq.cli.check import shown
from dq.cli.choices import nearest, unknown
from dq.cli.closing import exit_lines
from dq.cli.findings import finding_lines, stored_findings
from dq.cli.group import DqCommand, argument, form_option, option
from dq.cli.picture import checks, picture
from dq.cli.session import Session
from dq.cli.table import short_name
from dq.core.codes import ExitCode
from dq.core.errors import Refused, UsageFault
from dq.words import Words

KEYS = ("code", "fail_on", "proposal", "region", "inputs", "checks", "providers", "totals", "shares")


def command(words: Words) -> DqCommand:
    """Declare the command."""
    return DqCommand(
        "show",
        words,
        group="read",
        callback=_run,
        params=[
            argument(words, "run", type=click.Path(path_type=Path), metavar="RUN"),
            option(words, "--all", "everything", text="all", is_flag=True),
            option(words, "--rule", metavar="RULE"),
            option(words, "--provider", metavar="ID"),
            form_option(words),
        ],
    )


@click.pass_obj
def _run(session: Session, /, *, run: Path, everything: bool, rule: str, provider: str, form: str) -> int:
    session.as_json = form == "json"
    folder = run.parent if run.name == "verdict.json" else run
    verdict = stored(folder)
    console, words = session.out, session.words
    rule, provider = _known_rule(rule, verdict, words), _known_provider(provider, verdict, words)
    if rule or provider:
        wanted = {"rule_id": rule, "provider_id": provider}
        if session.as_json:
            console.line(json.dumps(stored_findings(folder, wanted)))
            return int(ExitCode.CLEAR)
        console.lines(finding_lines(folder, verdict, session, wanted, everything=everything))
    elif session.as_json:
        console.line(json.dumps(verdict))
    else:
        console.lines(picture(verdict, console, words, run=shown(folder), everything=everything))
        console.lines(checks(verdict, console, words) if session.verbose else [])
        console.lines(["", *exit_lines(verdict, console, words, recorded=True)])
    return int(ExitCode.CLEAR)


def stored(folder: Path) -> dict[str, Any]:
    """Read the verdict of a run folder.

    Raises:
        UsageFault: there is no run in the folder.
        Refused: the file there is not a verdict that this dq can read.
    """
    path = folder / "verdict.json"
    if not path.is_file():
        raise UsageFault("cli_no_run", folder=str(folder))
    try:
        verdict = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError):
        raise Refused("cli_not_a_verdict", file=str(path)) from None
    known = isinstance(verdict, dict) and verdict.get("schema") == "dq-verdict"
    if not known or not all(key in verdict for key in KEYS):
        raise Refused("cli_not_a_verdict", file=str(path))
    return dict(verdict)


def _known_rule(wanted: str | None, verdict: dict[str, Any], words: Words) -> str:
    ids = [check["rule_id"] for check in verdict["checks"]]
    folded = {rule_id.casefold(): rule_id for rule_id in ids}
    if not wanted:
        return ""
    if wanted.casefold() not in folded:
        near = nearest(wanted, ids)
        raise click.UsageError(unknown(words, "run_rule", wanted, [near] if near else []))
    return str(folded[wanted.casefold()])


def _known_provider(wanted: str | None, verdict: dict[str, Any], words: Words) -> str:
    """Find a provider by id, or by name if the name is one provider's only.

    A run without a proposal lists no providers; then the id is taken as it is.
    """
    if not wanted or not verdict["providers"]:
        return wanted or ""
    names: dict[str, set[str]] = {}
    for row in verdict["providers"]:
        for name in (row["provider_id"], row["provider_name"] or row["provider_id"], short_name(row)):
            names.setdefault(name.casefold(), set()).add(row["provider_id"])
    found = names.get(wanted.casefold(), set())
    if len(found) != 1:
        choices = sorted(row["provider_name"] or row["provider_id"] for row in verdict["providers"])
        near = nearest(wanted, choices)
        close = sorted(found) or ([near] if near else [])
        raise click.UsageError(unknown(words, "run_provider", wanted, close))
    return str(found.pop())

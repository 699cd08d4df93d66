"""`dq rules`: all checks, group by group."""

import json

import click

from dq.cli import catalogue
from dq.cli.group import DqCommand, option
from dq.cli.session import Session
from dq.core.codes import ExitCode
from dq.words import Words


def command(words: Words) -> DqCommand:
    """Declare the command."""
    return DqCommand(
        "rules",
        words,
        group="understand",
        callback=_run,
        params=[option(words, "--json", "as_json", text="json", is_flag=True)],
    )


@click.pass_obj
def _run(session: Session, /, *, as_json: bool) -> int:
    console, words = session.out, session.words
    rules = list(catalogue.rules().values())
    if as_json:
        console.line(json.dumps(rules, indent=1))
        return int(ExitCode.CLEAR)
    group = ""
    for rule in rules:
        if rule["group"] != group:
            group = rule["group"]
            console.lines(["", console.paint("strong", group_name(group, words))])
        title = words.pick(rule["title_sv"], rule["title"])
        proposal = words.text(f"cli.disposition.{rule['disposition']}").lower()
        console.line(f"  {console.paint('rule', rule['id'])}  {proposal:<9}  {title}")
    count = words.plural("cli.rules.count", len(rules)) if rules else words.text("cli.rules.empty")
    console.lines(["", console.paint("muted", f"{count}. {words.text('cli.rules.see')}")])
    return int(ExitCode.CLEAR)


def group_name(group: str, words: Words) -> str:
    """Return the name of a catalogue group; the folder name where there is none."""
    try:
        return words.text(f"cli.group.{group}")
    except LookupError:
        return group


def unit(rule: dict[str, str], words: Words) -> str:
    """Say what one examined entity of the rule is."""
    return words.text(f"cli.unit.{rule['unit'].replace(' ', '_')}")

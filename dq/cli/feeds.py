"""`dq feeds`: what dq reads, and the columns of each feed."""

import json
import textwrap
from typing import Any

import click

from dq.cli import catalogue
from dq.cli.choices import feed_name
from dq.cli.console import Console
from dq.cli.group import DqCommand, argument, option
from dq.cli.session import Session
from dq.core.codes import ExitCode
from dq.words import Words


def command(words: Words) -> DqCommand:
    """Declare the command."""
    return DqCommand(
        "feeds",
        words,
        group="understand",
        callback=_run,
        params=[
            argument(words, "name", required=False, type=feed_name(words), metavar="[NAME]"),
            option(words, "--json", "as_json", text="json", is_flag=True),
        ],
    )


@click.pass_obj
def _run(session: Session, /, *, name: str | None, as_json: bool) -> int:
    console, words = session.out, session.words
    feeds = catalogue.feeds()
    chosen = feeds[name] if name else list(feeds.values())
    if as_json:
        console.line(json.dumps(chosen, indent=1))
    elif name:
        console.lines(_columns(feeds[name], console, words))
    else:
        console.lines(_list(list(feeds.values()), console, words))
    return int(ExitCode.CLEAR)


def _list(feeds: list[dict[str, Any]], console: Console, words: Words) -> list[str]:
    lines = []
    for feed in feeds:
        title = feed["title_sv"] if words.lang == "sv" else feed["doc"].splitlines()[0]
        lines.append(f"  {console.paint('rule', feed['name'].ljust(20))}  {title}")
    return [*lines, "", console.paint("muted", words.text("cli.feeds.see"))]


def _columns(feed: dict[str, Any], console: Console, words: Words) -> list[str]:
    """Return what one row is, the key, and each column with the headers that are recognised."""
    key = ", ".join(feed["key"])
    lines = [
        f"{console.paint('strong', feed['name'])}  {feed['title_sv']}",
        *textwrap.wrap(" ".join(feed["doc"].split()), 80),
        f"{words.text('cli.feeds.key')}  {key}",
        "",
    ]
    for column in feed["columns"]:
        lines += _column(column, console, words)
    return lines


def _column(column: dict[str, Any], console: Console, words: Words) -> list[str]:
    needs = {"required": column["required"], "filled": not column["nullable"], "personal": column["personal"]}
    facts = [words.text(f"cli.kind.{column['kind']}"), *([column["unit"]] if column["unit"] else [])]
    facts += [words.text(f"cli.feeds.{flag}") for flag, holds in needs.items() if holds]
    shown = f"  {column['label']:<26}  {console.paint('muted', ' · '.join(facts))}"
    lines = [f"  {console.paint('rule', column['name'].ljust(22))}{shown}"]
    headers = ", ".join(column["headers"])
    details = [f"{words.text('cli.feeds.headers')}: {headers}" if headers else "", ", ".join(column["codes"])]
    for detail in filter(None, [*details, column["help"]]):
        wrapped = textwrap.wrap(detail, 80, initial_indent=" " * 6, subsequent_indent=" " * 8)
        lines += [console.paint("muted", line) for line in wrapped]
    return lines

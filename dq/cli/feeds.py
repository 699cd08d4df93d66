"""`dq feeds`: what dq reads, the columns of each feed, and each feed as a contract for suppliers."""

import json
import textwrap
from pathlib import Path
from typing import Any

import click

from dq.cli import catalogue
from dq.cli.choices import Choice, feed_name
from dq.cli.console import Console
from dq.cli.group import DqCommand, argument, option
from dq.cli.session import Session
from dq.core.codes import ExitCode
from dq.words import Words

FORMS = ("odcs", "table-schema")


def command(words: Words) -> DqCommand:
    """Declare the command."""
    return DqCommand(
        "feeds",
        words,
        group="understand",
        callback=_run,
        params=[
            argument(words, "name", nargs=-1, type=feed_name(words), metavar="[NAME]..."),
            option(words, "--json", "as_json", text="json", is_flag=True),
            option(words, "--export", type=Choice(words, FORMS)),
            option(words, "-o", "--out", text="export_out", type=click.Path(path_type=Path), metavar="DIR"),
        ],
    )


@click.pass_obj
def _run(
    session: Session, /, *, name: tuple[str, ...], as_json: bool, export: str | None, out: Path | None
) -> int:
    console, words = session.out, session.words
    feeds = catalogue.feeds()
    if export or out:
        _export(session, name, export, out)
    elif as_json:
        chosen = [feeds[each] for each in name or feeds]
        console.line(json.dumps(chosen[0] if len(name) == 1 else chosen, indent=1))
    elif name:
        for place, each in enumerate(name):
            console.lines([*([""] if place else []), *_columns(feeds[each], console, words)])
    else:
        console.lines(_list(list(feeds.values()), console, words))
    return int(ExitCode.CLEAR)


def _export(session: Session, names: tuple[str, ...], form: str | None, out: Path | None) -> None:
    """Write one contract per feed into `out`, over those of an earlier export; one alone goes to stdout."""
    words = session.words
    if form is None:
        raise click.UsageError(words.text("cli.feeds.export_form", forms=", ".join(FORMS)))
    if out is None and len(names) != 1:
        raise click.UsageError(words.text("cli.feeds.export_out"))
    from dq.cli.contracts import SUFFIXES, contract_text
    from dq.seal.files import make_folder, write_text

    if out is None:
        session.out.lines(contract_text(names[0], form, words).splitlines())
        return
    make_folder(out)
    for name in names or catalogue.feeds():
        path = out / f"{name}{SUFFIXES[form]}"
        write_text(path, contract_text(name, form, words))
        session.out.line(path.as_posix())


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

"""`dq explain`: a rule, an exit code or a word."""

import textwrap
from datetime import date
from typing import Any

import click

from dq.cli import catalogue
from dq.cli.choices import Day, suite_name, unknown
from dq.cli.console import Console
from dq.cli.docstring import LABELS, sections
from dq.cli.group import DqCommand, argument, option
from dq.cli.rules import unit
from dq.cli.session import Session
from dq.core.codes import ExitCode
from dq.words import LANGUAGES, Counted, Words

MARGIN = 9
# What stands for the numbers of a finding while there is no finding.
SHOWN = {
    name: Counted(sign)
    for name, sign in {"affected": "n", "total": "m", "value": "x", "threshold": "y", "detail": "…"}.items()
}


def command(words: Words) -> DqCommand:
    """Declare the command."""
    return DqCommand(
        "explain",
        words,
        group="understand",
        callback=_run,
        params=[
            argument(words, "topic", nargs=-1, required=True, metavar="RULE|EXITCODE|WORD"),
            option(words, "--suite", text="explain_suite", type=suite_name(words), metavar="NAME|FILE"),
            option(words, "--day", text="explain_day", type=Day(words), metavar="DATE"),
        ],
    )


@click.pass_obj
def _run(session: Session, /, *, topic: tuple[str, ...], suite: str | None, day: date | None) -> int:
    console, words = session.out, session.words
    asked = " ".join(topic)
    rules = {rule_id.casefold(): rule for rule_id, rule in catalogue.rules().items()}
    terms = _terms(words)
    if asked.casefold() in rules:
        console.lines(_rule(rules[asked.casefold()], console, words, suite=suite, day=day))
    elif asked in _codes():
        console.lines(_exit_code(asked, console, words))
    elif asked.casefold() in terms:
        console.lines(_word(terms[asked.casefold()], console, words))
    else:
        choices = [*catalogue.rules(), *terms]
        raise click.UsageError(unknown(words, "topic", asked, choices, show=False))
    return int(ExitCode.CLEAR)


def _codes() -> list[str]:
    return [str(int(code)) for code in ExitCode]


def _terms(words: Words) -> dict[str, str]:
    """Return the keys of the glossary by term, in both languages, and by key."""
    found = {}
    for key in words.keys("cli.glossary"):
        for lang in LANGUAGES:
            found[Words(lang).text(f"cli.glossary.{key}.term").casefold()] = key
        found[key] = key
        found[key.replace("_", " ")] = key
    return found


def _rule(
    rule: dict[str, Any], console: Console, words: Words, *, suite: str | None, day: date | None
) -> list[str]:
    severity, proposal = words.text(f"cli.severity.{rule['severity']}"), words.text(_proposal(rule)).lower()
    facts = console.paint("muted", " · ".join((severity, proposal, unit(rule, words))))
    title = console.paint("strong", words.pick(rule["title_sv"], rule["title"]))
    lines = [f"{console.paint('rule', rule['id'])}  {title}   {facts}"]
    lines += textwrap.wrap(words.pick(rule["sv"], rule["en"]).format(**SHOWN), 80)
    limits = _in_force(rule, words, suite, day)
    for label, text in _parts(rule, words, limits):
        lines += _labelled(words.text(f"cli.explain.{label}") if label else "", text)
    for place, text in enumerate(_limits(rule, words, suite, limits)):
        lines += _labelled(words.text("cli.explain.limits") if place == 0 else "", text)
    lines += _labelled(words.text("cli.explain.answer"), words.pick(rule["todo_sv"], rule["todo_en"]))
    lines += _labelled(words.text("cli.explain.reads"), ", ".join(rule["inputs"]))
    return lines + _labelled(words.text("cli.explain.source"), rule["source"])


def _proposal(rule: dict[str, Any]) -> str:
    return f"cli.disposition.{rule['disposition']}"


def _parts(rule: dict[str, Any], words: Words, limits: dict[str, str | None] | None) -> list[tuple[str, str]]:
    """Give (label, text) of what is examined, what fails and what nulls mean.

    English is the docstring. Swedish has its own texts, where a limit in force stands for its name in braces.
    """
    if words.lang == "en":
        return sections(rule["doc"])
    force = rule["parameters"] if limits is None else limits
    none = words.text("cli.explain.none")
    shown = {name: (value or none).replace(".", ",") for name, value in force.items()}
    return [(label, rule[f"{label}_sv"].format(**shown)) for label in LABELS.values()]


def _in_force(
    rule: dict[str, Any], words: Words, suite: str | None, day: date | None
) -> dict[str, str | None] | None:
    """Return the limits in force as texts: the defaults, or a suite's on a day; null if not in it."""
    if not suite:
        defaults: dict[str, str | None] = rule["parameters"]
        return defaults
    if day is None:
        raise click.UsageError(words.text("cli.explain.of_day"))
    from dq.cli.index import shown_default
    from dq.settings import load_suite

    chosen = [each for each in load_suite(suite, day).chosen if each.rule.id == rule["id"]]
    return {name: shown_default(value) for name, value in chosen[0].parameters.items()} if chosen else None


def _limits(
    rule: dict[str, Any], words: Words, suite: str | None, limits: dict[str, str | None] | None
) -> list[str]:
    """Say each limit in force, and the default beside it where the suite has its own."""
    if limits is None:
        return [words.text("cli.explain.not_in_suite", suite=suite)]
    lines = []
    for name, value in limits.items():
        default = rule["parameters"].get(name)
        if value == default:
            lines.append(f"{name} = {_shown(default, words)}")
            continue
        must = words.text("cli.explain.must") if default is None else ""
        plain = default or must or words.text("cli.explain.none")
        lines.append(f"{name} = {value} ({words.text('cli.explain.changed', suite=suite, default=plain)})")
    return lines


def _shown(default: str | None, words: Words) -> str:
    if default is None:
        return f"({words.text('cli.explain.must')})"
    return f"{default or words.text('cli.explain.none')} ({words.text('cli.explain.default')})"


def _exit_code(code: str, console: Console, words: Words) -> list[str]:
    lines = [f"{console.paint('strong', code)}  {words.text(f'cli.exit.{code}.means')}"]
    for label in ("pay", "causes"):
        lines += _labelled(words.text(f"cli.explain.{label}"), words.text(f"cli.exit.{code}.{label}"))
    return lines


def _word(key: str, console: Console, words: Words) -> list[str]:
    other = Words("en" if words.lang == "sv" else "sv").text(f"cli.glossary.{key}.term")
    also = console.paint("muted", f"{words.text('cli.explain.also')}: {other}")
    head = f"{console.paint('strong', words.text(f'cli.glossary.{key}.term'))}   {also}"
    return [head, *textwrap.wrap(words.text(f"cli.glossary.{key}.text"), 80)]


def _labelled(label: str, text: str) -> list[str]:
    """Write a label and its text, which goes on under itself."""
    if not text:
        return []
    start = f"{label} " if len(label) >= MARGIN else label.ljust(MARGIN)
    later = " " * MARGIN
    return textwrap.wrap(text, 80, initial_indent=start, subsequent_indent=later, break_on_hyphens=False)

"""The program `dq`: parse, run one command, and end with an exit code of the contract."""

import json
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from dq.cli import check, demo, explain, feeds, init, reconcile, rules, show
from dq.cli.click_words import speak
from dq.cli.console import finish
from dq.cli.faults import Fault, fault_of, report
from dq.cli.group import DqGroup
from dq.cli.session import Session, session_of
from dq.core.codes import ExitCode
from dq.words import Words

COMMANDS = (demo, init, check, reconcile, show, explain, rules, feeds)  # in the order of the help page


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Run `dq` on `args` (the command line by default) and exit. Codes: `dq explain 11`."""
    sys.exit(run(sys.argv[1:] if args is None else list(args)))


def program(words: Words) -> DqGroup:
    """Return `dq` with all its commands, speaking the language of `words`."""
    group = DqGroup(words)
    for module in COMMANDS:
        group.add_command(module.command(words))
    return group


def run(argv: list[str]) -> int:
    """Run one command and return its exit code. Nothing escapes: what goes wrong is told in words."""
    session = session_of(argv, os.environ)
    if "_DQ_COMPLETE" in os.environ:  # the shell asks for completions; click answers and exits
        program(session.words).main(argv, prog_name="dq")
    try:
        code = _invoke(argv, session)
        finish()
    except BaseException as error:  # noqa: BLE001  the one place where everything ends in a code
        return _end(error, session)
    return code


def _invoke(argv: list[str], session: Session) -> int:
    speak(session.lang)
    group = program(session.words)
    try:
        with group.make_context("dq", argv, obj=session, auto_envvar_prefix="DQ") as ctx:
            code = group.invoke(ctx)
    except click.exceptions.Exit as end:
        return end.exit_code
    return int(code) if isinstance(code, int) else _no_code(session)


def _no_code(session: Session) -> int:
    """A command that forgot its exit code may never look like a pass."""
    session.err.line(session.words.text("cli.app.unfinished"))
    return int(ExitCode.FAULT)


def _end(error: BaseException, session: Session) -> int:
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        session.err.line(error.format_message())
        return int(ExitCode.USAGE)
    fault = _explained(error, session)
    try:
        _tell(fault, session)
        finish()
    except (OSError, KeyboardInterrupt):
        pass  # nobody can be told; the code still says it
    return int(fault.code)


def _explained(error: BaseException, session: Session) -> Fault:
    try:
        return fault_of(error, session.words, debug=session.debug)
    except OSError:  # the trace could not be written
        return fault_of(error, session.words, debug=False)


def _tell(fault: Fault, session: Session) -> None:
    if session.as_json:
        document = {"exit_code": int(fault.code), "error": {"key": fault.key, "text": fault.text}}
        session.out.line(json.dumps(document))
    lines = report(fault, session.words)
    session.err.line(session.err.paint("fault", lines[0]))
    session.err.lines([session.err.paint("muted", line) for line in lines[1:]])

"""Whatever stops a command becomes an exit code and a text. No traceback, no text of an exception.

A message of an unexpected exception may hold a value from a file, so only its kind and place are shown.
"""

import errno
import os
import textwrap
import traceback
from dataclasses import dataclass
from pathlib import Path

import click

from dq.cli.console import printable
from dq.core.codes import ExitCode
from dq.core.errors import DqError
from dq.words import Words

NOT_WRITING = (ConnectionError, ChildProcessError, ProcessLookupError, TimeoutError)
DEBUG_FILE = "dq-debug.txt"


@dataclass(frozen=True)
class Fault:
    """What stopped a command. `whole` texts say their exit code themselves."""

    code: ExitCode
    key: str
    text: str
    whole: bool = False


def fault_of(error: BaseException, words: Words, *, debug: bool) -> Fault:
    """Turn an exception into a fault; with `debug` the traceback of an unexpected one goes to a file."""
    if isinstance(error, click.ClickException):
        return Fault(ExitCode.USAGE, "usage", _usage(error, words))
    if isinstance(error, DqError):
        return Fault(error.code, error.key, _own_text(error, words))
    if isinstance(error, KeyboardInterrupt | click.Abort):
        return Fault(ExitCode.INTERRUPTED, "interrupted", words.text("cli.app.interrupted"), whole=True)
    if isinstance(error, MemoryError) or (isinstance(error, OSError) and error.errno == errno.ENOMEM):
        return Fault(ExitCode.LIMIT, "no_memory", words.text("cli.app.no_memory"), whole=True)
    if isinstance(error, OSError) and not isinstance(error, NOT_WRITING):
        reason = os.strerror(error.errno) if error.errno else type(error).__name__
        text = words.text("cli.app.cannot_write", reason=reason)
        return Fault(ExitCode.CANNOT_WRITE, "cannot_write", text, whole=True)
    return _crash(error, words, debug=debug)


def report(fault: Fault, words: Words) -> list[str]:
    """The lines a person reads about a fault."""
    texts = [printable(line) for line in fault.text.splitlines()]
    if fault.whole:
        return texts
    prefix = words.text("cli.app.fault_prefix") if fault.code is ExitCode.USAGE else ""
    later = " " * len(prefix)
    lines = [
        line
        for place, text in enumerate(texts)
        for line in textwrap.wrap(
            text,
            80,
            initial_indent=later if place else prefix,
            subsequent_indent=later,
            break_on_hyphens=False,
        )
    ]
    code = int(fault.code)
    end = words.text(f"cli.exit.{code}.line", fail_on="")
    if fault.code is ExitCode.NOT_JUDGED:
        end += words.text("cli.exit_extra.no_proposal")
    return [*lines, *textwrap.wrap(words.text("cli.app.exit_prefix", code=code) + end, 80)]


def _usage(error: click.ClickException, words: Words) -> str:
    text = error.format_message().replace("\n\t", " ")
    ctx = getattr(error, "ctx", None)
    return f"{text}\n" + words.text("cli.app.see_help", command=ctx.command_path if ctx else "dq")


def _own_text(error: DqError, words: Words) -> str:
    try:
        return error.text(words.lang)
    except (LookupError, ValueError):
        return error.key  # the code stands whatever became of the text


def _crash(error: BaseException, words: Words, *, debug: bool) -> Fault:
    trace = words.text("cli.app.crashed_hint")
    if debug:
        trace = words.text("cli.app.crashed_trace", file=_write_trace(error))
    text = words.text("cli.app.crashed", where=_where(error), trace=trace, code=int(ExitCode.FAULT))
    return Fault(ExitCode.FAULT, "fault", text, whole=True)


def _where(error: BaseException) -> str:
    """Kind of the exception and the last line of ours it passed; nothing of what it says."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "dq" in Path(frame.filename).parts]
    if not ours:
        return type(error).__name__
    parts = Path(ours[-1].filename).with_suffix("").parts
    module = ".".join(parts[len(parts) - 1 - parts[::-1].index("dq") :])
    return f"{type(error).__name__}, {module}:{ours[-1].lineno}"


def _write_trace(error: BaseException) -> str:
    """Write the traceback to a new file that only its owner can read; return its name."""
    Path(DEBUG_FILE).unlink(missing_ok=True)
    handle = os.open(DEBUG_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write("".join(traceback.format_exception(error)))
    return DEBUG_FILE

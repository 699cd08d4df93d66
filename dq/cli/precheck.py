"""`dq check --precheck`: a sender tries its own files. Nothing is judged, or written unless asked for."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from dq.cli.precheck_view import picture
from dq.cli.session import Session

GIVEN = (ParameterSource.COMMANDLINE, ParameterSource.ENVIRONMENT)
NOT_FOR_IT = ("report", "fail_on", "only", "skip")
FILE = "precheck.json"


def needed_to_judge(ctx: click.Context, param: click.Parameter, value: Any) -> Any:
    """Require the option unless files are only tried. `--precheck` is read before."""
    if value is None and not ctx.params.get("precheck") and not ctx.resilient_parsing:
        raise click.MissingParameter(ctx=ctx, param=param)
    return value


def given(ctx: click.Context, name: str) -> bool:
    """Say if an option was given, on the command line or in the environment."""
    return ctx.get_parameter_source(name) in GIVEN


def try_files(
    session: Session, paths: list[Path], *, day: date, rows: int | None, suite: str | None, **details: Any
) -> int:
    """Try the files, print what was found, and return the exit code. `--out` alone makes it write."""
    ctx, words = click.get_current_context(), session.words
    for name in NOT_FOR_IT:
        if given(ctx, name):
            option = f"--{name.replace('_', '-')}"
            raise click.UsageError(words.text("cli.precheck.not_for_it", option=option), ctx)
    from dq.emit.precheck import precheck_json
    from dq.pipeline.precheck import precheck

    tried = precheck(paths, day=day, rows=rows, suite=suite or "", **details)
    answer = precheck_json(tried)
    text = json.dumps(answer, ensure_ascii=False, allow_nan=False, indent=1)
    session.out.lines([text] if session.as_json else picture(answer, session.out, words))
    if given(ctx, "out"):
        _write(session, ctx.params["out"] / FILE, text)
    return int(tried.code)


def _write(session: Session, path: Path, text: str) -> None:
    from dq.seal.files import make_folder, write_text

    make_folder(path.parent)
    write_text(path, text + "\n")
    session.err.line(f"{session.words.text('precheck.written')}  {path.as_posix()}")

"""`dq check`: read a delivery, run the checks of a suite, propose what can be paid."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dq.cli.choices import Choice, Day, Spelling, existing, rule_id, suite_name
from dq.cli.closing import exit_lines, places
from dq.cli.group import DqCommand, argument, form_option, option
from dq.cli.picture import checks, picture
from dq.cli.precheck import needed_to_judge, try_files
from dq.cli.progress import Lines, Silence
from dq.cli.session import Session
from dq.words import Words

if TYPE_CHECKING:
    from dq.core.run import Run
    from dq.settings.project import Project

SPELLING = "HEADER=COLUMN"
LEVELS = ("inform", "adjust", "hold", "reject", "never")


def command(words: Words) -> DqCommand:
    """Declare the command."""
    path = click.Path(path_type=Path)
    return DqCommand(
        "check",
        words,
        group="judge",
        callback=_run,
        params=[
            argument(
                words,
                "paths",
                nargs=-1,
                required=False,
                type=path,
                metavar="PATH...",
                callback=_paths_or_queries,
            ),
            option(words, "--precheck", is_flag=True, is_eager=True),
            option(words, "--suite", type=suite_name(words), metavar="NAME|FILE", callback=needed_to_judge),
            option(words, "--day", required=True, type=Day(words), metavar="DATE"),
            option(words, "-o", "--out", type=path, default=Path("ut"), show_default=True, metavar="DIR"),
            option(words, "--report", type=path, metavar="FILE"),
            option(words, "--rows", type=click.IntRange(min=0), metavar="N"),
            form_option(words),
            option(words, "--fail-on", type=Choice(words, LEVELS), default="adjust", show_default=True),
            option(words, "--only", multiple=True, type=rule_id(words), metavar="RULE"),
            option(words, "--skip", multiple=True, type=rule_id(words), metavar="RULE"),
            option(words, "--map", "maps", text="map", multiple=True, type=Spelling(words), metavar=SPELLING),
        ],
    )


@click.pass_obj
def _run(
    session: Session,
    /,
    *,
    paths: tuple[Path, ...],
    form: str,
    maps: tuple[tuple[str, str], ...],
    precheck: bool,
    rows: int | None,
    **asked: Any,
) -> int:
    session.as_json = form == "json"
    session.refuse_switches()
    from dq.settings.project import find_project

    if rows is not None and not precheck:
        raise click.UsageError(session.words.text("cli.precheck.rows"))
    checked, project = existing(session.words, paths), find_project(Path.cwd())
    if precheck:
        words = {"day": asked["day"], "suite": asked["suite"], "maps": dict(maps), "project": project}
        return try_files(session, checked, rows=rows, **words)
    connections = addresses(project, session.environ)
    run = judged(session, checked, maps=dict(maps), project=project, connections=connections, **asked)
    return show_run(session, run, out=asked["out"], report=asked["report"])


def _paths_or_queries(
    ctx: click.Context, param: click.Parameter, value: tuple[Path, ...]
) -> tuple[Path, ...]:
    """Let the paths be left out where all that is to be read is queries of `dq.toml`."""
    if not value and not ctx.resilient_parsing:
        from dq.settings.project import find_project

        if not find_project(Path.cwd()).queries:
            raise click.MissingParameter(ctx=ctx, param=param)
    return value


def addresses(project: "Project", environ: Mapping[str, str]) -> dict[str, str]:
    """Look up the addresses of databases in the environment, by the names of the databases."""
    databases = [query.database for query in project.queries]
    return {each.name: environ[each.uri_env] for each in databases if each.uri_env in environ}


def judged(
    session: Session,
    paths: list[Path],
    *,
    suite: str,
    day: date,
    out: Path | None,
    report: Path | None,
    fail_on: str = "adjust",
    **details: Any,
) -> "Run":
    """Call the pipeline, with progress on stderr."""
    from dq.pipeline import check

    progress = Silence() if session.quiet else Lines(session.err, session.words, everything=session.verbose)
    return check(
        paths,
        suite=suite,
        day=day,
        out=out,
        report=report,
        lang=session.lang,
        fail_on=fail_on,
        progress=progress,
        **details,
    )


def show_run(session: Session, run: "Run", *, out: Path, report: Path | None) -> int:
    """Print a run (table or JSON) and return its exit code."""
    from dq.seal.verdict import verdict_of

    verdict = verdict_of(run)
    console, words = session.out, session.words
    if session.as_json:
        console.line(json.dumps(verdict))
        return int(verdict["code"])
    console.lines(picture(verdict, console, words, run=shown(out)))
    console.lines(checks(verdict, console, words) if session.verbose else [])
    console.line()
    console.lines(places(str(report or ""), str(out / "verdict.json"), words))
    console.lines(exit_lines(verdict, console, words))
    return int(verdict["code"])


def shown(folder: Path) -> str:
    """Write a folder as people type it."""
    return f"{folder.as_posix()}/"

"""`dq init`: look at the files of a delivery, show what was seen, and write settings to go on from."""

import json
import sys
import textwrap
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import click

from dq.cli.choices import Choice, existing
from dq.cli.group import DqCommand, argument, form_option, option
from dq.cli.init_files import CI_FILES, PROJECT, SUITE, ci_text, own_patterns, project_toml, suite_toml
from dq.cli.init_shown import as_records, groups_of, shown
from dq.cli.progress import Lines, Silence
from dq.cli.session import Session
from dq.core.codes import COUNTIES, ExitCode
from dq.core.errors import UsageFault
from dq.words import Words

if TYPE_CHECKING:
    from dq.core.ledger import FileRead
    from dq.pipeline.looking import Look

WIDTH = 80
NO_CI = "none"
JOBS = (*CI_FILES, NO_CI)


def command(words: Words) -> DqCommand:
    """Declare the command."""
    return DqCommand(
        "init",
        words,
        group="start",
        callback=_run,
        params=[
            argument(words, "folder", required=False, type=click.Path(path_type=Path), metavar="[DIR]"),
            option(words, "--region", type=Choice(words, COUNTIES), metavar="CODE"),
            option(words, "--ci", type=Choice(words, JOBS)),
            form_option(words),
        ],
    )


@click.pass_obj
def _run(session: Session, /, *, folder: Path | None, region: str | None, ci: str | None, form: str) -> int:
    session.as_json = form == "json"
    here = Path.cwd()
    (delivery,) = existing(session.words, [folder or Path()])
    _refuse_taken(here, [PROJECT])
    region, ci = _asked(session, region, ci)
    places = [PROJECT, *([SUITE] if region else []), *([CI_FILES[ci]] if ci in CI_FILES else [])]
    _refuse_taken(here, places)
    looks = _look(session, delivery, here)
    texts = {PROJECT: project_toml(looks, own_patterns(delivery, here), session.words)}
    if region:
        texts[SUITE] = suite_toml(region, session.words)
    if ci in CI_FILES:
        texts[CI_FILES[ci]] = ci_text(ci, delivery, suite=SUITE if region else "region")
    _write(here, {place: texts[place] for place in reversed(places)})
    return _told(session, looks, places, delivery, region)


def _asked(session: Session, region: str | None, ci: str | None) -> tuple[str, str]:
    """Ask for what was not given, if somebody sits at a terminal; else neither suite nor job is written."""
    if session.as_json or not sys.stdin.isatty():
        return region or "", ci or NO_CI
    words = session.words
    if region is None:
        choice = Choice(words, ("", *COUNTIES))
        question = words.text("cli.init.ask_region")
        region = click.prompt(question, "", type=choice, show_choices=False, show_default=False, err=True)
    if ci is None:
        ci = click.prompt(words.text("cli.init.ask_ci"), NO_CI, type=Choice(words, JOBS), err=True)
    return str(region), str(ci)


def _refuse_taken(here: Path, places: list[str]) -> None:
    """Refuse to write over a file; asked before anything is read."""
    for place in places:
        if (here / place).exists() or (here / place).is_symlink():
            raise UsageFault("cli_init_exists", file=place)


def _look(session: Session, delivery: Path, here: Path) -> "tuple[Look, ...]":
    from dq.pipeline.looking import look_at_files

    progress = Silence() if session.quiet else Lines(session.err, session.words, everything=session.verbose)
    last = perf_counter()

    def told(file: "FileRead") -> None:
        nonlocal last
        now = perf_counter()
        progress.file(file, now - last)
        last = now

    looks = look_at_files(delivery, own_patterns(delivery, here), here, told)
    if not looks:
        raise UsageFault("cli_init_empty", folder=str(delivery))
    return looks


def _write(here: Path, texts: dict[str, str]) -> None:
    """Write the files, `dq.toml` last, so that it means that all are there."""
    from dq.seal.files import make_folder, write_text

    for place, text in texts.items():
        make_folder((here / place).parent)
        write_text(here / place, text)


def _told(session: Session, looks: "tuple[Look, ...]", places: list[str], delivery: Path, region: str) -> int:
    """Show what was seen and written, and return the exit code."""
    console, words = session.out, session.words
    known = sum(look.recognised for look in looks)
    code = ExitCode.CLEAR if known == len(looks) else ExitCode.NOT_JUDGED
    if session.as_json:
        files = as_records(looks, words)
        console.line(json.dumps({"exit_code": int(code), "files": files, "written": places}))
        return int(code)
    for group in groups_of(looks):
        console.lines([*shown(group, console, words), ""])
    style = "pay" if code is ExitCode.CLEAR else "warn"
    console.line(console.paint(style, words.text("cli.init.known", known=known, all=len(looks))))
    console.line(f"{words.text('cli.init.written')}  {', '.join(places)}")
    suite = SUITE if region else "region"
    next_command = f"dq check {delivery.as_posix()} --suite {suite} --day {words.text('cli.init.day')}"
    console.line(f"{words.text('cli.init.next')}  {console.paint('strong', next_command)}")
    ended = words.text("cli.app.exit_prefix", code=int(code)) + words.text(f"cli.init.ended_{int(code)}")
    console.lines([console.paint("muted", line) for line in textwrap.wrap(ended, WIDTH)])
    return int(code)

"""`dq demo`: a made-up region with planted faults, judged as any other delivery."""

import csv
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dq.cli.check import judged, show_run
from dq.cli.group import DqCommand, argument, option
from dq.cli.session import Session
from dq.cli.table import TO_HANDLE
from dq.core.errors import UsageFault
from dq.words import Words

if TYPE_CHECKING:
    from dq.core.run import Run

DAY = date(2026, 10, 31)
SUITE = "demo"
ANSWERS = "labels.csv"  # beside the delivery, never in it; also the mark of a demo folder


@dataclass(frozen=True)
class Label:
    """One line of the answers: what was planted at a clinic, or a clinic that is honest."""

    kind: str
    rule_id: str
    provider_id: str


def command(words: Words) -> DqCommand:
    """Declare the command."""
    return DqCommand(
        "demo",
        words,
        group="start",
        callback=_run,
        params=[
            argument(words, "dir", required=False, type=click.Path(path_type=Path), metavar="[DIR]"),
            option(words, "--seed", type=click.IntRange(min=0), default=7, show_default=True, metavar="N"),
            option(words, "--clean", is_flag=True),
        ],
    )


@click.pass_obj
def _run(session: Session, /, *, dir: Path | None, seed: int, clean: bool) -> int:
    session.refuse_switches()
    folder = dir or Path("dq-demo")
    clinics, labels = _make(folder, seed, clean=clean)
    _told(session, folder, clinics, labels, seed)
    out, report = folder / "ut", folder / "rapport.html"
    run = judged(session, [folder / "in"], suite=SUITE, day=DAY, out=out, report=report)
    code = show_run(session, run, out=out, report=report)
    _score(session, run, labels)
    label = session.words.text("cli.demo.open")
    session.out.line(f"{label:<9}{session.out.paint('strong', report.as_posix())}")
    return code


def _make(folder: Path, seed: int, *, clean: bool) -> tuple[int, list[Label]]:
    """Write the delivery; return the number of clinics and the answers.

    A folder that holds anything else than a demo is left alone.
    """
    from dq.generate import region, write_delivery, write_labels

    if folder.exists():
        if not _is_demo(folder):
            raise UsageFault("cli_demo_folder", folder=str(folder))
        for name in ("in", "ut"):
            shutil.rmtree(folder / name, ignore_errors=True)
    world = region(seed, clean=clean)
    folder.mkdir(parents=True, exist_ok=True)
    write_delivery(world, folder / "in")
    write_labels(world, folder / ANSWERS)
    return world.parcels.height, _labels(folder / ANSWERS)


def _is_demo(folder: Path) -> bool:
    """Say if dq may write here: an empty folder, or one with the answers of an earlier demo."""
    if not folder.is_dir():
        return False
    answers = folder / ANSWERS
    if not answers.is_file():
        return not any(folder.iterdir())
    with answers.open(encoding="utf-8", errors="replace") as file:
        return file.readline().startswith("rule_id,provider_id,")


def _labels(path: Path) -> list[Label]:
    with path.open(encoding="utf-8", newline="") as file:
        return [Label(row["kind"], row["rule_id"], row["provider_id"]) for row in csv.DictReader(file)]


def _told(session: Session, folder: Path, clinics: int, labels: list[Label], seed: int) -> None:
    """Say on stderr what was made and which command comes next."""
    if session.quiet:
        return
    words = session.words
    faults = sum(label.kind == "planted" for label in labels)
    made = words.text("cli.demo.made", clinics=clinics, faults=faults, seed=str(seed))
    delivery = f"{(folder / 'in').as_posix()}"
    session.err.line(f"{words.text('cli.progress.created'):<9}{delivery + '/':<15} {made}")
    command_line = f"dq check {delivery} --suite {SUITE} --day {DAY.isoformat()}"
    session.err.line(f"{words.text('cli.steps.check'):<9}{command_line}")


def _score(session: Session, run: "Run", labels: list[Label]) -> None:
    """Hold the findings against the answers."""
    words, console = session.words, session.out
    planted = [label for label in labels if label.kind == "planted"]
    faulty = {label.provider_id for label in planted}
    honest = {label.provider_id for label in labels if label.kind == "honest"} - faulty
    seen = set(zip(run.findings["rule_id"].to_list(), run.findings["provider_id"].to_list(), strict=True))
    missed = [label for label in planted if (label.rule_id, label.provider_id) not in seen]
    stopped = zip(run.providers["provider_id"].to_list(), run.providers["disposition"].to_list(), strict=True)
    flagged = sum(provider in honest and disposition in TO_HANDLE for provider, disposition in stopped)
    found = len(planted) - len(missed)
    text = words.text("cli.demo.score", found=found, planted=len(planted))
    text += ", " + words.plural("cli.demo.flagged", flagged) if run.proposal else ""
    style = "warn" if missed or flagged or not run.proposal else "pay"
    console.lines(["", f"{words.text('cli.demo.answer'):<9}{console.paint(style, text)}"])
    if missed:
        names = ", ".join(f"{label.rule_id} {label.provider_id}" for label in missed)
        console.line(" " * 9 + words.text("cli.demo.missed", missed=names))

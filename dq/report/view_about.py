"""What the report rests on: files line by line, suite, parameters, symbols, version and run id."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from dq.core.ledger import FileRead
from dq.core.run import Perceived
from dq.report.case import Case

FEW_FILES = 12
SIGNS = ("missing", "none", "zero")
LINE_KINDS = ("header", "title", "blank", "total", "note", "continuation", "rows")


@dataclass(frozen=True)
class FileRow:
    """A file of the delivery: what it held, and what became of each of its lines."""

    name: str
    sha256: str
    feed: str
    form: str
    lines: str
    kinds: tuple[str, ...]
    sums: str
    sender: str
    notices: str


@dataclass(frozen=True)
class DueRow:
    """What one feed of the delivery should have held: clinics due, that came, refused, and not there."""

    feed: str
    due: str
    came: str
    refused: str
    missing: str


@dataclass(frozen=True)
class About:
    """The section. `folded` hides a long list of files until it is asked for."""

    files: tuple[FileRow, ...]
    files_heading: str
    due: tuple[DueRow, ...]
    folded: bool
    kinds: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    parameters: tuple[tuple[str, str], ...]
    symbols: tuple[tuple[str, str], ...]


def about(case: Case) -> About:
    """Build the section; dates are ISO, nothing depends on clock or machine."""
    run = case.run
    files = sorted(run.files, key=lambda file: (file.feed, file.name))
    versions = " · ".join(f"{name} {version}" for name, version in sorted(run.versions.items()))
    facts = [
        ("suite", case.plural("about.suite_text", len(case.checks), suite=run.suite)),
        ("order", case.text("about.order_text")),
        ("fail_on", case.text(f"disposition.{run.fail_on}")),
        ("code", case.text("about.code_text", code=int(run.code))),
        ("version", versions or case.text("sign.missing")),
        ("run_id", run.run_id),
    ]
    if run.perceived is not None:
        facts.insert(0, ("survey", _survey(case, run.perceived)))
    return About(
        files=tuple(_file(case, file) for file in files),
        files_heading=case.plural("about.files", len(files)),
        due=_due(case),
        folded=len(files) > FEW_FILES,
        kinds=tuple(case.text(f"about.{kind}") for kind in LINE_KINDS),
        facts=tuple((case.text(f"about.{key}"), text) for key, text in facts),
        parameters=tuple(sorted(_flat(run.settings))),
        symbols=tuple((case.text(f"sign.{key}"), case.text(f"sign.{key}_text")) for key in SIGNS),
    )


def _survey(case: Case, asked: Perceived) -> str:
    """Name the survey, and who was asked."""
    known = asked.base in case.words.keys("gap.base")
    base = case.words.text(f"gap.base.{asked.base}") if known else asked.base
    return f"{asked.source} · {base or case.text('sign.missing')}"


def _file(case: Case, file: FileRead) -> FileRow:
    numbers, none = case.numbers, case.text("sign.none")
    counts = [int(getattr(file, kind)) for kind in LINE_KINDS]
    read = file.status == "read"
    adds = "about.sums" if sum(counts) == file.lines else "about.sums_not"
    return FileRow(
        name=file.name,
        sha256=file.sha256 or case.text("sign.missing"),
        feed=case.feed(file.feed) if file.feed else none,
        form=file.form or none,
        lines=numbers.integer(file.lines) if read else none,
        kinds=tuple(numbers.integer(count) if read else none for count in counts),
        sums=case.text(adds if read else f"about.{file.status}"),
        sender=file.sender,
        notices=_notices(case, file),
    )


def _notices(case: Case, file: FileRead) -> str:
    """Say what the reader saw in a file, with counts: `formulas (3), hidden rows (2)`."""
    counts: dict[str, int] = {}
    for each in file.notices:
        counts[each.sight.value] = counts.get(each.sight.value, 0) + each.count
    said = [f"{case.words.text(f'notices.{key}')} ({case.numbers.integer(n)})" for key, n in counts.items()]
    return ", ".join(said)


def _due(case: Case) -> tuple[DueRow, ...]:
    """Set what came beside what the contract register expects, one row per feed."""
    rows = case.run.deliveries
    made = []
    for (feed,), part in rows.group_by("feed", maintain_order=True) if rows.height else ():
        gone = part.filter((pl.col("rows") == 0) & (pl.col("refused") == 0))["provider_id"].to_list()
        barred = part.filter((pl.col("rows") == 0) & (pl.col("refused") > 0)).height
        counts = (part.height, part.height - len(gone) - barred, barred)
        due, came, refused = (case.numbers.integer(n) for n in counts)
        names = ", ".join(sorted(map(case.named, gone))) or case.text("sign.none")
        made.append(DueRow(case.feed(str(feed)), due, came, refused, names))
    return tuple(made)


def _flat(settings: Mapping[str, object], above: str = "") -> Iterator[tuple[str, str]]:
    """Write nested settings as one name and one value each."""
    for key, value in settings.items():
        name = f"{above}.{key}" if above else str(key)
        if isinstance(value, Mapping):
            yield from _flat(value, name)
        elif isinstance(value, list | tuple):
            yield name, ", ".join(str(item) for item in value) or "[]"
        else:
            yield name, str(value)

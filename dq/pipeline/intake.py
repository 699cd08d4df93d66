"""A delivery to typed frames: list its files, read the manifest first, then each file in the child.

Every file of the delivery gets one line in the ledger: read, refused, missing or ignored.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import polars as pl

from dq.core.errors import Refused
from dq.core.headers import fold
from dq.core.identity import ANY_FORM, IdentityForms
from dq.core.notice import Notice, Sight
from dq.core.run import FileRead
from dq.core.table import Declared, FileRule, ReadLimits
from dq.feeds import FEEDS, REPEATS
from dq.pipeline.child_process import ChildProcess
from dq.pipeline.orders import setup_line
from dq.read import open_once

# A file is one of these only when somebody says so.
NEVER_GUESSED = (*REPEATS, "manifest", "published_table")
UNREAD = {"feed": pl.String, "source_file": pl.String, "source_row": pl.Int64, "column": pl.String}
UNREAD |= {"reason": pl.String}
MANIFEST = "manifest"


@dataclass(frozen=True)
class Delivery:
    """What was delivered. `files` is sorted by name; `frames` has the typed Parquet files of each feed.

    `unread`: one row per cell that would not parse (feed, source_file, source_row, column, reason), sorted.
    """

    files: tuple[FileRead, ...]
    frames: dict[str, list[Path]]
    unread: pl.DataFrame


@dataclass(frozen=True)
class _Intake:
    """What all files of one delivery share, and what has been found so far."""

    child: ChildProcess
    work: Path
    limits: ReadLimits
    progress: Callable[[FileRead], None]
    files: list[FileRead] = field(default_factory=list)
    frames: dict[str, list[Path]] = field(default_factory=dict)
    unread: list[pl.DataFrame] = field(default_factory=list)


def read_delivery(
    paths: list[Path],
    *,
    work: Path,
    day: date,
    file_rules: Sequence[FileRule] = (),
    maps: dict[str, str] | None = None,
    limits: ReadLimits | None = None,
    identities: IdentityForms = ANY_FORM,
    progress: Callable[[FileRead], None] = lambda _: None,
) -> Delivery:
    """Read every file under `paths` into typed Parquet files in `work`, a private folder of the run.

    `file_rules` are tried in order for files that the manifest leaves open; `maps` (header to column) goes
    before all else; `day` is the measurement day. Nothing is raised for a bad file: its line in the ledger
    has the key of the error.
    """
    limits = limits or ReadLimits()
    work.mkdir(mode=0o700, parents=True, exist_ok=True)
    work.chmod(0o700)
    guessable = [name for name in FEEDS if name not in NEVER_GUESSED]
    found = list_files(paths)
    with ChildProcess(
        setup_line(FEEDS.values(), guessable, limits, day, identities), limits.wall_seconds
    ) as child:
        intake = _Intake(child, work, limits, progress)
        told = _read_manifests(intake, found, file_rules, maps or {})
        for name, path in found:
            if not _is_manifest(name):
                _take(intake, name, path, _declared(name, told, file_rules, maps or {}))
    for name in sorted(told.keys() - {name for name, _ in found}):
        _note(intake, _refused(name, "file_missing", told[name], status="missing"))
    unread = pl.concat([pl.DataFrame(schema=UNREAD), *intake.unread])
    files = tuple(sorted(intake.files, key=lambda file: file.name))
    return Delivery(files, dict(sorted(intake.frames.items())), unread.sort(list(UNREAD)[:4]))


def list_files(paths: Iterable[Path]) -> list[tuple[str, Path]]:
    """List (name, path) of every file, sorted by name; a folder gives all below it, links included as files.

    Names are relative to the folder given, with `/`; where two paths give one name, the folder's goes before.
    """
    found: list[tuple[str, Path]] = []
    for path in paths:
        under = (
            sorted(p for p in path.rglob("*") if not p.is_dir() or p.is_symlink())
            if path.is_dir()
            else [path]
        )
        base = path if path.is_dir() else path.parent
        taken = {name for name, _ in found}
        names = {p: _shown(p.relative_to(base).as_posix()) for p in under}
        clash = not taken.isdisjoint(names.values())
        found += [(f"{base.resolve().name}/{name}" if clash else name, p) for p, name in names.items()]
    return sorted(found)


def _shown(name: str) -> str:
    """Make a file name safe to show and to encode; most names are unchanged."""
    printable = "".join(mark if mark.isprintable() else f"\\u{ord(mark):04x}" for mark in name)
    return printable.encode("utf-8", "backslashreplace").decode()


def _is_manifest(name: str) -> bool:
    return fold(Path(name).stem) == MANIFEST and not _is_hidden(name)


def _is_hidden(name: str) -> bool:
    return any(part.startswith(".") for part in name.split("/"))


def _read_manifests(
    intake: _Intake, found: list[tuple[str, Path]], rules: Sequence[FileRule], maps: dict[str, str]
) -> dict[str, Declared]:
    """Read each manifest and return what it says by file name; files stand beside their manifest."""
    told: dict[str, Declared] = {}
    for name, path in found:
        if not _is_manifest(name):
            continue
        _take(intake, name, path, _declared(name, {name: Declared(feed=MANIFEST)}, rules, maps))
    for path in intake.frames.get(MANIFEST, []):
        for row in pl.read_parquet(path).iter_rows(named=True):
            folder = row["source_file"].rpartition("/")[0]
            name = _shown(f"{folder}/{row['file']}" if folder else str(row["file"]))
            told[name] = _from_manifest(row, twice=name in told)
    return told


def _from_manifest(row: dict[str, Any], *, twice: bool) -> Declared:
    names = {fold(word): name for name, feed in FEEDS.items() for word in (name, feed.title_sv)}
    feed = names.get(fold(row["feed"] or ""), row["feed"] or "")
    return Declared(
        feed="?" if twice else feed,
        encoding=row["encoding"] or "",
        separator=row["delimiter"] or "",
        rows=row["rows"],
        sha256=row["sha256"] or "",
        snapshot_date=row["snapshot_date"],
        sender=row["sender"] or "",
    )


def _declared(
    name: str, told: dict[str, Declared], rules: Sequence[FileRule], maps: dict[str, str]
) -> Declared | None:
    """Join what is said about a file: the manifest before the first rule that matches. None: leave it out."""
    rule = next((rule for rule in rules if _matches(name, rule.pattern)), None)
    if rule and rule.declared is None:
        return None
    base = rule.declared if rule and rule.declared else Declared()
    said = told.get(name, Declared())
    unsaid = vars(Declared())
    words = {key: value for key, value in vars(said).items() if value != unsaid[key]}
    return replace(base, **{**words, "maps": {**base.maps, **maps}})


def _matches(name: str, pattern: str) -> bool:
    """Match the whole name, or its last part where the pattern has no folder."""
    return fnmatchcase(name, pattern) or ("/" not in pattern and fnmatchcase(Path(name).name, pattern))


def _take(intake: _Intake, name: str, path: Path, declared: Declared | None) -> None:
    """Read one file in the child and write its line of the ledger."""
    if declared is None:
        return _note(intake, FileRead(name=name, status="ignored"))
    if _is_hidden(name):
        return _note(intake, _refused(name, "file_hidden", declared))
    if declared.feed == "?":
        return _note(intake, _refused(name, "manifest_twice", declared))
    out = intake.work / f"{len(intake.files):05d}.parquet"
    order = {"path": str(path.absolute()), "name": name, "declared": _for_child(declared), "out": str(out)}
    answer = intake.child.ask(order)
    twin = _twin(intake, answer)
    if twin:
        answer |= {"status": "ignored", "error": "same_file", "values": {"file": name, "other": twin}}
    elif answer["status"] == "read":
        intake.frames.setdefault(answer["feed"], []).append(out)
        if answer["unread_cells"]:
            unread = pl.read_parquet(out.with_suffix(".unread.parquet"))
            intake.unread.append(unread.select(pl.lit(answer["feed"]).alias("feed"), *list(UNREAD)[1:]))
    elif not answer.get("sha256"):
        answer |= _fingerprint(path, name, intake.limits)
    return _note(intake, _ledger_line(name, declared, answer))


def _twin(intake: _Intake, answer: dict[str, Any]) -> str:
    """Name a file of the feed with the same bytes that was read already: its rows must not count twice."""
    if answer["status"] != "read":
        return ""
    read = (file for file in intake.files if file.status == "read" and file.feed == answer["feed"])
    return next((file.name for file in read if file.sha256 == answer["sha256"]), "")


def _for_child(declared: Declared) -> dict[str, Any]:
    from_manifest_only = ("rows", "snapshot_date", "sender")
    return {name: value for name, value in vars(declared).items() if name not in from_manifest_only}


def _fingerprint(path: Path, name: str, limits: ReadLimits) -> dict[str, Any]:
    """Hash a file that took the child with it, so that the ledger can still name its bytes."""
    try:
        source = open_once(path, name, limits.file_bytes)
    except Refused:
        return {}
    return {"sha256": source.sha256, "size": source.size}


def _note(intake: _Intake, line: FileRead) -> None:
    intake.files.append(line)
    intake.progress(line)


def _refused(name: str, error: str, declared: Declared, status: str = "refused") -> FileRead:
    line = _ledger_line(name, declared, {"status": status, "error": error, "values": {"file": name}})
    return replace(line, sha256=declared.sha256 if status == "missing" else "")


def _provider_of(declared: Declared, answer: dict[str, Any]) -> str:
    """Say whom a file concerns: the only provider in it, else, if it names none, a sender with an HSA-id."""
    if answer.get("providers"):
        return str(answer["provider_id"])
    is_hsa = declared.sender[:2] == "SE" and declared.sender[2:3].isdigit()
    return declared.sender if is_hsa else ""


def _notice(words: dict[str, Any]) -> Notice:
    return Notice(Sight(words["sight"]), words["count"], words["column"], tuple(words["rows"]))


def _ledger_line(name: str, declared: Declared, answer: dict[str, Any]) -> FileRead:
    """Make the ledger's line of a file from the child's answer and what was said about the file."""
    counts = answer.get("counts", {})
    return FileRead(
        name=name,
        status=answer["status"],
        feed=answer.get("feed", declared.feed if declared.feed in FEEDS else ""),
        provider_id=_provider_of(declared, answer),
        sha256=answer.get("sha256", ""),
        size=answer.get("size", 0),
        form=answer.get("form", ""),
        lines=answer.get("lines", 0),
        **counts,
        unread_cells=answer.get("unread_cells", 0),
        mapping=answer.get("mapping", {}),
        unmapped=tuple(answer.get("unmapped", ())),
        decisions=tuple(answer.get("decisions", ())),
        error=answer.get("error", ""),
        values=answer.get("values", {}),
        notices=tuple(_notice(each) for each in answer.get("notices", ())),
        stated_rows=declared.rows,
        snapshot_date=declared.snapshot_date,
    )

"""A delivery to typed frames: list its files, read the manifest first, then each file in the child.

Every file of the delivery gets one line in the ledger: read, refused, missing or ignored.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from dq.core.errors import nearest
from dq.core.headers import escaped, fold
from dq.core.identity import ANY_FORM, IdentityForms
from dq.core.ledger import FileRead
from dq.core.query import Asked, Query
from dq.core.table import NOTHING_SAID, Declared, FileRule, ReadLimits, SenderRule
from dq.feeds import FEEDS, REPEATS
from dq.pipeline.ask import ask, for_child
from dq.pipeline.child_process import ChildProcess
from dq.pipeline.found import MANIFEST, is_hidden, is_manifest, list_files
from dq.pipeline.ledger_line import fingerprint, ledger_line, misspelt_line, refused_line, replaced_line
from dq.pipeline.orders import setup_line
from dq.pipeline.queried import order_of
from dq.pipeline.said import Said, join_maps, joined, refuse_unused
from dq.read import shown_name

# A file is one of these only when somebody says so.
NEVER_GUESSED = (*REPEATS, "manifest", "published_table")
UNREAD = {"feed": pl.String, "source_file": pl.String, "source_row": pl.Int64, "column": pl.String}
UNREAD |= {"reason": pl.String}


@dataclass(frozen=True)
class Delivery:
    """What was delivered. `files` is sorted by name; `frames` has the typed Parquet files of each feed.

    `unread`: one row per cell that would not parse (feed, source_file, source_row, column, reason), sorted.
    `told` is what the manifests say, `looks` what was seen where that was asked for, both by file name.
    """

    files: tuple[FileRead, ...]
    frames: dict[str, list[Path]]
    unread: pl.DataFrame
    told: dict[str, Declared] = field(default_factory=dict)
    looks: dict[str, dict[str, Any]] = field(default_factory=dict)


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
    said: Said = field(default_factory=Said)
    told: dict[str, Declared] = field(default_factory=dict)  # what manifests say, by file name
    kept: list[Path] = field(default_factory=list)  # the manifests that `told` holds
    replaced: dict[str, str] = field(default_factory=dict)  # files that a manifest says another replaces
    unused: list[str] = field(default_factory=list)  # headers that no column took
    absent: list[list[str] | None] = field(default_factory=list)  # maps without a header; None: not known
    looks: dict[str, dict[str, Any]] | None = None  # None: read only


def read_delivery(
    paths: list[Path],
    *,
    work: Path,
    day: date,
    file_rules: Sequence[FileRule] = (),
    senders: Sequence[SenderRule] = (),
    maps: dict[str, str] | None = None,
    limits: ReadLimits | None = None,
    identities: IdentityForms = ANY_FORM,
    progress: Callable[[FileRead], None] = lambda _: None,
    looking: bool = False,
    queries: Sequence[tuple[Query, Asked]] = (),
) -> Delivery:
    """Read every file under `paths`, then `queries`, into typed Parquet files in `work`, a private folder.

    `file_rules` and `senders` are tried in order for what the manifest leaves open; `maps` (header to column)
    goes before all else; `day` is the measurement day. Nothing is raised for a bad file: its line in the
    ledger has the key of the error. `UsageFault` for a map to no column, or of a header that no file has.
    """
    limits, said = limits or ReadLimits(), Said(file_rules, senders, maps or {})
    work.mkdir(mode=0o700, parents=True, exist_ok=True)
    work.chmod(0o700)
    guessable = [name for name in FEEDS if name not in NEVER_GUESSED]
    found = list_files(paths)
    with ChildProcess(
        setup_line(FEEDS.values(), guessable, limits, day, identities), limits.wall_seconds
    ) as child:
        intake = _Intake(child, work, limits, progress, said=said, looks={} if looking else None)
        _read_manifests(intake, found)
        for name, path in found:
            if not is_manifest(name):
                _take(intake, name, path, intake.told.get(name, NOTHING_SAID))
        for at, (query, asked) in enumerate(queries, 1):
            _put(intake, query, asked, last=at == len(queries))
    known = [each for each in intake.absent if each is not None]
    if len(known) == len(intake.absent):  # a file that was refused unread may have the header
        refuse_unused(said.maps, known, intake.unused)
    came = {file.name for file in intake.files}
    for old in sorted(intake.replaced.keys() - came):
        near = nearest(old, sorted(came))
        if near:  # a slip in the name would count the old file and the new one
            _note(intake, misspelt_line(old, intake.replaced[old], near))
    for name in sorted(intake.told.keys() - came):
        _note(intake, refused_line(name, "file_missing", intake.told[name], status="missing"))
    unread = pl.concat([pl.DataFrame(schema=UNREAD), *intake.unread])
    files = tuple(sorted(intake.files, key=lambda file: file.name))
    frames = dict(sorted(intake.frames.items()))
    return Delivery(files, frames, unread.sort(list(UNREAD)[:4]), intake.told, intake.looks or {})


def _read_manifests(intake: _Intake, found: list[tuple[str, Path]]) -> None:
    """Read each manifest and keep what it says by file name; files stand beside their manifest."""
    for name, path in found:
        if is_manifest(name):
            _take(intake, name, path, Declared(feed=MANIFEST))
    _keep_told(intake)


def _keep_told(intake: _Intake) -> None:
    """Keep what the manifests say that were read since the last time."""
    for path in intake.frames.get(MANIFEST, [])[len(intake.kept) :]:
        intake.kept.append(path)
        for row in pl.read_parquet(path).iter_rows(named=True):
            folder = row["source_file"].rpartition("/")[0]
            name = shown_name(f"{folder}/{row['file']}" if folder else str(row["file"]))
            intake.told[name] = _from_manifest(row, twice=name in intake.told)
            if row["replaces"]:
                old = str(row["replaces"])
                intake.replaced[shown_name(f"{folder}/{old}" if folder else old)] = name


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


def _take(
    intake: _Intake, name: str, path: Path, told: Declared, within: dict[str, str] | None = None
) -> None:
    """Read one file in the child and write its line of the ledger. `told` is what the manifest says.

    `within` says which member of the archive at `path` it is; what is said of the archive holds for it too.
    """
    known_as = name if within is None or intake.said.speaks_of(name) else within["name"]
    declared = intake.said.of(known_as, told)
    if declared is None:
        return _note(intake, FileRead(name=name, status="ignored"))
    if name in intake.replaced:
        return _note(intake, replaced_line(name, intake.replaced[name], path, declared, intake.limits))
    if is_hidden(name):
        return _note(intake, refused_line(name, "file_hidden", declared))
    if declared.feed == "?":
        return _note(intake, refused_line(name, "manifest_twice", declared))
    out = intake.work / f"{len(intake.files):05d}.parquet"
    order = {"path": str(path.absolute()), "name": name, "declared": for_child(declared), "out": str(out)}
    order |= {"within": within} if within else {}
    order |= {"kind": "look"} if intake.looks is not None and declared.feed != MANIFEST else {}
    answer = ask(intake.child, order, intake.said.by_feed(known_as, told))
    if answer["status"] == "opened":
        return _unpack(intake, path, told, ledger_line(name, declared, answer), answer["members"])
    if intake.looks is not None and "look" in answer:
        intake.looks[name] = answer["look"]
    if answer["status"] != "read" and not answer.get("sha256") and within is None:
        answer |= fingerprint(path, name, intake.limits)
    return _keep(intake, name, declared, answer, out)


def _put(intake: _Intake, query: Query, asked: Asked, *, last: bool) -> None:
    """Put a query in the child and write its line of the ledger."""
    declared = replace(query.declared, maps=join_maps([intake.said.maps, query.declared.maps]))
    out = intake.work / f"{len(intake.files):05d}.parquet"
    order = order_of(asked, last=last) | {"declared": for_child(declared), "out": str(out)}
    _keep(intake, asked.name, declared, intake.child.ask(order), out)


def _keep(intake: _Intake, name: str, declared: Declared, answer: dict[str, Any], out: Path) -> None:
    """Keep what was read, once, and write its line of the ledger."""
    _look_for_maps(intake, answer)
    twin = _twin(intake, answer)
    if twin:
        answer |= {"status": "ignored", "error": "same_file", "values": {"file": name, "other": twin}}
    elif answer["status"] == "read":
        intake.frames.setdefault(answer["feed"], []).append(out)
        if answer["unread_cells"]:
            unread = pl.read_parquet(out.with_suffix(".unread.parquet"))
            intake.unread.append(unread.select(pl.lit(answer["feed"]).alias("feed"), *list(UNREAD)[1:]))
    _note(intake, ledger_line(name, declared, answer))


def _unpack(
    intake: _Intake, path: Path, told: Declared, line: FileRead, members: list[dict[str, Any]]
) -> None:
    """Read the files of an archive, its own manifests first. The archive's line has its hash and no rows."""
    start = len(intake.files)
    general = replace(told, sha256="", rows=None, feed="" if told.feed == MANIFEST else told.feed)
    ordered = sorted(members, key=lambda each: (not is_manifest(str(each["name"])), each["name"]))
    for member in ordered:
        name = f"{line.name}/{member['name']}"
        within = {"name": line.name, "sha256": line.sha256, "member": str(member["name"])}
        if member["left_behind"]:
            _note(intake, refused_line(name, "file_left_behind", NOTHING_SAID, status="ignored"))
        elif is_manifest(name):
            _take(intake, name, path, Declared(feed=MANIFEST), within)
            _keep_told(intake)
        else:
            _take(intake, name, path, joined([intake.told.get(name, NOTHING_SAID), general]), within)
    rows = sum(file.rows for file in intake.files[start:] if file.status == "read")
    if line.stated_rows not in (None, rows):
        values = {"file": line.name, "stated": str(line.stated_rows), "found": str(rows)}
        line = replace(line, status="refused", error="archive_rows", values=values)
    _note(intake, line)


def _look_for_maps(intake: _Intake, answer: dict[str, Any]) -> None:
    """Keep which maps found no header. One of the settings is a decision of the file, senders may change."""
    absent = answer.get("absent_maps")
    intake.absent.append(absent)
    if answer.get("error") != "unknown_headers":  # its first row may be data
        intake.unused.extend(answer.get("unmapped", answer.get("headers", [])))
    own = [header for header in absent or () if header not in intake.said.maps]
    answer["decisions"] = [*answer.get("decisions", ()), *(f"map_unused:{escaped(each)}" for each in own)]


def _twin(intake: _Intake, answer: dict[str, Any]) -> str:
    """Name a file of the feed with the same bytes that was read already: its rows must not count twice."""
    if answer["status"] != "read":
        return ""
    read = (file for file in intake.files if file.status == "read" and file.feed == answer["feed"])
    return next((file.name for file in read if file.sha256 == answer["sha256"]), "")


def _note(intake: _Intake, line: FileRead) -> None:
    intake.files.append(line)
    intake.progress(line)

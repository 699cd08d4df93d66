"""Read a made file through the child's own functions, in process, and judge what came of it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

import polars as pl
from made import DAY, Made

from dq.core.errors import Refused
from dq.core.feed import Feed
from dq.core.notice import SHOWN_ROWS, Sight
from dq.core.table import ReadLimits
from dq.feeds import FEEDS
from dq.pipeline import answer as answering
from dq.pipeline.intake import NEVER_GUESSED
from dq.pipeline.orders import Setup, read_setup, setup_line

Cell = tuple[int, str]  # source row and typed column


@dataclass(frozen=True)
class Seen:
    """What the child answered, and the typed frame if the file was read."""

    answer: dict[str, Any]
    frame: pl.DataFrame | None = None
    unread: pl.DataFrame | None = None

    @property
    def error(self) -> str:
        """Key of the error, "" if the file was read."""
        return str(self.answer.get("error", ""))

    def says(self, signs: tuple[str, ...]) -> bool:
        """Say if one of `signs` was said: an error, sight, reason, `flagged`, or how a decision begins."""
        said = {self.error} | self.sights
        if self.frame is not None and self.frame["flagged"].is_not_null().any():
            said.add("flagged")
        if self.unread is not None:
            said |= set(self.unread["reason"])
        decided = tuple(self.answer.get("decisions", ()))
        return any(sign in said or any(each.startswith(sign) for each in decided) for sign in signs)

    @property
    def sights(self) -> set[str]:
        """What was noticed."""
        return {str(each["sight"]) for each in self.answer.get("notices", ())}


@dataclass(frozen=True)
class Verdict:
    """`refused`, `equal`, `told` or `silent`; `why` says for a silent file where, and never a cell."""

    word: str
    why: str = ""


@lru_cache
def setup(limits: tuple[tuple[str, int], ...] = ()) -> Setup:
    """Return the child's setup, as it comes out of the pipe."""
    guessable = [name for name in FEEDS if name not in NEVER_GUESSED]
    return read_setup(setup_line(FEEDS.values(), guessable, ReadLimits(**dict(limits)), DAY))


def ask(made: Made, folder: Path) -> Seen:
    """Put the file into `folder` and read it as the child does."""
    path, out = folder / made.name, folder / "ut.parquet"
    path.write_bytes(made.data)
    for old in (out, out.with_suffix(".unread.parquet")):
        old.unlink(missing_ok=True)
    given = setup(made.limits)
    order = {"path": str(path), "name": made.name, "declared": dict(made.declared), "out": str(out)}
    got = answering.answer(order, given)
    if got["status"] == "opened":
        got = answering.answer(order | _member(made, got), given)
    path.unlink()
    got = json.loads(json.dumps(got))
    if got["status"] != "read":
        return Seen(got)
    unread = out.with_suffix(".unread.parquet")
    return Seen(got, pl.read_parquet(out), pl.read_parquet(unread) if unread.exists() else None)


def _member(made: Made, got: dict[str, Any]) -> dict[str, Any]:
    """Order the one file of an archive that no system left behind."""
    inner = [str(each["name"]) for each in got["members"] if not each["left_behind"]]
    within = {"name": made.name, "sha256": got["sha256"], "member": inner[0]}
    said = {key: value for key, value in made.declared.items() if key != "sha256"}
    return {"name": f"{made.name}/{inner[0]}", "declared": said, "within": within}


def judge(made: Made, seen: Seen, twin: Callable[[], Seen]) -> Verdict:
    """Say what came of a file. `twin` reads the same file without what was spoilt."""
    if seen.error:
        return Verdict("refused")
    assert seen.frame is not None
    if sum(seen.answer["counts"].values()) != sum(made.lines.values()):
        return Verdict("silent", "lines are not conserved")
    differing, lost = differences(made, seen.frame)
    if not differing and not lost:
        return Verdict("equal")
    before = set(twin().answer.get("decisions", ()))
    told = [each for each in seen.answer["decisions"] if each not in before]
    open_cells = sorted(cell for cell in differing if not _covered(seen, cell, told))
    if open_cells:
        row, column = open_cells[0]
        return Verdict("silent", f"{len(open_cells)} cells, first row {row} column {column}")
    if lost and not _set_apart(made, seen, lost):
        return Verdict("silent", f"rows are gone: {lost[:5]}")
    return Verdict("told")


def differences(made: Made, frame: pl.DataFrame) -> tuple[set[Cell], list[int]]:
    """Compare with the truth: cells that differ by source row, and rows that are not in the frame."""
    found = {row["source_row"]: row for row in frame.to_dicts()}
    cells = {
        (row, column)
        for at, row in enumerate(made.at)
        if row in found
        for column in made.truth
        if not _same(made, column, at, found[row])
    }
    extra = {(row, "source_row") for row in found.keys() - set(made.at)}
    if frame["source_row"].to_list() != sorted(found):
        extra |= {(0, "source_row")}
    return cells | extra, [row for row in made.at if row not in found]


def _same(made: Made, column: str, at: int, row: dict[str, Any]) -> bool:
    want, got = made.truth[column][at], row[column]
    if made.exact or not column.endswith(("_num", "_den")) or None in (want, got):
        return bool(want == got and type(want) is type(got))
    stem = column[:-4]
    num, den = f"{stem}_num", f"{stem}_den"
    return Fraction(row[num], row[den]) == Fraction(made.truth[num][at], made.truth[den][at])


def _covered(seen: Seen, cell: Cell, told: list[str]) -> bool:
    """Say if something in the answer speaks of a cell: a mark on its row, a notice, or a new decision."""
    row, output = cell
    assert seen.frame is not None
    feed = FEEDS[seen.answer["feed"]]
    if output == "source_row":
        return _breaks_contract(seen.frame, feed, row)
    column = next((c.name for c in feed.columns if output in c.outputs), output)
    marks = seen.frame.filter(pl.col("source_row") == row).select("unread", "flagged").row(0)
    if any(mark and f"|{column}:" in f"|{mark}" for mark in marks):
        return True
    mapping = seen.answer["mapping"]  # readers name a header, later steps the column
    names = {"", column, output, mapping.get(column), mapping.get(output)}
    notices = [each for each in seen.answer["notices"] if each["column"] in names]
    if any(row in each["rows"] or each["count"] > SHOWN_ROWS for each in notices):
        return True
    return any(f":{column}=" in each for each in told)


def _breaks_contract(frame: pl.DataFrame, feed: Feed, row: int) -> bool:
    """Say if a row that no table has lacks what must be filled: the contract of its feed then fails."""
    must = [output for column in feed.columns if not column.nullable for output in column.outputs]
    found = frame.filter(pl.col("source_row") == row).select(must)
    return bool(found.height == 1 and None in found.row(0))


def _set_apart(made: Made, seen: Seen, lost: list[int]) -> bool:
    """Say if rows that are gone were counted as lines of another kind, and that is told."""
    counts = seen.answer["counts"]
    more = sum(max(0, counts[kind] - made.lines.get(kind, 0)) for kind in ("total", "note", "title"))
    told = seen.sights & {Sight.TOTAL_ROW, Sight.NOTE_ROW, Sight.TOTAL_AGREES, Sight.TOTAL_DIFFERS}
    return more == len(lost) and bool(told)


def faults_of_clean(made: Made, seen: Seen) -> list[str]:
    """List what is wrong with how a clean file was read; nothing if all is as it must be."""
    if seen.error:
        return [f"refused: {seen.error}"]
    assert seen.frame is not None
    found = []
    differing, lost = differences(made, seen.frame)
    if seen.answer["feed"] != made.feed:
        found.append(f"read as {seen.answer['feed']}")
    if differing or lost:
        found.append(f"{len(differing)} cells differ, {len(lost)} rows lost: {sorted(differing)[:3]}")
    if seen.unread is not None or seen.frame["flagged"].is_not_null().any():
        found.append("cells unread or flagged")
    counts = {kind: n for kind, n in seen.answer["counts"].items() if n}
    if counts != {kind: n for kind, n in made.lines.items() if n}:
        found.append(f"lines counted as {counts}")
    return found


def leaks(made: Made, seen: Seen) -> list[str]:
    """List the languages and places in which a personal cell of the file would be shown.

    Where no header is known the first row may be data: the intake then shows no header.
    """
    unshown = {"sha256", "headers"} if seen.error == "unknown_headers" else {"sha256"}
    answer = {key: said for key, said in seen.answer.items() if key not in unshown}
    texts = {"answer": json.dumps(answer, ensure_ascii=False)}
    if seen.error:
        fault = Refused(seen.error, **seen.answer["values"])
        texts |= {lang: fault.text(lang) for lang in ("sv", "en")}
    if seen.unread is not None:
        texts["unread"] = seen.unread.write_csv()
    return [place for place, text in texts.items() if any(each in text for each in made.canaries)]

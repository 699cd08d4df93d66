"""Count what comes of hostile, clean and spoilt files: `python tests/acceptance/report.py [--deliveries N]`.

Ends in 1 if a clean delivery is refused or read otherwise than it is, if any file is silently different, if a
personal cell is shown, or if a spoilt file comes to another end than the specification demands.
"""

import argparse
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(Path(__file__).parent), str(ROOT)]

from acceptance_kinds import KINDS  # noqa: E402  the path is set above
from tallies import Tally, read_clean, read_spoilt  # noqa: E402

PROCESSES = 2
SHARE = 100  # deliveries that one process takes at a time
SHOWN = 40


def main() -> int:
    """Run all three counts and print them; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--deliveries", type=int, default=2000, help="clean ones, and as many spoilt")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kind", default="", help="only spoilt deliveries of this kind")
    said = parser.parse_args()
    started = time.monotonic()
    kinds = [each.name for each in KINDS if said.kind in ("", each.name)]
    clean = Tally() if said.kind else counted(_clean, said.deliveries, said.seed)
    spoilt = counted(_Spoilt(said.kind), said.deliveries, said.seed)
    faults = [*([] if said.kind else show_sample()), *clean.faults, *spoilt.faults]
    show_clean(clean)
    show_spoilt(spoilt, kinds)
    for fault in faults[:SHOWN]:
        say(f"FAULT {fault}")
    say(f"{len(faults)} faults; {time.monotonic() - started:.0f} s, seed {said.seed}")
    return 1 if faults else 0


def counted(read: Callable[[int, range], Tally], deliveries: int, seed: int) -> Tally:
    """Read so many deliveries in two processes; the counts do not depend on how many."""
    parts = [range(at, min(at + SHARE, deliveries)) for at in range(0, deliveries, SHARE)]
    whole = Tally()
    with ProcessPoolExecutor(PROCESSES, get_context("spawn")) as pool:
        for tally in pool.map(read, [seed] * len(parts), parts):
            whole.merge(tally)
    return whole


def _clean(seed: int, numbers: range) -> Tally:
    with TemporaryDirectory() as folder:
        return read_clean(seed, numbers, Path(folder))


class _Spoilt:
    """Reads spoilt deliveries of all kinds, or of one; can be sent to another process."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def __call__(self, seed: int, numbers: range) -> Tally:
        kinds = tuple(each for each in KINDS if self.kind in ("", each.name))
        with TemporaryDirectory() as folder:
            return read_spoilt(seed, numbers, kinds, Path(folder))


def show_sample() -> list[str]:
    """Print the counts of the sample of hostile files; return its faults."""
    try:
        from hostile import SAMPLE, SILENT, outcomes
    except ImportError as fault:
        say(f"hostile sample: not read, {fault.name} is not installed")
        return []
    if not SAMPLE.is_dir():
        say("hostile sample: not here")
        return []
    found = list(outcomes())
    for kind in dict.fromkeys(each[0] for each in found):
        show_outcomes(f"sample {kind}", [outcome for each, _, outcome, _ in found if each == kind])
    show_outcomes("sample, all", [outcome for _, _, outcome, _ in found])
    return [f"sample {name}: {why}" for _, name, outcome, why in found if outcome == SILENT]


def show_outcomes(name: str, outcomes: list[str]) -> None:
    """Print how many of each there are."""
    say(row(name, {word: outcomes.count(word) for word in WORDS}))


def show_clean(tally: Tally) -> None:
    """Print what came of clean deliveries, per form."""
    for form in sorted({form for form, _ in tally.counts}):
        say(row(f"clean {form}", {word: tally.counts[(form, word)] for word in (*WORDS, "different")}))
    say(row("clean, all", {word: tally.of(word) for word in (*WORDS, "different")}))


def show_spoilt(tally: Tally, kinds: list[str]) -> None:
    """Print what came of spoilt deliveries, per kind."""
    rows = {each.name: each.row for each in KINDS}
    for kind in kinds:
        counts = {word: tally.counts[(kind, word)] for word in WORDS}
        say(row(f"{kind} ({rows[kind]})", counts))
    say(row("spoilt, all", {word: tally.of(word) for word in WORDS}))


WORDS = ("equal", "told", "refused", "silent")


def row(name: str, counts: dict[str, int]) -> str:
    """Return a line of counts; those that are 0 are left out, but never the silent ones."""
    shown = (f"{word} {n}" for word, n in counts.items() if n or word == "silent")
    return f"{name:64} " + "  ".join(shown)


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())

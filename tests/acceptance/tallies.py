"""Read so many clean and so many spoilt deliveries, and count what came of them."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from deliveries import clean
from made import Made, chance
from pollutions import Pollution
from verdicts import Seen, ask, faults_of_clean, judge, leaks

ATTEMPTS = 400


@dataclass
class Tally:
    """What came of a number of files. `faults` names each file that was not read as it must be."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)  # (form or kind, verdict)
    faults: list[str] = field(default_factory=list)

    def add(self, group: str, verdict: str) -> None:
        """Count one file."""
        self.counts[(group, verdict)] += 1

    def merge(self, other: "Tally") -> None:
        """Add the counts of another tally."""
        self.counts += other.counts
        self.faults += other.faults

    def of(self, verdict: str) -> int:
        """Return how many files had a verdict."""
        return sum(n for (_, each), n in self.counts.items() if each == verdict)


def read_clean(seed: int, numbers: range, folder: Path) -> Tally:
    """Read clean deliveries: each must be `equal`; `refused` and `different` are faults."""
    tally = Tally()
    for number in numbers:
        made = clean(chance(seed, number))
        seen = ask(made, folder)
        faults = faults_of_clean(made, seen)
        group = made.form.split()[0]
        tally.add(group, "refused" if seen.error else "different" if faults else "equal")
        faults += [f"shows a personal cell in {place}" for place in leaks(made, seen)]
        tally.faults += [f"clean {number} ({made.form}): {fault}" for fault in faults]
    return tally


def read_spoilt(seed: int, numbers: range, kinds: tuple[Pollution, ...], folder: Path) -> Tally:
    """Read spoilt deliveries, the kinds in turn: none may be silently different, each as is wanted."""
    tally = Tally()
    for number in numbers:
        kind = kinds[number % len(kinds)]
        attempt, made = spoilt(seed, number, kind)
        word, faults = look(seed, number, attempt, kind, made, folder)
        tally.add(kind.name, word)
        tally.faults += [f"{kind.name} {number} ({made.form}): {fault}" for fault in faults]
    return tally


def spoilt(seed: int, number: int, kind: Pollution) -> tuple[int, Made]:
    """Make spoilt delivery `number`; tables are drawn until one has a place for the pollution."""
    for attempt in range(ATTEMPTS):
        made = kind.build(chance(seed, number, attempt), True)
        if made is not None:
            return attempt, made
    raise AssertionError(f"no table has a place for {kind.name}")


def look(
    seed: int, number: int, attempt: int, kind: Pollution, made: Made, folder: Path
) -> tuple[str, list[str]]:
    """Return the verdict on a spoilt file, and what is not as it must be."""
    seen = ask(made, folder)

    def twin() -> Seen:
        same = kind.build(chance(seed, number, attempt), False)
        assert same is not None
        return ask(same, folder)

    verdict = judge(made, seen, twin)
    faults = [f"shows a personal cell in {place}" for place in leaks(made, seen)]
    if verdict.word not in kind.wanted:
        faults.append(f"{verdict.word} {seen.error} {verdict.why}, wanted {'/'.join(kind.wanted)}")
    elif kind.signs and not seen.says(kind.signs):
        faults.append(f"{verdict.word} {seen.error} without a word of {'/'.join(kind.signs)}")
    return verdict.word, faults

"""Time and peak memory of reading one large text file with every line guarded, beside a plain `scan_csv`.

    python benchmarks/guard.py             # 1 000 000 rows of 8 columns, about 100 MB
    python benchmarks/guard.py 10000000    # other sizes

Each figure is the median of three child processes, without interpreter start and imports; the peak is of the
whole process. Absolute seconds differ between machines and hours; the ratio is what to compare.
"""

import csv
import json
import random
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROUNDS = 3
HEADERS = ("Person", "Enhet", "Enhetsnamn", "Läkare", "Namn läkare", "Typ", "Listad fr.o.m.", "Kommun")
NAMES = ("Åsa Öberg", "Bo Ek", "Märta Sjöö", "Élise Ångström")
BLOCK = 100_000

PLAIN = """
import polars as pl
frame = pl.scan_csv(path, separator=";", infer_schema=False)
start = perf_counter()
height = frame.collect().height
"""
GUARDED = """
from pathlib import Path
from dq.core.table import Declared, ReadLimits
from dq.read import read_table
limits = ReadLimits(file_bytes=2**33)
start = perf_counter()
height = read_table(Path(path), "fil.csv", Declared(), (), limits).frame.height
"""
CHILD = """
import json, resource, sys
from time import perf_counter
path = sys.argv[1]
{read}
used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps([perf_counter() - start, used, height]))
"""


def write_listings(path: Path, rows: int) -> None:
    """Write invented listings; the same rows for the same number."""
    chance = random.Random(7)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=";", lineterminator="\n")
        writer.writerow(HEADERS)
        for begin in range(0, rows, BLOCK):
            writer.writerows(_listing(chance, number) for number in range(begin, min(begin + BLOCK, rows)))


def _listing(chance: random.Random, number: int) -> tuple[str, ...]:
    unit, doctor = chance.randrange(120), chance.randrange(900)
    day = f"20{20 + number % 6}-0{1 + number % 9}-1{number % 10}"
    return (
        f"18{number % 10**10:010d}",
        f"SE2321000016-{unit:03d}",
        f"Vårdcentral {unit}",
        f"SE2321000016-D{doctor:03d}",
        NAMES[number % 4],
        "läkare",
        day,
        f"0{114 + number % 80}",
    )


def median(read: str, path: Path, rows: int) -> tuple[float, float]:
    """Median seconds and largest peak memory in MB of reading the file in a process of its own."""
    runs = []
    for _ in range(ROUNDS):
        words = [sys.executable, "-c", CHILD.format(read=read), str(path)]
        seconds, peak, height = json.loads(subprocess.run(words, check=True, capture_output=True).stdout)
        if height != rows:
            raise SystemExit(f"{height} rows of {rows} were read")
        runs.append((seconds, peak))
    return statistics.median(seconds for seconds, _ in runs), max(peak for _, peak in runs)


def main(sizes: list[int]) -> None:
    """Print one Markdown table."""
    print("| what | s | peak MB | x time | x memory |")
    print("|---|---|---|---|---|")
    for rows in sizes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "listings.csv"
            write_listings(path, rows)
            size = f"{rows:,} rows, {path.stat().st_size / 1e6:.0f} MB"
            plain, guarded = median(PLAIN, path, rows), median(GUARDED, path, rows)
        print(f"| plain read, {size} | {plain[0]:.2f} | {plain[1]:.0f} | 1 | 1 |")
        ratio = f"{guarded[0] / plain[0]:.1f} | {guarded[1] / plain[1]:.1f}"
        print(f"| hash, guard and read, {size} | {guarded[0]:.2f} | {guarded[1]:.0f} | {ratio} |")


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or [1_000_000])

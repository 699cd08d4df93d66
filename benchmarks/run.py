"""Time and peak memory of whole `dq` commands, beside a plain read of the same files in the same run.

    make bench                      # 90 000 and 1 000 000 listings, 3 rounds
    python benchmarks/run.py 90000  # other sizes

Every figure is of a whole process, interpreter start included. Absolute seconds differ between machines and
hours; the ratio to the plain read is what to compare. Peak memory is the largest single process.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from dq.generate import region, write_delivery

ROUNDS = 3
PER_CLINIC = 7_600
PLAIN = """
import sys
from pathlib import Path
import polars as pl
total = 0
for path in sorted(Path(sys.argv[1]).iterdir()):
    if path.suffix in (".csv", ".txt"):
        data = path.read_bytes()
        text = data.decode("cp1252" if b"\\xe4" in data[:200] else "utf-8-sig").encode()
        mark = max((";", ",", "\\t"), key=text[:200].decode("utf-8", "ignore").count)
        total += pl.read_csv(text, separator=mark, infer_schema=False).height
    elif path.suffix == ".parquet":
        total += pl.read_parquet(path).height
    elif path.suffix == ".xlsx":
        total += pl.read_excel(path, infer_schema_length=0).height
print(total)
"""


def measured(words: list[str], codes: tuple[int, ...]) -> tuple[float, float]:
    """Run a command; give wall seconds and the peak resident MB of its largest process."""
    start = time.perf_counter()
    child = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in codes:
        raise SystemExit(f"{' '.join(words)} ended in {child.returncode}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def median(words: list[str], codes: tuple[int, ...] = (0,)) -> tuple[float, float]:
    """Median wall seconds and largest memory over the rounds, after one warm-up."""
    measured(words, codes)
    runs = [measured(words, codes) for _ in range(ROUNDS)]
    return statistics.median(wall for wall, _ in runs), max(memory for _, memory in runs)


def main(sizes: list[int]) -> None:
    """Print one Markdown table."""
    dq = [sys.executable, "-m", "dq"]
    print("| what | wall s | peak MB | x plain read |")
    print("|---|---|---|---|")
    print("| `dq --help` | {:.2f} | {:.0f} | |".format(*median([*dq, "--help"])))
    print("| `dq explain CON-01` | {:.2f} | {:.0f} | |".format(*median([*dq, "explain", "CON-01"])))
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder)
            write_delivery(region(7, listings=size, clinics=max(12, size // PER_CLINIC)), place / "in")
            plain = median([sys.executable, "-c", PLAIN, str(place / "in")])
            words = ["check", str(place / "in"), "--suite", "demo", "--day", "2026-10-31", "-q"]
            judged = median(
                [*dq, *words, "--out", str(place / "ut"), "--report", str(place / "r.html")], (10,)
            )
            print(f"| plain read of the files, {size:,} listings | {plain[0]:.2f} | {plain[1]:.0f} | 1 |")
            ratio = judged[0] / plain[0]
            what = f"`dq check` with report, {size:,} listings"
            print(f"| {what} | {judged[0]:.2f} | {judged[1]:.0f} | {ratio:.1f} |")


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or [90_000, 1_000_000])

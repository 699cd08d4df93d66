"""Same bytes, same verdict; same rows in another order, same judgement."""

import csv
import hashlib
import os
import random
import subprocess
import sys
from datetime import date
from pathlib import Path
from shutil import copytree

import pytest

import dq

pytestmark = pytest.mark.slow

DAY = date(2026, 10, 31)


def shuffled(source: Path, target: Path) -> Path:
    """Copy a delivery with the data rows of every text file in another order, and a manifest that fits."""
    copytree(source, target)
    chance = random.Random(1)
    for path in sorted(target.glob("*.csv")) + sorted(target.glob("*.txt")):
        if path.name != "manifest.csv":
            head, *rows = path.read_bytes().splitlines(keepends=True)
            chance.shuffle(rows)
            path.write_bytes(head + b"".join(rows))
    manifest = target / "manifest.csv"
    text = manifest.read_text(encoding="utf-8-sig")
    for row in csv.DictReader(text.splitlines(), delimiter=";"):
        new = hashlib.sha256((target / row["Fil"]).read_bytes()).hexdigest()
        text = text.replace(row["SHA-256"], new)
    manifest.write_text(text, encoding="utf-8")
    return target


def test_rows_in_another_order_give_the_same_judgement(demo_delivery: Path, tmp_path: Path) -> None:
    dq.check(demo_delivery, suite="demo", day=DAY, out=tmp_path / "one")
    dq.check(shuffled(demo_delivery, tmp_path / "in"), suite="demo", day=DAY, out=tmp_path / "two")
    one, two = ((tmp_path / name / "judgement.json").read_bytes() for name in ("one", "two"))
    assert one == two


def test_same_bytes_give_the_same_verdict_whatever_threads_and_hash_seed(
    demo_delivery: Path, tmp_path: Path
) -> None:
    seen = set()
    for threads, seed in (("1", "0"), ("2", "1"), ("2", "42")):
        out = tmp_path / f"{threads}{seed}"
        words = ["check", str(demo_delivery), "--suite", "demo", "--day", DAY.isoformat(), "-q"]
        done = subprocess.run(
            [sys.executable, "-m", "dq", *words, "--out", str(out), "--report", str(out / "r.html")],
            env={**os.environ, "POLARS_MAX_THREADS": threads, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=False,
        )
        assert done.returncode == 10
        names = ("verdict.json", "judgement.json", "findings.parquet", "r.html")
        seen.add(tuple(hashlib.sha256((out / name).read_bytes()).hexdigest() for name in names))
    assert len(seen) == 1

"""No resident leaves the files: not in what is printed, not in what is written."""

import random
from pathlib import Path

import polars as pl
import pytest

from dq.cli.app import run
from dq.core.run import Run

DAY = "2026-10-31"


def people(delivery: Path) -> list[str]:
    """200 persons of the Parquet file of the delivery."""
    path = next(delivery.glob("*.parquet"))
    first = pl.read_parquet(path)
    ids = first[first.columns[0]].unique().sort().to_list()
    return random.Random(1).sample(ids, 200)


def written(folder: Path) -> str:
    """All that a run wrote, as text; Parquet through its cells."""
    texts = [path.read_text(encoding="utf-8") for path in folder.rglob("*.json")]
    texts += [path.read_text(encoding="utf-8") for path in folder.rglob("*.html")]
    texts += [str(pl.read_parquet(path).to_dicts()) for path in folder.rglob("*.parquet")]
    return "\n".join(texts)


def test_no_person_is_in_any_output_of_a_run(demo_delivery: Path, demo_run: Run) -> None:
    place = demo_delivery.parent
    text = written(place / "ut") + (place / "rapport.html").read_text(encoding="utf-8")
    found = [person for person in people(demo_delivery) if person in text]
    assert found == []


def test_no_person_is_printed(demo_delivery: Path, demo_run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    out = str(demo_delivery.parent / "ut")
    for words in (
        ["show", out, "--all"],
        ["show", out, "--rule", "UNQ-02"],
        ["show", out, "--rule", "ABS-01"],
    ):
        run(words)
    told = capsys.readouterr()
    found = [person for person in people(demo_delivery) if person in told.out + told.err]
    assert found == []


@pytest.mark.parametrize("spoil", ["ragged", "quote", "encoding", "date", "number", "control"])
def test_no_person_is_told_when_a_file_is_broken(
    demo_delivery: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], spoil: str
) -> None:
    secret = "19121212-1212"
    rows = {
        "ragged": f"{secret};SE2321000990-E01;L1\n",
        "quote": f'"{secret};SE2321000990-E01;L1;2020-01-01\n',
        "encoding": f"{secret};SE2321000990-E01;L\xe4;2020-01-01\n",
        "date": f"{secret};SE2321000990-E01;L1;{secret}\n",
        "number": f"{secret};{secret};{secret};2020-01-01\n",
        "control": f"{secret}\x00;SE2321000990-E01;L1;2020-01-01\n",
    }
    folder = tmp_path / "in"
    folder.mkdir()
    text = "Personnummer;HSA-id;Läkare;Fr.o.m.\n".encode() + rows[spoil].encode("latin-1")
    (folder / "listning.csv").write_bytes(text)
    out, report = tmp_path / "ut", tmp_path / "ut" / "r.html"
    words = ["check", str(folder), "--suite", "minimal", "--day", DAY, "--out", str(out)]
    code = run([*words, "--report", str(report), "--debug"])
    told = capsys.readouterr()
    assert code in (10, 11)
    everything = told.out + told.err + written(out)
    assert secret not in everything
    assert secret.replace("-", "") not in everything

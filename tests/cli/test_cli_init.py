"""`dq init`: what it shows and writes, that it writes over nothing, that `dq check` then reads the files."""

import io
import json
import sys
import tomllib
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from cli_fakes import module

from dq.core.ledger import FileRead
from dq.settings import load_suite
from dq.settings.propose import Proposal

PERSON = "189207219818"
LISTINGS = f"Personnr;HSA-id;Lakare;Fr.o.m.\n{PERSON};SE2321000016-A1;SE1-DÅ;31/1/2022\n"
ROLL = "HSA-id;Enhet;Befattning;Tjgr;Tillträde\nSE1-DÅ;SE2321000016-A1;specialist;75;2020-01-01\n"


def a_look(name: str = "a.csv", recognised: bool = True, **seen: Any) -> SimpleNamespace:
    file = FileRead(name=name, status="read", feed="listings", rows=7)
    proposal = Proposal(name, "listings", "SE1", keys={"encoding": "utf-8"})
    return SimpleNamespace(file=file, seen=seen, proposal=proposal, recognised=recognised, is_read=True)


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[SimpleNamespace]:
    found = [a_look()]
    module(monkeypatch, "dq.pipeline.looking", look_at_files=lambda *_: tuple(found))
    return found


def test_what_was_seen_is_shown_and_written_and_read_by_check(dq, tmp_path: Path) -> None:
    (tmp_path / "in/norr_2026-10.csv").write_bytes(LISTINGS.encode("cp1252"))
    (tmp_path / "in/rulla.csv").write_text(ROLL, encoding="utf-8")
    answer = dq("init", "in", "--region", "03", "--ci", "github", "-q")
    assert answer.code == 0
    for line in (
        "● norr_2026-10.csv\n",
        "  Innehåll     listings, 1 rad\n",
        "  Form         csv, windows-1252 (rad 2 är inte UTF-8), avgränsare ;",
        "  Datum        valid_from d/m/yyyy\n",
        "  Andelar      fte percent\n",
        "2 av 2 filer känns igen.\n",
        "Skrivet  dq.toml, svit/suite.toml, .github/workflows/dq.yml\n",
        "Sedan    dq check in --suite svit/suite.toml --day DAG\n",
        "Utgångskod 0: alla filer känns igen.\n",
    ):
        assert line in answer.out
    assert "Lakare = physician_id (föreslås)" in " ".join(answer.out.split())
    assert max(len(line) for line in answer.out.splitlines()) <= 80
    assert answer.err == ""
    written = [
        (tmp_path / name).read_text(encoding="utf-8") for name in ("dq.toml", ".github/workflows/dq.yml")
    ]
    assert PERSON not in answer.out + "".join(written)
    assert 'run: dq check "$DELIVERY" --suite svit/suite.toml' in written[1]
    assert 'DELIVERY: "in"' in written[1]
    run = dq("check", "in", "--suite", "national", "--day", "2026-10-31", "-q")
    assert run.code in (10, 11)
    ledger = json.loads((tmp_path / "ut/run.json").read_text(encoding="utf-8"))["files"]
    assert [(file["status"], file["unread_cells"]) for file in ledger] == [("read", 0), ("read", 0)]


def test_the_suite_is_one_that_loads(dq, looks, tmp_path: Path) -> None:
    from datetime import date

    assert dq("init", "in", "--region", "14").code == 0
    suite = load_suite(str(tmp_path / "svit/suite.toml"), date(2026, 10, 31))
    assert (suite.file.region.code, suite.file.region.name) == ("14", "Västra Götalandsregionen")
    assert suite.file.title_sv == "Västra Götalandsregionen: kontroll före utbetalning"
    assert len(suite.chosen) > 10


def test_a_delivery_beside_the_settings_leaves_them_out(dq, tmp_path: Path) -> None:
    (tmp_path / "in").rmdir()
    (tmp_path / "rulla.csv").write_text(ROLL, encoding="utf-8")
    assert dq("init", "--ci", "gitlab", "--region", "01").code == 0
    files = tomllib.loads((tmp_path / "dq.toml").read_text(encoding="utf-8"))["files"]
    left_out = sorted(name for name, table in files.items() if table.get("ignore"))
    assert left_out == [".git/*", ".github/*", ".gitlab-ci.yml", "dq.toml", "svit/*", "ut/*"]
    dq("check", ".", "--suite", "national", "--day", "2026-10-31", "-q")
    ledger = json.loads((tmp_path / "ut/run.json").read_text(encoding="utf-8"))["files"]
    assert {file["name"]: file["status"] for file in ledger} == {
        ".gitlab-ci.yml": "ignored",
        "dq.toml": "ignored",
        "rulla.csv": "read",
        "svit/suite.toml": "ignored",
    }


@pytest.mark.parametrize("taken", ["dq.toml", "svit/suite.toml", ".gitlab-ci.yml"])
def test_nothing_is_written_over(dq, looks, tmp_path: Path, taken: str) -> None:
    (tmp_path / taken).parent.mkdir(exist_ok=True)
    (tmp_path / taken).write_text("mine")
    answer = dq("init", "in", "--region", "03", "--ci", "gitlab")
    assert answer.code == 20
    assert f"{taken} finns redan" in answer.err
    assert (tmp_path / taken).read_text() == "mine"
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == [Path(taken).name]


def test_a_file_that_is_not_wholly_recognised_ends_in_11_and_all_is_written(
    dq, looks, tmp_path: Path
) -> None:
    dates = {"valid_from": ("x", "y")}
    looks.append(a_look("b.csv", recognised=False, unclear=["dates.valid_from"], dates=dates))
    answer = dq("init", "in")
    assert answer.code == 11
    assert "▲ b.csv\n" in answer.out
    assert "  Datum        valid_from x eller y\n" in answer.out
    assert "  Att välja    dates.valid_from\n" in answer.out
    assert "1 av 2 filer känns igen." in answer.out
    assert (tmp_path / "dq.toml").is_file()
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["dq.toml"]


def test_files_that_are_alike_are_shown_together(dq, looks) -> None:
    looks += [a_look(f"b{n}.csv") for n in range(4)]
    out = dq("init", "in").out
    assert "● a.csv, b0.csv, b1.csv och 2 till\n" in out
    assert "listings, 35 rader\n" in out


def test_json_is_the_only_thing_on_stdout(dq, looks) -> None:
    looks.append(a_look("b.csv", recognised=False, unmapped=["A\x1b[2J"]))
    answer = dq("init", "in", "--format", "json", "--region", "03")
    told = json.loads(answer.out)
    assert (told["exit_code"], told["written"]) == (11, ["dq.toml", "svit/suite.toml"])
    assert [(file["name"], file["recognised"], file["sender"]) for file in told["files"]] == [
        ("a.csv", True, "SE1"),
        ("b.csv", False, "SE1"),
    ]
    assert "\x1b" not in json.dumps(told["files"], ensure_ascii=False)


@pytest.mark.parametrize(
    ("args", "part"),
    [
        (("init", "nope"), "nope"),
        (("init", "in", "--region", "99"), "'99'"),
        (("init", "in", "--ci", "jenkins"), "github"),
        (("init", "in", "--force"), "--force"),
    ],
)
def test_wrong_use_ends_in_20(dq, looks, tmp_path: Path, args: tuple[str, ...], part: str) -> None:
    answer = dq(*args)
    assert answer.code == 20
    assert part in answer.err
    assert not (tmp_path / "dq.toml").exists()


def test_an_empty_folder_ends_in_20(dq, tmp_path: Path) -> None:
    answer = dq("init", "in")
    assert answer.code == 20
    assert "inga filer" in answer.err
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_a_place_that_cannot_be_written_ends_in_32(dq, looks, tmp_path: Path) -> None:
    (tmp_path / "svit").write_text("a file")
    assert dq("init", "in", "--region", "03").code == 32
    assert not (tmp_path / "dq.toml").exists()


def test_a_person_at_a_terminal_is_asked(dq, looks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Terminal("77\n03\n\n"))
    answer = dq("init", "in")
    assert answer.code == 0
    assert "Länskod" in answer.err
    assert (tmp_path / "svit/suite.toml").is_file()
    assert not (tmp_path / ".gitlab-ci.yml").exists()


def test_nobody_is_asked_without_a_terminal(dq, looks, tmp_path: Path) -> None:
    assert dq("init", "in").code == 0
    assert (tmp_path / "dq.toml").is_file()
    assert not (tmp_path / "svit").exists()


def test_english(dq, looks) -> None:
    out = dq("--lang", "en", "init", "in").out
    assert "1 of 1 files are recognised." in out
    assert "Exit code 0: all files are recognised." in out

"""A delivery through the child: which feed a file is, the manifest, the ledger, and a child that dies."""

import json
import sys
from datetime import date
from pathlib import Path
from subprocess import run

import polars as pl
import pytest

from dq.core.errors import Refused
from dq.core.feed import SOURCE_COLUMNS
from dq.core.ledger import FileRead
from dq.core.table import Declared, FileRule, ReadLimits
from dq.feeds import FEEDS
from dq.pipeline import answer as answering
from dq.pipeline import child, child_process
from dq.pipeline.intake import NEVER_GUESSED, Delivery, list_files, read_delivery
from dq.pipeline.orders import Setup, read_setup, setup_line

DAY = date(2026, 10, 31)
PERSON = "189207219818"
LISTINGS = f"Personnr;HSA-id;Läkare;Fr.o.m.\n{PERSON};SE1-A;SE1-D;2022-10-02\nP2;SE1-A;;24-01-31\n"
STAFF = "HSA-id;Enhet;Befattning;Tjgr;Tillträde\nSE1-D;SE1-A;specialist;75;2020-01-01\n"


def put(folder: Path, **files: str | bytes) -> Path:
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        data = content if isinstance(content, bytes) else content.encode()
        (folder / name.replace("__", ".")).write_bytes(data)
    return folder


def take(folder: Path, **words: object) -> tuple[Delivery, dict[str, FileRead]]:
    delivery = read_delivery([folder], work=folder.parent / "arbete", day=DAY, **words)  # type: ignore[arg-type]
    return delivery, {file.name: file for file in delivery.files}


def test_a_delivery_with_a_manifest(tmp_path: Path) -> None:
    manifest = (
        "Fil;Innehåll;Rader;Teckenkodning;Avgränsare;Avsändare;Uttagsdag;SHA-256\n"
        "a.csv;listings;3;windows-1252;semikolon;SE1-A;2026-10-31;\n"
        "b.csv;Bemanning;;;;Regionen;;\n"
        f"c.csv;visits;;;;;;{'0' * 64}\n"
        "d.csv;claims;;;;;;\n"
        "e.csv;lisstings;;;;;;\n"
    )
    seen: list[str] = []
    folder = put(
        tmp_path / "in",
        a__csv=LISTINGS.encode("cp1252"),
        b__csv=STAFF,
        c__csv=STAFF,
        e__csv=STAFF,
        manifest__csv=manifest,
    )
    delivery, files = take(folder, progress=lambda file: seen.append(file.name))
    assert [file.status for file in delivery.files] == [
        "read",
        "read",
        "refused",
        "missing",
        "refused",
        "read",
    ]
    listings = files["a.csv"]
    assert (listings.feed, listings.provider_id, listings.stated_rows) == ("listings", "SE1-A", 3)
    assert (listings.rows, listings.lines, listings.unread_cells) == (2, 3, 1)
    assert listings.snapshot_date == DAY
    assert listings.decisions == ("encoding=windows-1252", "person:form=pseudonym")
    assert listings.mapping["person_id"] == "Personnr"
    assert files["b.csv"].feed == "staff_roll"
    assert files["b.csv"].provider_id == ""
    assert files["c.csv"].error == "sha256_differs"
    assert files["d.csv"].error == "file_missing"
    assert files["e.csv"].error == "feed_name"
    assert sorted(seen) == sorted(files)
    assert delivery.unread.rows() == [("listings", "a.csv", 3, "valid_from", "out_of_form")]
    frame = pl.read_parquet(delivery.frames["listings"][0])
    assert tuple(frame.columns) == (*FEEDS["listings"].outputs, *SOURCE_COLUMNS)
    assert frame["person_id"].to_list() == [PERSON, "P2"]
    assert (tmp_path / "arbete").stat().st_mode & 0o777 == 0o700
    assert delivery.frames["listings"][0].stat().st_mode & 0o777 == 0o600


def test_the_feed_by_headers_by_rule_and_by_map(tmp_path: Path) -> None:
    folder = put(
        tmp_path / "in",
        bem__csv=STAFF,
        lista__csv=LISTINGS,
        tidigare__csv=LISTINGS,
        mappad__csv=LISTINGS.replace("Läkare", "Lakare"),
        skräp__csv="a;b\n1;2\n",
        not__txt="hej",
        __dold="x",
    )
    (folder / "länk.csv").symlink_to(folder / "bem.csv")
    rules = [FileRule("tidig*", Declared(feed="listings_previous")), FileRule("*.txt", None)]
    delivery, files = take(folder, file_rules=rules, maps={"Lakare": "physician_id"})
    assert {name: file.feed for name, file in files.items() if file.status == "read"} == {
        "bem.csv": "staff_roll",
        "lista.csv": "listings",
        "tidigare.csv": "listings_previous",
        "mappad.csv": "listings",
    }
    assert files["lista.csv"].provider_id == "SE1-A"
    assert files["not.txt"].status == "ignored"
    assert files["skräp.csv"].error == "unknown_headers"
    assert files[".dold"].error == "file_hidden"
    assert files["länk.csv"].error == "file_not_regular"
    assert sorted(delivery.frames) == ["listings", "listings_previous", "staff_roll"]
    assert len(delivery.frames["listings"]) == 2


def setup() -> Setup:
    guessable = [name for name in FEEDS if name not in NEVER_GUESSED]
    return read_setup(setup_line(FEEDS.values(), guessable, ReadLimits(), DAY))


def ask(tmp_path: Path, content: str, **declared: object) -> dict[str, object]:
    path = tmp_path / "fil.csv"
    path.write_text(content, encoding="utf-8")
    order = {"path": str(path), "name": "fil.csv", "declared": declared, "out": str(tmp_path / "ut.parquet")}
    return answering.answer(order, setup())


def test_feeds_survive_the_pipe() -> None:
    assert setup().feeds == FEEDS


@pytest.mark.parametrize(
    ("header", "declared", "key", "part"),
    [
        ("Personnr;HSA-id;Lakare;Fr.o.m.", {}, "no_column", 'Byt en rubrik till "Läkare"'),
        ("Personnr;HSA-id;Lakare;Fr.o.m.", {"feed": "listings"}, "no_column", "--map Lakare=physician_id"),
        ("Personnr;HSA-id;Lakare;Fr.o.m.", {}, "no_column", "Rubriker: Personnr, HSA-id, Lakare, Fr.o.m."),
        ("Personnr;x;y;z", {}, "unknown_feed", "Rubriker: Personnr, x, y, z"),
        ("w;x;y;z", {}, "unknown_headers", "ingen av de 4 rubrikerna"),
        ("Personnr;HSA-id;Läkare;PAL;Fr.o.m.", {}, "ambiguous_column", "physician_id: Läkare, PAL"),
        ("Personnr;HSA-id;Läkare;Fr.o.m.", {"feed": "listnings"}, "feed_name", "listnings"),
    ],
)
def test_a_file_without_its_columns_says_what_to_do(
    tmp_path: Path, header: str, declared: dict[str, str], key: str, part: str
) -> None:
    row = ";".join([PERSON] * (header.count(";") + 1))
    got = ask(tmp_path, f"{header}\n{row}\n", **declared)
    assert (got["status"], got["error"]) == ("refused", key)
    fault = Refused(str(got["error"]), **got["values"])  # type: ignore[arg-type]
    assert part in fault.text("sv")
    assert fault.text("en")
    assert PERSON not in json.dumps(got) + fault.text("sv") + fault.text("en")


def test_no_answer_holds_a_cell(tmp_path: Path) -> None:
    got = ask(tmp_path, LISTINGS.replace("P2;SE1-A", f"{PERSON}.0;{PERSON}"))
    assert got["status"] == "read"
    assert PERSON not in json.dumps(got)
    assert PERSON not in pl.read_parquet(tmp_path / "ut.unread.parquet").write_csv()


def test_whatever_a_parser_raises_becomes_a_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for fault, key in ((KeyboardInterrupt(PERSON), "parser_died"), (MemoryError(PERSON), "file_limit")):

        def fail(*_: object, fault: BaseException = fault) -> None:
            raise fault

        monkeypatch.setattr(answering, "read_source", fail)
        got = ask(tmp_path, LISTINGS)
        assert (got["status"], got["error"]) == ("refused", key)
        assert PERSON not in json.dumps(got)


DYING = (
    "import os, dq.pipeline.child as c\n"
    "real = c.answer\n"
    "c.answer = lambda order, setup: os.abort() if 'bomb' in order['name'] else real(order, setup)\n"
    "c.main()"
)


def test_a_child_that_dies_takes_only_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child_process, "COMMAND", (sys.executable, "-P", "-c", DYING))
    folder = put(tmp_path / "in", a__csv=LISTINGS, bomb__csv=STAFF, c__csv=STAFF)
    delivery, files = take(folder)
    assert [file.status for file in delivery.files] == ["read", "refused", "read"]
    assert files["bomb.csv"].error == "parser_died"
    assert len(files["bomb.csv"].sha256) == 64
    assert delivery.frames.keys() == {"listings", "staff_roll"}


def test_a_child_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    asleep = "import time; input(); input(); time.sleep(60)"
    monkeypatch.setattr(child_process, "COMMAND", (sys.executable, "-S", "-c", asleep))
    with child_process.ChildProcess("{}", wall_seconds=0.4) as process:
        assert process.ask({"name": "a.csv"}) == {
            "status": "refused",
            "error": "file_limit",
            "values": {"file": "a.csv"},
        }


def test_the_child_loads_no_engine() -> None:
    code = (
        "import sys, dq.pipeline.child\n"
        "print([m for m in ('pandera', 'great_expectations', 'click') if m in sys.modules])"
    )
    root = Path(child.__file__).parents[2]
    done = run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    assert done.stdout.strip() == "[]"


def test_names_are_relative_sorted_and_told_apart(tmp_path: Path) -> None:
    first, second = put(tmp_path / "a", x__csv="1", b__csv="2"), put(tmp_path / "b", x__csv="3")
    put(first / "under", y__csv="4")
    assert [name for name, _ in list_files([first])] == ["b.csv", "under/y.csv", "x.csv"]
    assert [name for name, _ in list_files([first, second / "x.csv"])] == [
        "b.csv",
        "b/x.csv",
        "under/y.csv",
        "x.csv",
    ]

"""Archives and folders of many files: a line each in the ledger, one child for all, the same rows."""

import hashlib
import io
import json
import zipfile
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from dq.core.ledger import FileRead
from dq.core.table import Declared, FileRule, ReadLimits
from dq.feeds import FEEDS
from dq.pipeline import child_process, intake
from dq.pipeline.answer import answer
from dq.pipeline.child_process import ChildProcess
from dq.pipeline.frames import stage
from dq.pipeline.intake import NEVER_GUESSED, Delivery, read_delivery
from dq.pipeline.joined import Part, join_small
from dq.pipeline.orders import Setup, read_setup, setup_line
from dq.pipeline.region import lost
from dq.pipeline.versions import run_id

DAY = date(2026, 10, 31)
HEAD = "Personnr;HSA-id;Läkare;Fr.o.m.\n"
STAFF = "HSA-id;Enhet;Befattning;Tjgr;Tillträde\nSE1-D;SE1-A;specialist;75;2020-01-01\n"


class Inline:
    """Answers orders in this process, through the same JSON as the child: starting one takes a second."""

    def __init__(self, setup: str, _wall: float) -> None:
        self.setup = read_setup(setup)

    def __enter__(self) -> "Inline":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def ask(self, order: dict[str, object]) -> dict[str, object]:
        told: dict[str, object] = json.loads(json.dumps(answer(json.loads(json.dumps(order)), self.setup)))
        return told


@pytest.fixture
def own_child() -> None:
    """Ask for the real child process."""


@pytest.fixture(autouse=True)
def _inline(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if "own_child" not in request.fixturenames:
        monkeypatch.setattr(intake, "ChildProcess", Inline)


def listings(clinic: str, rows: int = 2) -> bytes:
    """A clinic's listings, in UTF-8."""
    lines = (f"P{clinic}{n};SE1-{clinic};SE1-D;2022-10-02\n" for n in range(rows))
    return (HEAD + "".join(lines)).encode()


def zipped(files: dict[str, bytes]) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return kept.getvalue()


def put(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def take(folder: Path, **words: object) -> tuple[Delivery, dict[str, FileRead]]:
    work = folder.parent / f"arbete-{folder.name}"
    delivery = read_delivery([folder], work=work, day=DAY, **words)  # type: ignore[arg-type]
    return delivery, {file.name: file for file in delivery.files}


def rows_of(delivery: Delivery, feed: str) -> pl.DataFrame:
    staged = stage(delivery.frames, delivery.files)
    return staged.feeds[feed].collect().drop("source_file", "row_id").sort("person_id")


def test_an_archive_gives_the_rows_of_its_files(tmp_path: Path) -> None:
    files = {"a.csv": listings("A"), "syd/b.csv": listings("B", 3)}
    packed = zipped(files)
    plain, _ = take(put(tmp_path / "lösa", files))
    delivery, ledger = take(put(tmp_path / "zip", {"alla.zip": packed}))
    assert rows_of(plain, "listings").equals(rows_of(delivery, "listings"))
    assert {name: file.status for name, file in ledger.items()} == {
        "alla.zip": "opened",
        "alla.zip/a.csv": "read",
        "alla.zip/syd/b.csv": "read",
    }
    box = ledger["alla.zip"]
    assert (box.form, box.feed, box.lines, box.rows, box.error) == ("zip", "", 0, 0, "")
    assert (box.sha256, box.size) == (hashlib.sha256(packed).hexdigest(), len(packed))
    member = ledger["alla.zip/syd/b.csv"]
    assert (member.sha256, member.rows) == (hashlib.sha256(files["syd/b.csv"]).hexdigest(), 3)
    assert (member.provider_id, member.lines) == ("SE1-B", 4)
    assert not any(lost(file) for file in delivery.files)
    frame = pl.read_parquet(delivery.frames["listings"][1])
    assert frame["source_file"].unique().to_list() == ["alla.zip/syd/b.csv"]
    assert frame["source_row"].to_list() == [2, 3, 4]


def test_every_row_is_accounted_for(tmp_path: Path) -> None:
    files = {"alla.zip": zipped({"a.csv": listings("A"), "b.csv": listings("B")}), "c.csv": listings("C", 5)}
    delivery, _ = take(put(tmp_path / "in", files))
    [account] = stage(delivery.frames, delivery.files).accounts
    assert (account.feed, account.files, account.lines, account.judged) == ("listings", 3, 12, 9)


def test_the_archive_is_part_of_what_names_a_run(tmp_path: Path) -> None:
    files = {"a.csv": listings("A")}
    one, _ = take(put(tmp_path / "ett", {"alla.zip": zipped(files)}))
    other, _ = take(put(tmp_path / "två", {"alla.zip": zipped({**files, "mapp/": b""})}))
    again, _ = take(put(tmp_path / "tre", {"alla.zip": (tmp_path / "ett" / "alla.zip").read_bytes()}))
    assert run_id(one.files, {}, {}) == run_id(again.files, {}, {})
    assert run_id(one.files, {}, {}) != run_id(other.files, {}, {})


def test_a_bad_member_is_one_line_and_not_the_archive(tmp_path: Path) -> None:
    members = {
        "a.csv": listings("A"),
        "kort.csv": HEAD.encode() + b"P1;SE1-A\n",
        "in.zip": zipped({"x.csv": listings("X")}),
        "y.csv.gz": b"\x1f\x8b\x08" + bytes(30),
        ".dold.csv": listings("D"),
        "__MACOSX/._a.csv": b"\x00\x05\x16\x07",
        "syd/.DS_Store": b"\x00\x00\x00\x01Bud1",
        "tom.csv": b"",
    }
    delivery, ledger = take(put(tmp_path / "in", {"alla.zip": zipped(members)}))
    assert {name: (file.status, file.error) for name, file in ledger.items()} == {
        "alla.zip": ("opened", ""),
        "alla.zip/a.csv": ("read", ""),
        "alla.zip/kort.csv": ("refused", "line_fields"),
        "alla.zip/in.zip": ("refused", "archive_inside"),
        "alla.zip/y.csv.gz": ("refused", "archive_inside"),
        "alla.zip/.dold.csv": ("refused", "file_hidden"),
        "alla.zip/__MACOSX/._a.csv": ("ignored", "file_left_behind"),
        "alla.zip/syd/.DS_Store": ("ignored", "file_left_behind"),
        "alla.zip/tom.csv": ("refused", "file_empty"),
    }
    assert sum(lost(file) for file in delivery.files) == 5
    assert ledger["alla.zip/kort.csv"].values["file"] == "alla.zip/kort.csv"


def test_an_unsafe_archive_gives_nothing(tmp_path: Path) -> None:
    files = {"alla.zip": zipped({"a.csv": listings("A"), "../b.csv": listings("B")})}
    delivery, ledger = take(put(tmp_path / "in", files))
    assert list(ledger) == ["alla.zip"]
    assert (ledger["alla.zip"].status, ledger["alla.zip"].error) == ("refused", "archive_unsafe")
    assert ledger["alla.zip"].sha256 == hashlib.sha256(files["alla.zip"]).hexdigest()
    assert lost(ledger["alla.zip"])
    assert delivery.frames == {}


def test_an_archive_is_told_by_its_bytes(tmp_path: Path) -> None:
    files = {"lista.csv": zipped({"a.csv": listings("A")}), "text.zip": listings("B")}
    _, ledger = take(put(tmp_path / "in", files))
    assert {name: file.status for name, file in ledger.items()} == {
        "lista.csv": "opened",
        "lista.csv/a.csv": "read",
        "text.zip": "read",
    }


def manifest(*rows: str) -> bytes:
    return ("Fil;Innehåll;Rader;Teckenkodning;SHA-256\n" + "\n".join(rows) + "\n").encode()


def test_a_manifest_in_the_archive(tmp_path: Path) -> None:
    members = {
        "a.csv": listings("Å").decode().encode("cp1252"),
        "manifest.csv": manifest("a.csv;listings;2;windows-1252;", "b.csv;listings;;;"),
        "c.csv": listings("C"),
    }
    _, ledger = take(put(tmp_path / "in", {"alla.zip": zipped(members)}))
    assert ledger["alla.zip/manifest.csv"].feed == "manifest"
    read = ledger["alla.zip/a.csv"]
    assert (read.status, read.stated_rows, read.decisions[0]) == ("read", 2, "encoding=windows-1252")
    assert (ledger["alla.zip/b.csv"].status, ledger["alla.zip/b.csv"].error) == ("missing", "file_missing")
    assert ledger["alla.zip/c.csv"].status == "read"


def test_a_manifest_beside_the_archive(tmp_path: Path) -> None:
    packed = zipped({"a.csv": listings("A"), "b.csv": listings("Å").decode().encode("cp1252")})
    digest = hashlib.sha256(packed).hexdigest()
    told = manifest(f"alla.zip;listings;4;;{digest}", "alla.zip/b.csv;;2;windows-1252;")
    _, ledger = take(put(tmp_path / "in", {"alla.zip": packed, "manifest.csv": told}))
    assert {name: file.status for name, file in ledger.items()} == {
        "alla.zip": "opened",
        "alla.zip/a.csv": "read",
        "alla.zip/b.csv": "read",
        "manifest.csv": "read",
    }
    assert (ledger["alla.zip"].stated_rows, ledger["alla.zip/a.csv"].stated_rows) == (4, None)
    assert ledger["alla.zip/b.csv"].stated_rows == 2


@pytest.mark.parametrize(
    ("row", "error", "members"),
    [
        (f"alla.zip;;;;{'0' * 64}", "sha256_differs", 0),
        ("alla.zip;;3;;", "archive_rows", 1),
        ("alla.zip;lisstings;;;", "", 1),
    ],
)
def test_what_a_manifest_says_of_the_archive_holds(
    tmp_path: Path, row: str, error: str, members: int
) -> None:
    files = {"alla.zip": zipped({"a.csv": listings("A")}), "manifest.csv": manifest(row)}
    _, ledger = take(put(tmp_path / "in", files))
    assert ledger["alla.zip"].error == error
    assert len(ledger) == 2 + members
    if not error:
        assert ledger["alla.zip/a.csv"].error == "feed_name"


def test_a_file_named_in_two_manifests_is_refused(tmp_path: Path) -> None:
    packed = zipped({"a.csv": listings("A"), "manifest.csv": manifest("a.csv;listings;;;")})
    files = {"alla.zip": packed, "manifest.csv": manifest("alla.zip/a.csv;listings;;;")}
    _, ledger = take(put(tmp_path / "in", files))
    assert ledger["alla.zip/a.csv"].error == "manifest_twice"


def test_the_same_file_beside_the_archive_counts_once(tmp_path: Path) -> None:
    files = {"alla.zip": zipped({"a.csv": listings("A")}), "b.csv": listings("A")}
    delivery, ledger = take(put(tmp_path / "in", files))
    assert ledger["b.csv"].error == "same_file"
    assert len(delivery.frames["listings"]) == 1


def test_rules_by_name_hold_inside(tmp_path: Path) -> None:
    members = {"läs.txt": b"hej", "nu.csv": listings("A"), "bem.csv": STAFF.encode()}
    folder = put(tmp_path / "in", {"alla.zip": zipped(members)})
    rules = [FileRule("alla.zip/*.txt", None), FileRule("nu.csv", Declared(feed="listings_previous"))]
    _, ledger = take(folder, file_rules=rules)
    assert ledger["alla.zip/läs.txt"].status == "ignored"
    assert ledger["alla.zip/nu.csv"].feed == "listings_previous"
    assert ledger["alla.zip/bem.csv"].feed == "staff_roll"
    _, ledger = take(folder, file_rules=[FileRule("alla.zip", None)])
    assert [file.status for file in ledger.values()] == ["ignored"]


def test_a_rule_for_the_archive_holds_for_its_files(tmp_path: Path) -> None:
    members = {"a.csv": listings("Å").decode().encode("cp1252"), "b.csv": listings("B")}
    rules = [FileRule("alla.zip", Declared(feed="listings_previous", encoding="windows-1252"))]
    _, ledger = take(put(tmp_path / "in", {"alla.zip": zipped(members)}), file_rules=rules)
    assert [file.feed for file in ledger.values()] == ["", "listings_previous", "listings_previous"]


def test_members_of_all_forms(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {"Personnr": ["P9"], "HSA-id": ["SE1-P"], "Läkare": ["SE1-D"], "Fr.o.m.": ["2022-10-02"]}
    )
    book, parquet = io.BytesIO(), io.BytesIO()
    frame.write_excel(book)
    frame.with_columns(Personnr=pl.lit("P8")).write_parquet(parquet)
    flat = [{"Personnr": "P7", "HSA-id": "SE1-P", "Läkare": "SE1-D", "Fr.o.m.": "2022-10-02"}]
    members = {
        "a.xlsx": book.getvalue(),
        "b.parquet": parquet.getvalue(),
        "c.json": json.dumps(flat).encode(),
    }
    delivery, ledger = take(put(tmp_path / "in", {"alla.zip": zipped(members)}))
    assert [file.form for file in ledger.values()] == ["zip", "xlsx", "parquet", "json"]
    assert rows_of(delivery, "listings")["person_id"].to_list() == ["P7", "P8", "P9"]


PASTED = {
    "registered_shares": "Region  Datum  Andel  Nämnare\nJämtland /\nHärjedalen  2022-12-31  5 %  population",
    "survey_shares": "Enkät  Region  Andel ja (%)\nA  Västra Götaland  29",
    "ref_region": "Länskod  Kortnamn  Regionnamn  Folkmängd\n10  Blekinge  Region Blekinge  157 223",
    "published_table": "Tabell  Rad  Kolumn  Tryckt\nT1  Summa  Antal  1 234",
    "claims": "HSA-id Period Mätdatum Listade Antal namngivna\nSE2321000016-A1 2026-10 2026-10-31 1000 59",
}


@pytest.mark.parametrize("feed", PASTED)
def test_pasted_tables_of_these_feeds(tmp_path: Path, feed: str) -> None:
    rules = [FileRule("*.txt", Declared(feed=feed, form="pasted", maps={"Andel": "share"}))]
    folder = put(tmp_path / "in", {"tabell.txt": PASTED[feed].encode()})
    delivery, ledger = take(folder, file_rules=rules)
    read = ledger["tabell.txt"]
    assert (read.status, read.error, read.form, read.rows) == ("read", "", "pasted", 1)
    assert read.unread_cells == 0
    frame = pl.read_parquet(delivery.frames[feed][0])
    if feed == "registered_shares":
        assert frame.select("county_code", "share_num", "share_den").row(0) == ("23", 5, 100)
        assert (frame["source_row"][0], read.continuation) == (2, 1)


def test_names_from_an_archive_are_safe_to_show(tmp_path: Path) -> None:
    members = {"a\u202e\x1b[2J.csv": listings("A")}
    _, ledger = take(put(tmp_path / "in", {"alla.zip": zipped(members)}))
    assert list(ledger) == ["alla.zip", "alla.zip/a\\u202e\\u001b[2J.csv"]


def setup() -> Setup:
    guessable = [name for name in FEEDS if name not in NEVER_GUESSED]
    return read_setup(setup_line(FEEDS.values(), guessable, ReadLimits(), DAY))


def test_an_archive_that_changes_while_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "alla.zip"
    path.write_bytes(zipped({"a.csv": listings("A")}))
    order = {"path": str(path), "name": "alla.zip", "declared": {}, "out": str(tmp_path / "ut.parquet")}
    opened = answer(order, setup())
    assert opened["status"] == "opened"
    within = {"name": "alla.zip", "sha256": opened["sha256"], "member": "a.csv"}
    member = order | {"name": "alla.zip/a.csv", "within": within}
    assert answer(member, setup())["status"] == "read"
    answer(order | {"path": str(path) + "x"}, setup())  # another file: the archive is let go
    path.write_bytes(zipped({"a.csv": listings("A", 9)}))
    assert answer(member, setup())["error"] == "archive_changed"


@pytest.mark.usefixtures("own_child")
def test_one_child_and_one_opening_for_all_members(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[int] = []
    start = ChildProcess._start

    def counted(child: ChildProcess) -> object:
        started.append(1)
        return start(child)

    monkeypatch.setattr(child_process.ChildProcess, "_start", counted)
    members = {f"vc{n:03d}.csv": listings(f"{n:03d}", 1) for n in range(60)}
    files = {"alla.zip": zipped(members)} | {f"lös{n}.csv": listings(f"X{n}", 1) for n in range(20)}
    delivery, ledger = take(put(tmp_path / "in", files))
    assert started == [1]
    assert len(ledger) == 81
    assert sum(file.rows for file in delivery.files) == 80


@pytest.mark.parametrize(("most", "files"), [(9, 1), (8, 2), (2, 4), (1, 5)])
def test_small_files_are_joined_up_to_a_number_of_rows(tmp_path: Path, most: int, files: int) -> None:
    parts, start = [], 0
    for n, rows in enumerate((1, 1, 3, 1, 3)):
        path = tmp_path / f"{n}.parquet"
        pl.DataFrame({"a": range(start, start + rows)}).write_parquet(path)
        parts.append(Part(pl.scan_parquet(path), path, rows))
        start += rows
    made = join_small(parts, most)
    assert (len(made), sum(part.rows for part in made)) == (files, 9)
    assert pl.concat([part.frame for part in made]).collect()["a"].to_list() == list(range(9))
    assert [pl.read_parquet(part.path).height for part in made] == [part.rows for part in made]


def test_a_folder_of_many_files_is_staged_as_one_feed(tmp_path: Path) -> None:
    files = {f"vc{n:02d}.csv": listings(f"{n:02d}", 3) for n in range(30)}
    delivery, _ = take(put(tmp_path / "in", files))
    staged = stage(delivery.frames, delivery.files)
    frame = staged.feeds["listings"].collect()
    assert frame["row_id"].to_list() == list(range(90))
    assert frame["source_file"].unique(maintain_order=True).to_list() == sorted(files)
    assert frame["file_provider"].n_unique() == 30

"""Looking at files: what is proposed is what then reads them, and what cannot be told apart is left open."""

import gzip
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from dq.emit.judgement import judgement_of
from dq.generate import region, write_delivery
from dq.pipeline.intake import read_delivery
from dq.pipeline.looking import DAY, Look, look_at_files
from dq.pipeline.region import check
from dq.settings.project import load_project
from dq.settings.propose import Comments, project_text

PERSONS = ("189207219818", "189001019802")
NORTH, SOUTH, EAST, WEST = (f"SE2321000016-{letter}001" for letter in "NSEW")
HEADERS = ("Personnr", "HSA-id", "Läkare", "Fr.o.m.")
ROLL = ("HSA-id", "Enhet", "Befattning", "Tjgr", "Tillträde")
CLAIMS = ("Enhet", "Period", "Mätdatum", "Antal listade", "Antal listade på läkare", "Belopp", "Version")
Looks = dict[str, Look]


def table(headers: tuple[str, ...], rows: list[tuple[str, ...]], mark: str = ";") -> str:
    return "".join(mark.join(row) + "\n" for row in [headers, *rows])


def listings(unit: str, *days: str, headers: tuple[str, ...] = HEADERS, mark: str = ";") -> str:
    days, doctors = days or ("2022-10-02", "2024-01-31"), ("SE2321000016-DÅ1", "")
    rows = [(PERSONS[at % 2], unit, doctors[at % 2], day) for at, day in enumerate(days)]
    return table(headers, rows, mark)


def roll(*shares: str, day: str = "2020-01-01") -> str:
    rows = [(f"SE1-D{n}", NORTH, "specialist", share, day) for n, share in enumerate(shares)]
    return table(ROLL, rows)


def claims(amount: str) -> str:
    rows = [(NORTH, f"2026-{n}", f"31.{n}.2026", "1000", "800", amount, "1") for n in (10, 12)]
    return table((*CLAIMS, "Inrapporterat"), [(*row, "01.11.2026") for row in rows])


def workbook(*sheets: tuple[str, list[tuple[str, ...]]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    return out.getvalue()


def rows_of(text: str) -> list[tuple[str, ...]]:
    return [tuple(line.split(";")) for line in text.splitlines()]


def look(folder: Path, files: dict[str, str | bytes], own: tuple[str, ...] = ()) -> Looks:
    inside = folder / "in"
    inside.mkdir()
    for name, content in files.items():
        (inside / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    looks = look_at_files(inside, own, folder)
    assert [path.name for path in folder.iterdir()] == ["in"], "a look leaves nothing behind"
    return {each.file.name: each for each in looks}


def check_with(folder: Path, looks: Looks) -> dict[str, tuple[str, int, int]]:
    """Read the files as `dq check` would with the `dq.toml` that is proposed: status, rows, unread cells."""
    proposals = [each.proposal for each in looks.values() if each.proposal]
    unread = [name for name, each in looks.items() if not each.proposal]
    text = project_text(proposals, unread, ["dq.toml"], Comments())
    (folder / "dq.toml").write_text(text, encoding="utf-8")
    project = load_project(folder / "dq.toml")
    delivery = read_delivery(
        [folder / "in"], work=folder / "w", day=DAY, file_rules=project.file_rules, senders=project.senders
    )
    return {file.name: (file.status, file.rows, file.unread_cells) for file in delivery.files}


def keys(look: Look) -> dict[str, Any]:
    assert look.proposal is not None
    return dict(look.proposal.keys)


def test_what_is_proposed_reads_every_file_that_was_recognised(tmp_path: Path) -> None:
    odd = ("Personnr", "HSA-id", "Lakare", "Fr.o.m.")
    titled = [("Listningar Väst",), ("Uttag 2026",), (), *rows_of(listings(WEST)), ()]
    looks = look(
        tmp_path,
        {
            "norr_2026_09.csv": listings(NORTH, "31/1/2022", "2/10/2023", headers=odd).encode("cp1252"),
            "norr_2026_10.csv": listings(NORTH, "30/1/2022", "2/10/2023", headers=odd).encode("cp1252"),
            "begaran.csv": claims("12 345,50").encode("cp1252"),
            "begaran_2.csv": claims("12.345").encode("cp1252"),
            "soder.txt": listings(SOUTH, mark="\t").encode("utf-16"),
            "oster.csv": "Listningar Öster; uttag i oktober\n\n" + listings(EAST),
            "rulla.csv": roll("75,5", "100", day="2020-01-13"),
            "rulla_liten.csv": roll("1", "1", day="20200113"),
            "vast.xlsx": workbook(("Data", titled), ("Om", [("Källa",), ("Registret",)])),
            "gammal.gz": gzip.compress(listings(SOUTH, "22-10-02", "24-01-31").encode("cp1252")),
        },
    )
    assert [(name, each.seen) for name, each in looks.items() if not each.recognised] == []
    north = {
        "encoding": "windows-1252", "separator": ";", "header_line": 1,
        "map": {"Lakare": "physician_id"}, "dates": {"valid_from": "d/m/yyyy"},
    }  # fmt: skip
    assert keys(looks["norr_2026_09.csv"]) == keys(looks["norr_2026_10.csv"]) == north
    assert set(keys(looks["begaran.csv"])["dates"].values()) == {"dd.mm.yyyy"}
    assert keys(looks["begaran.csv"])["encoding"] == "windows-1252"
    assert "decimal" not in keys(looks["begaran.csv"])
    assert keys(looks["begaran_2.csv"])["decimal"] == ","
    assert keys(looks["soder.txt"]) == {"encoding": "utf-16", "separator": "\t", "header_line": 1}
    assert keys(looks["oster.csv"])["header_line"] == 3
    assert keys(looks["rulla.csv"])["units"] == {"fte": "percent"}
    assert keys(looks["rulla_liten.csv"])["units"] == {"fte": "fraction"}
    assert keys(looks["vast.xlsx"]) == {"sheet": "Data", "header_line": 4, "header_lines": 1}
    assert keys(looks["gammal.gz"])["dates"] == {"valid_from": "yy-mm-dd"}
    read = check_with(tmp_path, looks)
    assert read == {name: ("read", each.file.rows, 0) for name, each in looks.items()}
    assert (tmp_path / "dq.toml").read_text(encoding="utf-8").count(f"[senders.{NORTH}.listings]") == 1


def in_words(letters: str, encoding: str) -> bytes:
    return listings(NORTH).replace("DÅ1", f"D{letters}1").replace("Läkare", "PAL").encode(encoding)


ODD: dict[str, str | bytes] = {
    "choose.csv": listings(NORTH, "1/2/2022", "2/10/2023"),
    "one_odd_day.csv": listings(NORTH, *["31/1/2022"] * 9, "snart"),
    "no_days.csv": listings(NORTH, "i går", PERSONS[0]),
    "headless.csv": f"{PERSONS[0]};Anna Andersson;2022-10-02\n{PERSONS[1]};Berit Berg;2022-10-02\n",
    "identity.csv": table((*HEADERS, PERSONS[0]), [(PERSONS[1], SOUTH, "", "2022-10-02", "Anna")]),
    "mark.csv": listings(EAST).encode("utf-8-sig"),
    "cp850.csv": in_words("ÅÄÖåäö", "cp850"),
    "mac.csv": in_words("ÅÄÖåäö", "mac-roman"),
    "polish.csv": in_words("łśćąę", "cp1250"),
    "two_headers.csv": table((*HEADERS, "PAL"), [(PERSONS[0], NORTH, "", "2022-10-02", "")]),
    "hint.csv": table((*HEADERS, "Kommun kd"), [(PERSONS[0], NORTH, "", "2022-10-02", "0180")]),
    "sheets.xlsx": workbook(("Jan", rows_of(listings(NORTH))), ("Feb", rows_of(listings(NORTH)))),
    "a.pdf": b"%PDF-1.4",
    "empty.csv": "",
    "unknown.csv": "x;y\n1;2\n",
    "twin.csv": listings(EAST).encode("utf-8-sig"),
    "dq.toml": "x",
} | {f"header_{word}.csv": listings(WEST, headers=("Personnr", "HSA-id", word, "Fr.o.m."))
     for word in ("LÄKARE", "Läkarre", "Dr", "Kommentar", "Läkare ny")}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("odd")


@pytest.fixture(scope="module")
def odd(folder: Path) -> Looks:
    return look(folder, ODD, own=("dq.toml",))


def test_every_file_but_our_own_is_a_look(odd: Looks) -> None:
    assert sorted(odd) == sorted(ODD.keys() - {"dq.toml"})


def test_no_cell_is_told_or_written(odd: Looks, folder: Path) -> None:
    check_with(folder, odd)
    told = json.dumps([each.seen for each in odd.values()], ensure_ascii=False)
    for text in (told, (folder / "dq.toml").read_text(encoding="utf-8")):
        cells = (*PERSONS, "Anna", "Andersson", "Berit", "i går", "snart", "0180")
        assert [cell for cell in cells if cell in text] == []
    assert (odd["headless.csv"].seen["held_back"], odd["headless.csv"].proposal) == (3, None)
    assert (odd["identity.csv"].recognised, odd["identity.csv"].seen["held_back"]) == (True, 1)


def test_two_date_forms_that_fit_are_left_to_choose(odd: Looks) -> None:
    found = odd["choose.csv"]
    assert not found.recognised
    assert found.proposal is not None
    assert "dates" not in found.proposal.keys
    forms = ("d/m/yyyy", "m/d/yyyy")
    assert found.proposal.choices == tuple((("dates", "valid_from"), form) for form in forms)


def test_a_unit_is_proposed_only_if_every_cell_was_read_with_it(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "mixed.csv": roll("100 %", "0,8", "80"),
        "most.csv": roll("75", "80", "0,8"),
        "odd.csv": roll("75", "80", "halvtid"),
        "told.csv": roll("75", "0,8").replace("Tjgr", "Tjgr (%)"),
        "signs.csv": roll("100 %", "0,8", ""),
    }
    looks = look(tmp_path, files)
    both = tuple((("units", "fte"), unit) for unit in ("percent", "fraction"))
    for name in set(files) - {"signs.csv"}:
        proposal = looks[name].proposal
        assert proposal is not None
        assert (looks[name].recognised, proposal.choices, "units" in proposal.keys) == (False, both, False)
    assert (looks["signs.csv"].recognised, keys(looks["signs.csv"])["units"]) == (True, {"fte": "fraction"})


def test_odd_dates_are_counted_and_do_not_hide_the_form(odd: Looks) -> None:
    found = odd["one_odd_day.csv"]
    assert found.recognised
    assert (found.seen["dates"], found.seen["unread"]) == ({"valid_from": ["d/m/yyyy"]}, {"valid_from": 1})
    assert odd["no_days.csv"].seen["unread"] == {"valid_from": 2}


def test_an_encoding_is_proposed_only_where_it_gives_swedish_letters(odd: Looks) -> None:
    assert (odd["mark.csv"].seen["encoding"], odd["mark.csv"].seen["not_utf8"]) == ("utf-8", 0)
    for name in ("cp850.csv", "mac.csv", "polish.csv"):
        assert (odd[name].recognised, odd[name].file.error) == (False, "encoding_unknown")
        assert odd[name].proposal is None


@pytest.mark.parametrize(
    ("header", "recognised", "proposed"),
    [
        ("LÄKARE", True, {}),
        ("Läkarre", True, {"Läkarre": "physician_id"}),
        ("Dr", False, {}),
        ("Kommentar", False, {}),
    ],
)
def test_a_header_is_taken_for_a_misspelt_one_only_if_it_is_like_it(
    odd: Looks, header: str, recognised: bool, proposed: dict[str, str]
) -> None:
    found = odd[f"header_{header}.csv"]
    assert (found.recognised, found.seen["proposed"]) == (recognised, proposed)


def test_what_headers_may_mean_is_left_to_choose_or_a_hint(odd: Looks) -> None:
    twice, hint = odd["two_headers.csv"], odd["hint.csv"]
    assert twice.seen["unclear"] == ["map.physician_id"]
    assert twice.proposal is not None
    assert [key[1] for key, _ in twice.proposal.choices] == ["Läkare", "PAL"]
    assert hint.recognised
    assert hint.proposal is not None
    assert hint.proposal.hints == ((("map", "Kommun kd"), "municipality_code"),)
    assert "map" not in hint.proposal.keys


def test_several_sheets_that_fit_are_left_to_choose(odd: Looks) -> None:
    assert odd["sheets.xlsx"].seen["unclear"][0] == "sheet"
    assert odd["sheets.xlsx"].seen["sheets"] == ["Jan", "Feb"]


def test_files_that_no_feed_fits_are_looks_too(odd: Looks) -> None:
    errors = {"a.pdf": "form_refused", "empty.csv": "file_empty", "unknown.csv": "unknown_headers"}
    for name, error in errors.items():
        assert (odd[name].file.error, odd[name].recognised, odd[name].proposal) == (error, False, None)


def test_a_file_that_came_twice_is_recognised_twice(odd: Looks) -> None:
    assert odd["twin.csv"].file.error == "same_file"
    assert odd["twin.csv"].recognised


def test_the_manifest_and_what_an_archive_holds_are_looked_at_as_they_are_read(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("soder.csv", listings(SOUTH, "31/1/2022", "2/10/2023").encode("cp1252"))
    manifest = (
        "Fil;Innehåll;Avsändare;Teckenkodning\n"
        f"norr.csv;listings;{NORTH};windows-1252\nrulla.csv;staff_roll;{NORTH};\nborta.csv;listings;{EAST};\n"
    )
    files: dict[str, str | bytes] = {
        "paket.zip": packed.getvalue(),
        "norr.csv": listings(NORTH, "31/1/2022", "2/10/2023").encode("cp1252"),
        "rulla.csv": roll("75", "100"),
        "manifest.csv": manifest,
    }
    looks = look(tmp_path, files)
    assert sorted(looks) == ["norr.csv", "paket.zip/soder.csv", "rulla.csv"]
    assert [name for name, each in looks.items() if not each.recognised] == []
    assert [each.proposal.listed for each in looks.values() if each.proposal] == [True, False, True]
    read = check_with(tmp_path, looks)
    assert {name: read[name] for name in looks} == dict.fromkeys(looks, ("read", 2, 0))
    text = (tmp_path / "dq.toml").read_text(encoding="utf-8")
    assert f"[senders.{NORTH}.staff_roll]" in text
    assert "norr.csv" not in text


@pytest.mark.slow
def test_the_proposal_for_a_whole_delivery_changes_no_judgement(tmp_path: Path) -> None:
    world = region(7, clean=False)
    write_delivery(world, tmp_path / "in")
    looks = {each.file.name: each for each in look_at_files(tmp_path / "in", (), tmp_path)}
    assert [name for name, each in looks.items() if not each.recognised] == []
    check_with(tmp_path, looks)
    runs = [
        check([tmp_path / "in"], suite="demo", day=world.day, project=project)
        for project in (None, load_project(tmp_path / "dq.toml"))
    ]
    assert judgement_of(runs[0]) == judgement_of(runs[1])

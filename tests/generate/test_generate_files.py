"""The delivery on disk: every form can be opened by plain means and says what the frames say."""

import csv
import hashlib
import io
import zipfile
from datetime import date, timedelta
from pathlib import Path

import fastexcel
import polars as pl
import pytest

from dq.core.headers import match
from dq.feeds import FEEDS
from dq.generate import World, region, write_delivery, write_labels
from dq.generate.files import ORIGIN_WORDS
from dq.generate.tables import ABSENCE_WORDS, DUTY_WORDS, EMPLOYMENT_WORDS, OWNER_WORDS, ROLE_WORDS

MARK = b"\xef\xbb\xbf"
DELIMITERS = {"semikolon": ";", "komma": ",", "tabb": "\t"}


@pytest.fixture(scope="module")
def world() -> World:
    return region(1)


@pytest.fixture(scope="module")
def folder(world: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("delivery")
    write_delivery(world, made)
    return made


def manifest(folder: Path) -> list[dict[str, str]]:
    text = (folder / "manifest.csv").read_bytes().decode("utf-8")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def table(folder: Path, line: dict[str, str]) -> list[dict[str, str]]:
    """Open a text file with what the manifest says of it and nothing else."""
    data = (folder / line["Fil"]).read_bytes().removeprefix(MARK)
    text = data.decode(line["Teckenkodning"])
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=DELIMITERS[line["Avgränsare"]]))


def line_of(folder: Path, feed: str) -> dict[str, str]:
    return next(line for line in manifest(folder) if line["Innehåll"] == feed)


def sheet(path: Path) -> list[tuple[object, ...]]:
    book = fastexcel.read_excel(path).load_sheet(
        0, header_row=None, dtypes="string", skip_whitespace_tail_rows=False
    )
    return book.to_polars().rows()


def test_the_same_world_gives_the_same_bytes(world: World, folder: Path, tmp_path: Path) -> None:
    write_delivery(region(1), tmp_path)
    names = sorted(path.name for path in folder.iterdir())
    assert names == sorted(path.name for path in tmp_path.iterdir())
    for name in names:
        assert (folder / name).read_bytes() == (tmp_path / name).read_bytes(), name


def test_the_manifest_names_every_file_with_its_sum(folder: Path) -> None:
    lines = manifest(folder)
    assert sorted(line["Fil"] for line in lines) == sorted(
        path.name for path in folder.iterdir() if path.name != "manifest.csv"
    )
    for line in lines:
        assert hashlib.sha256((folder / line["Fil"]).read_bytes()).hexdigest() == line["SHA-256"]
        assert line["Innehåll"] in FEEDS


def test_stated_rows_are_data_rows_but_for_the_one_planted(world: World, folder: Path) -> None:
    wrong = {}
    for line in manifest(folder):
        if line["Fil"].endswith(".xlsx"):
            rows = len(sheet(folder / line["Fil"])) - 5  # two titles, blank, header, Summa
        elif line["Fil"].endswith(".parquet"):
            rows = pl.read_parquet(folder / line["Fil"]).height
        else:
            rows = len(table(folder, line))
        if rows != int(line["Rader"]):
            wrong[line["Avsändare"]] = int(line["Rader"]) - rows
    assert wrong == {world.labels.filter(rule_id="CMP-04", kind="planted")["provider_id"].item(): 37}


def test_all_forms_are_there(folder: Path) -> None:
    forms = {(line["Teckenkodning"], line["Avgränsare"]) for line in manifest(folder)}
    assert forms == {
        ("windows-1252", "semikolon"),
        ("utf-8", "semikolon"),
        ("utf-8", "komma"),
        ("utf-8", "tabb"),
        ("", ""),
    }
    assert {path.suffix for path in folder.iterdir()} == {".csv", ".txt", ".xlsx", ".parquet"}
    first = (folder / "listning_E01_2026-10.csv").read_bytes()
    assert b"L\xe4kare" in first
    assert first.count(b"\r\n") == first.count(b"\n") > 7000
    assert (folder / "listning_E02_2026-10.csv").read_bytes().startswith(MARK + b"PersonID;")
    assert b"\r" not in (folder / "listning_E09_2026-10.csv").read_bytes()


def test_every_header_maps_to_its_feed(folder: Path) -> None:
    for line in manifest(folder):
        if line["Avgränsare"]:
            headers = tuple(table(folder, line)[0])
        elif line["Fil"].endswith(".xlsx"):
            headers = tuple(str(cell) for cell in sheet(folder / line["Fil"])[3])
        else:
            headers = tuple(pl.read_parquet(folder / line["Fil"]).columns)
        mapping = match(FEEDS[line["Innehåll"]], headers, {})
        assert mapping.complete, line["Fil"]
        assert mapping.unmapped == (), line["Fil"]
    top = (folder / "manifest.csv").read_text("utf-8").splitlines()[0].split(";")
    assert match(FEEDS["manifest"], tuple(top), {}).complete


def test_end_dates_mean_what_the_header_says(world: World, folder: Path) -> None:
    for line in (line for line in manifest(folder) if line["Innehåll"] == "listings" and line["Avgränsare"]):
        rows = table(folder, line)
        end = match(FEEDS["listings"], tuple(rows[0]), {}).columns["valid_to"]
        inclusive = end in FEEDS["listings"].column("valid_to").inclusive_headers
        ends = [date.fromisoformat(row[end]) + timedelta(days=inclusive) for row in rows if row[end]]
        truth = world.listings.filter(provider_id=line["Avsändare"])["valid_to"].drop_nulls()
        assert ends == truth.to_list(), line["Fil"]


def test_the_workbook_has_titles_dates_and_a_sum(world: World, folder: Path) -> None:
    path = folder / "listning_E03_2026-10.xlsx"
    rows = sheet(path)
    truth = world.listings.filter(pl.col("provider_id").str.ends_with("E03"))
    assert rows[0][0] == "Listningar Oxelgårdens vårdcentral"
    assert rows[2][0] is None
    assert rows[3] == ("Person-ID", "Vårdenhet", "Namngiven läkare", "Valtyp", "Giltig från", "Giltig t.o.m.")
    assert rows[-1][:2] == ("Summa", str(truth.height))
    assert [row[0] for row in rows[4:-1]] == truth["person_id"].to_list()
    starts = fastexcel.read_excel(path).load_sheet(0, header_row=3).to_polars()["Giltig från"]
    assert starts.head(truth.height).cast(pl.Date).to_list() == truth["valid_from"].to_list()
    with zipfile.ZipFile(path) as parts:
        assert "2026-11-01T00:00:00Z" in parts.read("docProps/core.xml").decode()


def test_the_parquet_file_keeps_dates(world: World, folder: Path) -> None:
    truth = world.listings.filter(pl.col("provider_id").str.ends_with("E05"))
    assert pl.read_parquet(folder / "listning_E05_2026-10.parquet").equals(truth, null_equal=True)


def test_the_roll_is_swedish(folder: Path) -> None:
    rows = table(folder, line_of(folder, "staff_roll"))
    grades = {row["Tjänstgöringsgrad"] for row in rows}
    assert {"1,00", "0,75", "0,50"} <= grades
    assert all("." not in grade for grade in grades)
    left = [row for row in rows if row["Anst t.o.m."] == "2026-08-31"]
    assert len(left) == 1
    assert {row["Befattning"] for row in rows} == {
        "Specialistläkare",
        "ST-läkare",
        "AT-läkare",
        "Sjuksköterska",
    }


def test_claims_carry_group_marks_and_percent_signs(world: World, folder: Path) -> None:
    assert (folder / "begaran_2026-10.csv").read_bytes().startswith(MARK)
    rows = table(folder, line_of(folder, "claims"))
    for row, truth in zip(rows, world.claims.iter_rows(named=True), strict=True):
        assert int(row["Antal listade"].replace("\u00a0", "")) == truth["claimed_listed"]
        assert int(row["Belopp (kr)"].replace("\u00a0", "")) * 100 == truth["claimed_amount_ore"]
        printed = row["Andel (%)"].removesuffix("\u00a0%")
        share = 100 * truth["claimed_named"] / truth["claimed_listed"]
        assert printed.partition(",")[2].isdigit()
        assert abs(float(printed.replace(",", ".")) - share) <= 0.0501


def test_the_survey_is_one_line(folder: Path) -> None:
    [row] = table(folder, line_of(folder, "survey_shares"))
    assert (row["Andel ja (%)"], row["Antal svar"], row["Designeffekt"], row["Region"]) == (
        "31 %",
        "812",
        "1,0",
        "99",
    )
    assert row["Bas"] == "vuxna"


def test_no_clinic_is_called_two_things_in_the_delivery(world: World, folder: Path) -> None:
    names = {row["HSA-id"]: row["Vårdcentral"] for row in table(folder, line_of(folder, "ref_provider"))}
    assert names == dict(world.ref_provider.select("provider_id", "provider_name").iter_rows())


def test_labels_stand_in_their_own_file(world: World, folder: Path, tmp_path: Path) -> None:
    write_labels(world, tmp_path / "labels.csv")
    back = pl.read_csv(tmp_path / "labels.csv", schema=world.labels.schema)
    assert back.equals(world.labels, null_equal=True)
    assert not (folder / "labels.csv").exists()


@pytest.mark.parametrize(
    ("feed", "column", "words"),
    [
        ("staff_roll", "role", ROLE_WORDS),
        ("staff_roll", "employment_form", EMPLOYMENT_WORDS),
        ("staff_roll", "exempt_duty", DUTY_WORDS),
        ("staff_roll", "absence_class", ABSENCE_WORDS),
        ("ref_provider", "ownership", OWNER_WORDS),
        ("listings", "origin", ORIGIN_WORDS),
    ],
)
def test_every_word_is_a_spelling_that_the_feed_knows(feed: str, column: str, words: dict[str, str]) -> None:
    known = {spelling.casefold(): code for spelling, code in FEEDS[feed].column(column).values.items()}
    assert {code: known.get(word.casefold()) for code, word in words.items()} == {
        code: code for code in words
    }

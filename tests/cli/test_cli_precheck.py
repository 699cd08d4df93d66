"""`dq check --precheck`: what a sender reads, the exit code, and that nothing is left behind."""

import json
import stat
from pathlib import Path

import pytest

from dq.core.notice import Sight
from dq.words import LANGUAGES, Words

DAY = ("--day", "2026-10-31")
HEAD = "Personnummer;HSA-id;Läkare;Fr.o.m.;T.o.m.;Valtyp;Anm"
SECRET, WORD = "191212121212", "Kanariefågel"
CLEAN = f"{HEAD}\n{SECRET};SE2321000016-A001;L1;2020-01-01;;aktivt val;{WORD}\n"
DIRTY = f"{HEAD}\n{SECRET};SE2321000016-A001;L1;{WORD};;{WORD};{WORD}\n"
RAGGED = f"{HEAD}\n{SECRET};{WORD}\n"
SEEN = """\
listning.csv  läst
  Läst som    Listningar · utf-8, ; · 2 rader i filen, varav 1 datarad
  Kolumner    Personnummer = person_id, HSA-id = provider_id, Läkare =
              physician_id, Valtyp = origin, Fr.o.m. = valid_from, T.o.m. =
              valid_to
  Okända      Anm (läses inte; byt rubrik eller använd --map om någon av dem
              behövs)
"""
END = """\
Provläsning den 2026-10-31, inget omdöme: inget är jämfört med bemanning,
  begäran eller andra vårdcentraler, och inget belopp är beräknat.
"""


@pytest.fixture
def files(dq) -> Path:
    for name, text in {"listning": CLEAN, "fel": DIRTY, "trasig": RAGGED}.items():
        Path(f"{name}.csv").write_text(text, encoding="utf-8")
    return Path()


def left() -> list[str]:
    return sorted(path.as_posix() for path in Path().rglob("*"))


def test_a_clean_file_is_told_line_by_line_and_ends_in_0(dq, files) -> None:
    before = left()
    answer = dq("check", "--precheck", "listning.csv", *DAY, "--rows", "1")
    assert answer.code == 0
    assert answer.out.startswith(SEEN)
    assert "  Tolkat      T.o.m.: dagen räknas som den sista som gäller\n" in answer.out
    assert "Summor      listade på mätdagen 1, olika personer 1, med namngiven läkare 1," in answer.out
    code = "Utgångskod 0: inget att rätta av det som går att pröva i filen själv.\n"
    assert answer.out.endswith(END + code)
    assert answer.err == ""
    assert left() == before


def test_what_to_correct_is_told_by_column_and_row_and_ends_in_10(dq, files) -> None:
    answer = dq("check", "--precheck", "fel.csv", *DAY)
    assert answer.code == 10
    assert "  Att rätta   Valtyp: kod som inte finns i listan, 1 cell (rad 2)\n" in answer.out
    assert "              Fr.o.m.: inte skrivet i en form som går att läsa, 1 cell (rad 2)\n" in answer.out
    assert "  Regler      SCH-06  Kod eller datum utanför det tillåtna, 1 rad (rad 2)\n" in answer.out
    assert "                Rätta koder och dagar. Tillåtna koder: dq feeds listings\n" in answer.out
    assert "CMP-04: ange antalet rader med --rows, eller ta med manifest.csv" in answer.out
    assert answer.out.endswith("Utgångskod 10: något att rätta innan filen skickas.\n")


def test_a_file_that_cannot_be_read_says_why_and_ends_in_11(dq, files) -> None:
    answer = dq("check", "--precheck", "trasig.csv", "listning.csv", *DAY)
    assert answer.code == 11
    assert "trasig.csv  inte läst\n  trasig.csv, rad 2: 2 fält där rubrikraden har 7." in answer.out
    assert "listning.csv  läst\n" in answer.out
    assert answer.out.endswith("Utgångskod 11: en fil gick inte att läsa. Rätta den och pröva igen.\n")


@pytest.mark.parametrize("form", ["text", "json"])
def test_no_cell_is_printed(dq, files, form: str) -> None:
    answer = dq("check", "--precheck", "fel.csv", "trasig.csv", "listning.csv", *DAY, "--format", form)
    everything = answer.out + answer.err
    assert SECRET not in everything
    assert WORD not in everything
    assert all(len(line) <= 80 for line in answer.out.splitlines()) or form == "json"


def test_json_is_one_document_that_is_no_verdict(dq, files) -> None:
    answer = dq("check", "--precheck", "fel.csv", *DAY, "--format", "json")
    document = json.loads(answer.out)
    assert answer.code == document["code"] == 10
    assert (document["schema"], document["day"]) == ("dq-precheck", "2026-10-31")
    assert document["files"][0]["columns"]["unknown"] == ["Anm"]
    assert not {"verdict", "proposal", "complete", "totals", "providers"} & document.keys()


def test_out_alone_makes_it_write_one_private_file(dq, files) -> None:
    before = left()
    answer = dq("check", "--precheck", "listning.csv", *DAY, "--out", "ut")
    assert left() == sorted([*before, "ut", "ut/precheck.json"])
    assert stat.S_IMODE(Path("ut/precheck.json").stat().st_mode) == 0o600
    assert json.loads(Path("ut/precheck.json").read_text(encoding="utf-8"))["code"] == 0
    assert answer.err == "Skrivet  ut/precheck.json\n"
    assert dq("show", "ut").code == 20


@pytest.mark.parametrize(
    "args",
    [
        ("--precheck", "listning.csv"),  # the day has no default
        ("--precheck", "listning.csv", *DAY, "--report", "r.html"),
        ("--precheck", "listning.csv", *DAY, "--fail-on", "never"),
        ("--precheck", "listning.csv", *DAY, "--skip", "CMP-01"),
        ("--precheck", "listning.csv", "fel.csv", *DAY, "--rows", "1"),
        ("--precheck", "listning.csv", *DAY, "--rows", "-1"),
        ("listning.csv", *DAY, "--suite", "demo", "--rows", "1"),
        ("listning.csv", *DAY),  # to judge, a suite is needed
        ("--precheck", "nope.csv", *DAY),
    ],
)
def test_a_wrong_command_ends_in_20_and_tries_nothing(dq, files, args: tuple[str, ...]) -> None:
    before = left()
    answer = dq("check", *args)
    assert answer.code == 20
    assert answer.out == ""
    assert left() == before


def test_english_is_spoken_too(dq, files) -> None:
    out = dq("check", "--precheck", "fel.csv", *DAY, "--lang", "en").out
    assert "  To correct  Valtyp: a code that is not in the list, 1 cell (row 2)\n" in out
    assert out.endswith("Exit code 10: something to correct before the file is sent.\n")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("sight", Sight)
def test_every_sight_can_be_told(lang: str, sight: Sight) -> None:
    assert Words(lang).text(f"notices.{sight}").strip()

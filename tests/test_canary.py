"""200 planted identities and names in every file, every forced fault, every command: not a byte gets out.

The people are invented: born 1890 to 1899, with numbers whose check digits fit, and names of no one.
"""

import io
import random
import zipfile
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from dq.cli.app import run

DAY = "2026-10-31"
COUNT = 200


def check_digit(nine: str) -> str:
    """Luhn over nine digits, weights 2, 1, 2, ..."""
    products = [int(digit) * (2 - at % 2) for at, digit in enumerate(nine)]
    return str(-sum(p // 10 + p % 10 for p in products) % 10)


def person(n: int) -> str:
    """Make the twelve digits of invented person `n`."""
    day = f"18{90 + n % 10}{1 + n % 12:02d}{1 + n % 28:02d}{n:03d}"
    return day + check_digit(day[2:])


PEOPLE = [person(n) for n in range(COUNT)]
NAMES = [f"Kanariea{chr(229 + n % 2)}{n:03d} Pröva{n:03d}sson" for n in range(COUNT)]


def spellings(secret: str) -> Iterator[bytes]:
    """Every way in which a planted text could stand in an output."""
    forms = {secret, escape(secret), secret.encode("unicode_escape").decode(), secret.encode("utf-8").hex()}
    if secret.isdigit():
        forms |= {f"{secret[:8]}-{secret[8:]}", f"{secret[2:8]}-{secret[8:]}", secret[2:]}
    for form in forms:
        yield form.encode("utf-8")
        yield form.encode("cp1252", "ignore")
        yield form.encode("utf-16-le")


SECRETS = sorted({spelt for secret in (*PEOPLE, *NAMES) for spelt in spellings(secret)})


def rows() -> dict[str, list[list[str]]]:
    """Give each feed cells in which a planted number or name stands wherever a person may."""
    unit = "SE2321000990-E01"
    doctor = "SE2321000990-L001"
    return {
        "listings": [
            [
                "Personnummer",
                "HSA-id",
                "Läkare",
                "Läkarnamn",
                "Registrerad av",
                "Födelseår",
                "Fr.o.m.",
                "T.o.m.",
            ],
            *([p, unit, doctor, n, n, p[:4], "2020-01-01", ""] for p, n in zip(PEOPLE, NAMES, strict=True)),
        ],
        "staff_roll": [
            [
                "HSA-id läkare",
                "Läkarnamn",
                "Enhet",
                "Befattning",
                "Specialitet",
                "Tjänstgöringsgrad",
                "Anst fr.o.m.",
            ],
            *([doctor, n, unit, "Specialist", "Allmänmedicin", "1,0", "2020-01-01"] for n in NAMES[:3]),
        ],
        "ref_person": [
            ["Personnummer", "Födelsedatum", "Avliden"],
            *([p, f"{p[:4]}-{p[4:6]}-{p[6:8]}", ""] for p in PEOPLE),
        ],
        "claims": [
            [
                "HSA-id",
                "Period",
                "Mätdatum",
                "Antal listade",
                "Antal listade på läkare",
                "Inlämnat av",
                "Version",
            ],
            [unit, "2026-10", DAY, str(COUNT), str(COUNT), NAMES[0], "1"],
        ],
    }


Cells = list[list[str]]


def csv_bytes(cells: Cells, encoding: str = "utf-8") -> bytes:
    return "".join(";".join(row) + "\r\n" for row in cells).encode(encoding)


def spoilt(change: Callable[[Cells], None]) -> Callable[[Cells], tuple[str, bytes]]:
    def write(cells: Cells) -> tuple[str, bytes]:
        copy = [list(row) for row in cells]
        change(copy)
        return "csv", csv_bytes(copy)

    return write


def in_cell(column: int, text: Callable[[str], str]) -> Callable[[Cells], tuple[str, bytes]]:
    def change(cells: Cells) -> None:
        for row in cells[1:]:
            row[min(column, len(row) - 1)] = text(row[0])

    return spoilt(change)


def workbook(cells: Cells, *, extra: Callable[[xlsxwriter.Workbook], None] = lambda _: None) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Blad1")
        for at, row in enumerate(cells):
            sheet.write_row(at, 0, row)
        sheet.merge_range(1, 2, 2, 2, cells[1][2])
        sheet.write_formula(1, 12, "=1/0", None, "#DIV/0!")
        extra(book)
    return out.getvalue()


def parquet(cells: Cells) -> bytes:
    out = io.BytesIO()
    columns = dict(zip(cells[0], zip(*cells[1:], strict=True), strict=True))
    pl.DataFrame({name: list(values) for name, values in columns.items()}).write_parquet(out)
    return out.getvalue()


def zipped(data: bytes, name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, data)
    return out.getvalue()


FAULTS: dict[str, Callable[[Cells], tuple[str, bytes]]] = {
    "clean": lambda cells: ("csv", csv_bytes(cells)),
    "ragged": spoilt(lambda cells: cells[-1].pop()),
    "wide": spoilt(lambda cells: cells[-1].append(cells[-1][0])),
    "quote": lambda cells: ("csv", csv_bytes(cells).replace(b"\r\n1", b'\r\n"1', 2)),
    "undeclared": lambda cells: ("csv", csv_bytes(cells, "cp1252")),
    "control": lambda cells: ("csv", csv_bytes(cells).replace(b";2020", b"\x00;2020", 1)),
    "mixed_ends": lambda cells: ("csv", csv_bytes(cells).replace(b"\r\n", b"\n", 1)),
    "no_header": lambda cells: ("csv", csv_bytes(cells[1:])),
    "header_of_names": spoilt(
        lambda cells: cells.__setitem__(0, [f"{n} {x}" for n, x in zip(NAMES, cells[0], strict=False)])
    ),
    "twice": spoilt(lambda cells: cells[0].__setitem__(1, cells[0][0])),
    "date_is_person": in_cell(6, lambda cell: cell),
    "number_is_person": in_cell(3, lambda cell: f"{cell},5"),
    "unit_is_person": in_cell(1, lambda cell: f"{cell[:8]}-{cell[8:]}"),
    "bad_check_digit": in_cell(
        0, lambda cell: cell[:-1] + str((int(cell[-1:] or 0) + 1) % 10) if cell.isdigit() else cell
    ),
    "mojibake": lambda cells: ("csv", csv_bytes(cells).decode("cp1252").encode("utf-8")),
    "workbook": lambda cells: ("xlsx", workbook(cells)),
    "broken_workbook": lambda cells: ("xlsx", workbook(cells)[:-200]),
    "parquet": lambda cells: ("parquet", parquet(cells)),
    "broken_parquet": lambda cells: ("parquet", parquet(cells)[:200] + parquet(cells)[260:]),
    "zip": lambda cells: ("zip", zipped(csv_bytes(cells), "a.csv")),
    "nested_zip": lambda cells: ("zip", zipped(zipped(csv_bytes(cells), "a.csv"), "b.zip")),
    "cut_json": lambda cells: ("json", ('[{"personId": "' + cells[1][0]).encode()),
    "bad_xml": lambda cells: ("xml", f"<a><personId>{cells[1][0]}</a>".encode()),
}


def leaks(folder: Path, told: str) -> list[bytes]:
    """Look for planted texts in all that was printed and written."""
    written = [path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()]
    frames = [pl.read_parquet(path) for path in sorted(folder.rglob("*.parquet"))]
    cells = "\n".join(str(frame.to_dicts()) for frame in frames).encode("utf-8")
    everything = b"\n".join([told.encode("utf-8", "surrogateescape"), cells, *written])
    return [secret for secret in SECRETS if secret in everything]


def test_the_search_finds_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(f"<td>{NAMES[7]}</td>", encoding="utf-8")
    assert leaks(tmp_path, f"rad 3: {PEOPLE[5][:8]}-{PEOPLE[5][8:]}")
    assert len(leaks(tmp_path, "")) >= 1
    assert leaks(tmp_path / "none", "") == []


COMMANDS: tuple[tuple[str, ...], ...] = (
    ("check", "{in}", "--suite", "region", "--day", DAY, "--out", "{out}", "--report", "{out}/r.html", "-v"),
    ("check", "{in}", "--suite", "minimal", "--day", DAY, "--out", "{out}/json", "--format", "json"),
    ("check", "{in}", "--suite", "demo", "--day", DAY, "--out", "{out}/en", "--lang", "en", "--debug"),
    ("show", "{out}", "--all"),
    ("show", "{out}", "--rule", "SCH-04", "--format", "json"),
    ("check", "{in}/fil.{suffix}", "--precheck", "--day", DAY),
    ("check", "{in}/fil.{suffix}", "--precheck", "--day", DAY, "--format", "json"),
    ("init", "{copy}", "--region", "01", "--ci", "none"),
    ("reconcile", "{in}", "--out", "{out}/gap"),
)


def commands(feed: str, fault: str) -> tuple[tuple[str, ...], ...]:
    """Choose what to run: all for three faults, the three that open files for listings, one for the rest."""
    if feed != "listings":
        return COMMANDS[:1]
    if fault in ("clean", "unit_is_person", "bad_check_digit"):
        return COMMANDS
    return tuple(words for words in COMMANDS if words[0] == "init" or "-v" in words or words[-2] == "--day")


@pytest.mark.slow
@pytest.mark.parametrize("feed", ["listings", "staff_roll", "ref_person", "claims"])
@pytest.mark.parametrize("fault", FAULTS)
def test_not_a_byte_of_a_person_gets_out(
    fault: str,
    feed: str,
    tmp_path: Path,
    capfdbinary: pytest.CaptureFixture[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    delivery, copy, out = (tmp_path / name for name in ("in", "copy", "ut"))
    suffix = ""
    for folder in (delivery, copy):
        folder.mkdir()
        for name, cells in rows().items():
            if name == feed:
                suffix, data = FAULTS[fault](cells)
                (folder / f"fil.{suffix}").write_bytes(data)
            else:
                (folder / f"{name}.csv").write_bytes(csv_bytes(cells))
    monkeypatch.chdir(out.parent)
    codes = []
    for words in commands(feed, fault):
        places = {"in": str(delivery), "out": str(out), "copy": str(copy), "suffix": suffix}
        codes.append(run([word.format(**places) for word in words]))
    told = capfdbinary.readouterr()
    for path in [*(copy / f"{name}.csv" for name in rows()), copy / f"fil.{suffix}"]:
        path.unlink(missing_ok=True)
    printed = (told.out + told.err).decode("utf-8", "surrogateescape")
    assert leaks(out, printed) == []
    assert leaks(copy, "") == []
    assert all(code in (0, 10, 11, 20) for code in codes), codes


def test_the_planted_people_are_what_they_are_said_to_be() -> None:
    assert len(set(PEOPLE)) == len(set(NAMES)) == COUNT
    chance = random.Random(1)
    for number in chance.sample(PEOPLE, 20):
        products = [int(digit) * (2 - at % 2) for at, digit in enumerate(number[2:])]
        assert sum(p // 10 + p % 10 for p in products) % 10 == 0

"""One clean region in every form that files come in: the judgement is the same to the byte.

PostgreSQL, the eighth form, is in test_database.py, which needs a server.
"""

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from dq.core.codes import ExitCode
from dq.core.table import Declared, FileRule
from dq.generate import region
from dq.generate.tables import tables
from dq.pipeline import check
from dq.settings.project import Project

DAY = date(2026, 10, 31)
Tables = dict[str, pl.DataFrame]
HEADERS = {"person_id": "Personnummer", "provider_id": "Enhet (HSA-id)", "physician_id": "Läkare"}
HEADERS |= {"origin": "Valtyp", "valid_from": "Fr.o.m.", "valid_to": "Slutdatum"}
ORIGIN = {"active": "aktivt val", "passive": "ickeval", "unit": "enhet", "automatic": "automatisk"}
NUMBERS = ("Antal listade", "Antal listade på läkare", "Antal läkare", "Belopp (kr)")


@pytest.fixture(scope="module")
def world() -> Tables:
    """Make the clean demo region as cells: Swedish headers, decimal commas, U+00A0 in thousands."""
    made = region(7, clean=True)
    listings = made.listings.with_columns(pl.col("origin").replace_strict(ORIGIN)).rename(HEADERS)
    return {"listings": listings} | {table.feed: table.cells for table in tables(made)}


def text(cells: pl.DataFrame, separator: str, *, comma: bool) -> str:
    """Write cells as CSV; without `comma` decimals have a point and numbers no groups."""
    if not comma:
        plain = pl.col(pl.String).str.replace(r"^(\d+),(\d+)$", "$1.$2")
        cells = cells.with_columns(plain)
        amounts = [name for name in NUMBERS if name in cells.columns]
        cells = cells.with_columns(pl.col(amounts).str.replace_all("\u00a0", ""))
    return cells.write_csv(separator=separator)


def utf8(world: Tables, folder: Path) -> None:
    for feed, cells in world.items():
        (folder / f"{feed}.csv").write_text(text(cells, ",", comma=False), encoding="utf-8")


def cp1252(world: Tables, folder: Path) -> None:
    for feed, cells in world.items():
        data = text(cells, ";", comma=True).replace("\n", "\r\n").encode("cp1252")
        (folder / f"{feed}.csv").write_bytes(data)


def tab(world: Tables, folder: Path) -> None:
    for feed, cells in world.items():
        (folder / f"{feed}.txt").write_text("\ufeff" + text(cells, "\t", comma=True), encoding="utf-8")


def workbooks(world: Tables, folder: Path) -> None:
    """Write each feed under two title rows, numbers as numbers, percent as format, a sum at the end."""
    for feed, cells in world.items():
        with xlsxwriter.Workbook(folder / f"{feed}.xlsx", {"default_date_format": "yyyy-mm-dd"}) as book:
            percent = book.add_format({"num_format": "0.0 %"})
            sheet = book.add_worksheet("Blad1")
            sheet.write_string(0, 0, "Uttag ur systemet")
            sheet.write_string(1, 0, "Per 2026-10-31")
            for column, series in enumerate(cells):
                sheet.write_string(3, column, series.name)
                for row, value in enumerate(series.to_list(), start=4):
                    _cell(sheet, row, column, value, percent, series.name)
            sheet.write_string(4 + cells.height, 0, "Summa")


def _cell(sheet: object, row: int, column: int, value: object, percent: object, name: str) -> None:
    if value is None:
        return
    plain = str(value).replace("\u00a0", "").replace(",", ".")
    if isinstance(value, date):
        sheet.write_datetime(row, column, datetime(value.year, value.month, value.day))
    elif plain.endswith("%"):
        sheet.write_number(row, column, float(plain.rstrip(" %")) / 100, percent)
    elif isinstance(value, int) or name in NUMBERS or "," in str(value):
        sheet.write_number(row, column, float(plain))
    else:
        sheet.write_string(row, column, str(value))


def parquets(world: Tables, folder: Path) -> None:
    for feed, cells in world.items():
        typed = [name for name in NUMBERS if name in cells.columns]
        whole = pl.col(typed).str.replace_all("\u00a0", "").cast(pl.Int64)
        cells.with_columns(whole).write_parquet(folder / f"{feed}.parquet")


def zipped(world: Tables, folder: Path) -> None:
    with zipfile.ZipFile(folder / "leverans.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for feed, cells in world.items():
            archive.writestr(f"oktober/{feed}.csv", text(cells, ";", comma=True))


def by_clinic(world: Tables, folder: Path) -> None:
    """Write one listings file per clinic, the other feeds as one file each."""
    utf8({feed: cells for feed, cells in world.items() if feed != "listings"}, folder)
    for (clinic,), part in world["listings"].group_by("Enhet (HSA-id)"):
        (folder / f"listning_{clinic}.csv").write_text(text(part, ";", comma=True), encoding="utf-8")


def gzipped(world: Tables, folder: Path) -> None:
    import gzip

    for feed, cells in world.items():
        buffer = io.BytesIO()
        with gzip.GzipFile(fileobj=buffer, mode="wb", mtime=0) as stream:
            stream.write(text(cells, ";", comma=True).encode("utf-8"))
        (folder / f"{feed}.csv.gz").write_bytes(buffer.getvalue())


FORMS: tuple[Callable[[Tables, Path], None], ...] = (
    cp1252,
    tab,
    workbooks,
    parquets,
    zipped,
    by_clinic,
    gzipped,
)
SUITE = """
name = "forms"
extends = "demo"
title_sv = "Former"
title_en = "Forms"
[rules]
CMP-04 = { required = false }   # a manifest would name the files, which differ by form
"""
DECLARED = Project((FileRule("*.csv", Declared(encoding="windows-1252")),))


def judged(world: Tables, write: Callable[[Tables, Path], None], folder: Path) -> bytes:
    delivery = folder / "in"
    delivery.mkdir()
    write(world, delivery)
    project = DECLARED if write is cp1252 else None
    suite = folder / "suite.toml"
    suite.write_text(SUITE, encoding="utf-8")
    run = check([delivery], suite=str(suite), day=DAY, out=folder / "ut", project=project)
    assert {read.status for read in run.files} <= {"read", "opened"}
    assert run.code is ExitCode.CLEAR
    return (folder / "ut" / "judgement.json").read_bytes()


@pytest.fixture(scope="module")
def reference(world: Tables, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The judgement of plain CSV in UTF-8."""
    return judged(world, utf8, tmp_path_factory.mktemp("utf8"))


@pytest.mark.slow
@pytest.mark.parametrize("write", FORMS, ids=lambda form: form.__name__)
def test_the_form_of_the_files_changes_nothing(
    world: Tables, reference: bytes, write: Callable[[Tables, Path], None], tmp_path: Path
) -> None:
    assert judged(world, write, tmp_path) == reference

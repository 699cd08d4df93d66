"""The forms in which files really come: bytes of a table in each of them.

Forms as in domain.md 3.8: Excel's Swedish CSV in Windows-1252, UTF-8 with and without mark, comma, tab,
a workbook with title rows and a sum at the end, Parquet.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from io import BytesIO

import polars as pl
import xlsxwriter

CREATED = datetime(2026, 11, 1)  # stands in the workbook; a fixed day keeps the bytes the same

# Words of the manifest for each delimiter.
DELIMITERS = {";": "semikolon", ",": "komma", "\t": "tabb"}


@dataclass(frozen=True)
class TextForm:
    """How a text file is written."""

    encoding: str
    delimiter: str
    newline: str
    mark: bool = False

    def write(self, table: pl.DataFrame) -> bytes:
        """Write `table` with its column names as header; null is an empty cell, dates are ISO."""
        text = table.write_csv(separator=self.delimiter, line_terminator=self.newline, include_bom=self.mark)
        return text.encode(self.encoding)


SWEDISH_EXCEL = TextForm("windows-1252", ";", "\r\n")
UTF8_MARK = TextForm("utf-8", ";", "\r\n", mark=True)
SYSTEM_COMMA = TextForm("utf-8", ",", "\n")
SYSTEM_TAB = TextForm("utf-8", "\t", "\n")
UTF8_PLAIN = TextForm("utf-8", ";", "\n")


@dataclass(frozen=True)
class Form:
    """One way a clinic sends its listings: suffix, text form if it is text, spelling of each column.

    `headers` are pairs (column, header) in file order; `inclusive`: the end column holds the last day.
    """

    suffix: str
    text: TextForm | None
    headers: tuple[tuple[str, str], ...]
    inclusive: bool


def _form(suffix: str, text: TextForm | None, headers: str, *, inclusive: bool) -> Form:
    """Read `column=header` pairs, one after another."""
    pairs = tuple((column, header) for column, _, header in (p.partition("=") for p in headers.split("|")))
    return Form(suffix, text, pairs, inclusive)


FORMS: dict[str, Form] = {
    "cp1252": _form(
        "csv", SWEDISH_EXCEL, inclusive=True,
        headers="person_id=Personnummer|provider_id=HSA-id|provider_name=Vårdcentral|physician_id=Läkare"
        "|valid_from=Fr.o.m.|valid_to=T.o.m.",
    ),
    "bom": _form(
        "csv", UTF8_MARK, inclusive=False,
        headers="person_id=PersonID|provider_id=EnhetsID|physician_id=Fast läkare|origin=Valtyp"
        "|valid_from=Startdatum|valid_to=Slutdatum",
    ),
    "comma": _form(
        "csv", SYSTEM_COMMA, inclusive=False,
        headers="person_id=personId|provider_id=facilityId|provider_name=facilityName|physician_id=resourceId"
        "|valid_from=validFromDate|valid_to=validToDate",
    ),
    "tab": _form(
        "txt", SYSTEM_TAB, inclusive=False,
        headers="person_id=Löpnr|provider_id=EnhetsHSAId|physician_id=Husläkare|origin=Listningssätt"
        "|valid_from=Listningsdatum|valid_to=Avlistningsdatum",
    ),
    "xlsx": _form(
        "xlsx", None, inclusive=True,
        headers="person_id=Person-ID|provider_id=Vårdenhet|physician_id=Namngiven läkare|origin=Valtyp"
        "|valid_from=Giltig från|valid_to=Giltig t.o.m.",
    ),
    "parquet": _form(
        "parquet", None, inclusive=False,
        headers="person_id=person_id|provider_id=provider_id|physician_id=physician_id|origin=origin"
        "|valid_from=valid_from|valid_to=valid_to",
    ),
}  # fmt: skip


def workbook(table: pl.DataFrame, titles: tuple[str, str]) -> bytes:
    """Write a sheet with two title rows, a blank row, the header, the rows and a last row `Summa`.

    Identifiers are text cells, dates are date cells, null is no cell.
    """
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"created": CREATED, "title": titles[0]})
        sheet = book.add_worksheet("Listning")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for row, title in enumerate(titles):
            sheet.write_string(row, 0, title)
        for column, series in enumerate(table):
            sheet.write_string(3, column, series.name)
            if series.dtype == pl.Date:
                _cells(partial(sheet.write_datetime, cell_format=day), column, series)
            else:
                _cells(sheet.write_string, column, series)
        sheet.write_string(4 + table.height, 0, "Summa")
        sheet.write_number(4 + table.height, 1, table.height)
    return out.getvalue()


def _cells(write: Callable[..., int], column: int, series: pl.Series) -> None:
    for row, value in enumerate(series.to_list(), start=4):
        if value is not None:
            write(row, column, value)


def parquet(table: pl.DataFrame) -> bytes:
    """Write a Parquet file; dates stay dates."""
    out = BytesIO()
    table.write_parquet(out, compression="zstd")
    return out.getvalue()

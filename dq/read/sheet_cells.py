"""One sheet as text, as a person sees its cells: a parser's texts, and our own for every number and error.

The parser rounds numbers to nine decimals, writes some dates wrongly and leaves errors empty. So numbers,
dates and errors are written from the values in the XML, and both readings must agree where numbers stand.
"""

from dataclasses import dataclass

import fastexcel
import polars as pl

from dq.core.errors import Refused
from dq.read.number_formats import Style
from dq.read.number_texts import number_texts
from dq.read.sheet_places import column_letters
from dq.read.sheet_scan import SheetScan

# What a cell may show in place of a value; at any other the parser gives up the whole file.
ERRORS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!")
UNSAVED = "#ERROR!"  # shown for a formula whose value the sender's program did not save
_NUMBER = r"^-?[0-9]+(?:\.[0-9]+)?$"
_TIME = r"^[-+0-9]+-[0-9]{2}-[0-9]{2}|^[0-9:.]+$"


@dataclass(frozen=True)
class Book:
    """What all sheets of a workbook share. `styles` by number; `since_1904` says how its days are counted.

    `raised`: texts with raised footnote marks, and the same texts without.
    """

    name: str
    reader: fastexcel.ExcelReader
    styles: dict[int, Style]
    since_1904: bool
    raised: dict[str, str]


@dataclass(frozen=True)
class SheetText:
    """All cells of a sheet as text: row 0 of `frame` is row 1 of the sheet, `c0` its column A; null is empty.

    `rounded` counts numbers with more digits than a spreadsheet has.
    """

    frame: pl.DataFrame
    rounded: int = 0


def sheet_cells(book: Book, sheet: str, scan: SheetScan) -> SheetText:
    """Read all cells as text. `Refused` if the parser and the scan see different cells."""
    newer = scan.errors.filter(~pl.col("value").is_in(ERRORS))
    if newer.height:
        row, column = newer.select("row", "column").row(0)
        raise Refused("cell_error", file=book.name, line=str(row + 1), column=column_letters(column))
    loaded = book.reader.load_sheet(sheet, header_row=None, skip_rows=0, dtypes="string")
    if not loaded.width:
        if scan.rows and scan.numbers.height + scan.errors.height:
            raise Refused("rows_lost", file=book.name)
        return SheetText(_with_unsaved(book.name, pl.DataFrame(), scan.unsaved))
    batch, faults = loaded.to_arrow_with_errors()
    frame = pl.DataFrame(batch)
    first = loaded.available_columns()[0].absolute_index
    frame.columns = [f"c{first + at}" for at in range(frame.width)]
    seen = sum(frame.height - frame[column].null_count() for column in frame.columns)
    if seen + len(faults.errors if faults else ()) > scan.filled:
        raise Refused("rows_lost", file=book.name)
    texts, rounded = number_texts(
        scan.numbers["value"], scan.numbers["style"], book.styles, since_1904=book.since_1904
    )
    frame = _with_numbers(book.name, frame, scan.numbers.with_columns(text=texts))
    frame = _patched(book.name, frame, scan.errors.rename({"value": "text"}))
    return SheetText(_with_unsaved(book.name, frame, scan.unsaved), rounded)


def _with_numbers(name: str, frame: pl.DataFrame, numbers: pl.DataFrame) -> pl.DataFrame:
    """Put our text of each number in its place; `Refused` unless the parser has that number there too."""
    patched = _patched(name, frame, numbers)
    if not all(_agrees(frame[f"c{at}"], part) for at, part in _parts(numbers)):
        raise Refused("rows_lost", file=name)
    return patched


def _with_unsaved(name: str, frame: pl.DataFrame, cells: pl.DataFrame) -> pl.DataFrame:
    """Mark formulas without a value as errors, also beyond the cells that the parser gives."""
    if cells.is_empty():
        return frame
    places = [*(int(column.removeprefix("c")) for column in frame.columns), *cells["column"].unique()]
    wide = pl.DataFrame(schema={f"c{at}": pl.String for at in range(min(places), max(places) + 1)})
    below = max(0, int(cells.select(pl.col("row").max()).item()) + 1 - frame.height)
    tall = pl.DataFrame({wide.columns[0]: pl.Series([None] * below, dtype=pl.String)})
    whole = pl.concat([wide, frame, tall], how="diagonal")
    return _patched(name, whole, cells.with_columns(text=pl.lit(UNSAVED)))


def _agrees(texts: pl.Series, numbers: pl.DataFrame) -> bool:
    parsed, value = pl.col("parsed"), pl.col("value")
    number = pl.when(parsed.str.contains(_NUMBER)).then(parsed).cast(pl.Float64)
    near = (number - value).abs() <= 1e-9 + value.abs() * 1e-12
    agrees = pl.when(number.is_not_null()).then(near).otherwise(parsed.str.contains(_TIME))
    found = numbers.with_columns(parsed=texts.gather(numbers["row"]))
    return bool(found.select(agrees.fill_null(value=False).all()).item())


def _patched(name: str, frame: pl.DataFrame, cells: pl.DataFrame) -> pl.DataFrame:
    parts = _parts(cells)
    if any(f"c{at}" not in frame.columns or int(part["row"][-1]) >= frame.height for at, part in parts):
        raise Refused("rows_lost", file=name)
    return frame.with_columns(frame[f"c{at}"].scatter(part["row"], part["text"]) for at, part in parts)


def _parts(cells: pl.DataFrame) -> list[tuple[int, pl.DataFrame]]:
    parts = cells.partition_by("column", as_dict=True, maintain_order=True)
    return sorted(((int(key[0]), part) for key, part in parts.items()), key=lambda pair: pair[0])

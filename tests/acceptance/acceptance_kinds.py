"""Every kind of pollution, in the order of the sections of the specification."""

from pollutions import Pollution
from spoil_bytes import BYTES
from spoil_cells import CELLS
from spoil_parquet import PARQUETS
from spoil_records import RECORDS
from spoil_sheets import SHEETS
from spoil_text import TEXTS
from spoil_workbook import WORKBOOKS

KINDS: tuple[Pollution, ...] = (*TEXTS, *BYTES, *CELLS, *WORKBOOKS, *SHEETS, *PARQUETS, *RECORDS)

"""What a reader is told about a file, the limits it keeps, and the text table it hands on."""

from dataclasses import dataclass, field
from datetime import date

import polars as pl

from dq.core.notice import Notice

MIB = 2**20


@dataclass(frozen=True)
class Declared:
    """What the manifest, `dq.toml` or the command line say about a file. Empty means not said.

    `maps` sends a header of the file to a column (`{"Lakare": "physician_id"}`), or away from the feed
    when the column is empty. `header_line` is the 1-based line of the header row. `rows`, `sha256`,
    `snapshot_date` and `sender` come from the manifest.

    `form` is `pasted` for a table copied out of a document; all other forms are told from the bytes.
    `header_lines` is how many lines the header takes in a workbook (0 = find out). `sheet` is a name, or `*`
    for all visible sheets, one below the other. `dates`, `units` and
    `decimal` settle values by column name (`*` = every column): a date form (`d/m/yyyy`), a unit of shares
    (`percent`, `fraction`), the decimal mark (`,` or `.`) that makes `1.234` readable.
    """

    feed: str = ""
    encoding: str = ""
    separator: str = ""
    sheet: str = ""
    header_line: int = 0
    maps: dict[str, str] = field(default_factory=dict)
    rows: int | None = None
    sha256: str = ""
    snapshot_date: date | None = None
    sender: str = ""
    form: str = ""
    header_lines: int = 0
    dates: dict[str, str] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    decimal: str = ""


NOTHING_SAID = Declared()


@dataclass(frozen=True)
class FileRule:
    """What to do with the files whose name matches `pattern`; `declared` None means: leave them out."""

    pattern: str
    declared: Declared | None


@dataclass(frozen=True)
class SenderFeed:
    """What is said of one feed of a sender. Files whose name matches `patterns` are of this feed."""

    feed: str
    patterns: tuple[str, ...]
    declared: Declared


@dataclass(frozen=True)
class SenderRule:
    """What is said once about all files of a sender, and per feed, which goes before.

    Its files are those that the manifest or a `FileRule` gives this sender, or whose name matches `patterns`
    or those of a feed.
    """

    sender: str
    patterns: tuple[str, ...]
    declared: Declared
    feeds: tuple[SenderFeed, ...] = ()


@dataclass(frozen=True)
class ReadLimits:
    """Caps on one file and on the process that opens it. Bytes, counts and whole seconds.

    Source of the defaults: the hardening design, R5.
    """

    file_bytes: int = 512 * MIB
    expanded_bytes: int = 2048 * MIB
    rows: int = 20_000_000
    columns: int = 500
    line_bytes: int = MIB
    cell_bytes: int = 65_536
    sheet_cells: int = 20_000_000
    ratio: int = 200
    archive_files: int = 10_000
    memory_bytes: int = 8192 * MIB
    cpu_seconds: int = 600
    wall_seconds: int = 300


@dataclass(frozen=True)
class Lines:
    """Every line of a file, counted once by what it is. `continuation` lines belong to the row above."""

    header: int = 0
    title: int = 0
    blank: int = 0
    total: int = 0
    note: int = 0
    continuation: int = 0
    rows: int = 0

    @property
    def all(self) -> int:
        """Number of lines in the file as delivered."""
        counted = (self.header, self.title, self.blank, self.total, self.note, self.continuation, self.rows)
        return sum(counted)


@dataclass(frozen=True)
class TextTable:
    """A file as text, nothing interpreted: one row per data row, one string column per header.

    `frame` has `c0`, `c1`, ... in the order of `headers`, and `source_row`, the 1-based line (CSV), row
    (XLSX) or record (Parquet) of the file as delivered; of several sheets, the number of the sheet times ten
    million plus the row. An empty cell is "" or null. `apart` holds the total and note rows in the same
    columns plus `line_kind` (`total` or `note`).
    """

    name: str
    form: str
    headers: tuple[str, ...]
    frame: pl.DataFrame
    apart: pl.DataFrame
    lines: Lines
    sha256: str
    size: int
    decisions: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()

    def cells(self, header: str) -> pl.Series:
        """Return the text of the column under `header`; `ValueError` if there is none."""
        return self.frame[f"c{self.headers.index(header)}"]

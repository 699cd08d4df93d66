"""The table of values, from bytes to typed cells: what stood in the file, or a reason, never a guess.

Each case is a file of its own in one delivery, read as a run reads it: in the child, one order per file.
"""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from dq.core.identity import IdentityForms
from dq.core.ledger import FileRead
from dq.core.notice import Sight
from dq.core.table import Declared, FileRule
from dq.pipeline.intake import Delivery, read_delivery

DAY = date(2026, 10, 31)
A = "SE2321000016-A001"
PNR = "196408233234"


@dataclass(frozen=True)
class Case:
    """Cells of one column of a feed, what they become, and why others are unread; None = read or empty."""

    feed: str
    column: str
    cells: list[str]
    values: list[Any]
    reasons: list[str | None] = field(default_factory=list)
    flags: list[int] = field(default_factory=list)
    sights: dict[Sight, int] = field(default_factory=dict)
    declared: Declared = field(default_factory=Declared)
    output: str = ""
    decision: str = ""


HEADS = {
    "listings": {
        "Personnr": "P{file}{n}",
        "Enhet": A,
        "Läkare": "L1",
        "Läkarnamn": "",
        "Fr.o.m.": "2020-01-01",
    },
    "claims": {"Enhet": A, "Period": "2026-10", "Mätdatum": "2026-10-31", "Antal listade": "{n}"}
    | {"Antal listade på läkare": "{file}", "Andel": ""},
    "survey_shares": {"Enkät": "E{file}{n}", "Region": "01", "Andel ja": "50", "Designeffekt": ""},
}
LISTED, NAMES = ("listings", "Personnr"), ("listings", "Läkarnamn")
DATES, COUNTS, SHARES = ("listings", "Fr.o.m."), ("claims", "Antal listade"), ("claims", "Andel")
NUMBERS, PLACES = ("survey_shares", "Designeffekt"), ("survey_shares", "Region")
COMMA = Declared(decimal=",")
FORM, UNREAD = "out_of_form", "ambiguous_number"
CASES = {
    "zeros in front": Case(*LISTED, ["0001010106", "000123"], ["0001010106", "000123"]),
    "mangled": Case(*LISTED, ["1.91212E+11", "191212121212.0", "P1"], [None, None, "P1"],
                    ["mangled_id", "mangled_id", None]),
    "person numbers": Case(
        *LISTED,
        ["640823-3234", "19640823\u00a03234", "640823\u20133234", "640823+3234", "19640883-3231"]
        + ["196408233235"],
        [PNR, PNR, PNR, "186408233234", "196408833231", "196408233235"],
        flags=[5],
        sights={Sight.TEN_DIGITS: 3, Sight.RAW_FORM: 3},
        decision="person:form=personnummer",
    ),
    "group marks": Case(
        *COUNTS,
        ["1 234", "1\u00a0234", "1\u202f234", "\u22121234", "\uff11\uff12", "12 34"],
        [1234, 1234, 1234, -1234, 12, None],
        [None] * 5 + ["not_a_number"],
        sights={Sight.MIXED_STYLES: 3, Sight.RAW_FORM: 1},
    ),
    "two numbers": Case(*COUNTS, ["1.234", "1234"], [None, 1234], [UNREAD, None]),
    "two numbers, told": Case(*COUNTS, ["1.234", "1234"], [1234, 1234], declared=COMMA,
                              sights={Sight.MIXED_STYLES: 0}),
    "shares": Case(*SHARES, ["0,59", "59", "59 %"], [None, None, 59], ["mixed_unit"] * 2 + [None],
                   output="claimed_share_num", decision="share:claimed_share=percent"),
    "shares, told": Case(*SHARES, ["0,59", "59", "59 %"], [59, 59, 59], output="claimed_share_num",
                         declared=Declared(units={"claimed_share": "percent"}),
                         sights={Sight.MIXED_UNITS: 1}),
    "not finite": Case(*NUMBERS, ["1e400", "NaN", "inf", "1,5"], [None] * 3 + [1.5],
                       ["not_a_number"] * 3 + [None]),
    "dates": Case(*DATES, ["2024-02-30", "24-01-31", "31/1/2024", "20240131"],
                  [None] * 3 + [date(2024, 1, 31)], ["not_a_date", FORM, FORM, None]),
    "day or month": Case(*DATES, ["1/2/2024", "2024-02-01"], [None, date(2024, 2, 1)], [FORM, None]),
    "day before month": Case(*DATES, ["1/2/2024", "31/1/2024"], [date(2024, 2, 1), date(2024, 1, 31)],
                             declared=Declared(dates={"valid_from": "d/m/yyyy"})),
    "serial number": Case(*DATES, ["45322", "2024-01-31"], [None, date(2024, 1, 31)], [FORM, None]),
    "missing": Case(*COUNTS, ["", " ", "NA", "-", "..", "5"], [None] * 5 + [5],
                    decision="missing:claimed_listed=3"),
    "letters in parts": Case(*NAMES, ["A\u030asa", "Åsa"], ["Åsa", "Åsa"], sights={Sight.NOT_NFC: 1}),
    "hidden marks": Case(*NAMES, ["An\u202ena", "Bo\u200b", "Eva"], ["An\u202ena", "Bo\u200b", "Eva"],
                         sights={Sight.INVISIBLE: 2}),
    "decoded twice": Case(*NAMES, ["BjÃ¶rn", "Björn"], ["BjÃ¶rn", "Björn"], sights={Sight.MOJIBAKE: 1}),
    "regions": Case(*PLACES, ["VGR", "Region Kalmar\u00a0län", "orebro", "Atlantis"],
                    ["14", "08", "18", None], [None] * 3 + ["unknown_code"]),
}  # fmt: skip


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Delivery:
    folder = tmp_path_factory.mktemp("values") / "in"
    folder.mkdir()
    rules = []
    for file, (name, case) in enumerate(CASES.items()):
        heads = HEADS[case.feed]
        rows = [
            [cell if head == case.column else fill.format(n=n, file=file) for head, fill in heads.items()]
            for n, cell in enumerate(case.cells, start=1)
        ]
        lines = ["\t".join(row) for row in [list(heads), *rows]]
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        words = vars(case.declared) | {"feed": case.feed}
        rules.append(FileRule(f"{name}.csv", Declared(**words)))
    return read_delivery([folder], work=folder.parent / "work", day=DAY, file_rules=rules)


@pytest.mark.parametrize("name", CASES)
def test_each_line_of_the_table(read: Delivery, name: str) -> None:
    case = CASES[name]
    line = next(each for each in read.files if each.name == f"{name}.csv")
    assert (line.status, line.rows) == ("read", len(case.cells)), line.error
    column = next(target for target, header in line.mapping.items() if header == case.column)
    rows = _rows(read, case.feed, line)
    assert rows[case.output or column].to_list() == case.values
    unread = read.unread.filter(pl.col("source_file") == line.name, pl.col("column") == column)
    found = dict(unread.select("source_row", "reason").iter_rows())
    wanted = case.reasons or [None] * len(case.cells)
    assert [found.get(at) for at in rows["source_row"]] == wanted
    flagged = rows["flagged"].str.contains(f"{column}:identity").fill_null(value=False)
    assert flagged.arg_true().to_list() == case.flags
    sights = {each.sight: each.count for each in line.notices if each.column == column}
    assert sights == {sight: count for sight, count in case.sights.items() if count}
    assert case.decision in ("", *line.decisions)


def _rows(read: Delivery, feed: str, line: FileRead) -> pl.DataFrame:
    frame = pl.concat([pl.read_parquet(path) for path in read.frames[feed]])
    return frame.filter(pl.col("source_file") == line.name).sort("source_row")


def test_the_forms_of_a_suite_reach_the_reader(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    cells = "".join(f"{cell};{A};L1;2020-01-01\n" for cell in ("P01", "P1", "991981000010"))
    (folder / "l.csv").write_text(f"Personnr;Enhet;Läkare;Fr.o.m.\n{cells}", encoding="utf-8")
    flagged = []
    for at, forms in enumerate((IdentityForms("P[0-9]{2}"), IdentityForms("P[0-9]{2}", ("inera",)))):
        read = read_delivery([folder], work=tmp_path / f"work{at}", day=DAY, identities=forms)
        rows = pl.read_parquet(read.frames["listings"][0])
        flagged.append(rows["flagged"].is_not_null().arg_true().to_list())
    assert flagged == [[1], [1, 2]]

"""SCH-07: table may not be whole. Ours; see docs/decisions/0017."""

from typing import Any

import narwhals as nw

from dq.core.codes import Books, Disposition, Severity, Unit
from dq.core.notice import DOUBTFUL
from dq.core.rule import rule
from dq.rules.schema.sights import by_sight


@rule(
    id="SCH-07",
    title="Table may not be whole",
    title_sv="Tabellen kan vara ofullständig",
    severity=Severity.ERROR,
    disposition=Disposition.HOLD,
    unit=Unit.FILE,
    source="our default; docs/decisions/0017",
    sv="{detail}: {affected} {affected:ställe|ställen} i en fil med {total} rader.",
    en="{detail}: {affected} {affected:place|places} in a file of {total} rows.",
    todo_sv="Be om ett nytt uttag utan detta, eller fråga om tabellen är hel.",
    todo_en="Ask for a new extract without it, or whether the table is whole.",
    examined_sv="varje fil som lästes.",
    fails_sv="något i den kan ha ändrat eller tagit bort data innan den kom hit: sammanfogade celler, "
    "identiteter som ligger som tal, en summarad som inte stämmer, ett blad med rader som inte lästes, "
    "eller precis så många rader som ett kalkylblad rymmer.",
    nulls_sv="en fil utan anmärkning klarar regeln.",
    books=Books.NAMED_PART,
    evidence="notices",
)
def table_doubtful(files: nw.LazyFrame[Any], notices: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Flag files with a notice of the reader that asks for the sender.

    Examined: every file that was read; one entity per file, or per kind of notice in it.
    Fails: something in it may have changed or cut the data before it came: merged cells, identifiers typed as
        numbers, a total row that does not agree, a sheet with rows that was not read, or
        exactly as many rows as a sheet holds (`DOUBTFUL`).
    Nulls: a file without notices passes.
    """
    return by_sight(files, notices, DOUBTFUL)

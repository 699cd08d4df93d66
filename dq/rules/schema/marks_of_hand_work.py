"""SCH-08: marks of hand work. Ours; see docs/decisions/0017."""

from typing import Any

import narwhals as nw

from dq.core.codes import Books, Disposition, Severity, Unit
from dq.core.notice import TOLD
from dq.core.rule import rule
from dq.rules.schema.sights import by_sight


@rule(
    id="SCH-08",
    title="Marks of hand work",
    title_sv="Spår av handarbete",
    severity=Severity.INFO,
    disposition=Disposition.INFORM,
    unit=Unit.FILE,
    source="our default; docs/decisions/0017",
    sv="{detail}: {affected} {affected:ställe|ställen} i en fil med {total} rader.",
    en="{detail}: {affected} {affected:place|places} in a file of {total} rows.",
    todo_sv="Inget behöver göras för utbetalningen. Be om ett rent uttag nästa gång.",
    todo_en="Nothing is needed for the payment. Ask for a clean extract next time.",
    examined_sv="varje fil som lästes.",
    fails_sv="något i den är värt att veta fast varje cell är läst som den står: tomma rader, dolda rader,"
    " formler, osynliga tecken, förvanskade namn.",
    nulls_sv="en fil utan anmärkning klarar regeln.",
    books=Books.NOTHING,
    evidence="notices",
)
def marks_of_hand_work(files: nw.LazyFrame[Any], notices: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Flag files with a notice of the reader that asks nothing of anybody.

    Examined: every file that was read; one entity per file, or per kind of notice in it.
    Fails: something in it is worth knowing although every cell is read as it stands: blank lines, hidden
        rows, formulas, invisible marks, garbled names.
    Nulls: a file without notices passes.
    """
    return by_sight(files, notices, TOLD)

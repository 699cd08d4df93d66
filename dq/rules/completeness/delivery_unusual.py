"""CMP-05: a delivery outside its usual range. Ours; closes R6 of the hardening design."""

from datetime import date, datetime, time, timedelta
from typing import Any

import narwhals as nw

from dq.core.codes import Disposition, Severity, Unit
from dq.core.outcome import as_outcome
from dq.core.rule import rule


@rule(
    id="CMP-05",
    title="Delivery unlike the one before",
    title_sv="Leverans olik den förra",
    severity=Severity.WARNING,
    disposition=Disposition.INFORM,
    unit=Unit.DELIVERY,
    source="our default",
    sv="{detail}: {affected} rader nu, {total} i förra perioden.",
    en="{detail}: {affected} rows now, {total} in the period before.",
    todo_sv="Fråga vårdcentralen om filen är hel och rätt. Det kan finnas en bra förklaring.",
    todo_en="Ask the clinic whether the file is whole and the right one. There may be a good reason.",
    examined_sv="varje vårdcentral med avtal och varje slag av fil som kom, om förra periodens fil finns "
    "eller begäran har en inlämningstid.",
    fails_sv="antalet rader är under {at_least} (at_least) eller över {at_most} (at_most) gånger förra "
    "periodens, om de då var minst {min_rows} (min_rows); filen är byte för byte förra periodens; eller "
    "begäran kom mer än {due_days} dagar (due_days) efter mätdagen.",
    nulls_sv="utan förra periodens fil jämförs inga antal, utan inlämningstid ingen tid.",
    evidence="",
)
def delivery_unusual(
    deliveries: nw.LazyFrame[Any],
    *,
    day: date,
    at_least: float = 0.9,
    at_most: float = 1.25,
    min_rows: int = 100,
    due_days: int = 31,
) -> nw.LazyFrame[Any]:
    """Flag deliveries that have shrunk, grown, not changed at all, or come late.

    Examined: each contracted provider and feed with rows now, where the period before or the time of
        submission is known.
    Fails: rows below `at_least` or above `at_most` of those before, when there were `min_rows` of them; a
        file of its own has the very bytes of one a period earlier; a claim sent more than `due_days` after
        the day. The first that holds is told.
    Nulls: without the earlier feed no counts are compared, without a time of submission no time.
    """
    before, rows = nw.col("rows_before"), nw.col("rows")
    due = datetime.combine(day + timedelta(days=due_days + 1), time())
    known = before >= min_rows
    cases = {
        "unchanged": nw.col("unchanged"),
        "shrunken": known & (rows < before * at_least),
        "grown": known & (rows > before * at_most),
        "late": nw.col("sent_at") >= nw.lit(due),
    }
    detail = nw.lit(None).cast(nw.String)
    for name, holds in reversed(cases.items()):
        detail = nw.when(holds.fill_null(value=False)).then(nw.lit(name)).otherwise(detail)
    return (
        deliveries.filter(rows > 0)
        .filter(~before.is_null() | ~nw.col("sent_at").is_null() | nw.col("unchanged"))
        .with_columns(detail=detail, affected=rows, total=before)
        .with_columns(fails=~nw.col("detail").is_null())
        .pipe(as_outcome)
    )

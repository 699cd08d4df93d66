"""CON-01: all patients on one doctor."""

from typing import Any

import narwhals as nw

from dq.core.codes import Books, Disposition, Severity, Unit
from dq.core.outcome import as_outcome
from dq.core.rule import rule
from dq.rules.eligibility.listable import DEFAULT_SPECIALTIES, listable


@rule(
    id="CON-01",
    title="All patients on one doctor",
    title_sv="Alla på en läkare",
    severity=Severity.CRITICAL,
    disposition=Disposition.HOLD,
    unit=Unit.PROVIDER,
    source="Region Stockholm, Handlingsplan för fast läkarkontakt, "
    "avsnitt Uppföljning av fast läkarkontakt och kontinuitet",
    sv="Alla {affected} namngivna listningar ligger på en enda läkare.",
    en="All {affected} named listings are on a single doctor.",
    todo_sv="Be om ny fil med fördelning per läkare.",
    todo_en="Ask for a new file split by doctor.",
    examined_sv="vårdcentraler med minst {min_named} namngivna listningar på mätdagen (min_named).",
    fails_sv="en läkare har alla, fast bemanningslistan den dagen har minst {min_doctors} läkare som får "
    "ha lista (min_doctors), eller så är listan över ersättningstaket, om ett är satt (ceiling). Läkare "
    "som delar lista enligt avtal räknas som en, med taket en gång för var och en.",
    nulls_sv="en listning utan läkare är inte namngiven. En frånvarande läkare räknas ändå med i "
    "bemanningslistan.",
    books=Books.LIST,
    needs_roll=True,
)
def all_on_one_doctor(
    pairs: nw.LazyFrame[Any],
    panels: nw.LazyFrame[Any],
    spells: nw.LazyFrame[Any],
    *,
    min_named: int = 200,
    min_doctors: int = 2,
    ceiling: int | None = None,
    listable_specialties: tuple[str, ...] = DEFAULT_SPECIALTIES,
) -> nw.LazyFrame[Any]:
    """Flag providers whose named listings all carry the same doctor.

    A provider can reach any named share by writing one name on every row.
    The share then looks good and says nothing about access to a doctor.

    Examined: providers with `min_named` or more named listings on the day.
    Fails: one doctor holds all, though at least `min_doctors` listable doctors are on the roll that day, or
        the list is above the payment `ceiling` (none by default). Doctors who share a list by agreement are
        one, with the ceiling once for each of them.
    Nulls: a listing without a doctor is not named. Absent doctors count as on the roll (reading A-21).
    """
    could = (
        spells.filter(listable(listable_specialties))
        .group_by("provider_id")
        .agg(nw.col("list_id").n_unique().cast(nw.Int64).alias("could"))
    )
    lists = pairs.group_by("provider_id").agg(
        nw.col("list_id").n_unique().cast(nw.Int64).alias("value"),
        nw.col("named").sum().alias("affected"),
        nw.col("list_id").min(),
    )
    above = nw.lit(value=False)
    if ceiling is not None:
        above = nw.col("affected") > ceiling * nw.col("heads").fill_null(1)
    return (
        lists.filter(nw.col("affected") >= min_named)
        .join(could, on="provider_id", how="left")
        .join(panels.select("list_id", "heads"), on="list_id", how="left")
        .with_columns(
            threshold=nw.lit(min_doctors),
            total=nw.col("affected"),
            fails=(nw.col("value") == 1) & ((nw.col("could").fill_null(0) >= min_doctors) | above),
        )
        .pipe(as_outcome)
    )

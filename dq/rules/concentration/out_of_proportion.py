"""CON-02: concentration out of proportion to staffing."""

from typing import Any

import narwhals as nw

from dq.core.codes import Books, Disposition, Severity, Unit
from dq.core.outcome import as_outcome
from dq.core.rule import rule
from dq.measures.doctors import LISTABLE_ROLES


@rule(
    id="CON-02",
    title="Concentration out of proportion to staffing",
    title_sv="Orimlig koncentration",
    severity=Severity.WARNING,
    disposition=Disposition.HOLD,
    unit=Unit.PROVIDER,
    source="our default",
    sv="Läkaren med flest har {affected} av {total} namngivna, långt över sin del av läkartiden.",
    en="The largest list holds {affected} of {total} named, far above that doctor's share of doctor time.",
    todo_sv="Be om förklaring och schema.",
    todo_en="Ask for an explanation and a schedule.",
    examined_sv="vårdcentraler med minst {min_named} namngivna listningar (min_named, egen gräns: två "
    "listningar är inget mönster) och någon läkartid på mätdagen.",
    fails_sv="den längsta listan är minst {top_share} av alla namngivna (top_share) och mer än "
    "{times_time} gånger läkarens andel av nettotiden (times_time), eller så är listornas andelar, i "
    "kvadrat och summerade, mer än {hhi_ratio} gånger samma summa för nettotiden (hhi_ratio).",
    nulls_sv="listor på läkare som inte är i tjänst där den dagen, och platshållare, prövas av REF och ABS. "
    "Läkare som delar lista enligt avtal räknas som en, med sammanlagd tid.",
    books=Books.NAMED_PART,
    needs_roll=True,
)
def out_of_proportion(
    pairs: nw.LazyFrame[Any],
    spells: nw.LazyFrame[Any],
    *,
    min_named: int = 100,
    top_share: float = 0.5,
    times_time: float = 2.0,
    hhi_ratio: float = 1.5,
) -> nw.LazyFrame[Any]:
    """Flag providers where the lists are far more concentrated than the doctors' time.

    n_d is a doctor's named listings, M their sum, f_d net FTE on the day, F the sum over all doctors.

    Examined: providers with `min_named` or more named listings and some doctor time on the day.
    Fails: the largest n_d/M >= `top_share` and > `times_time` * f_d/F, or the sum of (n_d/M)^2 is above
        `hhi_ratio` times the sum of (f_d/F)^2. `min_named` is our own: two listings are no pattern.
    Nulls: lists of doctors who are not at work there, and placeholders, are left to REF, ABS-01, ABS-02 and
        ABS-06, so that nobody is asked twice about the same rows. Doctors who share a list by agreement are
        one, with their time together.
    """
    work = (
        spells.filter(nw.col("role").is_in(list(LISTABLE_ROLES)))
        .group_by("provider_id", "list_id")
        .agg(nw.col("net_fte_milli").sum().alias("f"))
        .with_columns(f2=nw.col("f") * nw.col("f"))
    )
    time = work.group_by("provider_id").agg(
        nw.col("f").sum().alias("time"), nw.col("f2").sum().alias("time2")
    )
    lists = (
        pairs.filter(nw.col("here") & ~nw.col("placeholder"))
        .group_by("provider_id", "list_id")
        .agg(nw.col("named").sum().alias("n"))
        .join(work.drop("f2"), on=["provider_id", "list_id"], how="left")
        .with_columns(f=nw.col("f").fill_null(0))
    )
    sums = lists.with_columns(n2=nw.col("n") * nw.col("n")).group_by("provider_id").agg(
        nw.col("n").sum().alias("total"), nw.col("n2").sum(), nw.col("n").max().alias("affected")
    )  # fmt: skip
    top = (
        lists.join(sums.select("provider_id", "affected"), on="provider_id", how="inner")
        .filter(nw.col("n") == nw.col("affected"))
        .group_by("provider_id")
        .agg(nw.col("f").max().alias("top_f"))
    )
    share = nw.col("affected") / nw.col("total")
    lopsided = (share >= top_share) & (share > times_time * nw.col("top_f") / nw.col("time"))
    hhi = nw.col("n2") / (nw.col("total") * nw.col("total"))
    hhi_time = nw.col("time2") / (nw.col("time") * nw.col("time"))
    return (
        sums.join(time, on="provider_id", how="inner")
        .join(top, on="provider_id", how="inner")
        .filter((nw.col("total") >= min_named) & (nw.col("time") > 0))
        .with_columns(value=share, threshold=nw.col("top_f") / nw.col("time"))
        .with_columns(fails=lopsided | (hhi > hhi_ratio * hhi_time))
        .pipe(as_outcome)
    )

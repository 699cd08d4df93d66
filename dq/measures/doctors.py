"""Doctors at work on the day: spells, staffing per provider, panels per doctor.

Source: domain.md 3.2 and 7.5.
"""

from datetime import date
from typing import Any

import narwhals as nw

from dq.core.measure import measure
from dq.core.outcome import active_on

Frame = nw.LazyFrame[Any]

DOCTOR_ROLES = ("specialist", "st", "bt", "at", "unlicensed")
LISTABLE_ROLES = ("specialist", "st")
# Cells of a roll row without which a doctor cannot be judged.
NEEDED_CELLS = ("provider_id", "role", "fte_milli", "employed_from")


@measure(collected=True)
def spells(staff_roll: Frame, ref_tandem: Frame | None = None, *, day: date) -> Frame:
    """Give the employment spells that cover the day: one row per spell.

    `net_fte_milli` = FTE minus FTE of exempt duties in thousandths; null exempt FTE is 0. `list_id`: the
    physician, or the shared list of physicians who share one by agreement.
    """
    work = staff_roll.filter(active_on(day, "employed_from", "employed_to"))
    if ref_tandem is None:
        work = work.with_columns(list_id=nw.col("physician_id"))
    else:
        shared = ref_tandem.select("physician_id", shared_list="list_id").unique(subset=["physician_id"])
        work = work.join(shared, on="physician_id", how="left").with_columns(
            list_id=nw.coalesce("shared_list", "physician_id")
        )
    return work.select(
        "provider_id",
        "physician_id",
        "list_id",
        "role",
        "specialties",
        "employment_form",
        "st_end",
        "absent_from",
        "absent_to",
        "substitute_physician_id",
        "fte_milli",
        # exempt duties above the FTE are CAP-06's question; no time at work is less than none
        net_fte_milli=nw.max_horizontal(
            nw.col("fte_milli") - nw.col("exempt_fte_milli").fill_null(0), nw.lit(0).cast(nw.Int64)
        ),
    )


@measure(collected=True)
def staffing(spells: Frame, staff_roll: Frame) -> Frame:
    """Sum the doctors of a provider: one row per provider that has any row in the roll.

    `doctors` and FTE sums count roles specialist, st, bt, at and unlicensed that cover the day.
    """
    doctor = nw.col("role").is_in(list(DOCTOR_ROLES))
    net = nw.col("net_fte_milli")
    # one row per doctor and provider, so that somebody with two spells is one head
    heads = (
        spells.filter(doctor)
        .group_by("provider_id", "physician_id")
        .agg(
            net.sum().alias("net"),
            nw.when(nw.col("role") == "specialist").then(net).otherwise(nw.lit(0)).sum().alias("specialist"),
            nw.when(nw.col("role") == "st").then(net).otherwise(nw.lit(0)).sum().alias("st"),
        )
        .group_by("provider_id")
        .agg(
            nw.len().cast(nw.Int64).alias("doctors"),
            nw.col("net").sum().alias("net_fte_milli"),
            nw.col("specialist").sum().alias("specialist_fte_milli"),
            nw.col("st").sum().alias("st_fte_milli"),
        )
    )
    rolls = staff_roll.group_by("provider_id").agg(nw.len().cast(nw.Int64).alias("roll_rows"))
    zero = {name: nw.col(name).fill_null(0) for name in ("doctors", "net_fte_milli")}
    parts = {name: nw.col(name).fill_null(0) for name in ("specialist_fte_milli", "st_fte_milli")}
    return rolls.join(heads, on="provider_id", how="left").with_columns(**zero, **parts)


@measure(collected=True)
def panels(pairs: Frame, spells: Frame) -> Frame:
    """Add up each doctor's list over providers: one row per list (a doctor, or doctors who share a list).

    `named` rows, `net_fte_milli` over all providers on the day, `st_only` if every spell is ST. Lists whose
    doctor is on no spell that day have net FTE 0 and null `st_only`. `heads`: doctors who share the list,
    those at work that day or those named on it, whichever are more.
    """
    work = spells.filter(nw.col("role").is_in(list(DOCTOR_ROLES)))
    fte = work.group_by("list_id").agg(
        nw.col("net_fte_milli").sum(),
        (nw.col("role") == "st").cast(nw.Int64).min().alias("st_only"),
        nw.col("physician_id").n_unique().cast(nw.Int64).alias("at_work"),
    )
    lists = (
        pairs.filter(~nw.col("placeholder"))
        .group_by("list_id")
        .agg(
            nw.col("named").sum(),
            nw.len().cast(nw.Int64).alias("places"),
            nw.col("provider_id").n_unique().cast(nw.Int64).alias("providers"),
            nw.col("physician_id").n_unique().cast(nw.Int64).alias("on_list"),
        )
    )
    return (
        lists.join(fte, on="list_id", how="left")
        .with_columns(
            net_fte_milli=nw.col("net_fte_milli").fill_null(0),
            heads=nw.max_horizontal(nw.col("on_list"), nw.col("at_work").fill_null(0)),
        )
        .drop("on_list", "at_work")
    )

"""Every doctor with named listings at a provider, and what the roll says. Source: domain.md section 6."""

from datetime import date
from functools import reduce
from operator import or_
from typing import Any

import narwhals as nw

from dq.core.measure import measure
from dq.core.outcome import active_on
from dq.measures.doctors import DOCTOR_ROLES, NEEDED_CELLS
from dq.measures.listed import PLACEHOLDER

Frame = nw.LazyFrame[Any]


@measure(collected=True)
def pairs(list_rows: Frame, staff_roll: Frame, ref_physician: Frame | None = None, *, day: date) -> Frame:
    """Set each provider and doctor with named rows beside the roll: one row per pair.

    `on_roll`: on any roll of the region, ever. `known_here`: had a spell at the provider, ever. `here`: a
    spell at the provider covers the day. `roll_missing`: the provider has no row in the roll at all.
    `licensed` is null without a licence register, False when the register has no valid licence.
    FTE in thousandths, summed over the spells here on the day. `st_end` is the latest of them. `unclear`: a
    row of the doctor in the roll has a cell that is empty or unread and that the rules need, and no other row
    shows the doctor at work here that day.
    """
    covers = active_on(day, "employed_from", "employed_to").fill_null(value=False)
    roll = staff_roll.with_columns(
        covers=covers, net=nw.col("fte_milli") - nw.col("exempt_fte_milli").fill_null(0)
    )
    unclear = reduce(or_, [nw.col(name).is_null() for name in NEEDED_CELLS], ~nw.col("unread").is_null())
    roll = roll.with_columns(unclear=unclear.cast(nw.Int64))
    anywhere = roll.group_by("physician_id").agg(
        nw.len().alias("spells_anywhere"), nw.col("unclear").max().alias("unclear_rows")
    )
    ever = roll.group_by("provider_id", "physician_id").agg(nw.len().alias("spells_here"))
    rolls = roll.group_by("provider_id").agg(nw.len().alias("roll_rows"))
    role = nw.col("role")
    now = (
        roll.filter(nw.col("covers"))
        .group_by("provider_id", "physician_id")
        .agg(
            nw.col("fte_milli").sum(),
            nw.col("net").sum().alias("net_fte_milli"),
            nw.col("st_end").max(),
            nw.col("unclear").min().alias("none_clear"),
            *[
                (role == name).cast(nw.Int64).max().alias(f"is_{name}")
                for name in ("specialist", "st", "bt", "at", "unlicensed", "other")
            ],
            (nw.col("employment_form") == "hired").cast(nw.Int64).max().alias("is_hired"),
            nw.when(role.is_in(list(DOCTOR_ROLES)))
            .then((role == "st").cast(nw.Int64))
            .min()
            .alias("st_only"),
        )
    )
    joined = (
        list_rows.join(anywhere, on="physician_id", how="left")
        .join(ever, on=["provider_id", "physician_id"], how="left")
        .join(now, on=["provider_id", "physician_id"], how="left")
        .join(rolls, on="provider_id", how="left")
    )
    if ref_physician is None:
        joined = joined.with_columns(licensed=nw.lit(None).cast(nw.Boolean))
    else:
        valid = active_on(day, "licence_valid_from", "licence_valid_to").fill_null(value=False)
        register = ref_physician.group_by("physician_id").agg(valid.cast(nw.Int64).max().alias("valid"))
        joined = joined.join(register, on="physician_id", how="left").with_columns(
            licensed=nw.col("valid").fill_null(0) > 0
        )
    return joined.with_columns(
        on_roll=~nw.col("spells_anywhere").is_null(),
        known_here=~nw.col("spells_here").is_null(),
        here=~nw.col("fte_milli").is_null(),
        roll_missing=nw.col("roll_rows").is_null(),
        placeholder=nw.col("physician_id").str.contains(PLACEHOLDER) | (nw.col("placeholder_name") > 0),
        unclear=(nw.col("unclear_rows").fill_null(0) > 0) & (nw.col("none_clear").fill_null(1) > 0),
    ).drop("spells_anywhere", "spells_here", "roll_rows", "placeholder_name", "unclear_rows", "none_clear")

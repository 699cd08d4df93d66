"""The staff roll and the licence register of a synthetic region.

The roll holds every doctor of the plan, one nurse per clinic, and one doctor per clinic who retired.
A ghost stands on neither.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl

from dq.generate.clinics import Doctor
from dq.generate.rows import RETIRED_DAYS
from dq.generate.sites import Site

STAND_IN_DAYS = 125  # since when temporary doctors are there
ST_DAYS = 2009  # five and a half years. Source: HSLF-FS 2021:8

ROLL: dict[str, Any] = {
    "physician_id": pl.String,
    "provider_id": pl.String,
    "role": pl.String,
    "specialties": pl.String,
    "fte_milli": pl.Int64,
    "exempt_fte_milli": pl.Int64,
    "exempt_duty": pl.String,
    "employment_form": pl.String,
    "employed_from": pl.Date,
    "employed_to": pl.Date,
    "absent_from": pl.Date,
    "absent_to": pl.Date,
    "absence_class": pl.String,
    "substitute_physician_id": pl.String,
    "st_start": pl.Date,
    "st_end": pl.Date,
}


def staff_roll(seed: int, found: tuple[Site, ...], day: date) -> pl.DataFrame:
    """Write the roll: one row per person and clinic, columns `ROLL`, ends exclusive, sorted by clinic."""
    rng = np.random.default_rng([seed, 5])
    return pl.DataFrame(list(_spells(rng, found, day)), schema=ROLL, orient="row")


def ref_physician(seed: int, roll: pl.DataFrame, day: date) -> pl.DataFrame:
    """Write the licence register extract: one row per specialist and ST doctor of `roll`."""
    rng = np.random.default_rng([seed, 6])
    doctors = (
        roll.filter(pl.col("role").is_in(["specialist", "st"]))
        .group_by("physician_id")
        .agg(pl.col("specialties").drop_nulls().first(), pl.col("employed_from").min())
        .sort("physician_id")
    )
    before = pl.Series(rng.integers(30, 3000, size=doctors.height))
    return doctors.select(
        "physician_id",
        licence_valid_from=pl.col("employed_from") - pl.duration(days=pl.lit(before)),
        licence_valid_to=pl.lit(None, pl.Date),
        specialties="specialties",
        profession=pl.lit("LK"),
        source_date=pl.lit(day),
    )


def _spells(rng: np.random.Generator, found: tuple[Site, ...], day: date) -> Iterator[tuple[object, ...]]:
    for site in found:
        for i, doctor in enumerate(site.clinic.doctors):
            days = int(rng.integers(400, 5000))
            start = _before(day, STAND_IN_DAYS if doctor.employment == "temporary" else days)
            yield _spell(site, i, doctor, start, day)
        retired = _before(day, RETIRED_DAYS)
        start = _before(retired, int(rng.integers(3000, 6000)))
        yield _plain(site, site.former, "specialist", specialties="allmänmedicin", start=start, end=retired)
        start = _before(day, int(rng.integers(100, 4000)))
        yield _plain(site, site.nurse, "other", start=start)


def _spell(site: Site, i: int, doctor: Doctor, start: date, day: date) -> tuple[object, ...]:
    """Write the row of one doctor; an ST doctor's own specialty comes when the training ends."""
    training = doctor.st_days is not None
    st_end = day + timedelta(doctor.st_days) if doctor.st_days is not None else None
    st_start = st_end - timedelta(ST_DAYS) if st_end else None
    away_from, away_to, away_class = _absence(doctor, day)
    return (
        site.physicians[i],
        site.provider_id,
        doctor.role,
        None if training else doctor.specialties or None,
        doctor.fte_milli,
        doctor.exempt_milli or None,
        doctor.duty,
        doctor.employment,
        max(start, st_start) if st_start else start,
        _before(day, doctor.left_days) if doctor.left_days is not None else None,
        away_from,
        away_to,
        away_class,
        site.physicians[doctor.substitute] if doctor.substitute is not None else None,
        st_start,
        st_end,
    )


def _absence(doctor: Doctor, day: date) -> tuple[date | None, date | None, str | None]:
    if doctor.away is None:
        return None, None, None
    before, after, why = doctor.away
    return _before(day, before), day + timedelta(after), why


def _plain(
    site: Site,
    person: str,
    role: str,
    *,
    start: date,
    end: date | None = None,
    specialties: str | None = None,
) -> tuple[object, ...]:
    """Write a row of somebody without duty, absence or training."""
    rest = (None,) * 6
    return (person, site.provider_id, role, specialties, 1000, None, None, "permanent", start, end, *rest)


def _before(day: date, days: int) -> date:
    return day - timedelta(days)

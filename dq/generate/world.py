"""A synthetic region as frames: the truth before it is written down in anyone's file form."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from dq.generate.claims import claims, ref_provider, survey_shares
from dq.generate.clinics import Plant
from dq.generate.demo import DAY, PERIOD, TARIFF
from dq.generate.labels import labels
from dq.generate.roll import ref_physician, staff_roll
from dq.generate.rows import listing_rows
from dq.generate.sites import Site, sites


@dataclass(frozen=True)
class World:
    """One region on one day: a Polars frame per feed, and the truth about it.

    Columns are those of the feeds, typed: ends exclusive, FTE in thousandths, amounts in öre, shares as
    two integers. `parcels` says how each clinic sends its listings: provider_id, provider_name, form, and
    `extra` = rows that the manifest states beyond those in the file. `labels` is never part of a delivery.
    """

    seed: int
    day: date
    period: str
    listings: pl.DataFrame
    staff_roll: pl.DataFrame
    claims: pl.DataFrame
    ref_provider: pl.DataFrame
    ref_physician: pl.DataFrame
    survey_shares: pl.DataFrame
    parcels: pl.DataFrame
    labels: pl.DataFrame


def region(seed: int, *, listings: int = 90_000, clinics: int = 12, clean: bool = False) -> World:
    """Make a region of invented people; the same arguments give the same frames, byte for byte.

    Args:
        seed: the only source of chance.
        listings: persons listed on the day; ended listings come on top (one for every 25).
        clinics: the plan repeats in kind above 12, faults included. About 7 500 listings per clinic.
        clean: the same world without the planted faults.

    Raises:
        ValueError: `listings` and `clinics` do not fit each other.
    """
    found = sites(np.random.default_rng([seed, 0]), listings, clinics, clean=clean)
    rows = listing_rows(seed, found, DAY)
    roll = staff_roll(seed, found, DAY)
    return World(
        seed=seed,
        day=DAY,
        period=PERIOD,
        listings=rows,
        staff_roll=roll,
        claims=claims(seed, found, rows, day=DAY, period=PERIOD, tariff=TARIFF),
        ref_provider=ref_provider(found),
        ref_physician=ref_physician(seed, roll, DAY),
        survey_shares=survey_shares(),
        parcels=_parcels(found),
        labels=labels(found),
    )


def _parcels(found: tuple[Site, ...]) -> pl.DataFrame:
    extra = [sum(f.rows for f in site.faults if f.plant is Plant.SHORT_FILE) for site in found]
    return pl.DataFrame({
        "provider_id": [site.provider_id for site in found],
        "provider_name": [site.name for site in found],
        "form": [site.clinic.form for site in found],
        "extra": pl.Series(extra, dtype=pl.Int64),
    })  # fmt: skip

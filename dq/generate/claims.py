"""What the clinics of a synthetic region claim, and the references that come with the delivery.

Every clinic claims exactly what its own file says, faults included: claims are honest sums of what the
rows hold on the day.
"""

from datetime import date, datetime, timedelta

import numpy as np
import polars as pl

from dq.core.tariff import Tariff
from dq.generate.people import COUNTY_CODE, ORG_NUMBER
from dq.generate.sites import Site


def claims(
    seed: int, found: tuple[Site, ...], listings: pl.DataFrame, *, day: date, period: str, tariff: Tariff
) -> pl.DataFrame:
    """Count the active rows of each clinic and ask for what the tariff gives: one row per clinic."""
    rng = np.random.default_rng([seed, 7])
    counts = (
        listings.filter(pl.col("valid_from") <= day, pl.col("valid_to").fill_null(date.max) > day)
        .group_by("provider_id")
        .agg(
            claimed_listed=pl.len().cast(pl.Int64),
            claimed_named=pl.col("physician_id").count().cast(pl.Int64),
            claimed_doctors=pl.col("physician_id").drop_nulls().n_unique().cast(pl.Int64),
        )
        .sort("provider_id")
    )
    amounts = [tariff.pay(listed, named) for listed, named in counts.select(pl.nth(1, 2)).iter_rows()]
    opens = datetime(day.year, day.month, day.day, 8) + timedelta(days=2)
    minutes = rng.integers(0, 8 * 60, size=len(found)).tolist()
    return counts.select(
        "provider_id",
        pl.lit(period).alias("period"),
        pl.lit(day).alias("measurement_day"),
        "claimed_listed",
        "claimed_named",
        "claimed_doctors",
        pl.Series("claimed_amount_ore", amounts, dtype=pl.Int64),
        pl.Series("submitted_at", [opens + timedelta(minutes=m) for m in minutes], dtype=pl.Datetime),
        pl.lit(1).cast(pl.Int64).alias("version"),
    )


def ref_provider(found: tuple[Site, ...]) -> pl.DataFrame:
    """Write one row per clinic with a contract; private clinics carry no organisation number."""
    public = [site.clinic.ownership == "public" for site in found]
    return pl.DataFrame({
        "provider_id": [site.provider_id for site in found],
        "provider_name": [site.name for site in found],
        "org_number": [ORG_NUMBER if each else None for each in public],
        "county_code": [COUNTY_CODE] * len(found),
        "ownership": [site.clinic.ownership for site in found],
        "contract_from": [date(2018, 1, 1)] * len(found),
    })  # fmt: skip


def survey_shares() -> pl.DataFrame:
    """Write the perceived share of the region: 31 % of 812 adults, an invented survey."""
    return pl.DataFrame({
        "survey_id": ["Exempelenkäten 2025"],
        "question_id": ["Har du en fast läkare på din vårdcentral?"],
        "county_code": [COUNTY_CODE],
        "group": ["alla"],
        "field_from": [date(2025, 9, 1)],
        "field_to": [date(2025, 11, 15)],
        "base": ["adult_18"],
        "mode": ["mixed"],
        "n_answers": [812],
        "share_num": [31],
        "share_den": [100],
        "deff": [1.0],
    })  # fmt: skip

"""Identifiers of people and clinics that do not exist, written so that nobody can take them for real.

Persons are pseudonyms (`P000001`). HSA-ids carry an organisation number with a valid check digit that
belongs to no region. Source for the form of an HSA-id: domain.md 3.7.
"""

import polars as pl

COUNTY_CODE = "99"
REGION_NAME = "Region Exempel"
ORG_NUMBER = "2321000990"

PLACEHOLDER = "Vakant"


def hsa_id(series: str, number: int, count: int) -> str:
    """Write the id of number `number` of `count` in a series: E units, L doctors, S other staff."""
    least = 2 if series == "E" else 3
    return f"SE{ORG_NUMBER}-{series}{number:0{max(least, len(str(count)))}d}"


def pseudonyms(numbers: pl.Series, count: int) -> pl.Series:
    """Write whole person numbers as pseudonyms, all of one length; at least six digits."""
    width = max(6, len(str(count)))
    return ("P" + numbers.cast(pl.String).str.zfill(width)).alias("person_id")

"""Registered beside supported and perceived share: per region, and for a nation."""

from dq.reconcile.interval import gap_interval, kish_deff, perceived, wilson
from dq.reconcile.national import national_gap
from dq.reconcile.regional import GAP_SCHEMA, region_gap
from dq.reconcile.waterfall import Parts, waterfall

__all__ = [
    "GAP_SCHEMA",
    "Parts",
    "gap_interval",
    "kish_deff",
    "national_gap",
    "perceived",
    "region_gap",
    "waterfall",
    "wilson",
]

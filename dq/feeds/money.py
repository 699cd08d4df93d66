"""Claims: what a provider says and asks for. Source: domain.md 3.3."""

import polars as pl

from dq.core.feed import Kind
from dq.feeds.column import FeedModel, column, second


class Claims(FeedModel):
    """One row per provider and period: counts, share and amount as the provider states them."""

    provider_id: str = column(
        "Enhet (HSA-id)",
        Kind.HSA,
        headers=("HSA-id", "Enhet", "Vårdenhet", "EnhetsID"),
        required=True,
        nullable=False,
    )
    period: str = column("Period", headers=("Månad",), required=True, nullable=False, help="ÅÅÅÅ-MM")
    measurement_day: pl.Date = column(
        "Mätdatum", Kind.DATE, headers=("Mätdag",), required=True, nullable=False
    )
    claimed_listed: int = column(
        "Antal listade", Kind.COUNT, headers=("Listade",), required=True, nullable=False, unit="personer"
    )
    claimed_named: int = column(
        "Antal listade på läkare",
        Kind.COUNT,
        headers=("Antal med fast läkarkontakt", "Listade på läkare", "Antal namngivna"),
        required=True,
        nullable=False,
        unit="personer",
    )
    claimed_share_num: int = column(
        "Andel", Kind.SHARE, name="claimed_share", headers=("Andel (%)", "Andel fast läkare", "Andel %")
    )
    claimed_share_den: int = second()
    claimed_doctors: int = column("Antal läkare", Kind.COUNT, unit="läkare")
    claimed_amount_ore: int = column(
        "Belopp",
        Kind.ORE,
        name="claimed_amount",
        headers=("Ersättning", "Begärt belopp", "Belopp (kr)"),
        unit="kr",
    )
    submitted_at: pl.Datetime = column("Inrapporterat", Kind.DATETIME, headers=("Inlämnat",))
    submitted_by: str = column("Inrapporterat av", headers=("Inlämnat av",), personal=True)
    version: int = column("Version", Kind.COUNT, help="högst version gäller")

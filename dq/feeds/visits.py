"""Visits: whom the patients met. Source: domain.md 3.5."""

import polars as pl

from dq.core.feed import Kind
from dq.feeds.column import FeedModel, column


class Visits(FeedModel):
    """One row per care contact at a provider."""

    contact_id: str = column("Kontakt-ID", required=True, nullable=False, personal=True)
    person_id: str = column(
        "Person",
        Kind.PERSON,
        headers=("Personnummer", "Personnr", "Pnr"),
        required=True,
        nullable=False,
        personal=True,
    )
    provider_id: str = column(
        "Enhet", Kind.HSA, headers=("Vårdenhet", "Enhet (HSA-id)"), required=True, nullable=False
    )
    physician_id: str = column("Läkare", Kind.HSA, headers=("HSA-id vårdare", "LäkarID"))
    profession: str = column(
        "Yrkeskategori",
        Kind.CODE,
        headers=("Vårdgivarkategori",),
        required=True,
        nullable=False,
        codes={
            "doctor": ("läkare",),
            "nurse": ("sjuksköterska", "distriktssköterska"),
            "psychologist": ("psykolog",),
            "physio": ("fysioterapeut",),
            "other": ("övrig",),
        },
    )
    contact_date: pl.Date = column(
        "Besöksdatum", Kind.DATE, headers=("Vårdkontaktdatum",), required=True, nullable=False
    )
    form: str = column(
        "Besöksform",
        Kind.CODE,
        headers=("Kontaktform", "KVÅ"),
        codes={
            "visit": ("besök", "mottagningsbesök"),
            "home": ("hembesök",),
            "video": (),
            "phone": ("telefon",),
        }
        | {"chat": ("chatt",), "letter": ("brev",)},
    )
    planned: bool = column("Planerat", Kind.FLAG)

"""Listings: who is listed where, and on which doctor. Source: domain.md 3.1."""

import polars as pl

from dq.core.feed import Kind
from dq.feeds.column import FeedModel, column


class Listings(FeedModel):
    """One row per listing interval of one person at one provider.

    A person usually stands once, with the doctor in the same row (`listing_kind` both). A long form has
    one row per kind; a row of kind centre then counts as listed, one of kind named_doctor as named.
    """

    person_id: str = column(
        "Person",
        Kind.PERSON,
        headers=(
            "Personnr",
            "Personnummer",
            "Pnr",
            "Person-ID",
            "PatientID",
            "Invånare",
            "Löpnr",
            "personId",
        ),
        required=True,
        nullable=False,
        personal=True,
        help="12 siffror, reservnummer eller pseudonym",
    )
    provider_id: str = column(
        "Enhet (HSA-id)",
        Kind.HSA,
        headers=("HSA-id", "HSAID", "EnhetsHSAId", "Enhet", "EnhetsID", "Vårdenhet", "Mottagning", "Kombika")
        + ("VC", "Kombikakod", "facilityId", "Enhets-id"),
        required=True,
        nullable=False,
    )
    provider_name: str = column(
        "Enhetsnamn", headers=("Vårdcentral", "Hälsocentral", "Mottagningsnamn", "facilityName")
    )
    physician_id: str = column(
        "Läkare",
        Kind.HSA,
        headers=("LäkarID", "Läkar-HSA-id", "Läkarens HSA-id", "Fast läkare", "Husläkare", "Namngiven läkare")
        + ("PAL", "Ansvarig läkare", "Signatur", "resourceId", "Fast läkarkontakt"),
        required=True,
        help="tom cell = inte namngiven",
    )
    physician_name: str = column(
        "Läkarnamn",
        headers=("Namn läkare", "resourceName"),
        personal=True,
        help="används bara för att hitta platshållare",
    )
    listing_kind: str = column(
        "Listningstyp",
        Kind.CODE,
        headers=("Typ", "listingType"),
        codes={
            "both": ("båda",),
            "centre": ("vårdcentral", "HLM", "enhet"),
            "named_doctor": ("läkare", "fast läkarkontakt", "FL", "fast läkare"),
        },
    )
    contact_type: str = column(
        "Typ av fast kontakt",
        Kind.CODE,
        headers=("Kontakttyp",),
        codes={"1": ("fast vårdkontakt",), "2": ("fast läkarkontakt",), "3": (), "4": ()},
        help="Inera 1.2.752.129.5.1.69; bara 2 räknas som namngiven läkare",
    )
    origin: str = column(
        "Valtyp",
        Kind.CODE,
        headers=("Listningssätt", "Aktivt val"),
        codes={
            "active": ("aktiv", "aktivt", "eget val", "aktivt val"),
            "passive": ("passiv", "passivt", "ickeval", "närhetsprincip"),
            "unit": ("enhet", "verksamhetschef"),
            "automatic": ("automatisk", "nyfödd", "säbo"),
        },
    )
    birth_year: int = column("Födelseår", Kind.COUNT, headers=("Fodar",), personal=True, unit="år")
    sex: str = column(
        "Kön", Kind.CODE, headers=("Kon", "Sex"), codes={"M": ("man",), "F": ("K", "kvinna"), "X": ()}
    )
    municipality_code: str = column("Kommun", headers=("Kommunkod", "Kom", "LKF"))
    valid_from: pl.Date = column(
        "Fr.o.m.",
        Kind.DATE,
        headers=(
            "From",
            "Fom",
            "Startdatum",
            "Listningsdatum",
            "Giltig från",
            "validFromDate",
            "Listad från",
        ),
        required=True,
        nullable=False,
    )
    valid_to: pl.Date = column(
        "T.o.m.",
        Kind.DATE_END,
        headers=("Slutdatum", "Avlistad", "Avlistningsdatum", "Giltig till", "validToDate"),
        inclusive_headers=("T.o.m.", "Tom", "Listad t.o.m.", "Giltig t.o.m."),
        help="exklusivt; en kolumn som heter t.o.m. får en dag tillagd",
    )
    registered_at: pl.Datetime = column(
        "Registreringsdatum", Kind.DATETIME, headers=("Skapad", "Ändrad", "Tidsstämpel")
    )
    registered_by: str = column(
        "Registrerad av", headers=("Användare", "Batch"), personal=True, help="användare eller batch"
    )

"""Staff roll, physician register and shared lists: who works where. Source: domain.md 3.2 and 3.6."""

import polars as pl

from dq.core.feed import Kind
from dq.feeds.column import FeedModel, column

ROLES = {
    "specialist": ("specialistläkare", "specialist i allmänmedicin", "distriktsläkare", "överläkare"),
    "st": ("ST-läkare", "ST", "läkare under specialiseringstjänstgöring"),
    "bt": ("BT-läkare", "BT"),
    "at": ("AT-läkare", "AT"),
    "unlicensed": ("ej legitimerad läkare", "underläkare ej leg"),
    "other": ("sjuksköterska", "distriktssköterska", "undersköterska", "psykolog", "övrig", "annan"),
}


class StaffRoll(FeedModel):
    """One row per employment spell of one physician at one provider; half-open dates."""

    physician_id: str = column(
        "Läkare",
        Kind.HSA,
        headers=("HSA-id", "LäkarID", "Läkar-HSA-id", "Läkarens HSA-id", "Anst.nr", "Anställningsnr")
        + ("Förskrivarkod", "Legitimationsnr", "HSA-id läkare"),
        required=True,
        nullable=False,
    )
    provider_id: str = column(
        "Enhet",
        Kind.HSA,
        headers=(
            "Arbetsplats",
            "Placering",
            "Kostnadsställe",
            "Kst",
            "Vårdenhet",
            "Enhet (HSA-id)",
            "EnhetsID",
        ),
        required=True,
        nullable=False,
    )
    role: str = column(
        "Befattning",
        Kind.CODE,
        headers=("Titel", "Yrkeskategori", "AID", "AID-kod", "Tjänst"),
        required=True,
        nullable=False,
        codes=ROLES,
    )
    specialties: str = column(
        "Specialitet",
        Kind.LIST,
        headers=("Specialistkompetens", "Specialiteter"),
        help="namn i gemener, flera åtskilda med semikolon eller komma",
    )
    fte_milli: int = column(
        "Tjänstgöringsgrad",
        Kind.MILLI,
        name="fte",
        headers=("Tjgr", "Sysselsättningsgrad", "Syssgrad", "Årsarbetare", "ÅA", "Heltidsmått"),
        required=True,
        nullable=False,
        unit="heltid (1,0 = 100 %)",
    )
    exempt_fte_milli: int = column(
        "Undantagen tid",
        Kind.MILLI,
        name="exempt_fte",
        headers=("Chefstid", "Uppdragstid", "Avdrag"),
        unit="heltid",
        help="tom cell = 0",
    )
    exempt_duty: str = column(
        "Uppdrag",
        Kind.CODE,
        headers=("MLA", "Verksamhetschef", "Facklig", "Studierektor", "Forskning"),
        codes={
            "manager": ("chef", "verksamhetschef"),
            "mla": ("medicinskt ledningsansvarig", "medicinskt ansvarig läkare"),
            "union": ("facklig", "facklig förtroendevald"),
            "study_director": ("studierektor",),
            "research": ("forskning",),
            "other_regional": ("regionalt uppdrag", "övrigt regionalt"),
        },
    )
    employment_form: str = column(
        "Anställningsform",
        Kind.CODE,
        headers=("Anst.form",),
        codes={
            "permanent": ("tillsvidare", "fast"),
            "temporary": ("vikarie", "vik", "visstid"),
            "hired": ("hyr", "hyrläkare", "inhyrd"),
            "hourly": ("timanställd", "timme"),
        },
    )
    employed_from: pl.Date = column(
        "Anst fr.o.m.",
        Kind.DATE,
        headers=("Tillträde", "Anställd från", "Anst. från", "Anställd fr.o.m."),
        required=True,
        nullable=False,
    )
    employed_to: pl.Date = column(
        "Anst t.o.m.",
        Kind.DATE_END,
        headers=("Avgång", "Slutat"),
        inclusive_headers=("Anst t.o.m.", "Anställd t.o.m."),
    )
    absent_from: pl.Date = column("Frånvaro fr.o.m.", Kind.DATE, headers=("Ledig fr.o.m.",))
    absent_to: pl.Date = column(
        "Frånvaro t.o.m.", Kind.DATE_END, inclusive_headers=("Frånvaro t.o.m.", "Ledig t.o.m.")
    )
    absence_class: str = column(
        "Frånvaroorsak",
        Kind.CODE,
        headers=("Ledighetstyp",),
        codes={
            "parental": ("föräldraledig", "föräldraledighet"),
            "sick": ("sjuk", "sjukskriven"),
            "study": ("studier", "studieledig"),
            "leave": ("tjänstledig",),
            "other": ("övrigt", "annan"),
        },
        personal=True,
    )
    substitute_physician_id: str = column("Vikarie", Kind.HSA, headers=("Ersättare", "Vikarie HSA-id"))
    st_start: pl.Date = column("ST-start", Kind.DATE)
    st_end: pl.Date = column(
        "ST-slut", Kind.DATE_END, headers=("Beräknad ST-klar", "Specialistbevis beräknat"), help="planerat"
    )
    st_pace_milli: int = column("ST-takt", Kind.MILLI, name="st_pace", unit="heltid")


class RefPhysician(FeedModel):
    """One row per physician of the licence register extract."""

    physician_id: str = column(
        "Läkare",
        Kind.HSA,
        headers=("LäkarID", "HSA-id läkare", "Läkar-HSA-id"),
        required=True,
        nullable=False,
    )
    licence_valid_from: pl.Date = column(
        "Legitimation fr.o.m.", Kind.DATE, headers=("Legitimationsdatum",), required=True
    )
    licence_valid_to: pl.Date = column(
        "Legitimation t.o.m.",
        Kind.DATE_END,
        headers=("Återkallad",),
        inclusive_headers=("Legitimation t.o.m.",),
    )
    specialties: str = column("Specialitet", Kind.LIST, headers=("Specialistkompetens",))
    profession: str = column("Yrkeskod", headers=("Legitimationskod",), help="LK = läkare")
    source_date: pl.Date = column("Uttagsdatum", Kind.DATE, headers=("Källdatum",))


class RefTandem(FeedModel):
    """One row per physician of a list that several doctors share by agreement."""

    list_id: str = column("Gemensam lista", headers=("List-id", "Tandemlista"), required=True, nullable=False)
    physician_id: str = column(
        "Läkare", Kind.HSA, headers=("LäkarID", "Läkar-HSA-id"), required=True, nullable=False
    )

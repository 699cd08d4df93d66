"""Survey shares, survey answers and published registered shares. Source: domain.md 3.4, readings.md."""

import polars as pl

from dq.core.feed import Kind
from dq.feeds.column import FeedModel, column, second

BASES = {
    "population": ("befolkning", "hela befolkningen"),
    "adult_18": ("18+", "vuxna"),
    "users_12m": ("vårdkontakt 12 månader",),
    "users_primary": ("primärvårdsbesökare",),
}
DENOMINATORS = {
    "population": ("befolkning", "residents of the county", "av befolkningen"),
    "listed": ("listade", "listed patients", "av de listade"),
}


class SurveyShares(FeedModel):
    """One row per survey question, region and group: the share that answered yes."""

    survey_id: str = column("Enkät", headers=("Undersökning",), required=True, nullable=False)
    question_id: str = column("Fråga", headers=("Fråge-id",))
    county_code: str = column(
        "Region", headers=("Län", "Länskod", "Regionkod"), required=True, nullable=False, help="00 = riket"
    )
    group: str = column("Grupp", headers=("Kön", "Åldersgrupp"), help="alla, kvinnor, män, 18-39")
    field_from: pl.Date = column("Fält fr.o.m.", Kind.DATE)
    field_to: pl.Date = column("Fält t.o.m.", Kind.DATE, help="sista fältdagen, inklusive")
    base: str = column("Bas", Kind.CODE, codes=BASES, headers=("Målgrupp",))
    mode: str = column(
        "Insamling",
        Kind.CODE,
        codes={"web": ("webb",), "telephone": ("telefon",), "paper": ("papper",), "mixed": ("blandad",)}
        | {"panel": ("webbpanel",)},
    )
    n_answers: int = column(
        "Antal svar", Kind.COUNT, headers=("n", "Antal svarande"), unit="svar", help="tom cell = n saknas"
    )
    gross_sample: int = column("Bruttourval", Kind.COUNT, unit="personer")
    share_num: int = column(
        "Andel ja",
        Kind.SHARE,
        name="share",
        headers=("Andel ja (%)", "Andel", "Andel positiva", "Viktad andel"),
        required=True,
        nullable=False,
    )
    share_den: int = second(nullable=False)
    deff: float = column("Designeffekt", Kind.NUMBER, headers=("deff",))
    dont_know_num: int = column("Vet ej", Kind.SHARE, name="dont_know", headers=("Andel vet ej",))
    dont_know_den: int = second()
    source: str = column("Källa", multiline=True)


class SurveyAnswers(FeedModel):
    """One row per answer to the question about a named doctor."""

    respondent_id: str = column(
        "Svarande", headers=("Svars-id",), required=True, nullable=False, personal=True
    )
    county_code: str = column("Region", headers=("Län", "Länskod"), required=True, nullable=False)
    age: int = column("Ålder", Kind.COUNT, personal=True, unit="år")
    sex: str = column("Kön", Kind.CODE, codes={"M": ("man",), "F": ("K", "kvinna"), "X": ()})
    answer: str = column(
        "Svar",
        Kind.CODE,
        required=True,
        nullable=False,
        codes={"yes": ("ja",), "no": ("nej",), "dont_know": ("vet ej",), "missing": ("uppgift saknas",)},
    )
    weight: float = column("Vikt", Kind.NUMBER)
    stratum: str = column("Stratum", headers=("Strata",))
    psu: str = column("Kluster", headers=("PSU",))


class RegisteredShares(FeedModel):
    """One row per region, day and statistic: the registered share that the region has published.

    Statements about the whole country have county code 00: the mean, the lowest and the highest share.
    """

    county_code: str = column("Region", headers=("Län", "Länskod"), required=True, nullable=False)
    as_of: str = column(
        "Datum", headers=("Avser", "År"), required=True, nullable=False, help="som tryckt; 2024~ = cirka 2024"
    )
    share_num: int = column(
        "Registrerad andel",
        Kind.SHARE,
        name="share",
        headers=("registered_share_pct", "Registrerad andel (%)"),
    )
    share_den: int = second()
    denominator: str = column("Nämnare", Kind.CODE, codes=DENOMINATORS, required=True, nullable=False)
    status: str = column(
        "Status",
        Kind.CODE,
        codes={"reported": ("rapporterad",), "not_reported": ("ej rapporterad", "har inte rapporterat")},
    )
    value_origin: str = column(
        "Ursprung", Kind.CODE, codes={"published": ("publicerad",), "derived": ("härledd",)}
    )
    source: str = column("Källa", headers=("source_id",), multiline=True)
    note: str = column("Anmärkning", multiline=True)
    statistic: str = column(
        "Mått",
        Kind.CODE,
        codes={"registered": ("registrerad",), "supported": ("styrkt",), "mean": ("medelvärde",)}
        | {"lowest": ("lägsta",), "highest": ("högsta",)},
        help="tom cell = registrerad",
    )
    regions: int = column("Antal regioner", Kind.COUNT, help="regioner bakom ett medelvärde", unit="regioner")

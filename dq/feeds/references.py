"""References and the delivery manifest: regions, providers, persons, files. Source: domain.md 3.6."""

import polars as pl

from dq.core.feed import Kind
from dq.feeds.column import FeedModel, column


class RefRegion(FeedModel):
    """One row per region: code, names and population."""

    county_code: str = column("Länskod", headers=("Regionkod",), required=True, nullable=False)
    county_letter: str = column("Länsbokstav")
    region_short: str = column("Kortnamn", required=True, nullable=False)
    region_name: str = column("Regionnamn", required=True, nullable=False)
    population: int = column(
        "Folkmängd",
        Kind.COUNT,
        headers=("population_2024_scb",),
        required=True,
        nullable=False,
        unit="personer",
    )
    population_date: pl.Date = column("Folkmängd den", Kind.DATE)


class RefProvider(FeedModel):
    """One row per provider the region has a contract with."""

    provider_id: str = column(
        "Enhet (HSA-id)", Kind.HSA, headers=("HSA-id", "EnhetsID", "Enhet"), required=True, nullable=False
    )
    provider_name: str = column("Enhetsnamn", headers=("Vårdcentral", "Namn"), required=True, nullable=False)
    org_number: str = column("Organisationsnummer", headers=("Orgnr",))
    county_code: str = column("Länskod", headers=("Region", "Län"), required=True, nullable=False)
    municipality_code: str = column("Kommunkod", headers=("Kommun",))
    ownership: str = column(
        "Driftsform",
        Kind.CODE,
        headers=("Regi", "Ägare"),
        codes={"public": ("offentlig", "region"), "private": ("privat",)},
    )
    contract_from: pl.Date = column("Avtal fr.o.m.", Kind.DATE, required=True)
    contract_to: pl.Date = column("Avtal t.o.m.", Kind.DATE_END, inclusive_headers=("Avtal t.o.m.",))
    chain_id: str = column("Koncern", headers=("Kedja",))


class RefPerson(FeedModel):
    """One row per person of the population register extract. Optional."""

    person_id: str = column(
        "Person",
        Kind.PERSON,
        headers=("Personnummer", "Personnr"),
        required=True,
        nullable=False,
        personal=True,
    )
    birth_date: pl.Date = column("Födelsedatum", Kind.DATE, required=True, personal=True)
    death_date: pl.Date = column("Avliden", Kind.DATE, headers=("Dödsdatum",), required=True, personal=True)
    emigration_date: pl.Date = column("Utvandrad", Kind.DATE, personal=True)
    county_code: str = column("Länskod", headers=("Län",))


class Manifest(FeedModel):
    """One row per file of the delivery: what it is, from whom, and how many rows it should have."""

    file: str = column("Fil", headers=("Filnamn", "file name"), required=True, nullable=False)
    feed: str = column("Innehåll", headers=("Flöde",), required=True, nullable=False, help="se dq feeds")
    sha256: str = column("SHA-256", headers=("Kontrollsumma",))
    rows: int = column("Rader", Kind.COUNT, headers=("Antal rader",), help="datarader, utan rubrik och summa")
    snapshot_date: pl.Date = column("Uttagsdag", Kind.DATE, headers=("Ögonblicksbild", "Per datum"))
    sender: str = column("Avsändare", Kind.HSA, help="HSA-id om filen bara rör en enhet, annars fritt")
    extracted_at: pl.Datetime = column("Uttaget", Kind.DATETIME)
    encoding: str = column("Teckenkodning", headers=("Kodning",), help="utf-8, windows-1252, utf-16")
    delimiter: str = column("Avgränsare", headers=("Separator",), help="semikolon, komma eller tabb")
    replaces: str = column("Ersätter", headers=("Ersätter fil",), help="en fil som den här ersätter")


class PublishedTable(FeedModel):
    """One row per cell of a published table, as printed."""

    table_id: str = column("Tabell", required=True, nullable=False)
    row_label: str = column("Rad", required=True, nullable=False, multiline=True)
    column_label: str = column("Kolumn", required=True, nullable=False, multiline=True)
    printed: str = column("Tryckt", help="tom cell = inget tryckt")

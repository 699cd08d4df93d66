"""The smaller files of a delivery: staff roll, claims, contracts, licences and survey, cell by cell."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from itertools import starmap

import polars as pl

from dq.generate.forms import SWEDISH_EXCEL, UTF8_MARK, UTF8_PLAIN, TextForm
from dq.generate.world import World
from dq.words import Numbers

ROLE_WORDS = {
    "specialist": "Specialistläkare",
    "st": "ST-läkare",
    "at": "AT-läkare",
    "other": "Sjuksköterska",
}
EMPLOYMENT_WORDS = {"permanent": "Tillsvidare", "temporary": "Vikarie"}
DUTY_WORDS = {
    "mla": "medicinskt ledningsansvarig",
    "manager": "verksamhetschef",
    "study_director": "studierektor",
}
ABSENCE_WORDS = {"parental": "föräldraledig", "sick": "sjuk"}
OWNER_WORDS = {"public": "offentlig", "private": "privat"}


@dataclass(frozen=True)
class Table:
    """One file of text cells, what it is, and the form it is written in."""

    name: str
    feed: str
    cells: pl.DataFrame
    text: TextForm
    snapshot: str


def tables(world: World) -> Iterator[Table]:
    """Spell out every feed but the listings. Claims come in two days after the measurement day."""
    day, later = world.day.isoformat(), (world.day + timedelta(days=2)).isoformat()
    period, year = world.period, world.day.year
    yield Table(f"bemanning_{period}.csv", "staff_roll", _roll(world), SWEDISH_EXCEL, day)
    yield Table(f"begaran_{period}.csv", "claims", _claims(world), UTF8_MARK, later)
    yield Table(f"avtal_{year}.csv", "ref_provider", _providers(world), SWEDISH_EXCEL, day)
    yield Table(f"legitimation_{period}.csv", "ref_physician", _licences(world), UTF8_MARK, day)
    yield Table("enkat_2025.csv", "survey_shares", _survey(world), UTF8_PLAIN, day)


def _roll(world: World) -> pl.DataFrame:
    """FTE with decimal comma, last days inclusive."""
    fte, exempt = (_full_time(world.staff_roll[column]) for column in ("fte_milli", "exempt_fte_milli"))
    return world.staff_roll.select(
        pl.col("physician_id").alias("Läkarens HSA-id"),
        pl.col("provider_id").alias("Enhet"),
        pl.col("role").replace_strict(ROLE_WORDS).alias("Befattning"),
        pl.col("specialties").alias("Specialitet"),
        fte.alias("Tjänstgöringsgrad"),
        exempt.alias("Undantagen tid"),
        pl.col("exempt_duty").replace_strict(DUTY_WORDS).alias("Uppdrag"),
        pl.col("employment_form").replace_strict(EMPLOYMENT_WORDS).alias("Anställningsform"),
        pl.col("employed_from").alias("Anst fr.o.m."),
        _last_day("employed_to").alias("Anst t.o.m."),
        pl.col("absent_from").alias("Frånvaro fr.o.m."),
        _last_day("absent_to").alias("Frånvaro t.o.m."),
        pl.col("absence_class").replace_strict(ABSENCE_WORDS).alias("Frånvaroorsak"),
        pl.col("substitute_physician_id").alias("Vikarie"),
        pl.col("st_start").alias("ST-start"),
        pl.col("st_end").alias("Beräknad ST-klar"),
    )


def _claims(world: World) -> pl.DataFrame:
    """Counts and amounts with U+00A0 between groups, shares as `80,0 %`."""
    numbers = Numbers("sv")
    pairs = world.claims.select("claimed_named", "claimed_listed").iter_rows()
    shares = [numbers.percent(share, 1) for share in starmap(Fraction, pairs)]
    return world.claims.select(
        pl.col("provider_id").alias("Enhet (HSA-id)"),
        pl.col("period").alias("Period"),
        pl.col("measurement_day").alias("Mätdatum"),
        _written("Antal listade", world.claims["claimed_listed"], numbers.integer),
        _written("Antal listade på läkare", world.claims["claimed_named"], numbers.integer),
        pl.Series("Andel (%)", shares),
        _written("Antal läkare", world.claims["claimed_doctors"], numbers.integer),
        _written("Belopp (kr)", world.claims["claimed_amount_ore"], numbers.kronor),
        pl.col("submitted_at").dt.strftime("%Y-%m-%d %H:%M").alias("Inrapporterat"),
        pl.col("version").alias("Version"),
    )


def _providers(world: World) -> pl.DataFrame:
    return world.ref_provider.select(
        pl.col("provider_id").alias("HSA-id"),
        pl.col("provider_name").alias("Vårdcentral"),
        pl.col("org_number").alias("Organisationsnummer"),
        pl.col("county_code").alias("Länskod"),
        pl.col("ownership").replace_strict(OWNER_WORDS).alias("Driftsform"),
        pl.col("contract_from").alias("Avtal fr.o.m."),
        pl.lit(None, pl.Date).alias("Avtal t.o.m."),
    )


def _licences(world: World) -> pl.DataFrame:
    return world.ref_physician.select(
        pl.col("physician_id").alias("Läkar-HSA-id"),
        pl.col("licence_valid_from").alias("Legitimationsdatum"),
        pl.col("licence_valid_to").alias("Återkallad"),
        pl.col("specialties").alias("Specialistkompetens"),
        pl.col("profession").alias("Legitimationskod"),
        pl.col("source_date").alias("Uttagsdatum"),
    )


def _survey(world: World) -> pl.DataFrame:
    return world.survey_shares.select(
        pl.col("survey_id").alias("Undersökning"),
        pl.col("question_id").alias("Fråga"),
        pl.col("county_code").alias("Region"),
        pl.col("group").alias("Grupp"),
        pl.col("field_from").alias("Fält fr.o.m."),
        pl.col("field_to").alias("Fält t.o.m."),
        pl.lit("vuxna").alias("Bas"),
        pl.lit("blandad").alias("Insamling"),
        pl.col("n_answers").alias("Antal svar"),
        pl.format("{} %", "share_num").alias("Andel ja (%)"),
        pl.lit("1,0").alias("Designeffekt"),
    )


def _written(header: str, values: pl.Series, write: Callable[[int], str]) -> pl.Series:
    return pl.Series(header, [write(value) for value in values], dtype=pl.String)


def _full_time(values: pl.Series) -> pl.Series:
    """Thousandths as a share of full time with two decimals and a comma; null stays null."""
    numbers = Numbers("sv")
    words = [None if v is None else numbers.decimal(Fraction(v, 1000), 2) for v in values]
    return pl.Series(words, dtype=pl.String)


def _last_day(column: str) -> pl.Expr:
    return pl.col(column) - pl.duration(days=1)

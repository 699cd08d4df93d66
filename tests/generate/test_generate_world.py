"""The synthetic region: what is planted is there, honest clinics are honest, chance comes from the seed."""

import time
from datetime import date
from fractions import Fraction

import polars as pl
import pytest

from dq.generate import World, region
from dq.generate.people import ORG_NUMBER

DAY = date(2026, 10, 31)
NINE = ["ABS-01", "ABS-02", "ABS-06", "CAP-04", "CMP-04", "CON-01", "ELI-01", "ELI-02", "UNQ-02"]


@pytest.fixture(scope="module")
def world() -> World:
    return region(1)


@pytest.fixture(scope="module")
def clean() -> World:
    return region(1, clean=True)


def active(world: World) -> pl.DataFrame:
    return world.listings.filter(
        pl.col("valid_from") <= DAY, pl.col("valid_to").is_null() | (pl.col("valid_to") > DAY)
    )


def planted(world: World) -> dict[str, tuple[str, str | None, int]]:
    rows = world.labels.filter(kind="planted").select("rule_id", "provider_id", "physician_id", "rows")
    return {rule: (provider, physician, n) for rule, provider, physician, n in rows.iter_rows()}


def honest(world: World) -> list[str]:
    guilty = world.labels.filter(kind="planted")["provider_id"]
    return [each for each in world.ref_provider["provider_id"] if each not in set(guilty)]


def lists(world: World) -> pl.DataFrame:
    """Named rows and net FTE of each doctor with a list, on the day."""
    rows = active(world).drop_nulls("physician_id").group_by("provider_id", "physician_id").agg(n=pl.len())
    return rows.join(on_the_day(world), on=["provider_id", "physician_id"], how="left").sort("n")


def on_the_day(world: World) -> pl.DataFrame:
    covers = (pl.col("employed_from") <= DAY) & (
        pl.col("employed_to").is_null() | (pl.col("employed_to") > DAY)
    )
    return world.staff_roll.filter(covers).with_columns(
        net=pl.col("fte_milli") - pl.col("exempt_fte_milli").fill_null(0)
    )


def test_the_same_seed_gives_the_same_region_and_another_seed_another(world: World) -> None:
    again, other = region(1), region(2)
    for name in ("listings", "staff_roll", "claims", "ref_provider", "ref_physician", "labels"):
        assert getattr(again, name).equals(getattr(world, name), null_equal=True), name
    assert not other.listings.equals(world.listings)


def test_nine_faults_at_seven_clinics_and_five_wholly_honest(world: World) -> None:
    assert sorted(world.labels.filter(kind="planted")["rule_id"]) == NINE
    assert len(honest(world)) == 5
    assert set(honest(world)) == set(world.labels.filter(kind="honest")["provider_id"])


def test_ninety_thousand_are_listed(world: World, clean: World) -> None:
    assert active(world)["person_id"].n_unique() == 90_000
    assert active(clean).height == 90_000
    assert active(world).height == 90_040  # forty stand twice


def test_every_person_is_a_pseudonym_and_every_unit_has_a_checked_number(world: World) -> None:
    assert world.listings["person_id"].str.contains(r"^P\d{6}$").all()
    assert world.ref_provider["provider_id"].str.contains(rf"^SE{ORG_NUMBER}-E\d\d$").all()
    doubled = [int(d) * (2 if i % 2 == 0 else 1) for i, d in enumerate(ORG_NUMBER)]
    assert sum(d // 10 + d % 10 for d in doubled) % 10 == 0
    assert int(ORG_NUMBER[2]) >= 2


def test_all_on_one_doctor(world: World) -> None:
    provider, physician, n = planted(world)["CON-01"]
    rows = active(world).filter(provider_id=provider).drop_nulls("physician_id")
    assert rows["physician_id"].unique().to_list() == [physician]
    assert rows.height == n > 200
    roll = on_the_day(world).filter(pl.col("role").is_in(["specialist", "st"]), provider_id=provider)
    assert roll.height == 6


def test_the_ghost_has_its_rows_and_stands_on_no_roll(world: World) -> None:
    provider, ghost, n = planted(world)["ABS-01"]
    rows = active(world).filter(physician_id=ghost)
    assert (rows.height, n) == (700, 700)
    assert rows["provider_id"].unique().to_list() == [provider]
    assert ghost not in set(world.staff_roll["physician_id"])
    assert ghost not in set(world.ref_physician["physician_id"])


def test_the_doctor_who_left_two_months_ago_keeps_a_list_that_decides_the_target(world: World) -> None:
    provider, physician, n = planted(world)["ABS-02"]
    assert active(world).filter(physician_id=physician).height == n == 1100
    spell = world.staff_roll.filter(physician_id=physician)
    assert spell["employed_to"].to_list() == [date(2026, 9, 1)]
    claim = world.claims.filter(provider_id=provider).row(0, named=True)
    assert Fraction(claim["claimed_named"], claim["claimed_listed"]) >= Fraction(3, 4)
    assert Fraction(claim["claimed_named"] - n, claim["claimed_listed"]) < Fraction(3, 4)


@pytest.mark.parametrize(
    ("rule", "rows"), [("ABS-06", 600), ("ELI-01", 500), ("ELI-02", 400), ("CAP-04", 3000)]
)
def test_a_list_that_should_not_count_has_the_stated_rows(world: World, rule: str, rows: int) -> None:
    provider, physician, n = planted(world)[rule]
    found = active(world).filter(physician_id=physician)
    assert (found.height, n) == (rows, rows)
    assert found["provider_id"].unique().to_list() == [provider]


def test_the_doctors_of_these_lists_are_what_the_label_says(world: World) -> None:
    by_rule = planted(world)
    roll = {row["physician_id"]: row for row in world.staff_roll.iter_rows(named=True)}
    assert by_rule["ABS-06"][1] == "Vakant"
    assert roll[by_rule["ELI-01"][1]]["specialties"] == "ortopedi"
    assert roll[by_rule["ELI-02"][1]]["role"] == "st"
    assert (roll[by_rule["ELI-02"][1]]["st_end"] - DAY).days == 1095
    assert roll[by_rule["CAP-04"][1]]["fte_milli"] == 1000


def test_forty_persons_stand_twice_and_the_claim_counts_both(world: World) -> None:
    provider, _, n = planted(world)["UNQ-02"]
    rows = active(world).filter(provider_id=provider)
    assert rows.height - rows["person_id"].n_unique() == n == 40
    key = ["person_id", "provider_id", "valid_from"]
    assert world.listings.select(key).is_duplicated().sum() == 0  # nothing for UNQ-01
    assert world.claims.filter(provider_id=provider)["claimed_listed"].item() == rows.height
    elsewhere = active(world).filter(pl.col("provider_id") != provider)
    assert not elsewhere["person_id"].is_duplicated().any()


def test_only_one_file_is_stated_longer_than_it_is(world: World) -> None:
    provider, _, n = planted(world)["CMP-04"]
    assert world.parcels.filter(pl.col("extra") != 0).select("provider_id", "extra").rows() == [(provider, n)]


@pytest.mark.parametrize("variant", ["planted", "clean"])
def test_every_claim_is_what_the_file_holds(world: World, clean: World, variant: str) -> None:
    each = world if variant == "planted" else clean
    counts = (
        active(each)
        .group_by("provider_id")
        .agg(listed=pl.len(), named=pl.col("physician_id").count(), doctors=pl.col("physician_id").n_unique())
    )
    rows = each.claims.join(counts, on="provider_id")
    assert rows.height == 12
    assert (rows["claimed_listed"] == rows["listed"]).all()
    assert (rows["claimed_named"] == rows["named"]).all()
    for row in rows.iter_rows(named=True):
        reached = row["named"] * 4 >= row["listed"] * 3
        assert row["claimed_amount_ore"] == (4000 * row["listed"] if reached else 0)


def test_one_honest_clinic_is_below_the_target_and_claims_nothing(world: World) -> None:
    nothing = world.claims.filter(claimed_amount_ore=0)
    assert nothing.height == 1
    assert nothing["provider_id"].item() in honest(world)


def test_the_clean_variant_is_the_same_world_without_the_faults(world: World, clean: World) -> None:
    assert clean.labels.filter(kind="planted").height == 0
    assert set(clean.labels["provider_id"]) == set(clean.ref_provider["provider_id"])
    assert clean.staff_roll.equals(world.staff_roll, null_equal=True)
    assert clean.parcels["extra"].sum() == 0
    same = [c for c in clean.listings.columns if c != "physician_id"]
    assert (
        clean.listings.select(same)
        .join(world.listings.select(same), on=same, how="anti", nulls_equal=True)
        .height
        == 0
    )
    untouched = pl.col("provider_id").is_in(honest(world))
    assert clean.listings.filter(untouched).equals(world.listings.filter(untouched), null_equal=True)


@pytest.mark.parametrize("variant", ["planted", "clean"])
def test_nothing_honest_looks_concentrated_or_too_long(world: World, clean: World, variant: str) -> None:
    each = world if variant == "planted" else clean
    con01 = planted(world)["CON-01"][0] if variant == "planted" else ""
    for (provider,), rows in lists(each).group_by("provider_id"):
        roll = on_the_day(each).filter(pl.col("role") != "other", provider_id=provider)
        total, time_ = rows["n"].sum(), roll["net"].sum()
        hhi = Fraction(int((rows["n"] * rows["n"]).sum()), total**2)
        hhi_time = Fraction(int((roll["net"] * roll["net"]).sum()), time_**2)
        assert (hhi > Fraction(3, 2) * hhi_time) == (provider == con01), provider
    ordinary = lists(each).filter(pl.col("provider_id").is_in(honest(each)), pl.col("role") == "specialist")
    assert ordinary.height > 20
    assert ordinary.filter(pl.col("n") * 1000 > 1800 * pl.col("net")).height == 0
    assert ordinary.filter(pl.col("n") * 1000 < 900 * pl.col("net")).height == 0


def test_the_traps_are_set(world: World) -> None:
    traps = {row["rule_id"]: row for row in world.labels.filter(kind="honest").iter_rows(named=True)}
    roll = on_the_day(world)
    rural = roll.filter(pl.col("role") != "other", provider_id=traps["CON-01"]["provider_id"])
    assert rural.height == 1
    assert 1000 < traps["CON-01"]["rows"] < 2200
    st = roll.filter(physician_id=traps["ELI-02"]["physician_id"])
    assert (st["st_end"].item() - DAY).days == 600
    assert traps["ELI-02"]["rows"] == 450
    assert roll.filter(physician_id=traps["ELI-01"]["physician_id"])["specialties"].item() == "geriatrik"
    two = roll.filter(physician_id=traps["XPR-02"]["physician_id"])
    assert two["fte_milli"].to_list() == [500, 500]
    away = roll.filter(physician_id=traps["ABS-03"]["physician_id"])
    assert (away["absent_to"] - away["absent_from"]).dt.total_days().item() == 270
    assert away["substitute_physician_id"].item() in set(roll["physician_id"])
    part_time = lists(world).filter(provider_id=traps["CON-02"]["provider_id"])
    assert part_time["net"].max() <= 600


def test_some_listings_end_on_the_day_and_some_the_day_before(world: World) -> None:
    assert world.listings.filter(valid_to=DAY).height > 200
    big = world.listings.filter(valid_to=date(2026, 11, 1)).group_by("provider_id").len()
    assert big.filter(pl.col("len") > 10).height >= 10  # enough for CLM-02 if an end date is misread


def test_a_million_listings_take_seconds_and_keep_every_fault() -> None:
    start = time.perf_counter()
    big = region(1, listings=1_000_000, clinics=132)
    assert time.perf_counter() - start < 10
    assert active(big)["person_id"].n_unique() == 1_000_000
    assert big.labels.filter(kind="planted").height == 9 * 11
    assert big.ref_provider["provider_id"].n_unique() == 132


def test_sizes_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="about 90000 do"):
        region(1, listings=1_000_000)

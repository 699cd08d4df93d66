"""The tables that expectation suites speak of: provider, doctor, region."""

from datetime import date

import polars as pl
from build import DAY, LIMITS, claims, judged, listings, roll

from dq.measures.tables import doctor_table, provider_table, region_table
from dq.rules import RULES

STAFF = roll({"dr1": "specialist"}, fte=800, exempt=300), roll({"dr2": "st"}, st_end=date(2027, 10, 31))
LISTABLE = pl.DataFrame({"provider_id": ["A"], "listable_doctors": [2]})


def providers() -> pl.DataFrame:
    twice = listings({"dr1": 10}, people="p"), listings({"dr1": 10}, people="p")
    parts = *twice, listings({"dr1": 50, "dr2": 30, "Vakant": 10, None: 20}), *STAFF, claims(130, 110)
    result, given = judged(RULES, *parts, **LIMITS)
    assert result.supported is not None
    names = ("provider_rows", "pairs", "staffing")
    rows, pairs, staffing = (given.table(name) for name in names)
    return provider_table(
        rows, pairs, staffing, result.supported, given.table("surplus_rows"), LISTABLE, "04"
    )


def test_a_provider_by_hand() -> None:
    (row,) = providers().to_dicts()
    counts = ("listed", "named", "unnamed", "doctors", "roll_doctors", "listable_doctors", "duplicate_rows")
    assert [row[name] for name in counts] == [130, 110, 20, 3, 2, 2, 10]
    assert (row["supported"], row["claimed_listed"], row["claimed_named"]) == (90, 130, 110)
    assert row["supported_share"] == 90 / 120
    assert (row["top_share"], row["named_share"]) == (70 / 110, 110 / 130)
    assert row["hhi"] == (70**2 + 30**2 + 10**2) / 110**2
    assert (row["net_fte"], row["capacity"]) == (1.5, 1100 * (0.5 + 0.5 * 1.0))
    assert (row["claim_minus_file_listed"], row["claim_minus_file_named"]) == (0, 0)


def test_the_region_is_the_sum() -> None:
    (row,) = region_table(providers(), "04", "Exempel", 0.29).to_dicts()
    assert (row["providers"], row["listed"], row["perceived_share"]) == (1, 130, 0.29)
    assert (row["named_share"], row["supported_share"]) == (110 / 130, 90 / 120)


def test_a_doctor_by_hand() -> None:
    _, given = judged(RULES, listings({"dr1": 50, "dr2": 30, "Vakant": 10, "ghost": 1}), *STAFF, **LIMITS)
    rows = {row["physician_id"]: row for row in doctor_table(given.table("pairs"), DAY).to_dicts()}
    assert [rows["dr1"][name] for name in ("role", "fte", "net_fte", "named_per_fte", "st_days_left")] == [
        "specialist",
        0.8,
        0.5,
        100.0,
        None,
    ]
    assert (rows["dr2"]["role"], rows["dr2"]["st_days_left"]) == ("st", 365)
    assert (rows["Vakant"]["placeholder"], rows["Vakant"]["fte"]) == (1, None)
    assert (rows["ghost"]["on_roll"], rows["ghost"]["at_provider"], rows["ghost"]["role"]) == (0, 0, None)

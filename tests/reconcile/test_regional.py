"""The gap of one region as a frame."""

from fractions import Fraction

from dq.core.run import Region, Shares
from dq.reconcile import GAP_SCHEMA, perceived, region_gap

REGION = Region("99", "Påhittad region", synthetic=True)
SHARES = Shares(listed=1000, registered=800, supported=400, lowest=300)


def test_one_row_with_shares_gap_and_interval() -> None:
    asked = perceived(Fraction(29, 100), 1000, deff=1.0, source="enkät")
    row = region_gap(SHARES, asked, REGION).row(0, named=True)
    assert (row["level"], row["county_code"], row["region"]) == ("region", "99", "Påhittad region")
    assert (row["listed"], row["registered"], row["supported"], row["lowest"]) == (1000, 800, 400, 300)
    assert (row["registered_share"], row["supported_share"], row["lowest_share"]) == (0.8, 0.4, 0.3)
    assert (row["perceived"], row["n"], row["gap"], row["source"]) == (0.29, 1000, 0.51, "enkät")
    ends = [round(100 * row[key], 2) for key in ("perceived_low", "perceived_high", "gap_low", "gap_high")]
    assert ends == [26.27, 31.89, 48.11, 53.73]


def test_without_a_survey_the_gap_is_unknown_not_zero() -> None:
    row = region_gap(SHARES, None, REGION).row(0, named=True)
    assert row["registered_share"] == 0.8
    assert {row[key] for key in ("perceived", "n", "gap", "gap_low", "gap_high", "source")} == {None}


def test_without_n_the_gap_has_no_interval() -> None:
    row = region_gap(SHARES, perceived(Fraction(29, 100), None), REGION).row(0, named=True)
    assert (row["gap"], row["gap_low"], row["gap_high"], row["n"]) == (0.51, None, None, None)


def test_nobody_judged_leaves_the_shares_unknown() -> None:
    asked = perceived(Fraction(1, 4), 400)
    for shares in (None, Shares(0, 0, 0, 0)):
        row = region_gap(shares, asked, REGION).row(0, named=True)
        assert (row["registered_share"], row["gap"], row["perceived"]) == (None, None, 0.25)


def test_the_columns_never_change() -> None:
    for shares, asked in ((None, None), (SHARES, None), (SHARES, perceived(Fraction(1, 2), 100))):
        assert dict(region_gap(shares, asked, REGION).schema) == GAP_SCHEMA

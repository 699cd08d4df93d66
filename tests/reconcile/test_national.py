"""The national gap: the shipped figures, a computed nation, and what must never be mixed."""

from fractions import Fraction
from typing import Any

import pytest
from gap_scenario import frame, gap_of

from dq.core.errors import Refused, UsageFault
from dq.core.gap import NationalGap
from dq.reconcile import national_gap

REGIONS = frame(
    "ref_region",
    *(
        {
            "county_code": code,
            "region_short": f"Påhittad {code}",
            "region_name": code,
            "population": population,
        }
        for code, population in (("61", 100), ("62", 300), ("63", 600))
    ),
)


def share(
    code: str, value: Fraction | None, as_of: str = "2025", of: str = "population", **more: Any
) -> dict[str, Any]:
    status = "not_reported" if value is None else "reported"
    row = {"county_code": code, "as_of": as_of, "share": value, "denominator": of, "status": status}
    return row | {"value_origin": "published", "source": "källa"} | more


def survey(code: str, value: Fraction, n: int | None, **more: Any) -> dict[str, Any]:
    row = {"survey_id": "e", "county_code": code, "share": value, "n_answers": n, "base": "population"}
    return row | {"group": "alla", "deff": 1.0} | more


def reconcile(shares: list[dict[str, Any]], asked: list[dict[str, Any]] = [], **words: Any) -> NationalGap:  # noqa: B006
    answers = frame("survey_shares", *asked) if asked else None
    return national_gap(frame("registered_shares", *shares), answers, REGIONS, **words)


def bounds(gap: NationalGap, key: str) -> tuple[float, float]:
    found = next(b for b in gap.bounds if b.key == key)
    return round(100 * float(found.low), 2), round(100 * float(found.high), 2)


def test_the_published_nation_is_59_and_29_over_17_of_21() -> None:
    gap = gap_of("national-2024")
    assert (gap.registered, gap.stated_mean, gap.gap) == (
        Fraction(59, 100),
        Fraction(59, 100),
        Fraction(3, 10),
    )
    assert (gap.reporting, gap.expected, gap.as_of, gap.denominator) == (17, 21, "2024", "population")
    assert (gap.lowest, gap.highest) == (Fraction(18, 100), Fraction(96, 100))
    assert gap.missing == ()
    assert gap.perceived is not None
    assert (gap.perceived.share, gap.perceived.n, gap.perceived.low) == (Fraction(29, 100), None, None)


def test_t5_t6_on_the_published_nation_are_marked_as_an_assumption() -> None:
    gap = gap_of("national-2024")
    assert bounds(gap, "manski") == (47.76, 66.81)
    assert bounds(gap, "manski_supported") == (51.19, 66.05)
    assert {b.assumption for b in gap.bounds} == {"if_unweighted"}
    assert (gap.unweighted, gap.weighted, gap.supported) == (None, None, None)


def test_t2_t3_are_given_only_as_what_a_thousand_answers_would_give() -> None:
    ends = [
        (a.n, a.deff, round(100 * (a.low or 0), 2), round(100 * (a.high or 0), 2))
        for a in gap_of("national-2024").what_if
    ]
    assert ends == [(1000, 1.0, 26.27, 31.89), (1000, 1.5, 25.68, 32.56)]
    assert gap_of("national-2024", what_if_n=None).what_if == ()


def test_every_region_has_its_own_latest_figure_or_none() -> None:
    shown = {
        r.name: (int(100 * r.registered), r.as_of, r.denominator)
        for r in gap_of("national-2024").regions
        if r.registered is not None
    }
    assert shown == {
        "Stockholm": (65, "2024~", "listed"),
        "Kronoberg": (7, "2022-12-31", "population"),
        "Gotland": (60, "2023-09", "population"),
        "Blekinge": (19, "2022-12-31", "population"),
        "Skåne": (77, "2022-12-31", "population"),
        "Västra Götaland": (96, "2022-12-31", "population"),
        "Västmanland": (78, "2022-12-31", "population"),
        "Dalarna": (79, "2022-12-31", "population"),
        "Västerbotten": (11, "2022-12-31", "population"),
    }


def test_those_named_in_2022_keep_that_as_a_dated_note() -> None:
    silent = {r.name: r.as_of for r in gap_of("national-2024").regions if r.status == "not_reported"}
    assert silent == dict.fromkeys(("Jönköpings län", "Jämtland Härjedalen", "Norrbotten"), "2022-12-31")


def test_no_published_figure_takes_part_in_a_gap() -> None:
    regions = gap_of("national-2024").regions
    assert not any(region.compared for region in regions)
    assert {region.gap for region in regions} == {None}


def test_the_notes_say_what_a_reader_must_know() -> None:
    assert set(gap_of("national-2024").notes) == {
        "weighting_not_stated", "missing_not_named", "n_missing",
        "denominators_differ", "days_differ", "no_supported",
    }  # fmt: skip


def test_the_invented_nation_is_filled_and_names_who_is_missing() -> None:
    gap = gap_of("synthetic-nation")
    assert gap.synthetic
    assert (gap.reporting, gap.expected, len(gap.missing)) == (17, 21, 4)
    assert sum(region.gap is not None for region in gap.regions) == 17
    assert all(region.perceived is not None for region in gap.regions)
    assert [b.key for b in gap.bounds] == ["manski", "manski_supported", "weighted", "weighted_supported"]
    real = {region.name for region in gap_of("national-2024").regions}
    assert not real & {region.name for region in gap.regions}


def test_means_over_the_reporting_regions_by_hand() -> None:
    gap = reconcile([share("61", Fraction(4, 5)), share("62", Fraction(2, 5)), share("63", None)])
    assert (gap.reporting, gap.expected, gap.missing) == (2, 3, ("Påhittad 63",))
    assert (gap.unweighted, gap.weighted) == (Fraction(3, 5), Fraction(1, 2))
    assert bounds(gap, "manski") == (40.0, 73.33)  # 1.2 / 3 and 2.2 / 3
    assert bounds(gap, "weighted") == (20.0, 80.0)  # 600 of 1 000 people are missing
    assert bounds(gap, "manski_supported") == (53.33, 66.67)  # the third between 40 and 80


def test_a_stated_support_takes_the_place_of_the_seen_one() -> None:
    shares = [share("61", Fraction(4, 5)), share("62", Fraction(2, 5))]
    gap = reconcile(shares, support=(Fraction(1, 10), Fraction(9, 10)))
    assert bounds(gap, "manski_supported") == (43.33, 70.0)


def test_all_regions_in_leaves_nothing_to_bound() -> None:
    gap = reconcile([share(code, Fraction(1, 2)) for code in ("61", "62", "63")])
    assert gap.bounds == ()
    assert gap.notes == ("no_supported", "no_perceived")


def test_another_denominator_or_day_is_shown_but_never_counted() -> None:
    shares = [
        share("61", Fraction(4, 5)),
        share("62", Fraction(2, 5), of="listed"),
        share("63", Fraction(1, 5), as_of="2024"),
    ]
    gap = reconcile(shares, [survey("61", Fraction(1, 5), 400), survey("62", Fraction(1, 5), 400)])
    assert [region.registered is not None for region in gap.regions] == [True, True, True]
    assert [region.compared for region in gap.regions] == [True, False, False]
    assert [region.gap for region in gap.regions] == [Fraction(3, 5), None, None]
    assert gap.unweighted == Fraction(4, 5)
    assert {"denominators_differ", "days_differ"} <= set(gap.notes)


@pytest.mark.parametrize(
    ("rows", "kept"),
    [
        ([("2023-09", 60), ("2023-03", 56)], 60),
        ([("2022-12-31", 7), ("2024~", 65)], 65),
        ([("2024", 50), ("2024-06", 40)], 50),  # a bare year is the end of that year
        ([("2021", 58), ("2022-12-31", None)], 58),  # a later silence does not remove what was published
    ],
)
def test_the_latest_published_figure_is_kept(rows: list[tuple[str, int | None]], kept: int) -> None:
    shares = [share("61", None if v is None else Fraction(v, 100), as_of=day) for day, v in rows]
    assert reconcile(shares).regions[0].registered == Fraction(kept, 100)
    assert reconcile(shares[::-1]).regions[0].registered == Fraction(kept, 100)


def test_a_printed_figure_comes_before_a_derived_one_of_the_same_day() -> None:
    shares = [share("61", Fraction(1, 2)), share("61", Fraction(1, 3), value_origin="derived")]
    assert reconcile(shares).regions[0].registered == Fraction(1, 2)


def test_a_mean_without_its_number_of_regions_is_refused() -> None:
    with pytest.raises(Refused, match="number of regions"):
        reconcile([share("00", Fraction(59, 100), statistic="mean")])


def test_too_few_answers_are_left_out() -> None:
    shares = [share("61", Fraction(1, 2)), share("62", Fraction(1, 2))]
    gap = reconcile(shares, [survey("61", Fraction(1, 5), 29), survey("62", Fraction(1, 5), 30)])
    assert [region.perceived is not None for region in gap.regions] == [False, True, False]


def test_groups_within_a_survey_are_not_the_region() -> None:
    asked = [survey("00", Fraction(1, 5), 400), survey("00", Fraction(4, 5), 400, group="kvinnor")]
    gap = reconcile([share("61", Fraction(1, 2))], asked)
    assert gap.perceived is not None
    assert gap.perceived.share == Fraction(1, 5)


def test_two_surveys_must_be_chosen_between() -> None:
    shares = [share("61", Fraction(1, 2))]
    asked = [survey("00", Fraction(1, 5), 400), survey("00", Fraction(2, 5), 400, survey_id="f")]
    with pytest.raises(UsageFault, match="cannot be chosen"):
        reconcile(shares, asked)
    with pytest.raises(UsageFault, match="cannot be chosen"):
        reconcile(shares, asked, survey_id="g")
    chosen = reconcile(shares, asked, survey_id="f").perceived
    assert chosen is not None
    assert chosen.share == Fraction(2, 5)


def test_one_region_twice_in_a_survey_is_refused() -> None:
    asked = [survey("61", Fraction(1, 5), 400), survey("61", Fraction(2, 5), 400, question_id="b")]
    with pytest.raises(UsageFault, match="several rows"):
        reconcile([share("61", Fraction(1, 2))], asked)


def test_supported_mean_needs_every_region_in_the_mean() -> None:
    shares = [share("61", Fraction(4, 5)), share("62", Fraction(2, 5))]
    one = [*shares, share("61", Fraction(3, 5), statistic="supported")]
    assert reconcile(one).supported is None
    both = [*one, share("62", Fraction(1, 5), statistic="supported")]
    assert reconcile(both).supported == Fraction(2, 5)


def test_no_figures_at_all_is_not_a_zero() -> None:
    gap = reconcile([share("61", None)])
    assert (gap.registered, gap.gap, gap.bounds, gap.reporting) == (None, None, (), 0)


def test_the_order_of_rows_does_not_matter() -> None:
    shares = [share("61", Fraction(4, 5)), share("62", Fraction(2, 5)), share("63", None)]
    asked = [survey("00", Fraction(1, 5), 400), survey("61", Fraction(1, 5), 400)]
    assert reconcile(shares, asked) == reconcile(shares[::-1], asked[::-1])

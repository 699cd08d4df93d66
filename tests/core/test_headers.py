"""Headers: folding, mapping by name, label, spelling or `--map`, and what is shown of them."""

import pytest

from dq.core.headers import escaped, fold, match, shown
from dq.core.regions import fold_region, region_codes
from dq.feeds import FEEDS

LISTINGS = FEEDS["listings"]
GOOD = ("Personnr", "HSA-id", "Läkare", "Fr.o.m.")


@pytest.mark.parametrize(
    ("header", "folded"),
    [
        ("Fr.o.m.", "from"),
        ("Andel (%) **", "andel%"),
        ("physician_id", "physicianid"),
        ("LÄKARE\u00a0", "läkare"),
    ]
    + [("La\u0308kare", "läkare"), ("Enhet (HSA-id)", "enhethsaid"), ("\u200b", "")],
)
def test_fold(header: str, folded: str) -> None:
    assert fold(header) == folded


def test_name_label_and_spellings_mean_the_column() -> None:
    for headers in (
        GOOD,
        ("person_id", "provider_id", "physician_id", "valid_from"),
        ("Person", "Enhet", "PAL", "From"),
    ):
        mapping = match(LISTINGS, headers, {})
        assert mapping.complete
        assert list(mapping.columns) == ["person_id", "provider_id", "physician_id", "valid_from"]


def test_missing_unmapped_and_ambiguous() -> None:
    mapping = match(LISTINGS, ("Vårdc", "Lakare", "Personnr"), {})
    assert mapping.missing == ("provider_id", "physician_id", "valid_from")
    assert mapping.unmapped == ("Vårdc", "Lakare")
    twice = match(LISTINGS, (*GOOD, "PAL"), {})
    assert twice.ambiguous == (("physician_id", ("Läkare", "PAL")),)
    assert not twice.complete


def test_a_map_goes_before_the_spellings() -> None:
    mapping = match(LISTINGS, (*GOOD, "PAL"), {"pal": "physician_id"})
    assert mapping.columns["physician_id"] == "PAL"
    assert mapping.unmapped == ("Läkare",)
    assert mapping.complete
    assert match(LISTINGS, (*GOOD, "PAL"), {"PAL": ""}).columns["physician_id"] == "Läkare"
    of_another_feed = match(LISTINGS, GOOD, {"Annan": "role", "Läkare": "substitute_physician_id"})
    assert of_another_feed == match(LISTINGS, GOOD, {})


def test_a_typed_column_stands_under_its_own_name() -> None:
    roll = ("physician_id", "provider_id", "role", "fte_milli", "employed_from")
    mapping = match(FEEDS["staff_roll"], roll, {})
    assert mapping.complete
    assert mapping.columns["fte_milli"] == "fte_milli"
    assert "fte" not in mapping.columns
    assert match(FEEDS["staff_roll"], (*roll, "Tjgr"), {}).ambiguous == (("fte", ("Tjgr", "fte_milli")),)


def test_no_header_means_two_columns_of_a_feed() -> None:
    for feed in FEEDS.values():
        words = [
            {fold(w) for w in (c.name, c.label, *c.outputs, *c.headers, *c.inclusive_headers)}
            for c in feed.columns
        ]
        assert sum(map(len, words)) == len(set().union(*words)), feed.name


def test_shown_headers_are_cut_and_harmless() -> None:
    assert escaped("\x1b[31mrött\u202e") == "\\u001b[31mrött\\u202e"
    assert len(escaped("x" * 100)) == 40
    assert shown(tuple(f"k{at}" for at in range(14))).endswith("k11 …")


@pytest.mark.parametrize(
    ("name", "code"),
    [("Stockholm", "01"), ("Region Stockholm", "01"), ("STOCKHOLMS LÄN ", "01"), ("Sörmland", "04")]
    + [
        ("Södermanlands", "04"),
        ("Region Kalmar", "08"),
        ("Kalmar län", "08"),
        ("Orebro", "18"),
        ("Dalarna", "20"),
    ]
    + [
        ("VGR", "14"),
        ("Västra / Götaland", "14"),
        ("Jämtland / Härjedalen", "23"),
        ("JH", "23"),
        ("Jämtland", "23"),
    ]
    + [("Riket", "00"), ("Sweden", "00"), ("Uppsala\u00a0län", "03"), ("Hallands", "13"), ("Finland", None)],
)
def test_region_names(name: str, code: str | None) -> None:
    assert region_codes().get(fold_region(name)) == code


def test_all_21_regions_are_named() -> None:
    assert len(set(region_codes().values()) - {"00"}) == 21

"""The gap page: what it must say on the published figures, what it may only say of an invented nation."""

import re

import pytest
from gap_pages import INVENTED, REAL, body, gap, page, plain

from dq.report.gap import gap_html
from dq.report.gap_charts import ordered
from dq.report.gap_tables import alphabet

BOTH = pytest.mark.parametrize("scenario", [REAL, INVENTED])
LANGS = pytest.mark.parametrize("lang", ["sv", "en"])


def test_first_screen_of_the_published_nation() -> None:
    text = plain(page(REAL))
    assert "17 av 21 regioner har rapporterat 59 % registrerade, 29 % uppfattar det" in text
    assert "Gapet är 30 procentenheter (p.e.) mellan 17 regioners medelvärde och hela rikets" in text
    assert "ingen styrkt andel är publicerad" in text
    assert "ingen rangordning av vården" in text
    assert "Gapet är aldrig skäl att hålla inne pengar" in text
    assert "n saknas, därför inget intervall" in text


def test_every_published_figure_has_its_date_and_denominator() -> None:
    text = plain(page(REAL))
    for words in (
        "Kronoberg 7 % av befolkningen 2022-12-31",
        "Gotland 60 % av befolkningen 2023-09",
        "Stockholm 65 % av de listade cirka 2024",
        "Norrbotten ej publicerat (ej rapporterat 2022-12-31)",
        "Uppsala ej publicerat",
    ):
        assert words in text, words


def test_bounds_are_conditional_and_the_example_is_an_example() -> None:
    text = plain(page(REAL))
    assert "Om 59 % är ett ovägt medelvärde: alla 21, och de 4 som saknas ligger inom 0–100 % 47,8" in text
    assert "47,8–66,8 % 18,8–37,8 p.e." in text
    assert "inom 18–96 % som de övriga 51,2–66,0 %" in text
    assert "Räkneexempel: om n vore 1 000" in text
    assert "26,3–31,9 % 27,1–32,7 p.e." in text
    assert "25,7–32,6 % 26,4–33,3 p.e." in text


def test_no_region_gets_a_gap_or_a_gap_colour_from_published_figures() -> None:
    html = body(page(REAL))
    assert not re.search(r'class="tile q[1-5]"', html)
    assert html.count('class="tile cxs"') == 9
    assert html.count('class="tile qx"') == 12
    assert html.count('class="f-per" d="M') == 2 + 1  # figure, key, and the nation's own diamond


def test_the_published_regions_stand_in_alphabetical_order() -> None:
    names = [region.name for region in ordered(gap(REAL)) if region.registered is not None]
    assert names == sorted(names, key=alphabet)
    assert sorted(["Örebro", "Ale", "Ängelholm", "Ånge"], key=alphabet)[1:] == ["Ånge", "Ängelholm", "Örebro"]


def test_comparability_says_what_stands_in_the_way() -> None:
    text = plain(page(REAL))
    for words in (
        "REC-04 Andel rapporteras inte 4 4 av 21 saknas. Gränsen för riket blir 48–67 %.",
        "Jämtland Härjedalen, Jönköpings län, Norrbotten. Det säger ingenting om vilka som saknas 2024.",
        "Stockholm (av de listade): visas för sig, dras aldrig från en annan nämnare.",
        "SRV-01 Antal svar saknas riket",
        "REC-05 Medelvärdets vägning anges inte",
    ):
        assert words in text, words


def test_the_invented_nation_is_filled_and_says_so_first() -> None:
    text = plain(page(INVENTED))
    assert "Syntetiska data" in text[:200]
    assert "57 % registrerade, 31 % uppfattar det" in text
    assert "Fel som syns i läkarlistorna förklarar 9 av dem; 17 är oförklarade." in text
    assert text.count("har inte rapporterat") == 4
    assert "SRV-01 Färre än 100 enkätsvar 2" in text
    assert "Syntetiska data" not in plain(page(REAL))


def test_the_invented_nation_is_sorted_by_gap_with_the_silent_last() -> None:
    gaps = [region.gap for region in ordered(gap(INVENTED))]
    assert gaps[17:] == [None] * 4
    known = [value for value in gaps[:17] if value is not None]
    assert known == sorted(known, reverse=True)


def test_no_real_region_stands_on_the_invented_page() -> None:
    text = plain(page(INVENTED))
    assert not [region.name for region in gap(REAL).regions if region.name in text]
    assert not {r.county_code for r in gap(REAL).regions} & {r.county_code for r in gap(INVENTED).regions}


@BOTH
@LANGS
def test_one_file_with_nothing_inline_and_nothing_from_outside(scenario: str, lang: str) -> None:
    html = page(scenario, lang)
    assert len(html.encode()) < 150_000
    assert not re.search(r"\sstyle=|\son\w+=|https?://|<link|<img|\|safe", body(html))
    assert f'<html lang="{lang}"' in html
    assert html.count("<h1") == 1


@BOTH
@LANGS
def test_the_same_gap_gives_the_same_bytes(scenario: str, lang: str) -> None:
    assert gap_html(gap(scenario), lang) == page(scenario, lang)


@BOTH
def test_numbers_and_units_never_break_apart(scenario: str) -> None:
    text = re.sub(r"<[^>]+>", " ", body(page(scenario)))
    assert not re.search(r"\d %|\d p\.e\.|\d \d{3}\b", text)
    assert "nan" not in text.lower().split()
    assert "None" not in text


@BOTH
def test_english_page_has_no_swedish_words(scenario: str) -> None:
    words = set(re.findall(r"[a-zåäö]+", plain(page(scenario, "en")).lower()))
    assert not words & {"andel", "riket", "regioner", "befolkningen", "publicerat", "uppfattad", "svar"}


@BOTH
@LANGS
def test_charts_have_a_label_and_ids_are_unique(scenario: str, lang: str) -> None:
    html = body(page(scenario, lang))
    assert html.count('role="img" aria-label="') == 3
    assert html.count("<details>") >= 2
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    named = re.findall(r'aria-labelledby="([^"]+)"', html)
    assert set(named) <= set(ids)

"""Dumbbell and tile map: what is drawn where, and what is left out."""

import re

from dq.report.charts.dumbbell import Axis, Bell, dumbbell
from dq.report.charts.tilemap import GRID, Tile, place, tilemap

AXIS = Axis(540, ("0 %", "20 %", "40 %", "60 %", "80 %", "100 %"), "Gap, p.e.")


def test_marks_stand_at_their_share() -> None:
    row = Bell("A", registered=0.5, supported=0.25, perceived=0.1, interval=(0.05, 0.15), end="+40")
    svg = dumbbell([row], AXIS, "kort")
    assert 'class="f-reg" cx="340"' in svg  # 140 + 400 * 0.5
    assert 'class="f-val" x="235"' in svg  # 140 + 400 * 0.25 - 5
    assert 'd="M180 ' in svg  # 140 + 400 * 0.1
    assert 'class="ci" x1="160"' in svg
    assert 'class="con" x1="180"' in svg
    assert ">+40</text>" in svg


def test_what_is_not_known_is_not_drawn() -> None:
    svg = dumbbell([Bell("A", words="ej publicerat")], AXIS, "kort")
    for mark in ("f-reg", "f-val", "f-per", "con", "ci"):
        assert f'class="{mark}"' not in svg
    assert "ej publicerat" in svg


def test_a_zero_is_drawn_as_a_zero() -> None:
    assert 'class="f-reg" cx="140"' in dumbbell([Bell("A", registered=0.0)], AXIS, "kort")


def test_without_an_interval_there_are_no_whiskers() -> None:
    svg = dumbbell([Bell("A", registered=0.59, perceived=0.29)], AXIS, "kort")
    assert 'class="ci"' not in svg
    assert 'class="con"' in svg


def test_another_denominator_is_an_open_circle_and_few_answers_are_faded() -> None:
    svg = dumbbell([Bell("A", registered=0.5, perceived=0.2, hollow=True, dim=True)], AXIS, "kort")
    assert "f-reg" not in svg
    assert '<circle class="ln l-reg"' in svg
    assert 'opacity=".55"' in svg


def test_names_and_titles_are_escaped_and_coordinates_short() -> None:
    svg = dumbbell([Bell('<b>"&', registered=1 / 3)], AXIS, '"><script>')
    assert "<b>" not in svg
    assert "<script>" not in svg
    assert "style=" not in svg
    assert not re.search(r"\d\.\d{2,}", svg.replace(".55", ""))


def test_21_regions_have_21_tiles_and_invented_ones_stand_on_them() -> None:
    assert len(GRID) == len(set(GRID.values())) == 21
    assert place("01") == (5, 4)
    assert place("51") == (5, 4)
    assert place("99") is None
    assert place("AB") is None


def test_tiles_carry_all_in_words() -> None:
    tile = Tile("09", "<Gotland>", ("60 %", "2023"), "Gotland: 60 % av befolkningen 2023-09", "cxs")
    svg = tilemap([tile, Tile("99", "Ingenstans", (), "", "qx")], "karta")
    assert "<title>Gotland: 60 % av befolkningen 2023-09</title>" in svg
    assert 'x="281" y="421"' in svg  # column 5, row 6
    assert "&lt;Gotland&gt;" in svg
    assert "Ingenstans" not in svg

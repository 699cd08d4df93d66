"""How numbers are written: groups, decimals, minus, ranges, and half away from zero."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dq.words import Numbers

SV, EN = Numbers("sv"), Numbers("en")
GAP, MINUS, DASH = "\u00a0", "\u2212", "\u2013"


@pytest.mark.parametrize(
    ("value", "sv", "en"),
    [
        (0, "0", "0"),
        (999, "999", "999"),
        (1000, f"1{GAP}000", "1,000"),
        (1234567, f"1{GAP}234{GAP}567", "1,234,567"),
        (-1234, f"{MINUS}1{GAP}234", f"{MINUS}1,234"),
    ],
)
def test_whole_numbers(value: int, sv: str, en: str) -> None:
    assert (SV.integer(value), EN.integer(value)) == (sv, en)


@pytest.mark.parametrize(
    ("value", "decimals", "sv"),
    [
        (0.5, 0, "1"),
        (1.5, 0, "2"),
        (2.5, 0, "3"),
        (-0.5, 0, f"{MINUS}1"),
        (-2.5, 0, f"{MINUS}3"),
        (0.125, 2, "0,13"),
        (1.005, 2, "1,01"),  # as it is written, not as binary holds it
        (Fraction(1, 8), 2, "0,13"),
        (Fraction(-1, 8), 2, f"{MINUS}0,13"),
        (Fraction(2, 3), 3, "0,667"),
        (Decimal("2.675"), 2, "2,68"),
        (1234.5, 1, f"1{GAP}234,5"),
        (-0.04, 1, "0,0"),
        (Fraction(-1, 25), 1, "0,0"),
        (-0.0, 0, "0"),
    ],
)
def test_half_is_rounded_away_from_zero(value: float | Fraction | Decimal, decimals: int, sv: str) -> None:
    assert SV.decimal(value, decimals) == sv


@pytest.mark.parametrize(
    ("value", "sv", "en"),
    [
        (0.75, "0,75", "0.75"),
        (100.0, "100", "100"),
        (0.0, "0", "0"),
        (0.69231, "0,692", "0.692"),
        (1234.5, f"1{GAP}234,5", "1,234.5"),
        (-0.5, f"{MINUS}0,5", f"{MINUS}0.5"),
        (-0.0001, "0", "0"),
        (1200.0, f"1{GAP}200", "1,200"),
    ],
)
def test_shortest(value: float, sv: str, en: str) -> None:
    assert (SV.shortest(value), EN.shortest(value)) == (sv, en)


@pytest.mark.parametrize(
    ("share", "decimals", "sv", "en"),
    [
        (0.59, 0, f"59{GAP}%", "59%"),
        (Fraction(1, 3), 1, f"33,3{GAP}%", "33.3%"),
        (Fraction(1, 200), 0, f"0,5{GAP}%", "0.5%"),
        (Fraction(99, 10_000), 0, f"1,0{GAP}%", "1.0%"),
        (0.0099, 0, f"1,0{GAP}%", "1.0%"),
        (Fraction(1, 100), 0, f"1{GAP}%", "1%"),
        (0.01, 0, f"1{GAP}%", "1%"),
        (-0.005, 0, f"{MINUS}0,5{GAP}%", f"{MINUS}0.5%"),
        (0, 0, f"0{GAP}%", "0%"),
        (0.005, 2, f"0,50{GAP}%", "0.50%"),
        (1, 0, f"100{GAP}%", "100%"),
        (None, 0, "..", ".."),
    ],
)
def test_percent(share: float | Fraction | None, decimals: int, sv: str, en: str) -> None:
    assert (SV.percent(share, decimals), EN.percent(share, decimals)) == (sv, en)


def test_ranges_have_an_en_dash_and_one_unit() -> None:
    assert SV.percent_range(0.2627, 0.3189) == f"26{DASH}32{GAP}%"
    assert EN.percent_range(0.2627, 0.3189, 1) == f"26.3{DASH}31.9%"
    assert SV.percent_range(0.261, 0.264) == f"26{GAP}%"
    assert SV.points_range(0.27, 0.33) == f"27{DASH}33{GAP}p.e."


def test_points_are_no_percent() -> None:
    assert SV.points(0.3) == f"30{GAP}p.e."
    assert EN.points(Fraction(51, 100), 1) == f"51.0{GAP}pp"
    assert SV.points(0.12, signed=True) == f"+12{GAP}p.e."
    assert SV.points(-0.12, signed=True) == f"{MINUS}12{GAP}p.e."
    assert SV.points(0, signed=True) == f"0{GAP}p.e."


@pytest.mark.parametrize(
    ("ore", "sv", "en", "kronor"),
    [
        (4_000_000, f"40{GAP}000{GAP}kr", f"SEK{GAP}40,000", f"40{GAP}000"),
        (50, f"1{GAP}kr", f"SEK{GAP}1", "1"),
        (49, f"0{GAP}kr", f"SEK{GAP}0", "0"),
        (-150, f"{MINUS}2{GAP}kr", f"SEK{GAP}{MINUS}2", f"{MINUS}2"),
    ],
)
def test_money(ore: int, sv: str, en: str, kronor: str) -> None:
    assert (SV.money(ore), EN.money(ore), SV.kronor(ore)) == (sv, en, kronor)


def test_millions() -> None:
    assert SV.millions(333_176_000) == f"3,33{GAP}mkr"
    assert EN.millions(333_176_000) == f"SEK{GAP}3.33m"
    assert SV.millions(500_000) == f"0,01{GAP}mkr"


@given(st.integers(-(10**15), 10**15))
def test_a_whole_number_can_be_read_back(value: int) -> None:
    for numbers in (SV, EN):
        text = numbers.integer(value).replace(numbers.group, "").replace(MINUS, "-")
        assert int(text) == value


@given(st.fractions(-1000, 1000, max_denominator=10_000), st.integers(0, 3))
def test_rounding_is_never_further_than_half_a_step(value: Fraction, decimals: int) -> None:
    text = SV.decimal(value, decimals).replace(GAP, "").replace(",", ".").replace(MINUS, "-")
    assert abs(Fraction(text) - value) <= Fraction(1, 2 * 10**decimals)

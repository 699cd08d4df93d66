"""Limits and tariffs hold for a county and a time; shipped suites load."""

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from dq.core.errors import UsageFault
from dq.core.identity import ANY_FORM, IdentityForms
from dq.core.rule import REQUIRED
from dq.settings import load_suite
from dq.settings.limits import identities_of
from dq.settings.places import suite_names

HEAD = 'name = "mine"\ntitle_sv = "Min"\ntitle_en = "Mine"\nextends = "region"\n'


def mine(folder: Path, text: str, day: date) -> Any:
    (folder / "suite.toml").write_text(HEAD + text)
    return load_suite(str(folder), day)


def limit(suite: Any, rule_id: str, name: str) -> Any:
    return next(each for each in suite.chosen if each.rule.id == rule_id).parameters[name]


STOCKHOLM = '[region]\ncode = "01"\nname = "Exempel"\n'


@pytest.mark.parametrize(
    ("day", "ceiling", "target"),
    [
        (date(2020, 12, 31), REQUIRED, REQUIRED),
        (date(2021, 1, 1), 2300, "0.70"),
        (date(2021, 12, 31), 2300, "0.70"),
        (date(2022, 1, 1), 2200, "0.75"),
        (date(2026, 10, 31), 2200, "0.75"),
    ],
)
def test_the_ceiling_follows_the_year(tmp_path: Path, day: date, ceiling: Any, target: Any) -> None:
    suite = mine(tmp_path, STOCKHOLM, day)
    assert limit(suite, "CAP-04", "ceiling") == ceiling
    assert limit(suite, "CLM-03", "target_share") == target
    assert limit(suite, "CON-01", "ceiling") == (None if ceiling is REQUIRED else ceiling)
    assert limit(suite, "ELI-02", "st_max_days_left") == 730
    assert "internmedicin" in limit(suite, "ELI-01", "listable_specialties")


def test_another_county_has_none_of_them(tmp_path: Path) -> None:
    suite = mine(tmp_path, '[region]\ncode = "04"\nname = "Exempel"\n', date(2026, 10, 31))
    assert limit(suite, "CAP-04", "ceiling") is REQUIRED
    assert limit(suite, "ELI-02", "st_max_days_left") is REQUIRED
    assert "internmedicin" not in limit(suite, "ELI-01", "listable_specialties")
    lacking = {each.rule.id: each.lacking for each in suite.chosen if each.lacking}
    assert lacking == {
        "ELI-02": ("st_max_days_left",),
        "CAP-04": ("ceiling",),
        "CLM-03": ("target_share", "tariff"),
        "CLM-04": ("tariff",),
    }


def test_a_later_table_wins_and_a_rules_own_limit_before_all(tmp_path: Path) -> None:
    text = STOCKHOLM + "[[limits]]\nceiling = 2000\n[rules]\nCON-01 = { ceiling = 1900 }\n"
    suite = mine(tmp_path, text, date(2026, 10, 31))
    assert limit(suite, "CAP-04", "ceiling") == 2000
    assert limit(suite, "CON-01", "ceiling") == 1900


def test_a_suite_that_extends_keeps_the_rules_and_adds_its_own(tmp_path: Path) -> None:
    base, suite = load_suite("region", date(2026, 10, 31)), mine(tmp_path, STOCKHOLM, date(2026, 10, 31))
    assert [each.rule.id for each in suite.chosen] == [each.rule.id for each in base.chosen]
    assert [path.name for path in suite.expectations] == [path.name for path in base.expectations]
    optional = {each.rule.id for each in suite.chosen if not each.required}
    assert {"ABS-01", "ELI-02", "CAP-04", "CLM-03", "CMP-03", "CMP-05"} == optional


TARIFFS = """
[[tariffs]]
kind = "linear"
rate_ore_per_named = 100
valid_to = 2026-01-01
[[tariffs]]
kind = "tiered"
capitation_ore_per_listed = 1000
tiers = [["0.75", 500], ["0.5", 200]]
valid_from = 2026-01-01
[[tariffs]]
kind = "linear"
rate_ore_per_named = 7
county = "03"
"""


def test_the_tariff_follows_county_and_time(tmp_path: Path) -> None:
    old = mine(tmp_path, STOCKHOLM + TARIFFS, date(2025, 12, 31)).tariff
    assert (old.kind, old.rate_ore_per_named, old.target) == ("linear", 100, Fraction(3, 4))
    new = mine(tmp_path, STOCKHOLM + TARIFFS, date(2026, 1, 1)).tariff
    assert (new.kind, new.tiers) == ("tiered", ((Fraction(1, 2), 200), (Fraction(3, 4), 500)))
    assert [new.pay(100, named) for named in (49, 50, 74, 75)] == [100_000, 120_000, 120_000, 150_000]
    other = mine(tmp_path, '[region]\ncode = "03"\nname = "E"\n' + TARIFFS, date(2026, 1, 1)).tariff
    assert other.rate_ore_per_named == 7
    assert mine(tmp_path, STOCKHOLM, date(2026, 1, 1)).tariff.kind == "none"


def test_only_and_skip_leave_rules_out_but_never_the_reader_s(tmp_path: Path) -> None:
    day = date(2026, 10, 31)
    always = {f"SCH-0{number}" for number in range(1, 9)} | {"CMP-01", "PLA-01"}
    only = load_suite("demo", day, only=("CON-01",))
    assert {each.rule.id for each in only.chosen} == {"CON-01", *always}
    with pytest.raises(UsageFault, match="SCH-01 cannot be skipped"):
        load_suite("demo", day, skip=("CON-01", "SCH-01"))
    skip = load_suite("demo", day, skip=("CON-01",))
    assert [each.rule.id for each in skip.skipped] == ["CON-01"]
    assert len(only.chosen) + len(only.skipped) == len(skip.chosen) + len(skip.skipped)


@pytest.mark.parametrize("name", suite_names())
def test_every_shipped_suite_loads_on_any_day(name: str) -> None:
    for day in (date(2021, 6, 30), date(2026, 10, 31)):
        suite = load_suite(name, day)
        assert suite.name == name
        assert suite.resolved()["suite"]["name"] == name
        assert all(path.is_file() for path in suite.expectations)


FORMS = HEAD + '[region]\ncode = "04"\nname = "Exempel"\n\n'
ON = date(2026, 10, 31)


def test_a_suite_says_which_person_identifiers_there_may_be(tmp_path: Path) -> None:
    (tmp_path / "suite.toml").write_text(FORMS)
    assert identities_of(load_suite(str(tmp_path), ON).chosen) == ANY_FORM
    limits = '[[limits]]\npseudonym_format = "P[0-9]{6}"\nreserve_formats = ["inera"]\n'
    own = '[rules.SCH-04]\npseudonym_format = "P[0-9]{6}"\nreserve_formats = ["inera"]\n'
    for text in (limits, own):
        (tmp_path / "suite.toml").write_text(FORMS + text)
        forms = identities_of(load_suite(str(tmp_path), ON).chosen)
        assert forms == IdentityForms("P[0-9]{6}", ("inera",))
    assert identities_of(()) == ANY_FORM


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('pseudonym_format = "P[0-9"', "not_a_pattern"),
        ('pseudonym_format = "(?=P)P"', "not_a_pattern"),
        ('reserve_formats = ["ineras"]', "no_reserve"),
        ('reserve_formats = "inera"', "parameter_type"),
        ("pseudonym_format = 7", "parameter_type"),
    ],
)
def test_a_form_that_cannot_be_is_refused(tmp_path: Path, text: str, key: str) -> None:
    (tmp_path / "suite.toml").write_text(f"{FORMS}[[limits]]\n{text}\n")
    with pytest.raises(UsageFault) as fault:
        load_suite(str(tmp_path), ON)
    assert fault.value.key == key
    assert fault.value.text("sv")
    assert fault.value.text("en")

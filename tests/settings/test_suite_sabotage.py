"""Every sabotage of a suite ends in 20, with a text that names the thing and the nearest right one."""

import re
from datetime import date
from pathlib import Path

import pytest

from dq.core.codes import ExitCode
from dq.core.errors import UsageFault
from dq.settings import load_suite

DAY = date(2026, 10, 31)
GOOD = """
name = "mine"
title_sv = "Min"
title_en = "Mine"
[region]
code = "04"
name = "Exempel"
[[tariffs]]
kind = "cliff"
rate_ore_per_listed = 400
[[limits]]
target_share = "0.75"
ceiling = 2200
st_max_days_left = 730
[rules]
CON-01 = { min_named = 100 }
CAP-04 = {}
CLM-03 = {}
"""


def written(folder: Path, text: str | bytes) -> str:
    path = folder / "suite.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return str(path)


def refused(name: str, *words: str) -> UsageFault:
    """Load a suite that must be refused; every word stands in the text of both languages."""
    with pytest.raises(UsageFault) as caught:
        load_suite(name, DAY)
    fault = caught.value
    assert fault.code is ExitCode.USAGE == 20
    for lang in ("sv", "en"):
        text = fault.text(lang)
        assert [word for word in words if word not in text] == [], text
        assert not re.search(r"\{\w+\}", text)
    return fault


def test_the_good_suite_is_good(tmp_path: Path) -> None:
    suite = load_suite(written(tmp_path, GOOD), DAY)
    chosen = {each.rule.id: each.parameters for each in suite.chosen}
    assert (chosen["CON-01"]["min_named"], chosen["CAP-04"]["ceiling"]) == (100, 2200)
    assert chosen["CON-01"]["ceiling"] == 2200  # a limit reaches every rule that knows it
    assert {"SCH-01", "SCH-03", "SCH-06", "CMP-01", "PLA-01"} <= set(chosen)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("CON-01 = { min_named = 100 }", "CON-10 = {}", ("CON-10", "CON-0", "mine")),
        ("min_named = 100", "min_namd = 100", ("CON-01", "min_namd", "min_named", "min_doctors")),
        ("ceiling = 2200", "cieling = 2200", ("cieling", "ceiling", "mine")),
        ("ceiling = 2200", "valid_frm = 2021-01-01", ("valid_frm", "valid_from", "mine")),
        ("title_sv", "titel_sv", ("titel_sv", "title_sv")),
        ("[region]\ncode", "[region]\nkode", ("region.kode", "code")),
        ("rate_ore_per_listed", "rate_per_listed", ("rate_per_listed", "rate_ore_per_listed")),
        ("[[tariffs]]", "[[tarifs]]", ("tarifs", "tariffs")),
        ('target_share = "0.75"\n', "", ("target_share", "mine")),
        ('kind = "cliff"', 'kind = "clif"', ("kind", "cliff")),
        ("rate_ore_per_listed = 400", "rate_ore_per_listed = 4.5", ("rate_ore_per_listed",)),
        ("rate_ore_per_listed = 400", 'valid_from = "soon"', ("valid_from",)),
        ("min_named = 100", 'min_named = "many"', ("CON-01", "min_named", "int")),
        ("min_named = 100", "min_named = true", ("CON-01", "min_named", "int")),
        ("min_named = 100", "min_named = [100]", ("CON-01", "min_named", "int")),
        ("min_named = 100", "min_named = 99.5", ("CON-01", "min_named", "int")),
        ("min_named = 100", 'listable_specialties = "geriatrik"', ("CON-01", "listable_specialties")),
        ("min_named = 100", "listable_specialties = [1]", ("CON-01", "listable_specialties")),
        ("ceiling = 2200", 'ceiling = "2200"', ("ceiling", "int")),
        ("ceiling = 2200", "ceiling = 2200.5", ("ceiling", "int")),
        ("ceiling = 2200", "ceiling = true", ("ceiling", "int")),
        ('"0.75"', "0.75", ("target_share", "str")),
        ('"0.75"', '"three quarters"', ("target_share", "three quarters")),
        ('"0.75"', '"75 %"', ("target_share", "75 %")),
        ("CAP-04 = {}", "CAP-04 = 2200", ("CAP-04",)),
        ("CAP-04 = {}", "CAP-04 = { required = 7 }", ("CAP-04", "required")),
        ('title_en = "Mine"\n', "", ("title_en",)),
        ("[[limits]]", "[limits]", ("limits",)),
        ("[[tariffs]]", "[tariffs]", ("tariffs",)),
        ("[region]", "[[region]]", ("region",)),
        ("CLM-03 = {}", "CLM-03 = {}\nCLM-03 = {}", ("suite.toml",)),
        ("[rules]", "[rules", ("suite.toml",)),
        ("[rules]\n", 'expectations = ["provider.json"]\n[rules]\n', ()),
    ],
)
def test_one_wrong_word(tmp_path: Path, old: str, new: str, words: tuple[str, ...]) -> None:
    assert old in GOOD
    refused(written(tmp_path, GOOD.replace(old, new, 1)), *words)


@pytest.mark.parametrize("text", ["", "  \n\n", "\ufeff"])
def test_an_empty_file(tmp_path: Path, text: str) -> None:
    assert refused(written(tmp_path, text), "suite.toml").key in ("suite_empty", "suite_not_toml")


def test_no_rules_at_all(tmp_path: Path) -> None:
    none = GOOD[: GOOD.index("[rules]")]
    for text in (none, none + "[rules]\n"):
        assert refused(written(tmp_path, text), "mine", "CON-01").key == "suite_empty"


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    assert refused(written(tmp_path, GOOD.encode() + b"# \xe5"), "suite.toml").key == "suite_not_toml"


def test_a_file_that_is_far_too_large(tmp_path: Path) -> None:
    assert refused(written(tmp_path, GOOD + "#" * 300_000), "suite.toml").key == "suite_too_large"


def test_an_unknown_suite_and_the_nearest() -> None:
    refused("dmo", "'dmo'", "'demo'", "region", "minimal")
    refused("zzzz", "'zzzz'", "demo")


def test_a_place_without_a_suite(tmp_path: Path) -> None:
    refused(str(tmp_path), tmp_path.name)
    refused(str(tmp_path / "other.toml"), "other.toml")


def test_a_missing_expectation_file_and_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "provider.json").write_text("{}")
    text = 'expectations = ["povider.json"]\n' + GOOD
    refused(written(tmp_path, text), "povider.json", "provider.json", "mine")


@pytest.mark.parametrize("words", [{"only": ("CON-1",)}, {"skip": ("CON-1",)}])
def test_a_misspelt_rule_on_the_command_line(tmp_path: Path, words: dict[str, tuple[str, ...]]) -> None:
    with pytest.raises(UsageFault) as caught:
        load_suite(written(tmp_path, GOOD), DAY, **words)
    assert "'CON-1'" in str(caught.value)
    assert "'CON-01'" in str(caught.value)


@pytest.mark.parametrize(
    ("head", "words"),
    [
        ('extends = "regoin"\n', ("'regoin'", "'region'")),
        ('extends = "region"\nregion = 7\n', ("region",)),
        ('extends = "region"\nlimits = 7\n', ("limits",)),
        ('extends = "region"\nrules = ["CON-01"]\n', ("rules",)),
    ],
)
def test_a_suite_that_extends_wrongly(tmp_path: Path, head: str, words: tuple[str, ...]) -> None:
    text = f'name = "mine"\ntitle_sv = "Min"\ntitle_en = "Mine"\n{head}'
    refused(written(tmp_path, text), *words)


def test_a_chain_of_suites_is_refused_and_never_cut(tmp_path: Path) -> None:
    head = 'title_sv = "Min"\ntitle_en = "Mine"\n'
    (tmp_path / "middle.toml").write_text(f'name = "middle"\n{head}extends = "region"\n')
    text = f'name = "mine"\n{head}extends = "{tmp_path}/middle.toml"\n'
    refused(written(tmp_path, text), "middle", "region")
    own = f'name = "mine"\n{head}extends = "{tmp_path}/suite.toml"\n'
    refused(written(tmp_path, own), "suite")


@pytest.mark.parametrize("tiers", ['[["half", 200]]', '[["0.5"]]', "[[0.5, 200]]", '[["0.5", 200.5]]'])
def test_tiers_that_cannot_be_read(tmp_path: Path, tiers: str) -> None:
    text = GOOD.replace('kind = "cliff"', f'kind = "tiered"\ntiers = {tiers}')
    refused(written(tmp_path, text), "tiers")

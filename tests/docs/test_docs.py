"""What the pages say about the code is what the code says: tables, words, links and paths."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from doc_blocks import ROOT, anchors, blocks, code, links, matches, pages, prose, shown, table

from dq.core.codes import ExitCode, Reason
from dq.core.rule import REQUIRED
from dq.core.table import ReadLimits
from dq.decide.providers import PROVIDER
from dq.loop.findings import FINDING
from dq.pipeline.summary import OUTCOMES, PANELS
from dq.reconcile.regional import GAP_SCHEMA
from dq.rules import ALWAYS, RULES
from dq.settings import model, suite_names
from dq.settings.files_table import FileTable, SenderTable
from dq.settings.limits import TARIFF
from dq.words import Words

DOCS = ROOT / "docs"
IMAGE_BYTES = 250_000
CATALOGUE = 75
FRAMES = {
    "### `run.providers`": PROVIDER,
    "### `run.findings`": FINDING,
    "### `run.outcomes`": OUTCOMES,
    "### `run.gap`": GAP_SCHEMA,
    "### `run.panels`": PANELS,
}
TABLES = {
    "## Keys": model.SuiteFile,
    "### `[region]`": model.RegionTable,
    "### `[dates]`": model.DatesTable,
    "### `[[tariffs]]`": model.TariffTable,
    "### `[rules.ID]`": model.RuleTable,
    "### `[survey]`": model.SurveyTable,
    "### `[delivery]`": model.DeliveryTable,
}
PROJECT_TABLES = {
    '### `[files."pattern"]`': FileTable,
    '### `[senders."name"]`': SenderTable,
}
PAGES = pytest.mark.parametrize("page", pages(), ids=shown)


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def shown_type(kind: Any) -> str:
    """A Polars type as the tables write it."""
    text = kind.__name__ if isinstance(kind, type) else str(kind)
    return re.sub(r"\{.*\}", lambda found: ", ".join(re.findall(r"'(\w+)'", found[0])), text)


@pytest.mark.parametrize("heading", FRAMES, ids=lambda heading: heading.strip("#` "))
def test_the_columns_of_a_frame_are_those_in_the_table(heading: str) -> None:
    rows = table(read("docs/python.md"), heading)
    told = {code(cells[0])[0]: cells[1] for cells in rows}
    assert list(told.items()) == [(name, shown_type(kind)) for name, kind in FRAMES[heading].items()]
    assert all(cells[3] for cells in rows), "say when each column is null"


@pytest.mark.slow
def test_a_column_never_null_has_no_null_in_a_run(demo_run: Any) -> None:
    for heading in FRAMES:
        frame: pl.DataFrame = getattr(demo_run, heading.strip("#` ").removeprefix("run."))
        never = [code(c[0])[0] for c in table(read("docs/python.md"), heading) if re.match(r"never\b", c[3])]
        assert frame.select(never).null_count().sum_horizontal().item() == 0


@pytest.mark.parametrize("heading", TABLES | PROJECT_TABLES, ids=lambda heading: heading.strip("#` "))
def test_the_keys_of_a_settings_table_are_those_in_the_page(heading: str) -> None:
    page = "docs/suites.md" if heading in TABLES else "docs/dq-toml.md"
    told = {code(cells[0])[0]: code(cells[1]) for cells in table(read(page), heading)}
    fields = (TABLES | PROJECT_TABLES)[heading].model_fields
    assert sorted(told) == sorted(fields)
    for name, default in told.items():
        value = fields[name].default
        if default:
            assert default == [f'"{value}"' if isinstance(value, str) else str(value).lower()]


def test_every_limit_is_listed_with_its_default_and_its_rules() -> None:
    limits: dict[str, dict[str, Any]] = {}
    for rule in RULES:
        for name, default in rule.parameters.items():
            if name != TARIFF:
                limits.setdefault(name, {})[rule.id] = default
    told = {code(cells[0])[0]: cells[1:] for cells in table(read("docs/suites.md"), "### `[[limits]]`")}
    # limits that a shipped suite sets stand here with their rules; docs/rules.md is generated and has all
    assert set(told) <= set(limits)
    for name, (default, rules) in told.items():
        assert rules.split(", ") == list(limits[name]), name
        values = list(limits[name].values())
        assert ("must be given" in default) == any(value is REQUIRED for value in values), name
        numbers = [str(value).lower() for value in values if isinstance(value, int | float)]
        assert code(default) == list(dict.fromkeys(numbers)), name


def test_the_reading_limits_are_listed_with_their_defaults() -> None:
    told = {code(cells[0])[0]: code(cells[1])[0] for cells in table(read("docs/dq-toml.md"), "### `[read]`")}
    assert told == {name: str(value) for name, value in vars(ReadLimits()).items()}


def test_the_pages_name_the_suites_and_the_rules_that_always_run() -> None:
    text = read("docs/suites.md")
    assert all(f"`{name}`" in text for name in suite_names())
    assert all(rule_id in text and rule_id in read("docs/decisions/0007-rules-that-always-run.md")
               for rule_id in ALWAYS)  # fmt: skip


@pytest.mark.parametrize("page", ["README.md", "docs/exit-codes.md"])
def test_the_exit_codes_are_all_there(page: str) -> None:
    heading = "## Exit codes" if page == "README.md" else "# Exit codes"
    rows = table(read(page), heading)
    assert [int(cells[0]) for cells in rows] == [int(each) for each in ExitCode]
    if page != "README.md":
        assert [code(cells[1])[0] for cells in rows] == [each.name for each in ExitCode]


def test_the_reasons_are_all_there() -> None:
    rows = table(read("docs/exit-codes.md"), "## When a check is not judged")
    assert {code(cells[0])[0] for cells in rows} == {reason.value for reason in Reason}
    assert [code(cells[0])[0] for cells in rows if cells[2] == "no"] == [Reason.NONE_IN_SCOPE.value]


def test_the_catalogue_is_as_large_as_the_readme_says() -> None:
    assert f"a catalogue of {CATALOGUE}," in read("README.md")
    assert len(RULES) < CATALOGUE


@cache
def source() -> str:
    return "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "dq").rglob("*.py")))


def glossary() -> list[list[str]]:
    return table(read("docs/glossary.md"), "# Glossary")


@pytest.mark.parametrize("row", glossary(), ids=lambda row: row[1])
def test_the_names_of_the_glossary_exist_in_the_code(row: list[str]) -> None:
    names = code(row[2])
    assert names
    assert [name for name in names if not re.search(rf"\b{name}\b", source())] == []


@pytest.mark.parametrize(("lang", "column"), [("sv", 0), ("en", 1)])
def test_the_glossary_has_every_word_that_dq_explains(lang: str, column: int) -> None:
    told = {word.strip() for row in glossary() for word in row[column].split(",")}
    words = Words(lang)
    terms = {words.text(f"cli.glossary.{key}.term") for key in words.keys("cli.glossary")}
    assert terms - told == set()


@PAGES
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for link in links(text):
        if link.startswith("https://"):
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.exists(), link
        if anchor:
            assert anchor in anchors(target.read_text(encoding="utf-8")), link


@PAGES
def test_paths_of_the_checkout_exist(page: Path) -> None:
    told = code(prose(page.read_text(encoding="utf-8")))
    paths = [
        each for each in told if re.fullmatch(r"(dq|tests|ci|docs|expectations|fixtures)/[\w./-]*", each)
    ]
    assert [path for path in paths if not (ROOT / path).exists()] == []


@PAGES
def test_make_targets_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    shell = "\n".join(block.text for block in blocks(text) if block.lang == "sh")
    told = re.findall(r"^make ([\w-]+)", shell, re.M) + re.findall(r"`make ([\w-]+)`", prose(text))
    targets = re.findall(r"^([\w-]+):", read("Makefile"), re.M)
    assert set(told) <= set(targets)


@PAGES
def test_a_page_speaks_only_of_the_project(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert not re.search(r"(?<![\w.])/(work|home|tmp|root|Users)/|shared/|PLACEHOLDER|TODO", text)
    assert all(line == line.rstrip() for line in text.splitlines())


def test_every_decision_is_listed_and_has_its_four_parts() -> None:
    folder = DOCS / "decisions"
    found = sorted(path.name for path in folder.glob("0*.md"))
    assert re.findall(r"\]\((0[^)]+)\)", read("docs/decisions/README.md")) == found
    assert [name[:4] for name in found] == [f"{n:04}" for n in range(1, len(found) + 1)]
    for name in found:
        text = (folder / name).read_text(encoding="utf-8")
        assert re.findall(r"^\*\*(.+?)\.\*\*", text, re.M) == [
            "Question",
            "Choice",
            "Why",
            "What would change our mind",
        ]
        assert text.startswith(f"# {name[:4]} ")
        assert len(text.splitlines()) <= 15, name


def test_the_pictures_are_small_and_1440_wide() -> None:
    for name in re.findall(r"\]\((docs/img/[^)]+)\)", read("README.md")):
        data = (ROOT / name).read_bytes()
        assert data[:8] == b"\x89PNG\r\n\x1a\n"
        assert int.from_bytes(data[16:20]) == 1440
        assert len(data) <= IMAGE_BYTES


def test_hooks_are_local_and_name_tools_that_are_locked() -> None:
    hooks = read(".pre-commit-config.yaml")
    assert "- repo: local" in hooks
    assert hooks.count("- repo:") == 1
    lock = read("requirements/test.txt")
    for tool in ("ruff", "mypy", "import-linter", "pre-commit"):
        assert re.search(rf"^{tool}==", lock, re.M), tool


def test_only_a_line_of_its_own_stands_for_any_lines() -> None:
    assert matches(["a", "…", "d"], ["a", "b", "c", "d"])
    assert matches(["…", "d"], ["d"])
    assert not matches(["a…"], ["ab"])
    assert not matches(["a", "…"], ["b"])
    assert not matches([], ["a"])

"""A sender tries its own files: each by itself, from that file alone; never a cell, amount or verdict."""

import json
import re
from datetime import date
from pathlib import Path

import pytest

from dq.core.codes import ExitCode, Status
from dq.core.errors import UsageFault
from dq.core.notice import Sight
from dq.core.precheck import FileTried, Precheck
from dq.emit.precheck import precheck_json
from dq.pipeline.own_totals import TOTALS
from dq.pipeline.precheck import OWN, own_rules, precheck
from dq.words import LANGUAGES, Words

DAY = date(2026, 10, 31)
ROOT = Path(__file__).parents[2]
REASONS = re.compile(r'reason\.set\([^"()]+, "(\w+)"\)|then\(pl\.lit\("([a-z]+_[a-z_]+)"\)\)')
HEAD = "Personnummer;HSA-id;Läkare;Fr.o.m.;Slutdatum;Valtyp"
A, B = "SE2321000016-A001", "SE2321000016-B001"
P1, P2, P3 = "191212121212", "198001019804", "200001019801"
NOBODY = "Kanariefågel"


def rows(*cells: str, head: str = HEAD) -> str:
    return "\n".join([head, *cells]) + "\n"


FILES = {
    "clean.csv": rows(
        f"{P1};{A};L1;2020-01-01;;aktivt val",
        f"{P2};{A};Vakant;2020-01-01;;",
        f"{P3};{A};;2020-01-01;2026-11-01;",
        "191812119806;" + f"{A};L2;2020-01-01;2026-10-31;",  # ended on the day
    ),
    "dirty.csv": rows(
        f"{P1};{B};L1;2020-13-01;;{NOBODY}",
        f";{B};L1;2020-01-01;;aktivt val",
        f"{P2};{B};L1;2020-01-01;;aktivt val",
        f"{P2};{B};;2021-01-01;;aktivt val",
        f"{NOBODY};{B};L1;2024-01-01;2023-01-01;",
    ),
    "several.csv": rows(
        f"{P1};SE2321000016-C001;L1;2020-01-01;;",
        f"{P1};SE2321000016-C001;L1;2020-01-01;;",
        f"{P2};SE2321000016-D001;L1;2020-01-01;;",
    ),
    "twice_1.csv": rows(f"{P1};SE2321000016-E001;L1;2020-01-01;;"),
    "twice_2.csv": rows(f"{P1};SE2321000016-E001;L1;2021-01-01;;"),
    "ragged.csv": rows(f"{P1};{A};L1;2020-01-01;;", f"{P2};{NOBODY}"),
    "roll.csv": rows(
        f"L1;{A};specialist;0,75;2020-01-01;",
        f"L2;{A};st;1,0;2020-01-01;2026-10-30",
        f"L1;{A};specialist;0,25;2020-01-01;",
        head="Läkare;Enhet;Befattning;Tjänstgöringsgrad;Anst fr.o.m.;Avgång",
    ),
    "claim.csv": rows(
        f"{A};2026-10;2026-10-31;3;2;987 654,00",
        head="Enhet (HSA-id);Period;Mätdatum;Antal listade;Antal listade på läkare;Belopp",
    ),
}


def write(folder: Path, *names: str) -> Path:
    for name in names or FILES:
        (folder / name).write_text(FILES[name], encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> Precheck:
    return precheck([write(tmp_path_factory.mktemp("own"))], day=DAY)


def of(tried: Precheck, name: str) -> FileTried:
    return next(each for each in tried.files if each.read.name == name)


def ended(file: FileTried, status: Status) -> dict[str, tuple[int, ...]]:
    return {each.rule_id: each.rows for each in file.rules if each.status is status}


def test_a_clean_file_has_nothing_to_correct_and_its_own_totals(tried: Precheck) -> None:
    file = of(tried, "clean.csv")
    assert (file.read.status, file.read.feed, file.read.rows) == ("read", "listings", 4)
    assert file.cells == ()
    assert ended(file, Status.FAIL) == {}
    assert file.totals == {"listed": 3, "persons": 3, "named": 2, "placeholders": 1, "doctors": 1}
    assert "origin" not in file.absent
    assert "sex" in file.absent


def test_what_is_wrong_stands_with_its_column_and_its_rows(tried: Precheck) -> None:
    file = of(tried, "dirty.csv")
    assert [(each.column, each.fault, each.count, each.rows) for each in file.cells] == [
        ("person_id", "filled", 1, (3,)),
        ("person_id", "identity", 1, (6,)),
        ("origin", "unknown_code", 1, (2,)),
        ("valid_from", "not_a_date", 1, (2,)),
    ]
    failing = ended(file, Status.FAIL)
    assert failing["CMP-01"] == (3,)
    assert failing["SCH-06"] == (2,)
    assert failing["UNQ-02"] == (4, 5)
    assert failing["TMP-01"] == (6,)
    assert tried.code is ExitCode.NOT_JUDGED  # another file of the folder was refused


def test_a_file_of_several_providers_is_tried_for_form_and_values_only(tried: Precheck) -> None:
    file = of(tried, "several.csv")
    assert file.providers == 2
    assert file.totals == {}
    assert {each.rule_id: each.reason for each in file.rules if each.status is Status.NOT_JUDGED} == {
        "CMP-04": "no_count",
        "UNQ-02": "several",
    }


def test_a_file_that_is_refused_leaves_the_others_tried(tried: Precheck) -> None:
    file = of(tried, "ragged.csv")
    assert (file.read.status, file.read.error) == ("refused", "line_fields")
    assert (file.cells, file.rules, file.totals) == ((), (), {})
    assert len(tried.files) == len(FILES)


def test_a_roll_and_a_claim_have_totals_without_money(tried: Precheck) -> None:
    assert of(tried, "roll.csv").totals == {"doctors": 1, "fte_milli": 1000}
    assert of(tried, "claim.csv").totals == {"claimed_listed": 3, "claimed_named": 2}


def test_no_cell_no_amount_and_no_verdict_is_in_the_answer(tried: Precheck) -> None:
    answer = precheck_json(tried)
    text = json.dumps(answer, ensure_ascii=False)
    told = [cell for cell in (P1, P2, P3, NOBODY, "987", "98765400", A, B) if cell in text]
    assert told == []
    assert answer["schema"] == "dq-precheck"
    words = ("verdict", "proposal", "amount", "_ore", "disposition", "provider_id_", "complete")
    assert [word for word in words if word in text.replace("claimed_amount", "")] == []


def test_a_stated_number_of_rows_is_held_against_the_file(tmp_path: Path) -> None:
    write(tmp_path, "clean.csv")
    assert precheck([tmp_path], day=DAY, rows=4).code is ExitCode.CLEAR
    differs = precheck([tmp_path], day=DAY, rows=5)
    assert ended(differs.files[0], Status.FAIL) == {"CMP-04": ()}
    assert differs.code is ExitCode.FINDINGS


def test_a_number_of_rows_is_of_one_file(tmp_path: Path) -> None:
    with pytest.raises(UsageFault, match="2 were given"):
        precheck([write(tmp_path, "clean.csv", "several.csv")], day=DAY, rows=4)


def test_a_manifest_states_rows_and_files_that_are_not_there_are_counted(tmp_path: Path) -> None:
    folder = write(tmp_path, "clean.csv", "several.csv")
    manifest = "Fil;Innehåll;Rader\nclean.csv;listings;5\nseveral.csv;listings;3\nother.csv;claims;1\n"
    (folder / "manifest.csv").write_text(manifest, encoding="utf-8")
    tried = precheck([folder], day=DAY)
    assert [each.read.name for each in tried.files] == ["clean.csv", "manifest.csv", "several.csv"]
    assert set(ended(of(tried, "clean.csv"), Status.FAIL)) == {"CMP-04"}
    assert "CMP-04" in ended(of(tried, "several.csv"), Status.PASS)
    assert "CMP-04" not in {each.rule_id for each in of(tried, "manifest.csv").rules}
    assert tried.not_given == 1
    assert tried.code is ExitCode.FINDINGS


def test_a_person_in_two_files_of_a_provider_is_listed_twice(tried: Precheck) -> None:
    for name in ("twice_1.csv", "twice_2.csv"):
        assert ended(of(tried, name), Status.FAIL) == {"UNQ-02": (2,)}


def test_nothing_to_try_is_never_clear(tmp_path: Path) -> None:
    assert precheck([tmp_path], day=DAY).code is ExitCode.NOT_JUDGED


@pytest.mark.slow
def test_the_limits_of_a_suite_are_used_where_one_is_given(tmp_path: Path) -> None:
    text = rows("99;Exempel;Region Exempel;100", head="Länskod;Kortnamn;Regionnamn;Folkmängd")
    (tmp_path / "ref.csv").write_text(text, encoding="utf-8")
    plain, told = (precheck([tmp_path], day=DAY, suite=suite) for suite in ("", "demo"))
    assert set(ended(plain.files[0], Status.FAIL)) == {"SCH-06"}
    assert ended(told.files[0], Status.FAIL) == {}


def test_the_rules_are_those_that_need_the_file_alone() -> None:
    assert {rule.id for rule in own_rules()} == set(OWN)
    others = ("staff_roll", "claims", "ref_provider", "pairs", "explained", "supported")
    for rule in own_rules():
        assert rule.feeds or not set(others) & set(rule.inputs)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_everything_that_can_be_told_has_words(lang: str) -> None:
    words = Words(lang)
    for rule in own_rules():
        assert words.text(f"precheck.todo.{rule.id}", feed="listings", rows=1, stated=2)
    for sight in Sight:
        assert words.text(f"notices.{sight}")
    for name in ("listed", "persons", "named", "placeholders", "doctors", "fte_milli"):
        assert words.text(f"precheck.total_of.{name}", n=1)
    assert set(TOTALS) == {"listings", "staff_roll", "claims"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_fault_of_a_cell_has_words(lang: str) -> None:
    contract = (ROOT / "dq/engines/contract.py").read_text(encoding="utf-8")
    faults = {"identity", *re.findall(r'_check\("[A-Z]+-\d+", "(\w+)"', contract)}
    for path in (ROOT / "dq/conform").glob("*.py"):
        text = path.read_text(encoding="utf-8")
        faults |= {name for pair in REASONS.findall(text) for name in pair if name}
    assert {"filled", "at_most", "not_a_number", "mixed_unit"} <= faults
    told = set(Words(lang).keys("precheck.fault"))
    assert faults <= told

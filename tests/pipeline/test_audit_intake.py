"""What comes in damaged is judged, not passed over: columns, manifest, references, sender of a file."""

from datetime import date
from pathlib import Path

import pytest
from audit_files import (
    A,
    B,
    claim,
    claims,
    ended,
    found,
    judge,
    listing,
    manifest,
    notes,
    one,
    put,
    table,
    two,
)

from dq.feeds import FEEDS
from dq.pipeline.frames import stage
from dq.pipeline.intake import Delivery, read_delivery
from dq.rules import RULES

pytestmark = pytest.mark.slow

DAY = date(2026, 10, 31)
ROW_RULES = ("SCH-03", "SCH-06", "CMP-01", "PLA-01")


def taken(folder: Path, files: dict[str, str]) -> Delivery:
    return read_delivery([put(folder / "in", files)], work=folder / "work", day=DAY)


def provider_of(delivery: Delivery, name: str) -> str:
    return next(read.provider_id for read in delivery.files if read.name == name)


def test_a_column_missing_in_one_of_two_rolls_is_missing(tmp_path: Path) -> None:
    files = two()
    *_, last = files["bemanning.csv"].splitlines()
    files["bemanning.csv"] = files["bemanning.csv"].replace(last + "\n", "")
    head = ("HSA-id läkare", "Enhet", "Befattning", "Tjänstgöringsgrad", "Anst fr.o.m.", "ST-slut")
    files["bemanning_B.csv"] = table(head, ("dr3", B, "specialist", "1,0", "2019-01-01", ""))
    run = judge(tmp_path, files)
    assert ended(run, "ELI-01") == ("not_judged", "column_missing", "staff_roll.specialties")
    assert run.code == 11


def test_a_typed_column_is_the_column_it_stands_for(tmp_path: Path) -> None:
    files = one() | {"bemanning2.csv": one()["bemanning.csv"].replace("Tjänstgöringsgrad", "fte_milli")}
    files["bemanning2.csv"] = files["bemanning2.csv"].replace("1,0", "1000")
    delivery = taken(tmp_path, files)
    assert {"fte", "fte_milli"} <= stage(delivery.frames, delivery.files).present["staff_roll"]


def test_a_stated_0_is_stated(tmp_path: Path) -> None:
    run = judge(tmp_path, one() | {"manifest.csv": manifest(("listning_A.csv", "listings", 0))})
    assert found(run, "CMP-04") == [("CMP-04", A, 1000)]


@pytest.mark.parametrize("cell", ["ca 1200", "1.000", "9" * 30])
def test_an_unreadable_number_of_rows_ends_in_11(tmp_path: Path, cell: str) -> None:
    rows = ("listning_A.csv", "listings", cell), ("vc.csv", "ref_provider", 1)
    run = judge(tmp_path, one() | {"manifest.csv": manifest(*rows)})
    assert found(run, "SCH-03") == [("SCH-03", "", 1)]
    assert run.notes == ("manifest_fault:manifest.csv", "uncounted:listning_A.csv", "unplaced:SCH-03")
    assert run.code == 11


def test_a_manifest_without_a_day_that_can_be_read_ends_in_11(tmp_path: Path) -> None:
    rows = ("listning_A.csv", "listings", 1000, "31/10 2026")
    head = ("Fil", "Innehåll", "Rader", "Uttagsdag")
    run = judge(tmp_path, one() | {"manifest.csv": manifest(rows, head=head)})
    assert (notes(run), run.code) == ({"manifest_fault", "unplaced"}, 11)


def test_without_a_column_of_rows_control_totals_are_not_judged(tmp_path: Path) -> None:
    text = manifest(("listning_A.csv", "listings"), head=("Fil", "Innehåll"))
    run = judge(tmp_path, one() | {"manifest.csv": text})
    assert ended(run, "CMP-04") == ("not_judged", "column_missing", "manifest.rows")
    assert run.code == 11


@pytest.mark.parametrize("rule_id", ROW_RULES)
def test_every_feed_is_judged(rule_id: str) -> None:
    (rule,) = (rule for rule in RULES if rule.id == rule_id)
    figures = {"count", "milli", "ore", "share"} | ({"number"} if rule_id == "SCH-03" else set())
    wanted = {
        name
        for name, feed in FEEDS.items()
        if rule_id in ("SCH-06", "CMP-01") or any(column.kind.value in figures for column in feed.columns)
    }
    assert set(rule.feeds) == wanted


REGISTER = "LäkarID;Legitimation fr.o.m.;Återkallad"
SURVEY = "Enkät;Region;Grupp;Andel ja (%);Antal svar"


@pytest.mark.parametrize(
    ("feed", "head", "row", "rule_id"),
    [
        ("ref_physician", REGISTER, "dr9;2000-01-01;2020-13-45", "SCH-06"),
        ("ref_tandem", "Gemensam lista;LäkarID", ";dr2", "CMP-01"),
        ("ref_person", "Person;Födelsedatum;Avliden", "P1;1950-01-01;i fjol", "SCH-06"),
        ("ref_region", "Länskod;Kortnamn;Regionnamn;Folkmängd", "99;X;X;många", "SCH-03"),
        ("survey_shares", SURVEY, "E1;99;män;..;9", "CMP-01"),
        ("survey_answers", "Svarande;Region;Svar", "r1;99;kanske", "SCH-06"),
    ],
)
def test_a_fault_in_any_feed_that_came_is_a_finding(
    tmp_path: Path, feed: str, head: str, row: str, rule_id: str
) -> None:
    extra = {"mer.csv": f"{head}\n{row}\n", "manifest.csv": manifest(("mer.csv", feed, 1))}
    run = judge(tmp_path, one() | extra)
    assert found(run, *ROW_RULES) == [(rule_id, "", 1)]
    assert run.code == 11  # nobody answers for it, so it concerns all


def test_a_fault_in_a_file_of_another_period_is_told_and_stops_nobody(tmp_path: Path) -> None:
    old = claims(claim(A, "x", 700, day="2026-09-30", period="2026-09"))
    files = one() | {"forra.csv": old, "manifest.csv": manifest(("forra.csv", "claims_history", 1))}
    run = judge(tmp_path, files)
    assert found(run, *ROW_RULES) == [("SCH-03", A, 1)]
    assert set(run.findings.filter(rule_id="SCH-03")["disposition"]) == {"inform"}
    assert run.providers["disposition"].to_list() == ["pay"]


def test_rows_without_a_clinic_belong_to_the_clinic_of_their_file(tmp_path: Path) -> None:
    files = two()
    lines = files["listning_B.csv"].splitlines(keepends=True)
    lines[1:3] = [line.replace(B, "") for line in lines[1:3]]
    run = judge(tmp_path, files | {"listning_B.csv": "".join(lines)})
    assert found(run, "CMP-01") == [("CMP-01", B, 2)]
    (row,) = run.findings.filter(rule_id="CMP-01").to_dicts()
    assert row["source_rows"] == [{"file": "listning_B.csv", "row": n} for n in (2, 3)]
    assert row["total"] == 1000
    assert dict(run.providers.select("provider_id", "disposition").iter_rows())[B] == "hold"


def test_rows_without_a_clinic_in_a_file_of_two_belong_to_nobody(tmp_path: Path) -> None:
    files = two()
    both = files.pop("listning_B.csv") + files.pop("listning_A.csv").split("\n", 1)[1]
    run = judge(
        tmp_path, files | {"alla.csv": both.replace(f"P010000;{B}", "P010000;"), "manifest.csv": manifest()}
    )
    assert found(run, "CMP-01") == [("CMP-01", "", 1)]


def test_the_only_clinic_of_a_file_goes_before_the_sender(tmp_path: Path) -> None:
    head = ("Fil", "Innehåll", "Rader", "Avsändare")
    text = manifest(("listning_A.csv", "listings", 1000, "SE2321000016-REG"), head=head)
    assert provider_of(taken(tmp_path, one() | {"manifest.csv": text}), "listning_A.csv") == A


def test_a_file_of_two_clinics_is_not_the_senders(tmp_path: Path) -> None:
    head = ("Fil", "Innehåll", "Rader", "Avsändare")
    both = listing(A, {"dr1": 3}) + listing(B, {"dr3": 3}, 100).split("\n", 1)[1]
    text = manifest(("alla.csv", "listings", 6, A), head=head)
    assert provider_of(taken(tmp_path, {"alla.csv": both, "manifest.csv": text}), "alla.csv") == ""


def test_a_local_id_is_as_good_as_an_hsa_id(tmp_path: Path) -> None:
    delivery = taken(tmp_path, {"lista.csv": listing("VC1", {"dr1": 5})})
    assert provider_of(delivery, "lista.csv") == "VC1"


def test_listings_alone_can_be_judged_to_the_end(tmp_path: Path) -> None:
    run = judge(tmp_path, {"listning_A.csv": one()["listning_A.csv"]}, suite="minimal")
    assert run.code == 0
    assert [ended(run, rule_id)[0] for rule_id in ROW_RULES] == ["pass"] * 4


def test_without_any_number_in_the_delivery_none_is_in_scope(tmp_path: Path) -> None:
    files = {"vc.csv": one()["vc.csv"]}
    run = judge(tmp_path, files, suite="minimal")
    assert ended(run, "SCH-03")[:2] == ("not_judged", "none_in_scope")
    assert run.code == 11  # the listings it needs did not come


def test_an_empty_folder_is_never_clear(tmp_path: Path) -> None:
    run = judge(tmp_path, {}, suite="minimal")
    assert ended(run, "SCH-03")[:2] == ("not_judged", "feed_missing")
    assert run.code == 11


def test_the_same_files_under_other_names_give_the_same_judgement(tmp_path: Path) -> None:
    short = {name: one()[name] for name in one() if name != "manifest.csv"}
    texts, ids = [], []
    for month in ("10", "11"):
        name = f"listning_{month}.csv"
        files = short | {name: short["listning_A.csv"], "manifest.csv": manifest((name, "listings", 999))}
        files.pop("listning_A.csv")
        run = judge(tmp_path / month, files)
        ids.append(run.findings.filter(rule_id="CMP-04")["finding_id"].to_list())
        texts.append((tmp_path / month / "ut" / "judgement.json").read_bytes())
    assert ids[0] == ids[1]
    assert texts[0] == texts[1]


def test_the_judgement_names_no_doctor(tmp_path: Path) -> None:
    files = one()
    files["bemanning.csv"] = files["bemanning.csv"].replace("dr2", "dr8")
    run = judge(tmp_path, files)
    assert "dr2" in run.findings["physician_id"].to_list()
    text = (tmp_path / "ut" / "judgement.json").read_text(encoding="utf-8")
    assert "physician_id" not in text
    assert '"dr2"' not in text


def test_the_row_accounts_hold_in_every_case(tmp_path: Path) -> None:
    rows = claim(A, 1000, "x"), claim(A, 1000, 800, version=2)
    run = judge(tmp_path, one() | {"begaran.csv": claims(*rows)})
    for each in run.results:
        if each.status.value in ("pass", "fail"):
            assert each.rows_read == each.rows_in_scope + sum(each.out_of_scope.values()), each.rule_id

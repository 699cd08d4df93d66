"""The whole line on the demo region: what was planted is found, and nobody honest is held."""

import csv
import json
from pathlib import Path

import polars as pl
import pytest

from dq.core.codes import Disposition, ExitCode, Status
from dq.core.run import Run

PLANTED = ("CON-01", "CMP-04", "ABS-01", "ABS-02", "ELI-01", "ELI-02", "CAP-04", "ABS-06", "UNQ-02")


def labels(delivery: Path, kind: str) -> list[dict[str, str]]:
    with (delivery.parent / "labels.csv").open(encoding="utf-8-sig") as file:
        first = file.readline()
        separator = ";" if ";" in first else ","
        names = first.strip().split(separator)
        rows = csv.DictReader(file, names, delimiter=separator)
        return [row for row in rows if row["kind"] == kind]


def test_nine_of_nine_planted_faults_are_found_where_they_are(demo_delivery: Path, demo_run: Run) -> None:
    planted = labels(demo_delivery, "planted")
    assert sorted(row["rule_id"] for row in planted) == sorted(PLANTED)
    found = set(demo_run.findings.select("rule_id", "provider_id").iter_rows())
    assert [row for row in planted if (row["rule_id"], row["provider_id"]) not in found] == []


def test_each_planted_doctor_is_found_with_the_size_that_was_planted(
    demo_delivery: Path, demo_run: Run
) -> None:
    sizes = {
        (rule, provider): affected
        for rule, provider, affected in demo_run.findings.select(
            "rule_id", "provider_id", "affected"
        ).iter_rows()
    }
    for row in labels(demo_delivery, "planted"):
        assert sizes[row["rule_id"], row["provider_id"]] == int(row["rows"]), row["rule_id"]


def test_no_honest_clinic_is_held_adjusted_or_rejected(demo_delivery: Path, demo_run: Run) -> None:
    faulty = {row["provider_id"] for row in labels(demo_delivery, "planted")}
    honest = {row["provider_id"] for row in labels(demo_delivery, "honest")} - faulty
    assert len(honest) == 5
    proposals = dict(demo_run.providers.select("provider_id", "disposition").iter_rows())
    assert {proposals[provider] for provider in honest} == {Disposition.PAY.value}


def test_the_demo_ends_in_10_and_the_clean_variant_in_0(demo_run: Run, clean_run: Run) -> None:
    assert demo_run.code is ExitCode.FINDINGS
    assert clean_run.code is ExitCode.CLEAR
    above = clean_run.findings.filter(pl.col("disposition").is_in(["adjust", "hold", "reject"]))
    assert above.height == 0
    assert clean_run.totals is not None
    assert clean_run.totals.pay_now_ore == clean_run.totals.claimed_ore


def test_every_check_of_the_clean_variant_was_judged(clean_run: Run) -> None:
    assert {each.status for each in clean_run.results} <= {Status.PASS, Status.FAIL, Status.NOT_JUDGED}
    assert [each.rule_id for each in clean_run.results if each.blocks] == []


def test_amounts_add_up_per_clinic_and_in_all(demo_run: Run) -> None:
    parts = pl.col("pay_now_ore") + pl.col("hold_ore") + pl.col("adjust_ore") + pl.col("reject_ore")
    assert demo_run.providers.filter(parts != pl.col("claimed_ore")).is_empty()
    totals = demo_run.totals
    assert totals is not None
    assert totals.claimed_ore == int(demo_run.providers["claimed_ore"].sum())
    assert totals.claimed_ore == totals.pay_now_ore + totals.hold_ore + totals.adjust_ore + totals.reject_ore


def test_the_waterfall_of_the_demo_adds_up(demo_run: Run) -> None:
    steps = {step.key: step for step in demo_run.waterfall}
    taken = sum(steps[key].share for key in ("identity", "absent", "ineligible", "capacity"))
    gap = steps["registered"].share - steps["perceived"].share
    assert gap == taken + steps["residual"].share
    assert abs(float(gap) - float(taken) - float(steps["residual"].share)) < 1e-12


def test_every_line_of_every_file_is_counted_once(demo_run: Run) -> None:
    for read in demo_run.files:
        counted = (read.header, read.title, read.blank, read.total, read.note, read.continuation, read.rows)
        assert read.lines == sum(counted), read.name
    workbook = next(read for read in demo_run.files if read.form == "xlsx")
    assert (workbook.title, workbook.total) == (2, 1)


def test_every_row_of_a_feed_is_in_scope_or_out_of_it_for_a_reason(demo_run: Run) -> None:
    for outcome in demo_run.results:
        assert outcome.rows_read == outcome.rows_in_scope + sum(outcome.out_of_scope.values()), outcome


def test_findings_point_at_rows_of_the_files_that_came(demo_run: Run) -> None:
    names = {read.name for read in demo_run.files}
    rows = demo_run.findings.filter(pl.col("rule_id") == "ABS-01")["source_rows"].explode()
    assert rows.len() == 20
    assert {row["file"] for row in rows} <= names
    assert min(row["row"] for row in rows) > 4  # two title rows, a blank one and the header stand above


def test_the_run_folder_holds_its_files_and_they_are_private(demo_delivery: Path, demo_run: Run) -> None:
    out = demo_delivery.parent / "ut"
    assert sorted(path.name for path in out.iterdir()) == [
        "findings.parquet", "judgement.json", "run.json", "verdict.json",
    ]  # fmt: skip
    assert {path.stat().st_mode & 0o777 for path in out.iterdir()} == {0o600}
    verdict = json.loads((out / "verdict.json").read_text(encoding="utf-8"))
    assert (verdict["schema_version"], verdict["complete"], verdict["signed"]) == (0, True, False)
    assert verdict["code"] == 10
    assert len(verdict["inputs"]) == len(demo_run.files)


def test_the_judgement_names_no_file_row_hash_or_run(demo_delivery: Path, demo_run: Run) -> None:
    text = (demo_delivery.parent / "ut" / "judgement.json").read_text(encoding="utf-8")
    for read in demo_run.files:
        assert read.name not in text
        assert read.sha256 not in text
    assert demo_run.run_id not in text


@pytest.mark.parametrize("name", ["findings", "outcomes", "providers", "gap", "panels"])
def test_the_frames_of_the_api_are_polars(demo_run: Run, name: str) -> None:
    frame = getattr(demo_run, name)
    assert isinstance(frame, pl.DataFrame)
    assert frame.height > 0


def test_a_run_shows_itself_in_a_notebook(demo_run: Run) -> None:
    html = demo_run._repr_html_()
    assert "Exempel" in html
    assert "<table" in html


def test_the_report_holds_no_person_and_no_doctor(demo_delivery: Path, demo_run: Run) -> None:
    html = (demo_delivery.parent / "rapport.html").read_text(encoding="utf-8")
    doctors = set(demo_run.panels["physician_id"])
    assert not [doctor for doctor in doctors if doctor in html]
    assert "P000001" not in html
    assert "http" not in html.replace("http-equiv", "")

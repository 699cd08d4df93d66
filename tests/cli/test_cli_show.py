import json
from pathlib import Path

import polars as pl
import pytest
from cli_fakes import CHECK, a_verdict

FINDING = {
    "finding_id": "3fa94b21" + "0" * 56,
    "rule_id": "CON-01",
    "disposition": "hold",
    "severity": "critical",
    "provider_id": "SE-1",
    "physician_id": "SE-DOCTOR-77",
    "affected": 1310,
    "total": 1310,
    "covered_by": "",
    "amount_ore": 52_399_000,
    "message_sv": "Alla 1 310 namngivna listningar ligger på en enda läkare.",
    "message_en": "All 1,310 named listings are on a single doctor.",
    "source_rows": [{"file": "listning.csv", "row": 12}, {"file": "listning.csv", "row": 13}],
}


@pytest.fixture
def ut(tmp_path: Path) -> Path:
    folder = tmp_path / "ut"
    folder.mkdir()
    (folder / "verdict.json").write_text(json.dumps(a_verdict()))
    other = FINDING | {
        "finding_id": "b" * 64,
        "rule_id": "ABS-02",
        "provider_id": "SE-3",
        "disposition": "adjust",
    }
    few = FINDING | {"finding_id": "c" * 64, "rule_id": "CAP-04", "affected": 2, "amount_ore": None}
    pl.DataFrame([FINDING, other, few]).write_parquet(folder / "findings.parquet")
    return folder


def test_show_prints_the_table_that_check_printed(dq, pipeline, ut) -> None:
    first, again = dq(*CHECK).out, dq("show", "ut").out
    upto = first.index("Maskinläsbart")
    assert again.startswith(first[:upto].rstrip())
    assert "Körningens utgångskod 10: fynd på nivå adjust" in again


def test_show_ends_in_0_whatever_the_run_ended_in(dq, ut) -> None:
    assert dq("show", "ut").code == 0
    assert dq("show", "ut/verdict.json").code == 0


def test_all_shows_those_to_pay_too(dq, ut) -> None:
    assert "● Betala" not in dq("show", "ut").out
    assert "● Betala     Ekens" in dq("show", "ut", "--all").out


def test_a_rule_shows_its_findings_with_rows_and_amount_but_no_doctor(dq, ut) -> None:
    out = dq("show", "ut", "--rule", "con-01").out
    assert out == (
        "CON-01  Titel   håll inne · Kastanjbackens vårdcentral\n"
        "  Alla 1 310 namngivna listningar ligger på en enda läkare.\n"
        "  Berör 1 310 av 1 310   Belopp 523 990 kr   Fynd 3fa94b21\n"
        "  Rader  listning.csv:12, 13 med flera\n\n"
    )
    assert "DOCTOR" not in out


@pytest.mark.parametrize("who", ["SE-1", "se-1", "Kastanjbackens vårdcentral", "kastanjbackens"])
def test_a_clinic_by_id_or_name(dq, ut, who) -> None:
    out = dq("show", "ut", "--provider", who, "--lang", "en").out
    assert "CON-01" in out and "CAP-04" in out and "ABS-02" not in out
    assert (
        "Affects 2 of 1,310" in out and "listning.csv:12, 13\n" in out
    )  # both rows are there: no "and more"


def test_json_prints_the_stored_verdict(dq, ut) -> None:
    assert json.loads(dq("show", "ut", "--format", "json").out) == a_verdict()


def test_many_findings_are_cut(dq, ut) -> None:
    rows = [FINDING | {"finding_id": f"{n:064}"} for n in range(10)]
    pl.DataFrame(rows).write_parquet(ut / "findings.parquet")
    out = dq("show", "ut", "--rule", "CON-01").out
    assert out.count("Berör") == 8 and "… 2 fynd till." in out
    assert dq("show", "ut", "--rule", "CON-01", "--all").out.count("Berör") == 10


def test_no_findings_is_said(dq, ut) -> None:
    pl.DataFrame([FINDING]).clear().write_parquet(ut / "findings.parquet")
    assert dq("show", "ut", "--rule", "CON-01").out == "Inga fynd.\n"


@pytest.mark.parametrize(
    ("args", "hint"),
    [
        (("--rule", "CON-1"), "körningen har ingen kontroll 'CON-1'. Menade du 'CON-01'?"),
        (("--provider", "Kastanjbackn"), "Menade du 'Kastanjbackens vårdcentral'?"),
    ],
)
def test_a_rule_or_clinic_that_is_not_there(dq, ut, args, hint) -> None:
    answer = dq("show", "ut", *args)
    assert answer.code == 20
    assert hint in " ".join(answer.err.split())


def test_a_folder_without_a_run_is_a_wrong_command(dq) -> None:
    answer = dq("show", "in")
    assert answer.code == 20 and "dq check" in answer.err


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"schema": "dq-verdict"}', "[" * 100_000])
def test_a_broken_verdict_is_refused(dq, ut, text) -> None:
    (ut / "verdict.json").write_text(text)
    assert dq("show", "ut").code == 11


def test_broken_findings_are_refused(dq, ut) -> None:
    (ut / "findings.parquet").write_bytes(b"PAR1 not at all")
    assert dq("show", "ut", "--rule", "CON-01").code == 11


def test_a_run_without_proposal_still_shows_findings_by_clinic_id(dq, ut) -> None:
    (ut / "verdict.json").write_text(json.dumps(a_verdict(proposal=False, providers=[])))
    assert "CON-01" in dq("show", "ut", "--provider", "SE-1").out

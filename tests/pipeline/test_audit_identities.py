"""Identities from file to proposal: rows held, a file rejected, and the forms that the suite names."""

from pathlib import Path

import pytest
from audit_files import DAY, A, B, Files, found, judge, own_suite, put, two

from dq.core.run import Run
from dq.pipeline.region import check

pytestmark = pytest.mark.slow

WRONG_CLINIC = "SE2321000017-A001"  # the organisation number's check digit fails


def spoilt(rows: int, old: str = "P0000", new: str = "P\u200b0000") -> Files:
    """Put an invisible mark into the first identities of clinic A."""
    files = two()
    files["listning_A.csv"] = files["listning_A.csv"].replace(old, new, rows)
    return files


def proposal(run: Run) -> dict[str, str]:
    return dict(run.providers.select("provider_id", "disposition").iter_rows())


@pytest.mark.parametrize(("rows", "expected"), [(10, "hold"), (11, "reject")])
def test_a_few_wrong_identities_are_held_and_many_reject_their_own_clinic(
    tmp_path: Path, rows: int, expected: str
) -> None:
    run = judge(tmp_path, spoilt(rows))
    assert found(run, "SCH-04", "CMP-04") == [("SCH-04", A, rows)]
    assert proposal(run) == {A: expected, B: "pay"}
    lines = run.findings.filter(rule_id="SCH-04")["source_rows"][0].struct.field("row").to_list()
    assert lines == list(range(2, 2 + rows))


def test_the_suite_names_the_pseudonyms(tmp_path: Path) -> None:
    place = put(tmp_path / "in", two())
    suite = own_suite(tmp_path, "")
    for form, expected in (("P[0-9]{6}", {A: "pay", B: "pay"}), ("P0[0-9]{4}", {A: "reject", B: "reject"})):
        text = suite.read_text(encoding="utf-8").partition("[[limits]]")[0]
        suite.write_text(f'{text}[[limits]]\npseudonym_format = "{form}"\n', encoding="utf-8")
        assert proposal(check([place], suite=str(suite), day=DAY)) == expected


def test_a_clinic_whose_id_is_none_is_asked_about(tmp_path: Path) -> None:
    files = {name: text.replace(A, WRONG_CLINIC) for name, text in two().items()}
    run = judge(tmp_path, files)
    assert {row[:2] for row in found(run, "SCH-05")} == {("SCH-05", WRONG_CLINIC)}
    assert proposal(run) == {WRONG_CLINIC: "hold", B: "pay"}


def test_a_listing_that_ends_before_it_begins_is_asked_about(tmp_path: Path) -> None:
    files = two()
    head, first, *rest = files["listning_A.csv"].splitlines()
    ends = [f"{head};Slutdatum", f"{first};2019-01-01", *(f"{row};" for row in rest)]
    files["listning_A.csv"] = "\n".join(ends) + "\n"
    run = judge(tmp_path, files)
    assert found(run, "TMP-01", "TMP-02") == [("TMP-01", A, 1), ("TMP-02", A, 1)]
    assert proposal(run)[A] == "hold"

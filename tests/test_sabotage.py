"""Every sabotage that lets another tool say "pass" ends non-zero here, with a text that says what to do."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dq.cli.app import run

pytestmark = pytest.mark.slow

DAY = "2026-10-31"
COPY = Callable[[], Path]


def check(
    capsys: pytest.CaptureFixture[str], folder: Path, *more: str, suite: str = "demo"
) -> tuple[int, str]:
    words = ["check", str(folder), "--suite", suite, "--day", DAY, "--out", str(folder.parent / "ut")]
    code = run([*words, "--lang", "en", *more])
    told = capsys.readouterr()
    return code, " ".join((told.out + told.err).split())


def without_manifest(folder: Path) -> Path:
    """Take the manifest away and say with dq.toml what the cp1252 files are, so that hashes do not bind."""
    (folder / "manifest.csv").unlink()
    return folder


def suite_copy(folder: Path, **files: str) -> str:
    source = Path(__file__).parents[1] / "expectations" / "demo"
    target = shutil.copytree(source, folder / "my-suite")
    for name, text in files.items():
        (target / name.replace("__", ".")).write_text(text, encoding="utf-8")
    return str(target)


def edited(folder: Path, old: str, new: str, file: str = "suite.toml") -> str:
    suite = Path(suite_copy(folder))
    path = suite / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return str(suite)


def test_an_empty_listings_file_is_refused(delivery: COPY, capsys: pytest.CaptureFixture[str]) -> None:
    folder = delivery()
    (folder / "listning_E09_2026-10.csv").write_bytes(b"")
    code, text = check(capsys, folder)
    assert code == 11
    assert "listning_E09_2026-10.csv" in text


def test_a_listings_file_with_only_a_header_is_refused(
    delivery: COPY, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = delivery()
    path = folder / "listning_E09_2026-10.csv"
    header = path.read_bytes().splitlines(keepends=True)[0]
    for other in folder.iterdir():
        if other != path:
            other.unlink()
    path.write_bytes(header)
    code, text = check(capsys, folder)
    assert code == 11
    assert "no data rows" in text


@pytest.mark.parametrize("name", ["bemanning_2026-10.csv", "begaran_2026-10.csv"])
def test_a_missing_file_that_all_need_gives_no_proposal(
    delivery: COPY, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    folder = delivery()
    (folder / name).unlink()
    code, text = check(capsys, folder)
    assert code == 11
    assert name in text
    assert "No proposal" in text
    assert "Pay now" not in text


def test_a_missing_staff_roll_without_a_manifest_is_seen_too(
    delivery: COPY, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = without_manifest(delivery())
    (folder / "bemanning_2026-10.csv").unlink()
    code, text = check(capsys, folder)
    assert code == 11
    assert "REF-01" in text


def test_no_listings_at_all(delivery: COPY, capsys: pytest.CaptureFixture[str]) -> None:
    folder = without_manifest(delivery())
    for path in folder.glob("listning_*"):
        path.unlink()
    code, text = check(capsys, folder)
    assert code == 11
    assert "listings" in text


def test_a_column_missing_is_refused_with_the_header_to_rename(
    delivery: COPY, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = without_manifest(delivery())
    for path in folder.iterdir():
        if path.name != "listning_E02_2026-10.csv":
            path.unlink()
    path = folder / "listning_E02_2026-10.csv"
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    names = lines[0].replace(",", ";").split(";")
    doctor = next(name for name in names if "läk" in name.casefold() and "namn" not in name.casefold())
    path.write_text("\n".join([lines[0].replace(doctor, "Xyz"), *lines[1:]]), encoding="utf-8")
    code, text = check(capsys, folder)
    assert code == 11
    assert "physician_id" in text
    assert "--map" in text
    assert "dq feeds listings" in text


def test_a_file_that_is_not_the_one_in_the_manifest(
    delivery: COPY, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = delivery()
    path = folder / "listning_E09_2026-10.csv"
    path.write_bytes(path.read_bytes() + b"\n")
    code, text = check(capsys, folder)
    assert code == 11
    assert "SHA-256" in text


def test_a_stray_file_is_never_ignored(delivery: COPY, capsys: pytest.CaptureFixture[str]) -> None:
    folder = delivery()
    (folder / "anteckning.txt").write_text("ring på måndag\n", encoding="utf-8")
    code, text = check(capsys, folder)
    assert code == 11
    assert "anteckning.txt" in text
    assert "måndag" not in text


def test_a_claim_for_another_day(delivery: COPY, capsys: pytest.CaptureFixture[str]) -> None:
    folder = delivery()
    words = ["check", str(folder), "--suite", "demo", "--day", "2026-09-30", "--lang", "en"]
    assert run([*words, "--out", str(folder.parent / "ut")]) == 11
    assert "another day" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("CON-01 = {}", "CON-91 = {}", "CON-01"),
        ("CON-01 = {}", "CON-01 = { min_namd = 100 }", "min_named"),
        ("ceiling = 2200", "cieling = 2200", "ceiling"),
        ("[dates]", "[datse]", "dates"),
        ('"provider.json"', '"provder.json"', "provider.json"),
        ('target_share = "0.75"', "", "target_share"),
        ("CON-01 = {}", 'CON-01 = { min_named = "many" }', "int"),
    ],
)
def test_a_misspelt_suite_is_refused_with_the_right_name(
    demo_delivery: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, told: str
) -> None:
    code, text = check(capsys, demo_delivery, "--out", str(tmp_path / "ut"), suite=edited(tmp_path, old, new))
    assert code == 20
    assert told in text


@pytest.mark.parametrize("text", ["", "\n# nothing\n", 'name = "x"\n'])
def test_an_empty_suite_is_refused(
    demo_delivery: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    suite = suite_copy(tmp_path, suite__toml=text)
    assert check(capsys, demo_delivery, "--out", str(tmp_path / "ut"), suite=suite)[0] == 20


def test_a_suite_without_rules_says_that_nothing_would_be_judged(
    demo_delivery: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head = 'name = "x"\ntitle_sv = "x"\ntitle_en = "x"\n[region]\ncode = "99"\nname = "x"\n'
    suite = suite_copy(tmp_path, suite__toml=head)
    code, text = check(capsys, demo_delivery, "--out", str(tmp_path / "ut"), suite=suite)
    assert code == 20
    assert "nothing would be judged" in text


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"expect_column_values_to_be_unique"', '"expect_column_values_to_be_uniqe"', "to_be_unique"),
        ('"disposition": "inform"', '"disposition": "reject"', "disposition"),
        ('"table": "provider"', '"table": "provder"', "provider"),
    ],
)
def test_a_misspelt_expectation_is_refused(
    demo_delivery: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, told: str
) -> None:
    suite = edited(tmp_path, old, new, file="provider.json")
    code, text = check(capsys, demo_delivery, "--out", str(tmp_path / "ut"), suite=suite)
    assert code == 20
    assert told in text


def test_an_empty_expectation_file_is_refused(
    demo_delivery: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    suite = suite_copy(tmp_path, provider__json="")
    assert check(capsys, demo_delivery, "--out", str(tmp_path / "ut"), suite=suite)[0] == 20


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PANDERA_VALIDATION_ENABLED", "False"),
        ("PANDERA_VALIDATION_DEPTH", "SCHEMA_ONLY"),
        ("PANDERA_VALIDATION_DEPTH", "ALL"),
    ],
)
def test_pandera_switched_off_in_the_environment(
    demo_delivery: Path, tmp_path: Path, name: str, value: str
) -> None:
    words = ["check", str(demo_delivery), "--suite", "demo", "--day", DAY, "--out", str(tmp_path / "ut")]
    done = subprocess.run(
        [sys.executable, "-m", "dq", *words, "--lang", "en"],
        env={**os.environ, name: value},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 20
    assert name in done.stderr
    assert "unset" in " ".join(done.stderr.split())


def test_leaving_out_a_required_rule_is_not_a_pass(
    clean_delivery: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, text = check(capsys, clean_delivery, "--skip", "CON-01", "--out", str(tmp_path / "ut"))
    assert code == 11
    assert "CON-01" in text


def test_an_old_verdict_never_outlives_a_run_that_failed(
    demo_delivery: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "ut"
    out.mkdir()
    (out / "verdict.json").write_text("{}", encoding="utf-8")
    folder = tmp_path / "tom"
    folder.mkdir()
    assert check(capsys, folder, "--out", str(out))[0] in (11, 20)
    verdict = out / "verdict.json"
    assert not verdict.exists() or '"complete": false' in verdict.read_text(encoding="utf-8")

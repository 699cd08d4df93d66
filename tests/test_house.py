"""The house stays in order: rooms import one way, files stay small, dangerous calls stay out."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "dq").rglob("*.py"))
# Calls that drop or change data without a word (hardening R7), and writing past the one writer.
FORBIDDEN = {
    r"csv\([^)]*ignore_errors|truncate_ragged_lines|utf8-lossy|try_parse_dates|comment_prefix": (),
    r'extra_columns="ignore"|missing_columns="insert"|infer_schema=True': (),
    r"(cast|to_date|to_datetime|strptime)\([^)]*strict=False": ("dq/conform/convert.py",),
    r"\bpickle\b|yaml\.load|\|\s*safe\b": (),
    r"\.write_text\(|\.write_bytes\(|\.open\(\s*[\"']w": ("dq/seal/", "dq/generate/", "dq/cli/"),
    r"date\.today|datetime\.now|time\.time\(": (),
}


def test_the_rooms_import_in_one_direction() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_a_broken_contract_is_seen(tmp_path: Path) -> None:
    config = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    turned = config.replace(
        '"dq.measures",\n    "dq.feeds",\n    "dq.core",',
        '"dq.core",\n    "dq.measures",\n    "dq.feeds",',
        1,
    )
    assert turned != config
    (tmp_path / "pyproject.toml").write_text(turned, encoding="utf-8")
    done = subprocess.run(
        [
            str(Path(sys.executable).with_name("lint-imports")),
            "--no-cache",
            "--config",
            str(tmp_path / "pyproject.toml"),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_is_one_that_can_be_read_at_once(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 300
    assert text.startswith('"""')
    where = path.relative_to(ROOT).as_posix()
    for pattern, allowed in FORBIDDEN.items():
        if not where.startswith(allowed or ("-",)):
            assert not re.search(pattern, text), pattern


def test_names_that_say_nothing_are_not_here() -> None:
    empty = {"utils", "helpers", "manager", "base", "common"}
    assert [path for path in SOURCES if path.stem in empty or empty & set(path.parent.parts)] == []


def test_the_locks_have_hashes_and_no_addresses() -> None:
    for path in sorted((ROOT / "requirements").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        assert "--hash=sha256:" in text
        assert not re.search(r"https?://|--index|--extra-index|--find-links|file:", text)

"""A wheel built from the checkout works elsewhere, with nothing of the checkout."""

import subprocess
import sys
import sysconfig
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    words = ["-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run([sys.executable, *words], check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.mark.slow
def test_the_wheel_holds_suites_scenarios_and_words(wheel: Path) -> None:
    names = set(ZipFile(wheel).namelist())
    for name in (
        "dq/data/expectations/demo/suite.toml",
        "dq/data/expectations/demo/provider.json",
        "dq/data/fixtures/national-2024/registered_shares.csv",
        "dq/words/sv/errors.toml",
        "dq/report/templates/base.html.j2",
        "dq/cli/index.json",
    ):
        assert name in names
    assert not [name for name in names if name.startswith("tests")]


@pytest.mark.slow
def test_an_installed_dq_runs_its_demo_in_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    venv = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True, capture_output=True)
    python = venv / "bin" / "python"
    install = ["-m", "pip", "install", "--no-deps", "--no-index", str(wheel)]
    subprocess.run([str(python), *install], check=True, capture_output=True)
    # the dependencies of this environment, but not its editable dq: .pth files are not read through .pth
    site = next((venv / "lib").glob("python*/site-packages"))
    (site / "dependencies.pth").write_text(sysconfig.get_paths()["purelib"] + "\n", encoding="utf-8")
    empty = tmp_path / "empty"
    empty.mkdir()
    where = [str(python), "-c", "import dq; print(dq.__file__)"]
    found = subprocess.run(where, cwd=empty, capture_output=True, text=True, check=True).stdout
    assert found.startswith(str(venv))
    done = subprocess.run(
        [str(venv / "bin" / "dq"), "demo", "--lang", "en"],
        cwd=empty,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 10, done.stderr
    assert "9 of 9" in done.stdout
    assert (empty / "dq-demo" / "rapport.html").is_file()
    gap = subprocess.run(
        [str(venv / "bin" / "dq"), "reconcile"], cwd=empty, capture_output=True, text=True, check=False
    )
    assert gap.returncode == 0, gap.stderr

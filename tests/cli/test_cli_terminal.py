"""The program as a process: encodings, colour, pipes, start-up."""

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from cli_fakes import CHECK, a_verdict

import dq as dq_package
from dq.cli.console import PLAIN_SIGNS, SIGNS, wants_color

ROOT = Path(dq_package.__path__[0]).parent
# A process with a fake pipeline, so that the table itself is what is tested.
FAKED = """
import sys, types, json, pathlib
class Run: pass
def check(paths, **asked):
    asked["progress"].step("check", "13 × 46", 0.1)
    return Run()
pipeline, seal = types.ModuleType("dq.pipeline"), types.ModuleType("dq.seal.verdict")
pipeline.check = check
seal.verdict_of = lambda run: json.loads(pathlib.Path("verdict.json").read_text())
project = types.ModuleType("dq.settings.project")
project.find_project = lambda start: types.SimpleNamespace(queries=())
sys.modules |= {"dq.pipeline": pipeline, "dq.seal.verdict": seal}
sys.modules |= {"dq.settings": types.ModuleType("dq.settings"), "dq.settings.project": project}
from dq.cli import main
main()
"""
HEAVY = (
    "polars",
    "pandera",
    "narwhals",
    "great_expectations",
    "pandas",
    "scipy",
    "pydantic",
    "rich",
    "jinja2",
)


def process(
    tmp_path: Path, *args: str, code: str = FAKED, **environ: str
) -> subprocess.CompletedProcess[bytes]:
    import json

    (tmp_path / "in").mkdir(exist_ok=True)
    (tmp_path / "verdict.json").write_text(json.dumps(a_verdict()))
    clean = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "SYSTEMROOT"}}
    return subprocess.run(
        [sys.executable, "-c", code, *args],
        cwd=tmp_path,
        env=clean | {"PYTHONPATH": str(ROOT), "LANG": "sv_SE.UTF-8", "PYTHONUTF8": "1"} | environ,
        capture_output=True,
        timeout=60,
        check=False,
    )


def test_a_cp1252_console_gets_plain_signs(tmp_path: Path) -> None:
    done = process(tmp_path, *CHECK, PYTHONIOENCODING="cp1252", PYTHONUTF8="0")
    text = done.stdout.decode("cp1252")
    assert done.returncode == 10
    assert "  X  Håll inne  Kastanjbackens" in text
    assert "  !  Justera    Norrbackens" in text and "  x  Avvisa" in text
    assert "●" not in text and "57,6–60,8" in text  # cp1252 has the dash


def test_an_ascii_console_loses_letters_but_not_the_result(tmp_path: Path) -> None:
    done = process(tmp_path, *CHECK, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.returncode == 10
    assert b"523 990" in done.stdout and b"57,6-60,8" in done.stdout
    assert process(tmp_path, "--help", PYTHONIOENCODING="ascii", PYTHONUTF8="0").returncode == 0


def test_no_colour_in_a_pipe_unless_asked_for(tmp_path: Path) -> None:
    assert b"\x1b[" not in process(tmp_path, *CHECK).stdout
    assert b"\x1b[" not in process(tmp_path, *CHECK, FORCE_COLOR="1").stdout
    assert b"\x1b[1;91m" in process(tmp_path, *CHECK, "--color", "always").stdout
    assert b"\x1b[" in process(tmp_path, *CHECK, DQ_COLOR="always", NO_COLOR="1").stdout


class Terminal:
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("choice", "environ", "expected"),
    [
        ("auto", {}, True),
        ("auto", {"NO_COLOR": "1"}, False),
        ("auto", {"NO_COLOR": ""}, True),
        ("auto", {"TERM": "dumb"}, False),
        ("always", {"NO_COLOR": "1"}, True),
        ("never", {}, False),
    ],
)
def test_colour_on_a_terminal(choice, environ, expected) -> None:
    assert wants_color(choice, Terminal(), environ) is expected


def test_signs_exist_for_the_same_dispositions_in_one_width() -> None:
    assert set(SIGNS) == set(PLAIN_SIGNS)
    assert {len(sign) for sign in PLAIN_SIGNS.values()} == {2}


def test_a_reader_that_leaves_is_no_fault_and_the_code_stands(tmp_path: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    process(tmp_path)  # writes the files
    for args, code in ((CHECK, 10), (("--help",), 0)):
        done = subprocess.run(
            [sys.executable, "-c", FAKED, *args],
            cwd=tmp_path,
            env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
            stdout=write,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
        )
        assert done.returncode == code
        assert b"Broken" not in done.stderr and b"Traceback" not in done.stderr
    os.close(write)


@pytest.mark.parametrize(
    "args",
    [
        ("--help",),
        ("check", "--help"),
        ("explain", "CON-01"),
        ("explain", "11"),
        ("rules",),
        ("feeds", "listings"),
    ],
)
def test_reading_commands_import_nothing_heavy(tmp_path: Path, args: tuple[str, ...]) -> None:
    code = f"""
import sys
from dq.cli.app import run
code = run(sys.argv[1:])
heavy = sorted(set(sys.modules) & set({HEAVY!r}))
sys.exit(f"heavy: {{heavy}}" if heavy else code)
"""
    done = process(tmp_path, *args, code=code)
    assert done.returncode == 0, done.stderr.decode()


def test_help_comes_within_its_budget(tmp_path: Path) -> None:
    times = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        process(tmp_path, "--help", code="from dq.cli import main; main()")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(times) < 0.20  # processor seconds, so that a busy machine does not fail it


def test_python_m_dq_is_the_same_program() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "dq", "explain", "11", "--lang", "en"],
        cwd=ROOT,
        capture_output=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.startswith(b"11  a file was refused")

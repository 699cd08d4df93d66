"""Fixtures of the command line: a faked pipeline, and dq run in an empty folder."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from cli_fakes import Answer, Pipeline, module

from dq.cli.app import run as run_dq

NO_SETTINGS = SimpleNamespace(queries=())


@pytest.fixture
def pipeline(monkeypatch: pytest.MonkeyPatch) -> Pipeline:
    fake = Pipeline()
    module(monkeypatch, "dq.pipeline", check=fake.check, reconcile=fake.reconcile)
    module(monkeypatch, "dq.seal.verdict", verdict_of=lambda run: run.verdict)
    module(monkeypatch, "dq.settings.project", find_project=lambda start: NO_SETTINGS)
    return fake


@pytest.fixture
def dq(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Callable[..., Answer]:
    """Run dq in an empty folder, in Swedish, with nothing of ours in the environment."""
    for name in ("DQ_LANG", "LC_ALL", "LC_MESSAGES", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "sv_SE.UTF-8")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()

    def call(*args: str) -> Answer:
        code = run_dq(list(args))
        captured = capsys.readouterr()
        return Answer(code, captured.out.replace("\u00a0", " "), captured.err.replace("\u00a0", " "))

    return call

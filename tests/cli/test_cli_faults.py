import json
import stat
from pathlib import Path

import pytest
from cli_fakes import CHECK

from dq.cli.app import COMMANDS
from dq.core.errors import CannotWrite, LimitReached, Refused, ToolFault, UsageFault

SECRET = "19121212-1212"


@pytest.mark.parametrize(
    ("error", "code", "key"),
    [
        (UsageFault("cli_demo_folder", folder="x"), 20, "cli_demo_folder"),
        (Refused("cli_not_a_verdict", file="x"), 11, "cli_not_a_verdict"),
        (ToolFault("cli_not_a_verdict", file="x"), 30, "cli_not_a_verdict"),
        (LimitReached("cli_not_a_verdict", file="x"), 31, "cli_not_a_verdict"),
        (CannotWrite("cli_not_a_verdict", file="x"), 32, "cli_not_a_verdict"),
        (Refused("no such text", value=1), 11, "no such text"),
        (PermissionError(13, SECRET, SECRET), 32, "cannot_write"),
        (MemoryError(), 31, "no_memory"),
        (OSError(12, "no memory"), 31, "no_memory"),
        (KeyboardInterrupt(), 130, "interrupted"),
        (ValueError(f"bad cell {SECRET}"), 30, "fault"),
        (BrokenPipeError(32, "a child died"), 30, "fault"),
        (RecursionError(), 30, "fault"),
        (SystemError(SECRET), 30, "fault"),
    ],
)
def test_every_error_has_its_code_and_no_traceback(dq, pipeline, error, code, key) -> None:
    pipeline.error = error
    text, document = dq(*CHECK), dq(*CHECK, "--format", "json")
    assert (text.code, document.code) == (code, code)
    assert text.out == ""
    assert json.loads(document.out)["exit_code"] == code
    assert json.loads(document.out)["error"]["key"] == key
    told = text.out + text.err + document.out + document.err
    assert f"Utgångskod {code}" in text.err
    assert "Traceback" not in told and SECRET not in told


@pytest.mark.parametrize("error", [KeyboardInterrupt(), ValueError("x"), MemoryError(), OSError(28, "full")])
def test_what_dq_did_itself_is_told_in_one_line(dq, pipeline, error) -> None:
    pipeline.error = error
    assert dq(*CHECK).err.count("\n") == 1


def test_a_crash_names_its_kind_and_place(dq, pipeline) -> None:
    pipeline.error = ValueError(SECRET)
    err = dq(*CHECK, "--lang", "en").err
    assert err.startswith("dq failed on a fault of its own (ValueError, dq.cli.check:")


def test_debug_writes_the_trace_to_a_private_file_only(dq, pipeline, tmp_path: Path) -> None:
    pipeline.error = ValueError(SECRET)
    (tmp_path / "dq-debug.txt").write_text("old")
    answer = dq("--debug", *CHECK)
    trace = tmp_path / "dq-debug.txt"
    assert "Traceback" in trace.read_text() and SECRET in trace.read_text()
    assert stat.S_IMODE(trace.stat().st_mode) == 0o600
    assert SECRET not in answer.err and "dq-debug.txt" in answer.err


def test_no_trace_without_debug(dq, pipeline, tmp_path: Path) -> None:
    pipeline.error = ValueError("x")
    dq(*CHECK)
    assert not (tmp_path / "dq-debug.txt").exists()


@pytest.mark.parametrize(
    ("args", "hint"),
    [
        (("chek", "in"), "kommandot 'chek' finns inte. Menade du 'check'?"),
        (("check", "in", "--siute", "demo"), "Menade du något av: '--out', '--skip', '--suite'?"),
        ((*CHECK, "--fail-on", "holt"), "Menade du 'hold'?"),
        ((*CHECK, "--only", "CON-1"), "ingen regel heter 'CON-1'. Menade du 'CON-01'?"),
        ((*CHECK, "--map", "L=physican_id"), "Menade du 'physician_id'?"),
        ((*CHECK, "--map", "physician_id"), "Skriv HEADER=COLUMN"),
        (("check", "inn", *CHECK[2:]), "'inn' finns inte. Menade du 'in'?"),
        (
            ("check", "in", "--suite", "dmeo", "--day", "2026-10-31"),
            "ingen uppsättning heter 'dmeo'. Menade du 'demo'?",
        ),
        (("check", "in", "--suite", "demo", "--day", "31/10 2026"), "Skriv ÅÅÅÅ-MM-DD"),
        (("check", "in", "--suite", "demo", "--day", "20261031"), "Skriv ÅÅÅÅ-MM-DD"),
        (("check", "in", "--suite", "demo"), "valet saknas: '--day'"),
        (("check", "in", "--day", "2026-10-31"), "Finns: "),
        (("check",), "argumentet saknas: 'PATH...'"),
        (("feeds", "listing"), "inget filslag heter 'listing'. Menade du 'listings'?"),
        (("explain", "styrkt", "andl"), "Menade du 'styrkt andel'?"),
        (("--lang", "fr", "rules"), "'fr' finns inte att välja."),
        (("rules", "--color", "alwys"), "Menade du 'always'?"),
        (("rules", "extra"), "ett argument för mycket: extra"),
    ],
)
def test_a_wrong_command_is_20_and_names_the_right_one(dq, pipeline, args, hint) -> None:
    answer = dq(*args)
    assert answer.code == 20
    assert hint in " ".join(answer.err.split())
    assert answer.err.startswith("Fel: ") and "Utgångskod 20" in answer.err
    assert answer.out == ""
    assert pipeline.asked == {}
    assert all(len(line) <= 80 for line in answer.err.splitlines())


def test_nothing_asked_is_a_wrong_command_with_help(dq) -> None:
    answer = dq()
    assert (answer.code, answer.out) == (20, "")
    assert "Kommandon" not in answer.err and "Bedöm:" in answer.err


def test_a_command_that_forgets_its_code_never_passes(dq, pipeline, monkeypatch) -> None:
    rules = next(module for module in COMMANDS if module.__name__ == "dq.cli.rules")
    monkeypatch.setattr(rules, "_run", lambda as_json: None)
    assert dq("rules").code == 30


def test_wrong_commands_are_told_in_the_language_asked_for(dq) -> None:
    err = dq("chek", "--lang", "en").err
    assert err.startswith("Error: No such command 'chek'. Did you mean 'check'?")
    assert "Exit code 20: wrong command or settings." in err

import json
import os
from pathlib import Path

import pytest
from cli_fakes import CHECK, DAY, NAMES, FakeRun, a_verdict, check_row, provider

TABLE = """
Påhittad region. Inga verkliga uppgifter.

  Förslag      Vårdcentral        Begärt    Betala nu     Inte nu  Skäl
  ■ Håll inne  Kastanjbackens    523 990            0     523 990  CON-01 +3
  ✕ Avvisa     Vikängens         252 601            0     252 601  CMP-04
  ▲ Justera    Norrbackens       276 574      112 423     164 151  ABS-02 +1

  Betala nu    10 192 246 kr
  Håll inne       567 422 kr
  Räkna av      1 087 142 kr
  Avvisa          252 601 kr

Registrerad 67,0 %   styrkt 57,6–60,8 %   uppfattad 31 % (28–34)
Hoppades över: ABS-04, ABS-05 (fil saknas). Räknas inte som godkända.

Rapport  ut/rapport.html      Maskinläsbart  ut/verdict.json
Utgångskod 10: fynd på nivå adjust eller högre (--fail-on adjust).
"""


def test_a_judged_region_is_shown_as_a_table_with_amounts_shares_and_code(dq, pipeline) -> None:
    answer = dq(*CHECK, "--report", "ut/rapport.html")
    assert answer.out == TABLE
    assert answer.code == 10


def test_progress_goes_to_stderr(dq, pipeline) -> None:
    err = dq(*CHECK).err.splitlines()
    assert err[0] == "Läser    listning_2026-10.csv         298 119 rader  cp1252, ;         0,4 s"
    assert err[1].startswith("Kör      13 kontroller på 46 vårdcentraler") and err[1].endswith("0,6 s")
    assert all(len(line) <= 80 for line in err)


def test_quiet_says_nothing_about_progress(dq, pipeline) -> None:
    assert dq(*CHECK, "-q").err == ""


def test_the_pipeline_gets_what_was_asked(dq, pipeline) -> None:
    dq(
        *CHECK,
        "--out",
        "k",
        "--fail-on",
        "hold",
        "--skip",
        "con-02",
        "--map",
        "Lakare=physician_id",
        "--lang",
        "en",
    )
    asked = dict(pipeline.asked)
    del asked["progress"], asked["project"], asked["connections"]
    assert asked == {
        "paths": [Path("in")],
        "suite": "demo",
        "day": DAY,
        "out": Path("k"),
        "report": None,
        "lang": "en",
        "fail_on": "hold",
        "only": (),
        "skip": ("CON-02",),
        "maps": {"Lakare": "physician_id"},
    }


def test_out_is_ut_and_fail_on_is_adjust_unless_said(dq, pipeline) -> None:
    dq(*CHECK)
    assert (pipeline.asked["out"], pipeline.asked["fail_on"]) == (Path("ut"), "adjust")


def test_options_can_come_from_the_environment(dq, pipeline, monkeypatch) -> None:
    monkeypatch.setenv("DQ_CHECK_SUITE", "demo")
    monkeypatch.setenv("DQ_CHECK_DAY", "2026-10-31")
    monkeypatch.setenv("DQ_LANG", "en")
    assert dq("check", "in").code == 10
    assert pipeline.asked["lang"] == "en"


def test_json_is_the_only_thing_on_stdout(dq, pipeline) -> None:
    answer = dq(*CHECK, "--format", "json")
    assert json.loads(answer.out) == a_verdict()
    assert answer.code == 10


@pytest.mark.parametrize(
    ("args", "code", "key"),
    [
        (("check", "in", "--format", "json"), 20, "usage"),
        (("check", "--format=json", "nope", *CHECK[2:]), 20, "usage"),
    ],
)
def test_json_also_on_failure(dq, pipeline, args, code, key) -> None:
    answer = dq(*args)
    document = json.loads(answer.out)
    assert (document["exit_code"], document["error"]["key"]) == (code, key)
    assert answer.code == code


def test_the_ninth_row_is_cut_with_the_command_that_shows_all(dq, pipeline) -> None:
    rows = [provider(n, f"Enhet {n}", "hold", hold=n * 100, reasons=("CON-01",)) for n in range(1, 11)]
    pipeline.run = FakeRun(a_verdict(providers=rows))
    out = dq(*CHECK).out
    assert out.count("Håll inne  Enhet") == 8
    assert "Enhet 10 " in out and "Enhet 2 " not in out  # most money first
    assert "  … 2 till att hantera. Visa alla: dq show ut/ --all\n" in out


def test_no_line_is_wider_than_the_terminal(dq, pipeline) -> None:
    rows = [provider(1, "N" * 60, "hold", hold=123_456_789_00, reasons=("EXP-demo-01", "CON-01"))]
    checks = [check_row(f"ABS-{n:02}", "not_judged", "feed_missing", required=False) for n in range(30)]
    pipeline.run = FakeRun(a_verdict(providers=rows, checks=checks))
    for lang in ("sv", "en"):
        assert max(len(line) for line in dq(*CHECK, "-v", "--lang", lang).out.splitlines()) <= 80


def test_without_findings_it_says_so(dq, pipeline) -> None:
    pipeline.run = FakeRun(a_verdict(code=0, providers=[provider(4, NAMES[3], "pay", pay=100)]))
    answer = dq(*CHECK)
    assert "● Inga fynd som påverkar beloppet." in answer.out
    assert "Utgångskod 0: bedömt, inget fynd på nivå adjust eller högre." in answer.out
    assert answer.code == 0


def test_a_refused_file_without_proposal(dq, pipeline) -> None:
    refused = {
        "name": "l.csv",
        "feed": "",
        "status": "refused",
        "error_sv": "l.csv: ingen kolumn.",
        "error_en": "x",
    }
    pipeline.run = FakeRun(a_verdict(code=11, proposal=False, inputs=[refused], totals=None, shares=None))
    answer = dq(*CHECK)
    assert "Läses inte  l.csv: ingen kolumn." in answer.out
    assert "Kastanjbackens" not in answer.out
    assert "kunde inte bedömas. Inget förslag lämnas." in " ".join(answer.out.split())
    assert answer.code == 11


def test_a_required_check_that_was_not_judged_is_never_called_skipped(dq, pipeline) -> None:
    checks = [
        check_row("CON-01", "not_judged", "limit_missing"),
        check_row("ELI-02", "not_judged", "none_in_scope"),
    ]
    pipeline.run = FakeRun(a_verdict(code=11, checks=checks))
    out = dq(*CHECK).out
    assert "Krävs men kunde inte bedömas: CON-01 (gränsvärde saknas i uppsättningen)" in out
    assert "Hoppades över: ELI-02 (inget att granska)." in out


def test_a_missing_feed_is_named(dq, pipeline) -> None:
    named = check_row("ABS-04", "not_judged", "feed_missing", required=False) | {"detail": "visits"}
    pipeline.run = FakeRun(a_verdict(checks=[named]))
    assert "Hoppades över: ABS-04 (fil saknas: besök)." in dq(*CHECK).out


def test_notes_name_the_clinic_or_file_they_are_about(dq, pipeline) -> None:
    pipeline.run = FakeRun(a_verdict(code=11, notes=["incomplete_roll", "other_day:SE-4", "new_note:x"]))
    out = " ".join(dq(*CHECK).out.split())
    assert "Obs: Troligen ofullständig bemanningsfil." in out
    assert "Obs: Begäran från Ekens vårdcentral gäller en annan dag" in out
    assert "Obs: new_note:x" in out


def test_a_faulted_check_is_named(dq, pipeline) -> None:
    pipeline.run = FakeRun(a_verdict(code=30, checks=[check_row("CON-01", "error")]))
    answer = dq(*CHECK)
    assert "Föll på eget fel: CON-01. Inget omdöme får läsas ur körningen." in answer.out
    assert answer.code == 30


def test_missing_amounts_are_two_dots(dq, pipeline) -> None:
    row = provider(1, "A", "reject") | {"claimed_ore": None, "pay_now_ore": None, "hold_ore": None}
    pipeline.run = FakeRun(a_verdict(providers=[row], totals=None))
    out = dq(*CHECK).out
    assert out.count("  ..  ") >= 2
    assert "Inga belopp i leveransen." in out


@pytest.mark.parametrize(
    ("n", "shown"), [(29, "uppfattad .."), (30, "uppfattad 31 % (28–34)"), (None, "31 %")]
)
def test_a_share_of_under_thirty_answers_is_not_shown(dq, pipeline, n, shown) -> None:
    asked = {"share_num": 31, "share_den": 100, "n": n, "low": 0.28, "high": 0.34}
    pipeline.run = FakeRun(a_verdict(perceived=asked))
    assert shown in dq(*CHECK).out


def test_a_name_cannot_steer_the_terminal(dq, pipeline) -> None:
    pipeline.run = FakeRun(a_verdict(providers=[provider(1, "A\x1b[2JB\u202e", "hold", hold=1)]))
    out = dq(*CHECK).out
    assert "\x1b" not in out and "\u202e" not in out and "A?[2JB?" in out


def test_english(dq, pipeline) -> None:
    out = dq("--lang", "en", *CHECK).out
    assert "■ Hold       Kastanjbackens" in out
    assert "Registered 67.0%   supported 57.6–60.8%   perceived 31% (28–34)" in out
    assert "Exit code 10: findings at adjust or above (--fail-on adjust)." in out


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a full device")
def test_a_full_disk_on_stdout_is_32(dq, pipeline, monkeypatch) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        monkeypatch.setattr("sys.stdout", full)
        assert dq(*CHECK).code == 32
        monkeypatch.undo()
        os.dup2(os.open(os.devnull, os.O_WRONLY), full.fileno())

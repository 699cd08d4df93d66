"""The delivery ledger: what was due, what came, and that no row is lost on the way. All people invented."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import own_suite
import polars as pl
import pytest

import dq
from dq.core.codes import ExitCode, Status
from dq.core.errors import ToolFault
from dq.core.ledger import FileRead, accounts, conserved, notices_frame
from dq.core.notice import Notice, Sight
from dq.core.outcome import Outcome
from dq.core.run import Run
from dq.pipeline.notes import blocking, uncounted
from dq.settings import load_suite

DAY = date(2026, 10, 31)
SUITE = own_suite.SUITE + "CMP-03 = { required = true }\n"
HEAD = "Personnummer;HSA-id;Läkare;Fr.o.m.\n"
ROLL = "HSA-id läkare;Enhet;Befattning;Specialitet;Tjänstgöringsgrad;Anst fr.o.m.\n"
CLAIMS = "HSA-id;Period;Mätdatum;Antal listade;Antal listade på läkare;Version;Inrapporterat\n"
REGISTER = "HSA-id;Vårdcentral;Länskod;Avtal fr.o.m.;Avtal t.o.m.\n"


def listings(provider: str, n: int) -> str:
    return HEAD + "".join(f"P{provider}{i};{provider};dr{provider}{i % 2};2020-01-01\n" for i in range(n))


def roll(*providers: str) -> str:
    return ROLL + "".join(
        f"dr{p}{i};{p};Specialist;Allmänmedicin;1,0;2020-01-01\n" for p in providers for i in (0, 1)
    )


def claims(*rows: tuple[str, int], sent: str = "2026-11-05") -> str:
    return CLAIMS + "".join(f"{p};2026-10;2026-10-31;{n};{n};1;{sent}\n" for p, n in rows)


def register(**until: str) -> str:
    return REGISTER + "".join(f"{p};Vårdcentral {p};99;2020-01-01;{end}\n" for p, end in until.items())


@pytest.fixture
def judge(tmp_path: Path):
    def judged(**files: str) -> Run:
        folder = tmp_path / "in"
        folder.mkdir(exist_ok=True)
        for name, text in files.items():
            (folder / f"{name}.csv").write_text(text, encoding="utf-8")
        (tmp_path / "suite.toml").write_text(SUITE, encoding="utf-8")
        return dq.check(folder, suite=str(tmp_path / "suite.toml"), day=DAY, out=tmp_path / "ut")

    return judged


def told(run: Run, rule_id: str) -> list[tuple[str, str, str]]:
    rows = run.findings.filter(pl.col("rule_id") == rule_id)
    return list(rows.select("provider_id", "disposition", "message_sv").iter_rows())


def status(run: Run, rule_id: str) -> tuple[Status, int, int]:
    (found,) = [each for each in run.results if each.rule_id == rule_id]
    return found.status, found.examined, found.failing


@pytest.mark.slow
def test_all_that_was_due_came(judge) -> None:
    run = judge(a=listings("A", 60), roll=roll("A"), claims=claims(("A", 60)), avtal=register(A=""))
    assert run.code is ExitCode.CLEAR
    assert status(run, "CMP-03") == (Status.PASS, 3, 0)
    assert run.deliveries["rows"].to_list() == [1, 60, 2]


@pytest.mark.slow
def test_a_clinic_that_sent_nothing_is_held_and_seen(judge) -> None:
    run = judge(a=listings("A", 60), roll=roll("A"), claims=claims(("A", 60)), avtal=register(A="", B=""))
    assert run.code is ExitCode.FINDINGS
    assert status(run, "CMP-03") == (Status.FAIL, 6, 3)
    assert [each[:2] for each in told(run, "CMP-03")] == [("B", "hold")] * 3
    assert {each[2].rpartition(": ")[2] for each in told(run, "CMP-03")} == {
        "Listningar.",
        "Bemanning.",
        "Begäran om ersättning.",
    }
    assert len(set(run.findings["finding_id"])) == run.findings.height
    row = run.providers.filter(pl.col("provider_id") == "B").to_dicts()[0]
    assert (row["disposition"], row["judged"], row["claimed_ore"], row["reasons"]) == (
        "hold",
        False,
        0,
        ["CMP-03"],
    )
    paid = run.providers.filter(pl.col("provider_id") == "A")["pay_now_ore"].to_list()
    assert paid == [600_000]


@pytest.mark.slow
def test_a_contract_that_has_ended_is_not_waited_for(judge) -> None:
    run = judge(
        a=listings("A", 60),
        roll=roll("A"),
        claims=claims(("A", 60)),
        avtal=register(A="", B="2026-10-30", C="2026-10-31"),
    )
    # the column is called t.o.m., so C's last day is the measurement day and B's the day before
    assert {each[0] for each in told(run, "CMP-03")} == {"C"}


@pytest.mark.slow
def test_a_missing_claim_is_asked_for(judge) -> None:
    run = judge(
        a=listings("A", 60),
        b=listings("B", 60),
        roll=roll("A", "B"),
        claims=claims(("A", 60)),
        avtal=register(A="", B=""),
    )
    assert told(run, "CMP-03")[0][2].endswith("Begäran om ersättning.")
    assert run.notes == ()


@pytest.mark.slow
def test_without_a_register_a_required_cmp_03_is_not_judged(judge) -> None:
    run = judge(a=listings("A", 60), roll=roll("A"), claims=claims(("A", 60)))
    assert (run.code, status(run, "CMP-03")[0]) == (ExitCode.NOT_JUDGED, Status.NOT_JUDGED)


@pytest.mark.slow
def test_a_delivery_unlike_the_one_before(judge) -> None:
    before = {"a": 120, "b": 120, "c": 120, "d": 99}
    now = {"a": 107, "b": 151, "c": 120, "d": 20}
    manifest = "Fil;Innehåll\n" + "".join(f"{p}_forra.csv;listings_previous\n" for p in before)
    files = {f"{p}_forra": listings(p.upper(), n) for p, n in before.items()}
    files |= {p: listings(p.upper(), n) for p, n in now.items()}
    people = "".join(each.upper() for each in now)
    run = judge(
        **files,
        manifest=manifest,
        roll=roll(*people),
        claims=claims(*((p.upper(), n) for p, n in now.items()), sent="2026-12-01"),
        avtal=register(**dict.fromkeys(people, "")),
    )
    # limits: fewer than 108 or more than 150 of 120; D had under 100; all claims are not yet late on day 31
    assert told(run, "CMP-05") == [
        ("A", "inform", "Filen har krympt: 107 rader nu, 120 i förra perioden."),
        ("B", "inform", "Filen har vuxit: 151 rader nu, 120 i förra perioden."),
        ("C", "inform", "Filen är byte för byte förra periodens: 120 rader nu, 120 i förra perioden."),
    ]
    assert run.code is ExitCode.CLEAR


@pytest.mark.slow
def test_a_late_claim_is_told(judge) -> None:
    run = judge(
        a=listings("A", 60),
        roll=roll("A"),
        claims=claims(("A", 60), sent="2026-12-02"),
        avtal=register(A=""),
    )
    assert [each[2].partition(":")[0] for each in told(run, "CMP-05")] == ["Begäran kom sent"]


@pytest.mark.slow
def test_a_resend_replaces_the_file_that_the_manifest_names(judge) -> None:
    manifest = "Fil;Innehåll;Ersätter\na.csv;listings;\na2.csv;listings;a.csv\n"
    run = judge(
        a=listings("A", 50),
        a2=listings("A", 60),
        roll=roll("A"),
        claims=claims(("A", 60)),
        avtal=register(A=""),
        manifest=manifest,
    )
    assert run.code is ExitCode.CLEAR
    old = next(read for read in run.files if read.name == "a.csv")
    assert (old.status, old.error, old.rows, len(old.sha256)) == ("ignored", "file_replaced", 0, 64)
    assert run.deliveries.filter(pl.col("feed") == "listings")["rows"].to_list() == [60]


@pytest.mark.slow
def test_a_slip_in_the_name_of_the_replaced_file_is_not_silent(judge) -> None:
    manifest = "Fil;Innehåll;Ersätter\na_old.csv;listings;\na_new.csv;listings;a_odl.csv\n"
    files = {"a_old": listings("A", 50), "a_new": listings("A", 60)}
    run = judge(**files, roll=roll("A"), claims=claims(("A", 60)), avtal=register(A=""), manifest=manifest)
    assert run.code is ExitCode.NOT_JUDGED
    slip = next(read for read in run.files if read.name == "a_odl.csv")
    assert (slip.error, slip.values["nearest"]) == ("replaces_unknown", "a_old.csv")


@pytest.mark.slow
def test_a_resend_that_is_refused_leaves_nothing_judged(judge) -> None:
    manifest = "Fil;Innehåll;Ersätter;Avsändare\na.csv;listings;;SE1\na2.csv;listings;a.csv;SE1\n"
    bad = listings("A", 60).replace("drA1", "drA1;x", 1)
    run = judge(
        a=listings("A", 50),
        a2=bad,
        roll=roll("A"),
        claims=claims(("A", 60)),
        avtal=register(A=""),
        manifest=manifest,
    )
    assert run.code is ExitCode.NOT_JUDGED
    assert run.providers["pay_now_ore"].to_list() in ([], [0])


@pytest.mark.slow
def test_a_text_that_is_no_table_rejects_its_clinic_by_name(judge) -> None:
    bad = listings("B", 60).replace("PB7;B;drB1;", "PB7;B;", 1)
    manifest = "Fil;Innehåll;Avsändare\na.csv;listings;SE1\nb.csv;listings;SE2B\n"
    run = judge(a=listings("A", 60), b=bad, roll=roll("A"), claims=claims(("A", 60)), manifest=manifest)
    assert run.code is ExitCode.NOT_JUDGED
    assert status(run, "SCH-02")[2] == 1
    assert [each[:2] for each in told(run, "SCH-02")] == [("SE2B", "reject")]


@pytest.mark.slow
def test_lines_add_up_in_run_json(judge, tmp_path: Path) -> None:
    judge(a=listings("A", 60) + "\n\n", roll=roll("A"), claims=claims(("A", 60)), avtal=register(A=""))
    data = json.loads((tmp_path / "ut" / "run.json").read_text(encoding="utf-8"))
    by_feed = {each["feed"]: each for each in data["accounts"]}
    assert by_feed["listings"]["lines"] == 63
    assert by_feed["listings"]["judged"] == 60
    assert {k: v for k, v in by_feed["listings"]["kinds"].items() if v} == {
        "header": 1,
        "blank": 2,
        "rows": 60,
    }
    for each in data["accounts"]:
        assert each["lines"] == sum(each["kinds"].values())
        assert each["kinds"]["rows"] == each["judged"]
    for check in data["checks"]:
        assert check["rows_read"] == check["rows_in_scope"] + sum(check["out_of_scope"].values())
    assert [(each["feed"], each["rows"]) for each in data["deliveries"]] == [
        ("claims", 1),
        ("listings", 60),
        ("staff_roll", 2),
    ]


READ = FileRead(name="a.csv", status="read", feed="listings", lines=3, header=1, rows=2)


@pytest.mark.parametrize(
    ("read", "height"),
    [(READ, 1), (READ, 3), (replace(READ, lines=4), 2), (replace(READ, status="refused"), 2)],
)
def test_a_lost_or_invented_row_ends_the_run(read: FileRead, height: int) -> None:
    with pytest.raises(ToolFault, match="listings"):
        accounts([read], {"listings": height})


def test_an_account_by_hand() -> None:
    second = replace(READ, name="b.csv", lines=5, blank=1, total=1)
    (account,) = accounts([READ, second, replace(READ, name="c.csv", status="ignored")], {"listings": 4})
    assert (account.files, account.lines, account.kinds["rows"], account.judged) == (2, 8, 4, 4)


def test_a_rule_that_loses_rows_ends_the_run() -> None:
    kept = Outcome("CON-01", Status.PASS, rows_read=3, rows_in_scope=2, out_of_scope={"ended": 1})
    conserved([kept])
    with pytest.raises(ToolFault, match="CON-01"):
        conserved([replace(kept, rows_in_scope=1)])


def test_notices_of_refused_files_are_not_judged() -> None:
    seen = replace(READ, notices=(Notice(Sight.MERGED, 2, "", (5, 6)),))
    assert notices_frame([seen, replace(seen, name="b.csv", status="refused")]).rows() == [
        ("a.csv", "listings", None, "merged", "", 2, 2, [5, 6])
    ]


def test_a_file_without_a_stated_number_of_rows_is_named() -> None:
    suite = load_suite("region", DAY)
    stated = replace(READ, stated_rows=2)
    silent = [replace(READ, name=f"{feed}.csv", feed=feed) for feed in ("staff_roll", "ref_provider")]
    assert uncounted((stated, *silent), suite) == ["uncounted:staff_roll.csv"]
    assert uncounted(tuple(silent), suite) == []
    assert blocking(("uncounted:a.csv",)) == ("uncounted:a.csv",)

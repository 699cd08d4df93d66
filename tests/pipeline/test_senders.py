"""Who sent what, twice or not at all: small deliveries written by hand, all people invented."""

from datetime import date
from pathlib import Path

import pytest
from own_suite import SUITE

import dq
from dq.core.codes import ExitCode
from dq.core.run import Run

pytestmark = pytest.mark.slow

DAY = date(2026, 10, 31)


def listings(provider: str, named: int, unnamed: int = 0) -> str:
    rows = [f"{provider}{n};{provider};dr-{provider}-{n % 2};2020-01-01" for n in range(named)]
    rows += [f"{provider}x{n};{provider};;2020-01-01" for n in range(unnamed)]
    return "Personnummer;HSA-id;Läkare;Fr.o.m.\n" + "\n".join(rows) + "\n"


def roll(*providers: str) -> str:
    rows = [f"dr-{p}-{n};{p};Specialist;Allmänmedicin;1,0;2020-01-01" for p in providers for n in (0, 1)]
    head = "HSA-id läkare;Enhet;Befattning;Specialitet;Tjänstgöringsgrad;Anst fr.o.m."
    return head + "\n" + "\n".join(rows) + "\n"


def claims(**counts: tuple[int, int]) -> str:
    rows = [f"{p};2026-10;2026-10-31;{listed};{named};1" for p, (listed, named) in counts.items()]
    head = "HSA-id;Period;Mätdatum;Antal listade;Antal listade på läkare;Version"
    return head + "\n" + "\n".join(rows) + "\n"


@pytest.fixture
def judge(tmp_path: Path):
    def judged(suite: str = SUITE, **files: str) -> Run:
        folder = tmp_path / "in"
        folder.mkdir()
        for name, text in files.items():
            (folder / f"{name}.csv").write_text(text, encoding="utf-8")
        (tmp_path / "suite.toml").write_text(suite, encoding="utf-8")
        return dq.check(folder, suite=str(tmp_path / "suite.toml"), day=DAY)

    return judged


def amounts(run: Run) -> dict[str, int]:
    return dict(run.providers.select("provider_id", "pay_now_ore").iter_rows())


def test_a_whole_delivery_is_paid(judge) -> None:
    run = judge(
        a=listings("A", 80, 20),
        b=listings("B", 60),
        roll=roll("A", "B"),
        claims=claims(A=(100, 80), B=(60, 60)),
    )
    assert (run.code, run.notes) == (ExitCode.CLEAR, ())
    assert amounts(run) == {"A": 800_000, "B": 600_000}


def test_a_file_sent_twice_counts_once(judge) -> None:
    rows = listings("A", 80, 20)
    run = judge(a=rows, again=rows, roll=roll("A"), claims=claims(A=(100, 80)))
    assert (run.code, run.notes) == (ExitCode.CLEAR, ("same_file:again.csv",))
    assert run.shares is not None
    assert (run.shares.listed, run.shares.registered) == (100, 80)


def test_a_clinic_without_a_claim_is_named_and_not_blamed(judge) -> None:
    run = judge(a=listings("A", 80), b=listings("B", 60), roll=roll("A", "B"), claims=claims(A=(80, 80)))
    assert (run.code, run.notes) == (ExitCode.CLEAR, ("no_claim:B",))


def test_a_claim_without_listings_is_not_judged(judge) -> None:
    run = judge(a=listings("A", 80), roll=roll("A", "B"), claims=claims(A=(80, 80), B=(5000, 4000)))
    assert run.code is ExitCode.NOT_JUDGED
    assert run.notes == ("no_listings:B",)
    row = run.providers.filter(run.providers["provider_id"] == "B").to_dicts()[0]
    assert (row["disposition"], row["judged"], row["pay_now_ore"], row["hold_ore"]) == (
        "hold",
        False,
        0,
        40_000_000,
    )


def test_without_a_tariff_in_force_nothing_is_deducted_and_nothing_proposed(judge) -> None:
    suite = SUITE.replace("rate_ore_per_named = 10000", "rate_ore_per_named = 10000\nvalid_to = 2026-01-01")
    run = judge(suite, a=listings("A", 80), roll=roll("A"), claims=claims(A=(80, 80)))
    assert run.code is ExitCode.NOT_JUDGED
    assert not run.proposal
    assert run.totals is None
    told = {each.rule_id: each.detail for each in run.results if each.blocks}
    assert told == {"CLM-04": "tariff"}


def test_one_unreadable_roll_row_holds_that_clinic_and_deducts_nothing(judge) -> None:
    spoilt = roll("A", "B").replace(
        "dr-B-0;B;Specialist;Allmänmedicin;1,0", "dr-B-0;B;Specialist;Allmänmedicin;halv"
    )
    run = judge(a=listings("A", 80), b=listings("B", 60), roll=spoilt, claims=claims(A=(80, 80), B=(60, 60)))
    assert run.code is ExitCode.NOT_JUDGED
    rows = {row["provider_id"]: row for row in run.providers.to_dicts()}
    assert (rows["A"]["disposition"], rows["A"]["pay_now_ore"]) == ("pay", 800_000)
    assert (rows["B"]["disposition"], rows["B"]["adjust_ore"], rows["B"]["hold_ore"]) == ("hold", 0, 600_000)
    assert rows["B"]["reasons"][0] == "roll_unclear"


def test_a_wrong_control_total_of_a_shared_file_stops_the_proposal(judge) -> None:
    manifest = "Fil;Innehåll;Rader\na.csv;listings;80\nroll.csv;staff_roll;99\nclaims.csv;claims;1\n"
    run = judge(a=listings("A", 80), roll=roll("A"), claims=claims(A=(80, 80)), manifest=manifest)
    assert run.code is ExitCode.NOT_JUDGED
    assert not run.proposal

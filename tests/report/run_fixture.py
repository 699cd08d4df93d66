"""A judged run built by hand, and every state the report must show."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl
from run_frames import CLINICS, FOUND, RESULTS, RULES, finding, outcome, panels, provider, steps
from run_schemas import FINDINGS, OUTCOMES, PANELS, PROVIDERS

from dq.core.codes import ExitCode, Reason, Status
from dq.core.ledger import FileRead
from dq.core.run import Perceived, Region, Run, Shares, Totals

DAY = date(2026, 10, 31)


def ledger() -> tuple[FileRead, ...]:
    lines = {"lines": 46010, "header": 1, "title": 2, "blank": 4, "total": 2, "note": 1, "rows": 46000}
    return (
        FileRead("listning_2026-10.csv", "read", "listings", "", "9f2c" * 16, 990, "csv utf-8 ;", **lines),
        FileRead(
            "bemanning_2026-10.xlsx",
            "read",
            "staff_roll",
            "",
            "4a80" * 16,
            90,
            "xlsx",
            lines=30,
            header=1,
            rows=29,
        ),
        FileRead("vikangen.csv", "refused", "listings", "V1", "00ab" * 16, 5, error="no_such_text_key"),
    )


def region_run(clinics: list[tuple[Any, ...]] | None = None) -> Run:
    """The run with findings; pass other `clinics` for another size."""
    rows = [provider(place, clinic) for place, clinic in enumerate(clinics or CLINICS)]
    total = {
        key: sum(row[f"{key}_ore"] for row in rows)
        for key in ("claimed", "pay_now", "hold", "adjust", "reject")
    }
    return Run(
        suite="region",
        region=Region("99", "Exempel", synthetic=True),
        day=DAY,
        payment_day=date(2026, 11, 30),
        decide_by=date(2026, 11, 25),
        answer_by=date(2026, 11, 20),
        files=ledger(),
        results=(),
        findings=pl.DataFrame(FOUND, schema=FINDINGS),
        outcomes=pl.DataFrame(RESULTS, schema=OUTCOMES),
        providers=pl.DataFrame(rows, schema=PROVIDERS),
        gap=pl.DataFrame(),
        panels=pl.DataFrame(panels(), schema=PANELS),
        waterfall=steps(),
        shares=Shares(46000, 37420, 26205, 20855),
        totals=Totals(*(v for v in total.values())),
        perceived=Perceived(
            Fraction(31, 100), 812, 1.5, True, 0.28, 0.34, "Befolkningspanel", "18 år och äldre"
        ),
        notes=(),
        settings={"rules": {"CON-01": {"min_named": 200}}, "fail_on": "adjust"},
        run_id="run-a1",
        versions={"dq": "0.1.0", "polars": "2.1"},
        code=ExitCode.FINDINGS,
        words=RULES,
    )


def no_findings(*, skipped: bool = False) -> Run:
    """Two clinics, everything paid; `skipped` keeps the check that was not judged."""
    run = region_run(CLINICS[6:])
    kept = [
        row for row in RESULTS if row["status"] == Status.PASS or (skipped and row["rule_id"] == "ABS-04")
    ]
    return replace(
        run,
        findings=run.findings.clear(),
        outcomes=pl.DataFrame(kept, schema=OUTCOMES),
        code=ExitCode.CLEAR,
        files=run.files[:2],
    )


def states() -> dict[str, Run]:
    """Every state the page must be able to show."""
    run = region_run()
    gone = finding("CMP-03", "inform", "V7", 0, 0, "Ingen fil har kommit.")
    late = outcome("CMP-03", Status.FAIL, failing=1, providers=1, disposition="inform")
    broken = outcome("REF-01", Status.NOT_JUDGED, reason=Reason.FEED_MISSING.value, detail="staff_roll")
    crashed = outcome("REF-03", Status.ERROR)
    few = replace(run.perceived, n=20) if run.perceived else None
    return {
        "findings": run,
        "clear": no_findings(),
        "skipped": no_findings(skipped=True),
        "incomplete": replace(
            run,
            findings=pl.DataFrame([*FOUND, gone], schema=FINDINGS),
            outcomes=pl.DataFrame([*RESULTS, late], schema=OUTCOMES),
            deliveries=pl.DataFrame(
                {"provider_id": ["V1", "V7"], "feed": "listings", "rows": [5, 0], "refused": [0, 0]}
            ),
        ),
        "refused": replace(
            run,
            proposal=False,
            shares=None,
            totals=None,
            waterfall=(),
            perceived=None,
            code=ExitCode.NOT_JUDGED,
            providers=run.providers.clear(),
            panels=run.panels.clear(),
            findings=run.findings.clear(),
            outcomes=pl.DataFrame([broken, crashed, *RESULTS[9:]], schema=OUTCOMES),
            notes=("incomplete_roll",),
        ),
        "no_survey": replace(run, perceived=None, waterfall=run.waterfall[:-2]),
        "few_answers": replace(run, perceived=few),
        "no_money": replace(
            run,
            totals=None,
            providers=run.providers.with_columns(
                pl.lit(None, pl.Int64).alias(key)
                for key in (
                    "claimed_ore",
                    "pay_now_ore",
                    "hold_ore",
                    "adjust_ore",
                    "reject_ore",
                    "not_now_ore",
                )
            ),
        ),
    }

"""A run as the pipeline would hand it over, so that the command line can be tested on its own."""

import sys
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import polars as pl
import pytest

NAMES = (
    "Kastanjbackens vårdcentral",
    "Vikängens vårdcentral",
    "Norrbackens vårdcentral",
    "Ekens vårdcentral",
)
HELD, REJECTED, ADJUSTED, PAID = ("SE-1", "SE-2", "SE-3", "SE-4")


def provider(
    number: int,
    name: str,
    disposition: str,
    pay: int = 0,
    hold: int = 0,
    adjust: int = 0,
    reject: int = 0,
    reasons=(),
) -> dict[str, Any]:
    parts = {"pay_now_ore": pay, "hold_ore": hold, "adjust_ore": adjust, "reject_ore": reject}
    return {
        "provider_id": f"SE-{number}",
        "provider_name": name,
        "disposition": disposition,
        "judged": True,
        "claimed_ore": sum(parts.values()),
        "reasons": list(reasons),
        "findings": [],
    } | parts


def check_row(
    rule_id: str, status: str = "pass", reason: str | None = None, required: bool = True
) -> dict[str, Any]:
    return {
        "rule_id": rule_id,
        "title_sv": "Titel",
        "title": "Title",
        "status": status,
        "reason": reason,
        "required": required,
        "examined": 46,
        "failing": 1 if status == "fail" else 0,
    }


def a_verdict(**changes: Any) -> dict[str, Any]:
    verdict = {
        "schema": "dq-verdict",
        "schema_version": 0,
        "complete": True,
        "signed": False,
        "code": 10,
        "run_id": "r1",
        "suite": "demo",
        "region": {"code": "99", "name": "Region Exempel", "synthetic": True},
        "day": "2026-10-31",
        "fail_on": "adjust",
        "proposal": True,
        "inputs": [
            {"name": "listning.csv", "feed": "listings", "status": "read", "error_sv": "", "error_en": ""},
        ],
        "checks": [
            check_row("CON-01", "fail"),
            check_row("ABS-04", "not_judged", "feed_missing", required=False),
            check_row("ABS-05", "not_judged", "feed_missing", required=False),
        ],
        "totals": {
            "claimed_ore": 1_209_941_500,
            "pay_now_ore": 1_019_224_600,
            "hold_ore": 56_742_200,
            "adjust_ore": 108_714_200,
            "reject_ore": 25_260_100,
        },
        "providers": [
            provider(1, NAMES[0], "hold", hold=52_399_000, reasons=("CON-01", "CAP-04", "CLM-01", "CLM-03")),
            provider(2, NAMES[1], "reject", reject=25_260_100, reasons=("CMP-04",)),
            provider(3, NAMES[2], "adjust", pay=11_242_300, adjust=16_415_100, reasons=("ABS-02", "CLM-01")),
            provider(4, NAMES[3], "pay", pay=10_000_000),
        ],
        "shares": {"listed": 1000, "registered": 670, "supported": 608, "lowest": 576},
        "perceived": {"share_num": 31, "share_den": 100, "n": 1000, "low": 0.28, "high": 0.34},
        "notes": [],
        "versions": {},
    }
    return verdict | changes


@dataclass
class FakeRun:
    verdict: dict[str, Any]
    findings: pl.DataFrame = field(
        default_factory=lambda: pl.DataFrame(
            {"rule_id": ["CON-01", "CMP-04"], "provider_id": ["SE-1", "SE-2"]}
        )
    )

    @property
    def proposal(self) -> bool:
        return self.verdict["proposal"]

    @property
    def providers(self) -> pl.DataFrame:
        rows = self.verdict["providers"]
        return pl.DataFrame({key: [row[key] for row in rows] for key in ("provider_id", "disposition")})


@dataclass
class Pipeline:
    """What the fake pipeline will do, and what it was asked."""

    run: FakeRun = field(default_factory=lambda: FakeRun(a_verdict()))
    error: BaseException | None = None
    asked: dict[str, Any] = field(default_factory=dict)
    gap: Any = None

    def check(self, paths: list[Path], **asked: Any) -> FakeRun:
        self.asked = {"paths": paths} | asked
        if self.error is not None:
            raise self.error
        read = SimpleNamespace(name="listning_2026-10.csv", status="read", rows=298_119, form="cp1252, ;")
        asked["progress"].file(read, 0.4)
        asked["progress"].step("check", "13 × 46", 0.6)
        return self.run

    def reconcile(self, path: Path | None, **asked: Any) -> Any:
        self.asked = {"path": path} | asked
        if self.error is not None:
            raise self.error
        return self.gap


def module(monkeypatch: pytest.MonkeyPatch, name: str, **names: Any) -> None:
    fake = ModuleType(name)
    vars(fake).update(names)
    monkeypatch.setitem(sys.modules, name, fake)


@dataclass(frozen=True)
class Answer:
    code: int
    out: str
    err: str


CHECK = ("check", "in", "--suite", "demo", "--day", "2026-10-31")
DAY = date(2026, 10, 31)

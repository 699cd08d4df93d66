"""`reconcile`: set a nation's published registered shares beside the perceived share."""

import tempfile
import tomllib
from datetime import date
from pathlib import Path

import polars as pl

from dq.core.errors import Refused
from dq.core.gap import NationalGap
from dq.emit.gap_json import gap_json
from dq.pipeline.intake import read_delivery
from dq.pipeline.write import as_json, prepare
from dq.reconcile import national_gap
from dq.report.gap import gap_html
from dq.seal.files import make_folder, write_text
from dq.settings import shipped

SHIPPED = "national-2024"
NEEDED = ("registered_shares", "ref_region")


def reconcile(
    path: Path | None, *, out: Path | None = None, report: Path | None = None, lang: str = "sv"
) -> NationalGap:
    """Reconcile a folder of national feeds; None means the shipped scenario of published figures.

    Writes `gap.json` in `out` and the gap page to `report`, if given. Raises `Refused` when a file cannot be
    read or a feed is missing.
    """
    folder = path if path is not None else shipped("fixtures") / SHIPPED
    frames = _frames(folder)
    scenario = _scenario(folder)
    gap = national_gap(
        frames["registered_shares"],
        frames.get("survey_shares"),
        frames["ref_region"],
        synthetic=bool(scenario.get("synthetic", False)),
        scenario=str(scenario.get("title", folder.name)),
    )
    if out is not None:
        prepare(out)
        write_text(out / "gap.json", as_json(gap_json(gap)))
    if report is not None:
        make_folder(report.parent)
        write_text(report, gap_html(gap, lang))
    return gap


def _scenario(folder: Path) -> dict[str, object]:
    """Read `scenario.toml` beside the feeds: title, and whether the figures are invented."""
    file = folder / "scenario.toml"
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}


def _frames(folder: Path) -> dict[str, pl.DataFrame]:
    files = sorted(p for p in folder.iterdir() if p.name in _FILES) if folder.is_dir() else []
    with tempfile.TemporaryDirectory(prefix=".work-") as work:
        delivery = read_delivery(
            files,
            work=Path(work),
            day=date(1970, 1, 1),  # no column of these feeds is read against the measurement day
        )
        for read in delivery.files:
            if read.status in ("refused", "missing"):
                raise Refused(read.error, **read.values)
        frames = {
            name: pl.concat([pl.read_parquet(p) for p in paths]) for name, paths in delivery.frames.items()
        }
    for name in NEEDED:
        if name not in frames:
            raise Refused("no_national_feed", feed=name, folder=folder.name)
    return frames


_FILES = tuple(f"{name}.csv" for name in ("registered_shares", "survey_shares", "ref_region"))

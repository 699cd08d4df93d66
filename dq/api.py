"""The Python interface: the same calls as the command line, with plain arguments."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from dq.core.gap import NationalGap
from dq.core.run import Run
from dq.pipeline.national import reconcile as _reconcile
from dq.pipeline.region import check as _check
from dq.settings.project import load_project


def check(
    delivery: str | Path | list[str | Path],
    *,
    suite: str,
    day: date,
    out: str | Path | None = None,
    report: str | Path | None = None,
    lang: str = "sv",
    fail_on: str = "adjust",
    maps: dict[str, str] | None = None,
    settings: str | Path | None = None,
    connections: Mapping[str, str] | None = None,
) -> Run:
    """Judge a delivery and return the run; its findings, outcomes, providers and gap are Polars frames.

    Args:
        delivery: a folder, a file, or several; an empty list where all comes from the queries of `settings`.
        suite: name of a shipped suite, or path of a suite file or folder.
        day: the measurement day; never today's date by default.
        out: run folder to write, none by default.
        report: HTML report to write, none by default.
        lang: language of the report, `sv` or `en`.
        fail_on: disposition from which `run.code` is 10.
        maps: headers of the files to columns, as `--map`.
        settings: a `dq.toml`; none by default (the command line looks for one upwards).
        connections: addresses (URI) of the databases that `settings` names. The environment is not looked at.

    Raises:
        DqError: a suite, a setting or a file that leaves no run; its `code` is the exit code.
    """
    paths = delivery if isinstance(delivery, list) else [delivery]
    return _check(
        [Path(path) for path in paths],
        suite=suite,
        day=day,
        out=Path(out) if out is not None else None,
        report=Path(report) if report is not None else None,
        lang=lang,
        fail_on=fail_on,
        maps=maps,
        project=load_project(Path(settings)) if settings is not None else None,
        connections=connections,
    )


def national_gap(
    folder: str | Path | None = None,
    *,
    out: str | Path | None = None,
    report: str | Path | None = None,
    lang: str = "sv",
) -> NationalGap:
    """Set published registered shares beside the perceived share; no folder = the shipped figures of 2024.

    Raises:
        DqError: a file that cannot be read, or a feed that is missing.
    """
    return _reconcile(
        Path(folder) if folder is not None else None,
        out=Path(out) if out is not None else None,
        report=Path(report) if report is not None else None,
        lang=lang,
    )

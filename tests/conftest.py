"""Deliveries that several tests look at, made and judged once per worker. All people are invented.

Standing here, it also puts this folder on the path: every test can say `from build import listings`.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from shutil import copytree

import pytest

import dq
from dq.core.run import Run
from dq.generate import region, write_delivery, write_labels

DAY = date(2026, 10, 31)


@pytest.fixture(scope="session")
def demo_delivery(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo region with its nine planted faults: folder `in` and labels.csv beside it."""
    return _written(tmp_path_factory.mktemp("demo"), clean=False)


@pytest.fixture(scope="session")
def clean_delivery(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same region without the faults."""
    return _written(tmp_path_factory.mktemp("clean"), clean=True)


def _written(folder: Path, *, clean: bool) -> Path:
    world = region(7, clean=clean)
    write_delivery(world, folder / "in")
    write_labels(world, folder / "labels.csv")
    return folder / "in"


@pytest.fixture(scope="session")
def demo_run(demo_delivery: Path) -> Run:
    """The demo region, judged; run folder `ut` and report beside the delivery."""
    place = demo_delivery.parent
    return dq.check(demo_delivery, suite="demo", day=DAY, out=place / "ut", report=place / "rapport.html")


@pytest.fixture(scope="session")
def clean_run(clean_delivery: Path) -> Run:
    """The clean region, judged."""
    return dq.check(clean_delivery, suite="demo", day=DAY, out=clean_delivery.parent / "ut")


@pytest.fixture
def delivery(demo_delivery: Path, tmp_path: Path) -> Callable[[], Path]:
    """Give a copy of the demo delivery to spoil, without the manifest so that file hashes do not bind."""

    def copied() -> Path:
        return copytree(demo_delivery, tmp_path / "in")

    return copied

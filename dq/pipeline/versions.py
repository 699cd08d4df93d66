"""Which versions judged, and the name of a run."""

import hashlib
import json
import platform
from importlib.metadata import version
from typing import Any

from dq.core.ledger import FileRead

PACKAGES = ("dq", "polars", "narwhals", "pandera", "great-expectations")


def versions() -> dict[str, str]:
    """Versions of Python and of the packages that judge."""
    return {"python": platform.python_version()} | {name: version(name) for name in PACKAGES}


def run_id(files: tuple[FileRead, ...], settings: dict[str, Any], used: dict[str, str]) -> str:
    """Name a run by what went in: hash of the inputs' names and hashes, the settings and the versions."""
    inputs = sorted((read.name, read.sha256, read.status) for read in files)
    text = json.dumps([inputs, settings, used], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()

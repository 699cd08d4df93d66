"""Settings files as plain tables: of a sane size, UTF-8, TOML, nothing else. Source: hardening.md 6."""

import tomllib
from pathlib import Path
from typing import Any

from dq.core.errors import UsageFault

MAX_BYTES = 256 * 1024


def load_toml(path: Path) -> dict[str, Any]:
    """Load a settings file; a BOM may stand first. `UsageFault` if it is too large, or no TOML in UTF-8."""
    try:
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise UsageFault("suite_not_toml", file=path.name, why=error.strerror or "") from None
    if len(raw) > MAX_BYTES:
        raise UsageFault("suite_too_large", file=path.name, limit=MAX_BYTES)
    try:
        return tomllib.loads(raw.decode("utf-8-sig"))
    except ValueError as error:  # also a number of thousands of digits
        raise UsageFault("suite_not_toml", file=path.name, why=str(error)) from None
    except RecursionError:
        raise UsageFault("suite_not_toml", file=path.name, why="too many brackets in each other") from None

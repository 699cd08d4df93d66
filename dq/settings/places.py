"""Where the shipped data lie: inside the wheel, or beside the package in a checkout."""

from pathlib import Path

PACKAGE = Path(__file__).parent.parent


def shipped(kind: str) -> Path:
    """Return the folder of shipped `expectations` or `fixtures`."""
    inside = PACKAGE / "data" / kind
    return inside if inside.is_dir() else PACKAGE.parent / kind


def suite_names() -> list[str]:
    """Names of the shipped suites, sorted."""
    return sorted(path.parent.name for path in shipped("expectations").glob("*/suite.toml"))

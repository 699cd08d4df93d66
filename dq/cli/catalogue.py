"""The generated index of rules, feeds and suites, read without importing any of them."""

import json
from functools import lru_cache
from importlib.resources import files
from typing import Any


@lru_cache(maxsize=1)
def index() -> dict[str, Any]:
    """Return the index: `rules` and `feeds` are lists of records, `suites` a list of names."""
    text = files("dq.cli").joinpath("index.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def rules() -> dict[str, dict[str, Any]]:
    """Return the rules by id, in catalogue order."""
    return {rule["id"]: rule for rule in index()["rules"]}


def feeds() -> dict[str, dict[str, Any]]:
    """Return the feeds by name."""
    return {feed["name"]: feed for feed in index()["feeds"]}


def suites() -> list[str]:
    """Return the names of the suites that come with dq."""
    return list(index()["suites"])


def columns() -> list[str]:
    """Return the names of all columns of all feeds, sorted."""
    return sorted({column["name"] for feed in feeds().values() for column in feed["columns"]})

"""What goes through the pipe to the child that opens files: first the setup, then one order per file."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from dq.core.feed import Column, Feed, Kind
from dq.core.identity import ANY_FORM, IdentityForms
from dq.core.table import ReadLimits

_TUPLES = ("headers", "inclusive_headers", "missing")


@dataclass(frozen=True)
class Setup:
    """What all orders share. `guessable`: feeds that a file may be without anyone saying so."""

    feeds: dict[str, Feed]
    guessable: tuple[str, ...]
    limits: ReadLimits
    day: date
    identities: IdentityForms = ANY_FORM


def setup_line(
    feeds: Iterable[Feed],
    guessable: Iterable[str],
    limits: ReadLimits,
    day: date,
    identities: IdentityForms = ANY_FORM,
) -> str:
    """Write the first line for the child."""
    words = {
        "feeds": [asdict(feed) for feed in feeds],
        "guessable": list(guessable),
        "limits": asdict(limits),
        "day": day.isoformat(),
        "identities": asdict(identities),
    }
    return json.dumps(words)


def read_setup(line: str) -> Setup:
    """Read the first line back to plain values."""
    words = json.loads(line)
    feeds = {feed["name"]: _feed(feed) for feed in words["feeds"]}
    limits, day = ReadLimits(**words["limits"]), date.fromisoformat(words["day"])
    forms = words["identities"]
    identities = IdentityForms(forms["pseudonym"], tuple(forms["reserves"]))
    return Setup(feeds, tuple(words["guessable"]), limits, day, identities)


def _feed(words: dict[str, Any]) -> Feed:
    columns = tuple(_column(column) for column in words["columns"])
    return Feed(**{**words, "columns": columns, "key": tuple(words["key"])})


def _column(words: dict[str, Any]) -> Column:
    tuples = {name: tuple(words[name]) for name in _TUPLES}
    return Column(**{**words, **tuples, "kind": Kind(words["kind"])})

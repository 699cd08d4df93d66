"""Writes the index that help and explanations read, and the pages made from it.

`python -m dq.cli.index` writes dq/cli/index.json; with `--docs` also docs/rules.md and docs/feeds.md.
"""

import json
import math
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from dq.core.feed import Feed
from dq.core.rule import REQUIRED, Rule

HERE = Path(__file__).parent
RULE_WORDS = (
    "id", "group", "title", "title_sv", "severity", "disposition", "unit", "source", "sv", "en", "todo_sv",
    "todo_en", "examined_sv", "fails_sv", "nulls_sv", "doc", "kind", "books", "step",
)  # fmt: skip
COLUMN_WORDS = ("name", "label", "kind", "required", "nullable", "personal", "unit", "help")


def index_text() -> str:
    """Return the index as JSON, from the lists of rules, feeds and suites."""
    from dq.feeds import FEEDS
    from dq.rules import RULES
    from dq.settings import suite_names

    index = {
        "rules": [rule_record(rule) for rule in RULES],
        "feeds": [feed_record(feed) for feed in FEEDS.values()],
        "suites": suite_names(),
    }
    return json.dumps(index, ensure_ascii=False, indent=1) + "\n"


def rule_record(rule: Rule) -> dict[str, Any]:
    """Return what is told of a rule. A limit without default is null, one that is off is empty."""
    record = {name: getattr(rule, name) for name in RULE_WORDS}
    return record | {
        "inputs": list(rule.inputs),
        "parameters": {name: shown_default(value) for name, value in rule.parameters.items()},
    }


def feed_record(feed: Feed) -> dict[str, Any]:
    """Return what is told of a feed and its columns."""
    columns = []
    for column in feed.columns:
        every = asdict(column)
        codes = list(dict.fromkeys(column.values.values()))
        headers = list(dict.fromkeys((*column.headers, *column.inclusive_headers)))
        columns.append({name: every[name] for name in COLUMN_WORDS} | {"headers": headers, "codes": codes})
    words = {"name": feed.name, "title_sv": feed.title_sv, "doc": feed.doc}
    return words | {"key": list(feed.key), "columns": columns}


def shown_default(value: Any) -> str | None:
    """Write a limit for people: null if it must be given, empty if there is no limit."""
    if value is REQUIRED:
        return None
    if value is None or (isinstance(value, float) and math.isinf(value)):
        return ""
    if isinstance(value, set | frozenset):
        value = sorted(value)
    if isinstance(value, list | tuple):
        return ", ".join(str(item) for item in value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def write(*, docs: bool) -> list[Path]:
    """Write the index, and with `docs` the pages of a checkout; return the paths."""
    from dq.cli.pages import feeds_page, rules_page

    text = index_text()
    texts = {HERE / "index.json": text}
    if docs:
        index, folder = json.loads(text), HERE.parent.parent / "docs"
        texts |= {folder / "rules.md": rules_page(index), folder / "feeds.md": feeds_page(index)}
    for path, page in texts.items():
        path.write_text(page, encoding="utf-8", newline="\n")
    return list(texts)


if __name__ == "__main__":
    for written in write(docs="--docs" in sys.argv[1:]):
        sys.stdout.write(f"{written.name}\n")

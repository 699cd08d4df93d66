import json
from pathlib import Path

import pytest

from dq.cli import catalogue
from dq.cli.docstring import sections
from dq.cli.index import HERE, index_text, shown_default
from dq.cli.pages import feeds_page, rules_page
from dq.core.rule import REQUIRED
from dq.feeds import FEEDS

DOCS = HERE.parent.parent / "docs"


def test_the_index_is_not_stale() -> None:
    assert (HERE / "index.json").read_text(encoding="utf-8") == index_text(), (
        "run: python -m dq.cli.index --docs"
    )


@pytest.mark.parametrize(("name", "page"), [("rules.md", rules_page), ("feeds.md", feeds_page)])
def test_the_pages_are_not_stale(name, page) -> None:
    if not DOCS.is_dir():
        pytest.skip("not a checkout")
    assert (DOCS / name).read_text(encoding="utf-8") == page(json.loads(index_text())), (
        "run: python -m dq.cli.index --docs"
    )


def test_the_index_holds_every_feed_and_column() -> None:
    feeds = catalogue.feeds()
    assert list(feeds) == list(FEEDS)
    assert [column["name"] for column in feeds["claims"]["columns"]] == [
        c.name for c in FEEDS["claims"].columns
    ]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (REQUIRED, None),
        (None, ""),
        (float("inf"), ""),
        (200, "200"),
        (0.95, "0.95"),
        (True, "true"),
        (("a", "b"), "a, b"),
        (frozenset({"b", "a"}), "a, b"),
    ],
)
def test_a_limit_is_written_for_people(value, shown) -> None:
    assert shown_default(value) == shown


def test_a_docstring_is_taken_apart() -> None:
    doc = "Flag it.\n\nWhy so.\nAnd so.\n\nExamined: all\n    of them.\nFails: some.\nNulls: none."
    assert sections(doc) == [
        ("", "Flag it."),
        ("", "Why so. And so."),
        ("examined", "all of them."),
        ("fails", "some."),
        ("nulls", "none."),
    ]


def test_the_index_stands_in_the_package() -> None:
    assert Path(HERE / "index.json").is_file()

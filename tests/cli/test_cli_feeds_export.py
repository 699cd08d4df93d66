"""`dq feeds --export`: which files are written, and what is refused."""

import json
from pathlib import Path

import pytest

from dq.feeds import FEEDS


@pytest.mark.parametrize(("form", "key"), [("odcs", "apiVersion"), ("table-schema", "fields")])
def test_one_feed_without_a_folder_goes_to_stdout(dq, form: str, key: str) -> None:
    answer = dq("feeds", "claims", "--export", form)
    assert answer.code == 0
    assert key in json.loads(answer.out)
    assert answer.err == ""


@pytest.mark.parametrize(("form", "end"), [("odcs", ".odcs.json"), ("table-schema", ".schema.json")])
def test_a_folder_gets_one_file_per_feed_and_a_second_time_the_same(dq, form: str, end: str) -> None:
    answer = dq("feeds", "--export", form, "--out", "k")
    assert answer.code == 0
    assert answer.out.splitlines() == [f"k/{name}{end}" for name in FEEDS]
    first = {path.name: path.read_bytes() for path in Path("k").iterdir()}
    assert sorted(first) == sorted(f"{name}{end}" for name in FEEDS)
    Path("k", f"claims{end}").write_text("old", encoding="utf-8")
    assert dq("feeds", "--export", form, "--out", "k").code == 0
    assert {path.name: path.read_bytes() for path in Path("k").iterdir()} == first


def test_named_feeds_are_those_that_are_written(dq) -> None:
    assert dq("feeds", "claims", "Listings", "--export", "odcs", "-o", "k").code == 0
    assert sorted(path.name for path in Path("k").iterdir()) == ["claims.odcs.json", "listings.odcs.json"]


@pytest.mark.parametrize(
    "args",
    [("--export", "odcs"), ("claims", "listings", "--export", "odcs"), ("claims", "--out", "k")]
    + [("claims", "--export", "odsc"), ("clams", "--export", "odcs", "--out", "k")],
)
def test_a_wrong_export_writes_nothing_and_ends_in_20(dq, args: tuple[str, ...]) -> None:
    answer = dq("feeds", *args)
    assert answer.code == 20
    assert answer.out == ""
    assert not Path("k").exists()


def test_several_feeds_are_shown_one_after_another(dq) -> None:
    out = dq("feeds", "claims", "ref_tandem").out
    assert out.index("claimed_named") < out.index("\n\nref_tandem") < out.index("list_id")
    assert [feed["name"] for feed in json.loads(dq("feeds", "claims", "visits", "--json").out)] == [
        "claims",
        "visits",
    ]

"""A `dq.toml` that is written from proposals says of every file what was proposed for it, and of no other."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dq.core.patterns import HERE, literal, matches, pattern_of
from dq.core.table import Declared
from dq.pipeline.said import Said
from dq.settings.project import load_project
from dq.settings.propose import Comments, Proposal, project_text
from dq.settings.toml_text import toml_key, toml_value

COMMENTS = Comments(("top", "more"), "own", "choose", "hint", "unread")


def said_by(folder: Path, text: str) -> Said:
    path = folder / "dq.toml"
    path.write_text(text, encoding="utf-8")
    project = load_project(path)
    return Said(project.file_rules, project.senders)


def proposal(name: str, feed: str = "listings", sender: str = "", **keys: object) -> Proposal:
    return Proposal(name, feed, sender, keys=keys)


@pytest.mark.parametrize(
    ("name", "pattern"),
    [
        ("norr_2026-10.csv", "norr_*.csv"),
        ("norr_20261031_v2.csv", "norr_*_v2.csv"),
        ("2026/norr.csv", "*/norr.csv"),
        ("norr_12026.csv", "norr_12026.csv"),
        ("norr_2099-13.csv", "norr_*-13.csv"),
        ("a[1]*.csv", "a[[]1][*].csv"),
    ],
)
def test_a_pattern_means_the_same_file_in_every_period(name: str, pattern: str) -> None:
    assert pattern_of(name, {name}, {name}) == pattern
    assert matches(name, pattern)
    assert matches(name, literal(name))


def test_a_pattern_takes_in_no_other_file() -> None:
    names = ("norr_2026-09.csv", "norr_2026-10.csv", "x.csv", "under/x.csv")
    assert pattern_of(names[0], names[:2], names) == "norr_*.csv"
    assert pattern_of(names[0], names[:1], names) == names[0]
    assert pattern_of("x.csv", {"x.csv"}, names) == "./x.csv"
    assert not matches("under/x.csv", "./x.csv")
    assert matches("x.csv", "./x.csv")
    assert pattern_of("under/x.csv", {"under/x.csv"}, names) == "under/x.csv"


def test_files_of_a_sender_that_are_alike_share_one_table() -> None:
    words = {"encoding": "utf-8", "separator": ";", "map": {"Lakare": "physician_id"}, "dates": {}}
    same = [proposal(f"norr_2026-{month}.csv", sender="SE1", **words) for month in ("09", "10")]
    roll = proposal(
        "bem_2026.csv", "staff_roll", "SE1", encoding="utf-8", separator="\t", units={"fte": "percent"}
    )
    text = project_text([*same, roll], [], [], COMMENTS)
    assert text == (
        "# top\n# more\n\n"
        '[senders.SE1]\nencoding = "utf-8"\n\n'
        '[senders.SE1.listings]\nfiles = ["norr_*.csv"]\nseparator = ";"\nmap.Lakare = "physician_id"\n\n'
        '[senders.SE1.staff_roll]\nfiles = ["bem_*.csv"]\nseparator = "\\t"\nunits.fte = "percent"\n'
    )


def test_what_is_left_to_choose_stands_as_comments(tmp_path: Path) -> None:
    choices = ((("dates", "valid_to"), "d/m/yyyy"), (("dates", "valid_to"), "m/d/yyyy"))
    hints = ((("map", "Anst nr"), "person_id"),)
    given = Proposal("a.csv", "listings", choices=choices, hints=hints)
    text = project_text([given], ["b.pdf"], ["dq.toml"], COMMENTS)
    assert text == (
        "# top\n# more\n\n"
        '[files."dq.toml"]  # own\nignore = true\n\n'
        '[files."a.csv"]\nfeed = "listings"\n'
        '# choose\n# dates.valid_to = "d/m/yyyy"\n# dates.valid_to = "m/d/yyyy"\n'
        '# hint\n# map."Anst nr" = "person_id"\n\n'
        '# unread\n# [files."b.pdf"]\n# ignore = true\n'
    )
    chosen = text.replace('# dates.valid_to = "d/m', 'dates.valid_to = "d/m').replace("# map", "map")
    declared = said_by(tmp_path, chosen.replace("# [f", "[f").replace("# ignore", "ignore")).of("a.csv")
    assert declared is not None
    assert declared.dates == {"valid_to": "d/m/yyyy"}
    assert declared.maps == {"Anst nr": "person_id"}


def test_a_sender_whose_files_of_a_feed_differ_has_no_table(tmp_path: Path) -> None:
    """What a sender's table says would hold for the file that differs too."""
    first = proposal("a_2026.csv", sender="SE1", dates={"valid_from": "d/m/yyyy"})
    second = proposal("b_2026.csv", sender="SE1")
    text = project_text([first, second], [], [], COMMENTS)
    assert "[senders" not in text
    said = said_by(tmp_path, text)
    assert said.of("a_2027.csv") == Declared("listings", sender="SE1", dates={"valid_from": "d/m/yyyy"})
    assert said.of("b_2027.csv") == Declared("listings", sender="SE1")


NAMES = st.lists(
    st.sampled_from(["a", "b", "a_2025", "a_2026", "u/a_2026", "u/a", "[a]", "b?2026-01", "u/b", "*"]),
    unique=True,
    min_size=1,
)
KEYS = st.fixed_dictionaries(
    {},
    optional={
        "encoding": st.sampled_from(["utf-8", "windows-1252"]),
        "separator": st.sampled_from([";", "\t"]),
        "decimal": st.sampled_from([",", "."]),
        "header_line": st.integers(1, 3),
        "map": st.just({'Läk"are\\': "physician_id", "Å\u200b\U000e0001": ""}),
        "dates": st.just({"valid_from": "d/m/yyyy"}),
    },
)


@given(st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
def test_each_file_is_told_what_was_proposed_for_it(tmp_path: Path, data: st.DataObject) -> None:
    proposals = [
        proposal(name, data.draw(st.sampled_from(["listings", "listings_next"])), sender, **data.draw(KEYS))
        for name in data.draw(NAMES)
        for sender in [data.draw(st.sampled_from(["", "SE1", "SE2 \u202e"]))]
    ]
    said = said_by(tmp_path, project_text(proposals, ["x/y.pdf"], ["dq.toml", "ut/*"], COMMENTS))
    texts = ("encoding", "separator")
    for each in proposals:
        declared = said.of(each.name)
        assert declared is not None
        assert (declared.feed, declared.sender) == (each.feed, each.sender)
        assert declared.maps == each.keys.get("map", {})
        assert declared.dates == each.keys.get("dates", {})
        assert declared.decimal == each.keys.get("decimal", "")
        assert declared.header_line == each.keys.get("header_line", 0)
        assert [key for key in texts if key in each.keys and getattr(declared, key) != each.keys[key]] == []
    assert said.of("ut/a.csv") is None


@given(st.text(max_size=20), st.text(max_size=20))
def test_every_text_comes_back_from_toml(key: str, value: str) -> None:
    import tomllib

    text = f"{toml_key('a', key)} = {toml_value(value)}"
    if any("\ud800" <= mark <= "\udfff" for mark in key + value):
        return
    assert tomllib.loads(text) == {"a": {key: value}}
    assert text.isprintable()


def test_here_means_no_folder() -> None:
    assert HERE == "./"

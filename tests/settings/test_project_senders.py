"""Settings per sender: what they become, and that every word of them is checked when they are loaded."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dq.core.errors import UsageFault
from dq.core.forms import DATE_FORMS, ENCODINGS, UNITS
from dq.core.table import Declared, FileRule, SenderFeed, SenderRule
from dq.settings.project import Project, find_project, load_project

WHOLE = """
[files."rulla*"]
feed = "staff_roll"
sender = "SE1-A"
form = "pasted"
units = {fte = "percent"}

[senders."SE1-A"]
files = ["norr*"]
encoding = "cp1252"
separator = "semikolon"
decimal = ","
header_lines = 2

[senders."SE1-A".listings]
files = ["norr_lista*"]
header_line = 3
sheet = "Blad1"
map = {"Lakare" = "physician_id", "Kommentar" = ""}
dates = {valid_from = "d/m/yyyy", "*" = "yyyymmdd"}
"""


def load(folder: Path, text: str | bytes, name: str = "dq.toml") -> Project:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_project(path)


def test_what_a_file_says_is_what_readers_are_told(tmp_path: Path) -> None:
    project = load(tmp_path, WHOLE)
    rolls = Declared(feed="staff_roll", sender="SE1-A", form="pasted", units={"fte": "percent"})
    general = Declared(sender="SE1-A", encoding="cp1252", separator="semikolon", decimal=",", header_lines=2)
    listings = Declared(
        feed="listings",
        sender="SE1-A",
        header_line=3,
        sheet="Blad1",
        maps={"Lakare": "physician_id", "Kommentar": ""},
        dates={"valid_from": "d/m/yyyy", "*": "yyyymmdd"},
    )
    assert project.file_rules == (FileRule("rulla*", rolls),)
    parts = (SenderFeed("listings", ("norr_lista*",), listings),)
    assert project.senders == (SenderRule("SE1-A", ("norr*",), general, parts),)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[senders."A"]\nencodin = "utf-8"\n', ("senders.A.encodin", "'encoding'", "listings")),
        ('[senders."A"]\nlistngs = {map = {}}\n', ("senders.A.listngs", "'listings'")),
        ('[senders."A".listings]\nfeed = "listings"\n', ("senders.A.listings.feed", "header_line")),
        ('[senders."A".listings]\nheadr_line = 1\n', ("senders.A.listings.headr_line", "'header_line'")),
        ('[senders]\n"A" = 1\n', ("senders.A",)),
        ('[senders."A"]\nlistings = "a"\n', ("senders.A.listings",)),
        ('[senders."A"]\nfiles = "norr*"\n', ("senders.A.files",)),
        ('[senders."A"]\nsender = "B"\n', ("senders.A.sender",)),
        ('[files."*"]\nencoding = "windows1252x"\n', ("files.*.encoding", "'windows-1252'", "utf-16")),
        ('[files."*"]\nseparator = ":"\n', ("files.*.separator", "semikolon")),
        ('[files."*"]\ndecimal = "komma"\n', ("files.*.decimal",)),
        ('[files."*"]\nform = "paste"\n', ("files.*.form", "'pasted'")),
        (
            '[files."*"]\nfeed = "listings"\nmap = {Lakare = "physican_id"}\n',
            ("map.Lakare", "'physician_id'"),
        ),
        ('[files."*"]\nfeed = "listings"\nmap = {x = "employed_to"}\n', ("map.x", "person_id")),
        ('[files."*"]\nmap = {"Lakare" = "a", "lakare " = "physician_id"}\n', ("map.Lakare",)),
        ('[files."*"]\nmap = {"Lakare" = "", "lakare " = "physician_id"}\n', ("'Lakare'", "'lakare '")),
        ('[files."*"]\nmap = {"." = "physician_id"}\n', ("files.*.map",)),
        ('[files."*"]\nfeed = "listings"\ndates = {vald_from = "d/m/yyyy"}\n', ("vald_from", "'valid_from'")),
        ('[files."*"]\nfeed = "listings"\ndates = {person_id = "d/m/yyyy"}\n', ("person_id", "valid_to")),
        ('[files."*"]\ndates = {"*" = "dd/mm/yyyy"}\n', ("dates.*", "'d/m/yyyy'", "yy-mm-dd")),
        ('[files."*"]\nfeed = "staff_roll"\nunits = {fte = "procent"}\n', ("units.fte", "'percent'")),
        ('[files."*"]\nfeed = "staff_roll"\nunits = {role = "percent"}\n', ("role", "fte")),
        ('[files."*"]\nheader_line = "3"\n', ("files.*.header_line",)),
        ('[files."*"]\nheader_line = true\n', ("files.*.header_line",)),
        ('[files."*"]\nheader_line = -1\n', ("files.*.header_line",)),
        ('[files."*"]\nignore = "yes"\n', ("files.*.ignore",)),
        ("[read]\nrows = 0\n", ("read.rows",)),
        ("[read]\nrows = -5\n", ("read.rows",)),
        ("[read]\nrows = true\n", ("read.rows",)),
        ("[read]\nrows = 7.0\n", ("read.rows",)),
        (f"[read]\nrows = {2**60}\n", ("read.rows",)),
        (f"[read]\nwall_seconds = {2**40}\n", ("read.wall_seconds",)),
    ],
)
def test_a_wrong_word_is_refused_with_the_nearest_right_one(
    tmp_path: Path, text: str, words: tuple[str, ...]
) -> None:
    with pytest.raises(UsageFault) as caught:
        load(tmp_path, text)
    assert int(caught.value.code) == 20
    for lang in ("sv", "en"):
        told = caught.value.text(lang)
        assert [word for word in ("dq.toml", *words) if word not in told] == []


def test_every_form_that_is_named_can_be_said(tmp_path: Path) -> None:
    for form in DATE_FORMS:
        load(tmp_path, f'[files."*"]\ndates = {{"*" = "{form}"}}\n')
    for unit in UNITS:
        load(tmp_path, f'[files."*"]\nunits = {{"*" = "{unit}"}}\n')
    for encoding in ENCODINGS:
        load(tmp_path, f'[files."*"]\nencoding = "{encoding}"\n')
    for mark in (";", ",", "\\t", "|", "tabb", "komma"):
        load(tmp_path, f'[files."*"]\nseparator = "{mark}"\n')


@pytest.mark.parametrize(
    "data",
    [
        b"#" * (256 * 1024 + 1),
        b"a = " + b"[" * 20_000,
        b"a = " + b"9" * 5000,
        '[files."å"]\n'.encode("latin-1"),
        b"[files]\n[files]\n",
        b"\x00",
    ],
    ids=["large", "deep", "long number", "not utf-8", "twice", "nul"],
)
def test_a_file_that_is_no_sane_toml_ends_in_20(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(UsageFault) as caught:
        load(tmp_path, data)
    assert "dq.toml" in caught.value.text("sv") + caught.value.text("en")


def test_a_mark_of_notepad_is_no_fault(tmp_path: Path) -> None:
    limits = load(tmp_path, b"\xef\xbb\xbf[read]\nrows = 7\n").limits
    assert limits is not None
    assert limits.rows == 7


def test_pyproject_counts_where_there_is_no_file_of_its_own(tmp_path: Path) -> None:
    inner = tmp_path / "a"
    inner.mkdir()
    (tmp_path / "pyproject.toml").write_text('[tool.dq.files."*"]\nfeed = "visits"\n[tool.ruff]\n')
    (inner / "pyproject.toml").write_text("[tool.ruff]\nline-length = 7\n")
    found = find_project(inner)
    assert found.path == tmp_path / "pyproject.toml"
    assert [rule.pattern for rule in found.file_rules] == ["*"]
    (tmp_path / "dq.toml").write_text("")
    assert find_project(inner).path == tmp_path / "dq.toml"
    (inner / "pyproject.toml").write_text("tool = 3\n")
    assert find_project(inner).path == tmp_path / "dq.toml"
    (inner / "pyproject.toml").write_text("[tool]\ndq = 3\n")
    with pytest.raises(UsageFault, match="pyproject"):
        find_project(inner)
    (inner / "pyproject.toml").write_text("[tool.dq]\nreed = 1\n")
    with pytest.raises(UsageFault, match="'read'"):
        find_project(inner)


@given(st.dictionaries(st.text(max_size=8), st.integers() | st.text(max_size=5) | st.booleans(), max_size=4))
def test_no_key_of_chance_gets_through(table: dict[str, object]) -> None:
    from dq.settings.declare import sender_rule
    from dq.settings.files_table import SenderTable
    from dq.settings.project import _sender

    known = {name for name, field in SenderTable.model_fields.items() if table.get(name) == field.default}
    try:
        rule = _sender(Path("dq.toml"), "A", table)
    except UsageFault as fault:
        assert "dq.toml" in fault.text("sv")
    else:
        assert set(table) <= set(SenderTable.model_fields)
        assert known <= set(table)
        assert rule == sender_rule(Path("dq.toml"), "A", SenderTable.model_validate(table), {})

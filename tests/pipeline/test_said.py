"""What is said of a file: the order of those who say it, senders found by name, maps that find no header."""

from datetime import date
from pathlib import Path

import pytest

from dq.core.errors import UsageFault
from dq.core.ledger import FileRead
from dq.core.table import Declared, FileRule, SenderFeed, SenderRule
from dq.pipeline.intake import read_delivery
from dq.pipeline.said import Said

DAY = date(2026, 10, 31)
HEAD = "Personnr;HSA-id;{};Fr.o.m.\n"
ROWS = "P1;SE1-A;SE1-D;2022-10-02\nP2;SE1-A;;2024-01-31\n"
STAFF = "HSA-id;Enhet;Befattning;Tjgr;Tillträde\nSE1-D;SE1-A;specialist;75;2020-01-01\n"


def rule(sender: str, *patterns: str, **feeds: tuple[tuple[str, ...], Declared]) -> SenderRule:
    parts = tuple(SenderFeed(feed, names, declared) for feed, (names, declared) in feeds.items())
    return SenderRule(sender, patterns, Declared(sender=sender, encoding="windows-1252", decimal=","), parts)


def take(folder: Path, files: dict[str, str], **words: object) -> dict[str, FileRead]:
    inside = folder / "in"
    inside.mkdir(exist_ok=True)
    for name, text in files.items():
        (inside / name).write_text(text, encoding="utf-8")
    delivery = read_delivery([inside], work=folder / "arbete", day=DAY, **words)  # type: ignore[arg-type]
    return {file.name: file for file in delivery.files}


def test_who_says_it_first() -> None:
    feed = Declared(
        feed="listings",
        encoding="utf-16",
        separator=",",
        sheet="S",
        dates={"valid_from": "d/m/yyyy", "valid_to": "d/m/yyyy"},
        maps={"A": "person_id", "b": "physician_id"},
    )
    by_name = Declared(
        encoding="iso-8859-1", dates={"valid_to": "yyyymmdd"}, maps={"a.": "provider_id", "C": ""}
    )
    said = Said(
        (FileRule("norr_x*", by_name),),
        (rule("SE1", "norr*", listings=((), feed)),),
        {"C": "sex", "a": "origin"},
    )
    told = said.of("norr_x.csv", Declared(feed="listings", separator=";", rows=7))
    assert told == Declared(
        feed="listings",
        encoding="iso-8859-1",
        separator=";",
        sheet="S",
        decimal=",",
        rows=7,
        sender="SE1",
        dates={"valid_from": "d/m/yyyy", "valid_to": "yyyymmdd"},
        maps={"C": "sex", "a": "origin", "b": "physician_id"},
    )
    plain = said.of("söder.csv")
    assert plain == Declared(maps={"C": "sex", "a": "origin"})


def test_a_sender_is_known_by_the_manifest_then_by_the_name_of_the_file() -> None:
    said = Said(senders=(rule("SE1", "*.csv"), rule("SE2", "norr*"), rule("Region Å", "-")))
    assert [said.of("norr.csv", Declared(sender=name)).sender for name in ("SE2", "se2 ", "SE9", "")] == [  # type: ignore[union-attr]
        "SE2", "se2 ", "SE9", "SE1",
    ]  # fmt: skip
    decimals = [said.of("norr.txt", Declared(sender=name)).decimal for name in ("region å", "SE9")]  # type: ignore[union-attr]
    assert decimals == [",", ","]
    assert said.of("öst.txt") == Declared()
    assert Said((FileRule("*.pdf", None),)).of("under/a.pdf") is None


def test_a_file_named_under_a_feed_is_that_feed() -> None:
    said = Said(senders=(rule("SE1", listings=(("norr_l*",), Declared(feed="listings", header_line=3))),))
    assert said.of("norr_l_9.csv") == Declared(
        feed="listings", sender="SE1", encoding="windows-1252", decimal=",", header_line=3
    )
    assert said.by_feed("norr_l_9.csv") == ()


def test_where_nobody_says_the_feed_the_headers_do(tmp_path: Path) -> None:
    lists = Declared(feed="listings", maps={"Dr": "physician_id"})
    rolls = Declared(feed="staff_roll", units={"fte": "fraction"})
    senders = [rule("SE1", "norr*", listings=((), lists), staff_roll=((), rolls))]
    files = take(
        tmp_path,
        {"norr_1.csv": HEAD.format("Dr") + ROWS, "norr_2.csv": STAFF, "norr_3.csv": "a;b\n1;2\n"},
        senders=senders,
    )
    assert [(file.status, file.feed) for file in files.values()] == [
        ("read", "listings"),
        ("read", "staff_roll"),
        ("refused", ""),
    ]
    assert files["norr_1.csv"].mapping["physician_id"] == "Dr"
    assert files["norr_2.csv"].unread_cells == 1  # 75 is no fraction


def test_a_map_without_a_header_is_told_not_refused_where_the_settings_say_it(tmp_path: Path) -> None:
    rules = [FileRule("*", Declared(maps={"Vårdläkare": "physician_id", "Läkare": "physician_id"}))]
    files = take(tmp_path, {"a.csv": HEAD.format("Läkare") + ROWS}, file_rules=rules)
    assert files["a.csv"].status == "read"
    assert "map_unused:Vårdläkare" in files["a.csv"].decisions
    assert not [each for each in files["a.csv"].decisions if each.endswith(":Läkare")]


@pytest.mark.parametrize(
    ("maps", "words"),
    [
        ({"Vardlakare": "physician_id"}, ("'Vardlakare'", "'Vårdläkare'")),
        ({"xyz": "physician_id"}, ("'xyz'", "Vårdläkare")),
        ({"Läkare": "physican_id"}, ("'physican_id'",)),
    ],
)
def test_a_map_of_the_command_line_that_no_file_can_use_ends_in_20(
    tmp_path: Path, maps: dict[str, str], words: tuple[str, ...]
) -> None:
    files = {
        "a.csv": HEAD.format("Läkare;Vårdläkare").replace("m.", "m.") + ROWS.replace(";SE1-D;", ";SE1-D;x;")
    }
    files["a.csv"] = files["a.csv"].replace(";;", ";;;")
    with pytest.raises(UsageFault) as caught:
        take(tmp_path, {**files, "b.csv": STAFF}, maps=maps)
    assert int(caught.value.code) == 20
    for lang in ("sv", "en"):
        assert [word for word in words if word not in caught.value.text(lang)] == []


def test_one_file_with_the_header_is_enough(tmp_path: Path) -> None:
    files = take(tmp_path, {"a.csv": HEAD.format("Dr") + ROWS, "b.csv": STAFF}, maps={" dr.": "physician_id"})
    assert [file.status for file in files.values()] == ["read", "read"]
    assert [file.decisions for file in files.values() if "map_unused" in " ".join(file.decisions)] == []


def test_a_file_that_cannot_be_opened_may_have_the_header(tmp_path: Path) -> None:
    files = take(tmp_path, {"a.csv": "", "b.csv": STAFF}, maps={"Dr": "physician_id"})
    assert files["a.csv"].error == "file_empty"


def test_a_map_says_nothing_of_a_feed_without_that_column(tmp_path: Path) -> None:
    files = take(
        tmp_path, {"a.csv": HEAD.format("Dr") + ROWS, "b.csv": STAFF},
        maps={"Dr": "physician_id", "Tjgr": "valid_to"},
    )  # fmt: skip
    assert files["b.csv"].mapping["fte"] == "Tjgr"


def test_an_empty_map_leaves_a_header_out(tmp_path: Path) -> None:
    head = HEAD.format("Läkare;Läkarnamn")
    rows = "P1;SE1-A;SE1-D;Vakant;2022-10-02\n"
    files = take(tmp_path, {"a.csv": head + rows}, maps={"Läkarnamn": ""})
    assert files["a.csv"].unmapped == ("Läkarnamn",)


def test_a_row_is_not_listed_as_headers(tmp_path: Path) -> None:
    headless = "189207219818;Anna Andersson\n189207219818;Berit\n"
    odd = HEAD.format("Läkare;189207219818") + "P1;SE1-A;SE1-D;x;2022-10-02\n"
    with pytest.raises(UsageFault) as caught:
        take(tmp_path, {"a.csv": headless, "b.csv": odd}, maps={"Anna": "physician_id"})
    assert not [word for word in ("1892", "Andersson") if word in caught.value.text("sv")]

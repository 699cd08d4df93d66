"""Text that is not what it looks like: seen, counted with its rows, and never changed but for NFC."""

import pytest
from column_cases import conformed, flagged, one_column, seen, values

from dq.core.feed import Kind
from dq.core.notice import Sight
from dq.feeds import FEEDS

HIDDEN = {
    "zero width space": "\u200b",
    "zero width joiner": "\u200d",
    "byte order mark": "\ufeff",
    "soft hyphen": "\u00ad",
    "right to left override": "\u202e",
    "isolate": "\u2066",
    "escape": "\x1b[31m",
    "bell": "\x07",
    "delete": "\x7f",
    "line separator": "\u2028",
    "filler": "\u3164",
    "variation": "\ufe0f",
    "tag": "\U000e0041",
}
# What the letters become when UTF-8 is read as cp1252 or latin-1.
TWICE = [letter.encode().decode(code) for letter in "åäöÄÖé" for code in ("cp1252", "latin-1")]
TWICE += [
    "Å".encode().decode("latin-1"),
    "Ã…",
    "\u00a0".encode().decode("cp1252"),
    "°".encode().decode("latin-1"),
]
TWICE += ["§".encode().decode("cp1252"), "–".encode().decode("cp1252"), "\ufeff".encode().decode("cp1252")]
TWICE += ["\ufffd", "\x96", "\x80"]
PLAIN = [
    "Åsa Öberg",
    "Ångström",
    "René",
    "Müller",
    "Łukasz",
    "Ó Briain",
    "José – Maria",
    "§ 5",
    "20 °C",
    "李",
    "Ã",
]


@pytest.mark.parametrize("mark", HIDDEN.values(), ids=HIDDEN)
@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.HSA, Kind.PERSON, Kind.CODE])
def test_invisible_marks_are_seen_in_every_kind_of_text(kind: Kind, mark: str) -> None:
    cells: list[str | None] = ["Anna", f"An{mark}na", None, "Bo"]
    got = conformed(kind, cells, values={"Anna": "a", "Bo": "b"})
    assert seen(got) == {Sight.INVISIBLE: [1]}
    assert flagged(got) == ([1] if kind in (Kind.HSA, Kind.PERSON) else [])
    assert values(got)[1] == (None if kind is Kind.CODE else cells[1])


@pytest.mark.parametrize("text", TWICE, ids=ascii)
def test_text_that_was_decoded_twice_is_seen(text: str) -> None:
    got = conformed(Kind.TEXT, ["Berg", f"B{text}rg", f"B{text}"])
    assert seen(got)[Sight.MOJIBAKE] == [1, 2]
    assert Sight.INVISIBLE not in seen(got)
    assert values(got)[1] == f"B{text}rg"


def test_ordinary_names_are_not_suspected() -> None:
    got = conformed(Kind.TEXT, [*PLAIN, "\ttab", "line\nbreak"])
    assert seen(got) == {}
    assert values(got) == [*PLAIN, "tab", "line\nbreak"]


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.HSA, Kind.PERSON])
def test_letters_in_parts_are_put_together(kind: Kind) -> None:
    got = conformed(kind, ["A\u030asa", "Åsa", "O\u0308berg"])
    assert values(got) == ["Åsa", "Åsa", "Öberg"]
    assert seen(got) == {Sight.NOT_NFC: [0, 2]}


def test_white_space_around_falls_away_and_inside_stays() -> None:
    assert values(conformed(Kind.TEXT, ["\u00a0 Åsa\u00a0Öberg\u202f", "\u00a0", "\u2003"])) == [
        "Åsa\u00a0Öberg",
        None,
        None,
    ]


def test_the_notice_names_the_column_and_counts_every_cell() -> None:
    got = one_column(FEEDS["listings"], "Läkarnamn", ["Bj\u00c3\u00b6rn"] * 30 + ["Bo"])
    (told,) = got.notices
    assert (told.sight, told.column, told.count) == (Sight.MOJIBAKE, "physician_name", 30)
    assert told.rows == tuple(range(2, 22))


def test_numbers_and_dates_have_no_room_for_marks() -> None:
    for kind in (Kind.COUNT, Kind.DATE, Kind.SHARE):
        got = conformed(kind, ["\u200b5", "5\ufeff"])
        assert got.unread.height == 2

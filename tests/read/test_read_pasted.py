"""Tables copied out of a document: wrapped region names joined, lost columns refused, nothing guessed."""

import hashlib
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dq.core.codes import ExitCode
from dq.core.errors import Refused
from dq.core.regions import REGIONS
from dq.core.table import Declared, ReadLimits, TextTable
from dq.feeds import FEEDS
from dq.read import Source, read_source

Printed = tuple[list[tuple[str, str, str, str]], str]
SHORT = [short.removeprefix("Region ") for _, _, short, *_ in REGIONS[1:]]
WRAPPED = (
    *(("Jämtland /", "Härjedalen"), ("Jämtland", "Härjedalen"), ("Västra /", "Götaland")),
    *(("Västra", "Götalandsregionen"), ("Kalmar", "län"), ("Region", "Skåne"), ("Region Västra", "Götaland")),
)


def read(text: str | bytes, feed: str = "survey_shares", **declared: Any) -> TextTable:
    data = text if isinstance(text, bytes) else text.encode()
    source = Source(name="tabell.txt", data=data, sha256=hashlib.sha256(data).hexdigest())
    said = Declared(**{"form": "pasted", "feed": feed, **declared})
    return read_source(source, said, (FEEDS[feed],), ReadLimits())


def refusal(text: str | bytes, feed: str = "survey_shares", **declared: Any) -> tuple[str, object]:
    with pytest.raises(Refused) as fault:
        read(text, feed, **declared)
    assert fault.value.code == ExitCode.NOT_JUDGED
    assert fault.value.text("sv") != fault.value.text("en")
    return fault.value.key, fault.value.values.get("line")


def cells(table: TextTable) -> list[tuple[object, ...]]:
    return table.frame.drop("source_row").rows()


@pytest.mark.parametrize("mark", ["  ", "\t", "      "])
def test_columns_parted_by_tabs_or_wide_gaps(mark: str) -> None:
    text = (
        f"Enkät{mark}Region{mark}Andel ja (%){mark}Antal svar\nA{mark}Jönköpings län{mark}59,5 %{mark}1 234\n"
    )
    table = read(text)
    assert (table.form, table.headers) == ("pasted", ("Enkät", "Region", "Andel ja (%)", "Antal svar"))
    assert cells(table) == [("A", "Jönköpings län", "59,5 %", "1 234")]
    assert table.frame["source_row"].to_list() == [2]


PRINTED = """Tabell 1. Andel som svarar ja
efter region, 2022

Region  Andel ja (%)  Antal svar  Enkät
Blekinge  59  100  A
Jämtland /
Härjedalen  29  ..  A

Region  Andel ja (%)  Antal svar  Enkät
Västra /  41,5  -  A
Götaland
Summa  50  100  A
* Avser invånare
den 31 december.
Källa: en påhittad myndighet
"""


def test_every_line_of_a_printed_table_is_counted() -> None:
    table = read(PRINTED)
    assert cells(table) == [
        ("Blekinge", "59", "100", "A"),
        ("Jämtland / Härjedalen", "29", "..", "A"),
        ("Västra / Götaland", "41,5", "-", "A"),
    ]
    assert table.frame["source_row"].to_list() == [5, 6, 10]
    lines = table.lines
    assert (lines.header, lines.title, lines.blank, lines.total, lines.note) == (1, 3, 2, 1, 3)
    assert (lines.continuation, lines.rows, lines.all) == (2, 3, 15)
    assert table.apart["line_kind"].to_list() == ["total", "note", "note", "note"]


@pytest.mark.parametrize("parts", WRAPPED)
@pytest.mark.parametrize("first", [True, False])
def test_a_wrapped_name_is_joined_whichever_line_has_the_numbers(parts: tuple[str, str], first: bool) -> None:
    one, two = (f"{parts[0]}  59  A", parts[1]) if first else (parts[0], f"{parts[1]}  59  A")
    table = read(f"Region  Andel ja (%)  Enkät\n{one}\n{two}\nBlekinge  60  A\n")
    assert cells(table) == [(" ".join(parts), "59", "A"), ("Blekinge", "60", "A")]
    assert (table.lines.continuation, table.lines.rows) == (1, 2)


def test_a_name_over_three_lines() -> None:
    table = read("Region  Andel ja (%)  Enkät\nRegion\nVästra /\nGötaland  59  A\nBlekinge  60  A\n")
    assert cells(table)[0] == ("Region Västra / Götaland", "59", "A")
    assert table.lines.continuation == 2


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        ("Blekinge\nDalarna  59  A", "2"),  # the numbers of Blekinge were lost
        ("Norra\nHärjedalen  59  A", "2"),  # no such region
        ("Blekinge  59  A\nDalarna", "3"),  # nor is a lone name at the end a note
        ("Blekinge  59  A\nJämtland /", "3"),
        ("Blekinge  59  A\nDalarna  60", "3"),
        ("Blekinge  59  A\nDalarna  60  A\nandra ord", "4"),
        ("Blekinge  A\nDalarna  60  A", "2"),
        ("Blekinge\t59\nDalarna\t60\tA", "2"),
        ("Blekinge\t\t\nDalarna\t60\tA", "2"),  # a row of nothing is no note either
    ],
)
def test_a_lost_column_is_refused_with_its_line(rows: str, line: str) -> None:
    assert refusal(f"Region  Andel ja (%)  Enkät\n{rows}\n") == ("pasted_lost", line)


def test_a_marked_or_tabbed_empty_cell_is_no_loss() -> None:
    assert cells(read("Region  Andel ja (%)  Enkät\nBlekinge  ..  A\n")) == [("Blekinge", "..", "A")]
    assert cells(read("Region\tAndel ja (%)\tEnkät\nBlekinge\t\tA\n")) == [("Blekinge", "", "A")]


def test_too_many_fields() -> None:
    text = "Region  Andel ja (%)  Enkät\nBlekinge  59  A  1\n"
    assert refusal(text) == ("line_fields", "2")


NUMBERS = "Region  Andel  Antal svar  survey_id\n"


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("Jönköpings län 59 1000 2022", ("Jönköpings län", "59", "1000", "2022")),
        ("Västra Götaland 59,5 % .. 2022-12", ("Västra Götaland", "59,5 %", "..", "2022-12")),
        ("Summa 1 2 3", None),
        ("SE2321000016-A1 59 1\u00a0234 2022", ("SE2321000016-A1", "59", "1\u00a0234", "2022")),
    ],
)
def test_numbers_parted_by_single_spaces_after_a_known_label(
    row: str, expected: tuple[str, ...] | None
) -> None:
    table = read(f"{NUMBERS}{row}\nBlekinge  59  100  A\n")
    assert cells(table)[:-1] == ([expected] if expected else [])
    assert table.lines.total == (expected is None)


@pytest.mark.parametrize(
    ("row", "key"),
    [
        ("Blekinge 59 1 234", "pasted_ambiguous"),
        ("Blekinge 1 234 59", "pasted_ambiguous"),
        ("Blekinge 59 100 2022", "pasted_ambiguous"),  # 59 and 100, or 59 100?
        ("Blekinge 59 1000", "pasted_lost"),
        ("Blekinge 59 1000 2022 7", "pasted_lost"),
        ("Vårdcentralen 2 59 1000", "pasted_lost"),  # is 2 a part of the name?
        ("Blekinge ja 59 1000", "pasted_lost"),
        ("59 1000 2022 7", "pasted_lost"),
    ],
)
def test_numbers_that_could_be_read_in_two_ways_are_refused(row: str, key: str) -> None:
    assert refusal(f"{NUMBERS}{row}\n") == (key, "2")


@pytest.mark.parametrize(
    "header",
    ["Enkät Region Andel ja (%) Antal svar", "Enkät Region Andel Antal svar", "survey_id Län share n"],
)
def test_a_header_with_single_spaces_is_parted_by_the_names_it_can_only_have(header: str) -> None:
    maps = {"n": "n_answers"}
    table = read(f"{header}\nA  Blekinge  59  100\n", maps=maps)
    assert len(table.headers) == 4
    assert " ".join(table.headers) == header


@pytest.mark.parametrize(
    ("text", "declared", "key"),
    [
        ("Blekinge  59\nDalarna  60\n", {}, "pasted_header"),
        ("okänt Region Andel\nBlekinge  59\n", {"header_line": 1}, "pasted_header"),
        ("Region  Andel  Enkät\nBlekinge  59  A\n", {"header_line": 7}, "no_header"),
        ("[1]", {}, "pasted_not_text"),
        ("Region  Andel  Enkät\n", {}, "no_rows"),
        ("Region  Andel  Enkät\nKälla: x\nBlekinge  59  A\n", {}, "pasted_note"),
        ("Region  Andel  Enkät\n" + "x" * 70_000, {}, "line_long"),
    ],
)
def test_other_refusals(text: str, declared: dict[str, Any], key: str) -> None:
    assert refusal(text, **declared)[0] == key


def test_the_header_may_be_given_and_columns_mapped() -> None:
    text = "Bilaga 2\nOmråde  Värde  Vilken\nBlekinge  59  A\n"
    maps = {"Område": "county_code", "Värde": "share", "Vilken": "survey_id"}
    for declared in ({"header_line": 2}, {"maps": maps}):
        table = read(text, **declared)
        assert (table.headers, table.lines.title) == (("Område", "Värde", "Vilken"), 1)


def test_an_encoding_must_be_declared() -> None:
    text = "Region  Andel  Enkät\nÖrebro  59  A\n".encode("cp1252")
    assert refusal(text) == ("encoding_unknown", "1")
    table = read(text, encoding="windows-1252")
    assert (cells(table), table.decisions) == ([("Örebro", "59", "A")], ("encoding=windows-1252",))


@st.composite
def tables(draw: st.DrawFn) -> Printed:
    """A table of regions and numbers, and the text it was printed as, some names wrapped."""
    mark = draw(st.sampled_from(["  ", "\t", "    "]))
    names = draw(st.lists(st.sampled_from(SHORT), unique=True, min_size=1, max_size=21))
    number = st.one_of(
        st.just(".."), st.integers(0, 99999).map(str), st.sampled_from(["59,0", "7 %", "1 234"])
    )
    rows = [(name, draw(number), draw(number), "A") for name in names]
    lines = [mark.join(("Region", "Andel", "Antal svar", "Enkät"))]
    for name, *rest in rows:
        first, _, last = name.partition(" ")
        if last and draw(st.booleans()):
            lines += [first, mark.join((last, *rest))]
        else:
            lines.append(mark.join((name, *rest)))
        lines += [""] * draw(st.integers(0, 1))
    return rows, "\n".join(lines) + "\n"


@settings(max_examples=60, deadline=None)
@given(tables())
def test_what_was_printed_is_what_is_read(printed: Printed) -> None:
    rows, text = printed
    table = read(text)
    assert cells(table) == rows
    assert table.lines.all == text.count("\n")


@settings(max_examples=60, deadline=None)
@given(tables(), st.randoms(use_true_random=False))
def test_a_cell_lost_anywhere_is_refused(printed: Printed, chance: random.Random) -> None:
    _, text = printed
    mark = next(mark for mark in ("\t", "    ", "  ") if mark in text)
    lines = text.splitlines()
    at = chance.choice([at for at, line in enumerate(lines) if mark in line and at])
    parts = lines[at].split(mark)
    del parts[chance.randrange(1, len(parts))]
    key, line = refusal("\n".join([*lines[:at], mark.join(parts), *lines[at + 1 :]]))
    assert key in ("pasted_lost", "pasted_ambiguous")
    assert line in (str(at), str(at + 1))

"""Where the header of a text is found: declared, first, or below titles; and when nobody can say."""

import pytest

from dq.core.errors import Refused
from dq.core.feed import Column, Feed, Kind
from dq.core.table import Declared, ReadLimits, TextTable
from dq.read import read_source
from dq.read.source import Source

FEED = Feed(
    name="staff",
    title_sv="Bemanning",
    doc="",
    columns=(
        Column("physician_id", "Läkare", Kind.TEXT, required=True),
        Column("provider_id", "Enhet", Kind.TEXT, required=True),
        Column("role", "Befattning", Kind.TEXT),
    ),
    key=(),
)
OTHER = Feed("other", "Annat", "", (Column("provider_id", "Enhet", Kind.TEXT, required=True),), ())
HEADER = "Läkare;Enhet;Befattning"
ROW = "D1;E1;ST"


def read(*lines: str, feeds: tuple[Feed, ...] = (FEED,), **said: object) -> TextTable:
    source = Source("fil.csv", "\n".join(lines).encode(), "x")
    return read_source(source, Declared(**said), feeds, ReadLimits())  # type: ignore[arg-type]


def fault(*lines: str, **said: object) -> str:
    with pytest.raises(Refused) as caught:
        read(*lines, **said)
    return caught.value.key


@pytest.mark.parametrize(
    "titles",
    [
        ["Uttag ur listningssystemet 2026-10-31"],
        ["Uttag", "", "Region Norr"],
        ["Uttag 2026;;"],
        ["Enhet;Norr"],
        ["Uttag, alla enheter; oktober", "Skapad: 2026-11-01; kl. 8"],
        ['Ett "citat', "Två"],
        ["", " ", "Uttag"],
        [f"Rad {at}" for at in range(19)],
    ],
)
def test_titles_above_the_only_line_that_fits_a_feed(titles: list[str]) -> None:
    table = read(*titles, HEADER, ROW, ROW)
    assert table.headers == ("Läkare", "Enhet", "Befattning")
    filled = [title for title in titles if title.strip()]
    assert (table.lines.title, table.lines.blank) == (len(filled), len(titles) - len(filled))
    assert table.frame["source_row"].to_list() == [len(titles) + 2, len(titles) + 3]


@pytest.mark.parametrize(
    ("lines", "headers"),
    [
        (["Enhet;a;b", "1;2;3", HEADER, ROW], ("Enhet", "a", "b")),  # it could be one: do not guess
        (["x;y;z", ROW], ("x", "y", "z")),  # nothing fits: the first, so that its headers can be shown
    ],
)
def test_the_first_line_is_the_header_where_it_could_be_one(
    lines: list[str], headers: tuple[str, ...]
) -> None:
    assert read(*lines).headers == headers


def test_a_header_inside_the_table_is_two_extracts_in_one() -> None:
    assert fault(HEADER, ROW, HEADER, ROW) == "header_again"


def test_two_lines_that_fit_are_not_chosen_between() -> None:
    assert fault("Uttag", HEADER, ROW, HEADER, ROW) == "separator_unclear"
    assert fault(*[f"Rad {at}" for at in range(20)], HEADER, ROW) == "separator_unclear"


def test_any_candidate_feed_may_fit() -> None:
    assert read("Uttag", "Enhet;n", "A;1", feeds=(FEED, OTHER)).lines.title == 1
    assert read("Uttag", "Doktor;Enhet", "A;1", maps={"Doktor": "physician_id"}).lines.title == 1


@pytest.mark.parametrize("line", [1, 2, 3, 5, 40])
def test_a_declared_header_line(line: int) -> None:
    titles = ["a;b;c"] * (line - 1)
    table = read(*titles, HEADER, ROW, header_line=line)
    assert (table.headers[0], table.lines.title) == ("Läkare", line - 1)


@pytest.mark.parametrize("line", [2, 4, 1001, 10**9])
def test_a_declared_header_line_that_is_blank_or_not_there(line: int) -> None:
    assert fault(HEADER, "", ROW, header_line=line) == "no_header"


def test_rows_that_sorting_put_above_the_header_are_no_titles() -> None:
    assert fault(ROW, "D2;E2;ST", HEADER, ROW) == "rows_above_header"
    assert fault("D2;E2;", HEADER, "D1;E1;", ROW) == "rows_above_header"  # as wide as the narrowest row
    assert fault("Uttag;oktober", "", ROW, HEADER, ROW) == "rows_above_header"
    assert read("Uttag;oktober;2026", HEADER, ROW, header_line=2).lines.title == 1
    assert read("Uttag;oktober;", HEADER, ROW).lines.title == 1
    with pytest.raises(Refused) as caught:
        read("Uttag", ROW, HEADER, ROW)
    assert (caught.value.values["line"], caught.value.values["header"]) == ("2", "3")
    assert "rad 2" in caught.value.text("sv")
    assert "header_line = 3" in caught.value.text("en")


def test_a_sep_line_and_titles_together() -> None:
    table = read("sep=;", "Uttag", HEADER, ROW)
    assert (table.lines.title, table.frame["source_row"].to_list()) == (2, [4])
    assert read("sep=;", "Uttag", HEADER, ROW, header_line=3).lines.title == 2


def test_many_blank_lines_before_the_header() -> None:
    table = read(*[""] * 300, HEADER, ROW)
    assert (table.lines.blank, table.frame["source_row"][0]) == (300, 302)
    assert fault(*[""] * 1_200, HEADER, ROW) == "no_header"


def test_a_huge_cell_below_the_header_is_refused_as_such() -> None:
    assert fault(HEADER, ROW, ROW.partition(";")[0] + ";" + "x" * 140_000 + ";y") == "cell_long"

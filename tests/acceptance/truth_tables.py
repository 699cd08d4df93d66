"""A random feed as a table: which columns, under which headers, and what the typed frame must then be."""

from functools import cache
from random import Random
from typing import Any

from made import Field, Table
from truth_values import values
from written_cells import Style, style, written

from dq.core.feed import Column, Feed, Kind
from dq.core.headers import fold, match
from dq.feeds import FEEDS
from dq.pipeline.intake import NEVER_GUESSED

# How often each feed comes; those of `NEVER_GUESSED` are always declared.
OFTEN = {
    "listings": 6,
    "staff_roll": 4,
    "claims": 4,
    "survey_shares": 3,
    "registered_shares": 2,
    "survey_answers": 1,
    "visits": 2,
    "ref_provider": 2,
    "ref_physician": 1,
    "ref_person": 1,
    "ref_tandem": 1,
    "ref_region": 1,
    "listings_previous": 1,
    "published_table": 1,
}
EXTRA = ("Anteckning", "Handläggare 2", "Kod (lokal)", "Ärende", "Fri text", "Ordning", "x", "kolumn_17")
DATED = (Kind.DATE, Kind.DATE_END, Kind.DATETIME)
GUESSABLE = tuple(feed for name, feed in FEEDS.items() if name not in NEVER_GUESSED)


def make_table(rng: Random, encoding: str = "utf-8", feed: str = "", rows: int = 0) -> Table:
    """Make a table that any reader can know for what it is, all its cells of `encoding`.

    `feed` names the feeds it may be, parted by "|"; empty: any.
    """
    often = {name: n for name, n in OFTEN.items() if not feed or name in feed.split("|")}
    chosen = FEEDS[rng.choices(list(often), list(often.values()))[0]]
    rows = rows or rng.randrange(5, 61)
    how = style(rng, encoding)
    table = Table(chosen, [], rows, {output: [None] * rows for output in chosen.outputs})
    columns = [c for c in chosen.columns if c.required or rng.random() < 0.5]
    for column in columns:
        _add(rng, how, table, column, encoding)
    _add_extra(rng, table)
    rng.shuffle(table.fields)
    _declare(rng, how, table)
    return table


def service_table(rng: Random, headers: dict[str, str]) -> Table:
    """Make a table of listings with the columns of the listing service, `headers` by column."""
    feed = FEEDS["listings"]
    rows = rng.randrange(5, 61)
    table = Table(feed, [], rows, {output: [None] * rows for output in feed.outputs})
    how = Style(",", "", "-", "", "")
    for name, header in headers.items():
        _add(rng, how, table, feed.column(name), "utf-8", header)
    table.declared = {"form": "service"}
    return table


def _add(rng: Random, how: Style, table: Table, column: Column, encoding: str, given: str = "") -> None:
    typed = not given and column.kind in (Kind.MILLI, Kind.ORE) and rng.random() < 0.08
    header = given or (column.outputs[0] if typed else _header(rng, table.feed, column))
    meant = values(rng, table.rows, column)
    if table.feed.name == "published_table":
        meant = [f"{value} {at}" if column.name == "row_label" else value for at, value in enumerate(meant)]
    meant = [_fitting(value, encoding) for value in meant]
    truth = _truth(column, meant)
    table.truth |= truth
    if typed:
        whole = Column(column.name, column.label, Kind.COUNT)
        plain = Style("", "", "-", "", "")
        texts, numbers, percents = written(rng, plain, whole, header, truth[column.outputs[0]])
    else:
        texts, numbers, percents = written(rng, how, column, header, meant)
    texts = [_fitting(text, encoding) for text in texts]
    target = header if typed else column.name
    table.fields.append(Field(header, column, target, meant, texts, numbers, percents))
    if column.personal:
        table.canaries |= {text.strip() for text in texts if len(text.strip()) > 7}


def _truth(column: Column, meant: list[Any]) -> dict[str, list[Any]]:
    if column.kind is not Kind.SHARE:
        return {column.outputs[0]: meant}
    num, den = column.outputs
    return {
        num: [each and each[0] for each in meant],
        den: [each and 10 ** (each[1] + 2) for each in meant],
    }


def _fitting(value: Any, encoding: str) -> Any:
    """Drop what an encoding does not have; all names are western."""
    if isinstance(value, str) and encoding in ("windows-1252", "iso-8859-1"):
        return value.encode(encoding, "ignore").decode(encoding)
    return value


def _header(rng: Random, feed: Feed, column: Column) -> str:
    """Choose a spelling that means the column in this feed, in odd case and with odd spaces at times."""
    word = rng.choice(_spellings(feed.name, column.name))
    return rng.choice((word, word, word, word.upper(), word.lower(), f" {word} ", word.replace(" ", "  ")))


@cache
def _spellings(feed: str, name: str) -> tuple[str, ...]:
    """Return the spellings that mean this column, and not another of the feed."""
    column = FEEDS[feed].column(name)
    words = (column.name, column.label, *column.headers, *column.inclusive_headers)
    return tuple(word for word in words if match(FEEDS[feed], (word,), {}).columns.get(name))


def _add_extra(rng: Random, table: Table) -> None:
    taken = {fold(each.header) for each in table.fields}
    for word in rng.sample(EXTRA, rng.choice((0, 0, 1, 2))):
        if fold(word) not in taken and not match(table.feed, (word,), {}).columns:
            texts = [rng.choice(("", "ja; nej", 'sade "hej"', "7", "1,5", "a, b")) for _ in range(table.rows)]
            none: list[Any] = [None] * table.rows
            table.fields.append(Field(word, None, "", list(texts), texts, list(none), list(none)))


def _declare(rng: Random, how: Style, table: Table) -> None:
    """Say what must be said: the feed where headers leave it open, and the form of dates."""
    headers = tuple(each.header for each in table.fields)
    sizes = {feed.name: len(m.columns) for feed in GUESSABLE if (m := match(feed, headers, {})).complete}
    best = [name for name, size in sizes.items() if size == max(sizes.values())]
    if best != [table.feed.name] or rng.random() < 0.3:
        table.declared["feed"] = table.feed.name
    dated = any(each.column and each.column.kind in DATED for each in table.fields)
    if how.date_form and dated and (how.date_form != "yyyymmdd" or rng.random() < 0.5):
        table.declared["dates"] = {"*": how.date_form}
    table.declared["date_form"] = how.date_form
    table.declared["decimal_mark"] = how.decimal

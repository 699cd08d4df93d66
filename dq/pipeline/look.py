"""Look at a file in the child and propose what to say of it: the part of `dq init` that opens files.

What is handed on are counts, header names and forms, never a cell. Headers that may be cells are held back.
"""

from dataclasses import replace
from typing import Any

from dq.core.errors import Refused
from dq.core.feed import Feed
from dq.core.forms import PASTED, encoding_name, separator_mark
from dq.core.headers import escaped, may_be_cell
from dq.core.table import Declared, ReadLimits, TextTable
from dq.pipeline.look_headers import HeadersSeen, look_at_headers
from dq.pipeline.look_text import look_at_text
from dq.pipeline.look_values import look_at_values
from dq.pipeline.look_workbook import look_at_sheets, with_header_line
from dq.pipeline.orders import Setup
from dq.read import read_source
from dq.read.form import Form, sniff
from dq.read.source import Source
from dq.read.unpack import unpack

SAID = ("feed", "encoding", "separator", "sheet", "header_line", "header_lines", "form", "decimal")

Seen = dict[str, Any]


def look(source: Source, declared: Declared, setup: Setup) -> tuple[Declared, Seen]:
    """Propose what to say of a file, and tell what was seen. `declared` is what the manifest says.

    `unclear` names the keys of `dq.toml` that a person must settle; a file that cannot be read at all is
    refused when it is read as proposed, and what was seen until then is told.
    """
    names = [declared.feed] if declared.feed in setup.feeds else setup.guessable
    feeds = tuple(setup.feeds[name] for name in names)
    seen: Seen = {"unclear": []}
    try:
        source = unpack(source, setup.limits)
        declared = _settle_form(source, declared, feeds, setup.limits, seen)
        declared, table, headers = _settle_headers(source, declared, feeds, setup.limits)
        seen |= _told_of_headers(table, headers)
        seen["unclear"] += _unclear(headers)
        if headers.mapping is not None:
            feed = setup.feeds[headers.mapping.feed]
            declared, values = look_at_values(table, feed, headers.mapping, declared, setup)
            seen |= {"dates": values.dates, "units": values.units, "unread": values.unread}
            seen["decimals"] = values.decimals
            seen["unclear"] += values.unclear
    except Refused:
        pass
    return declared, seen | {"said": _said(declared)}


def _settle_form(
    source: Source, declared: Declared, feeds: tuple[Feed, ...], limits: ReadLimits, seen: Seen
) -> Declared:
    """Propose what is peculiar to a text or a workbook, and add to `seen` what was seen of it."""
    form = sniff(source)
    seen["form"] = form.value
    if form is Form.CSV and not declared.form:
        declared, text = look_at_text(source, declared, feeds)
        seen |= {"encoding": text.encoding, "not_utf8": text.not_utf8, "separators": dict(text.separators)}
        if not text.header_line:
            declared = _pasted(source, declared, feeds, limits)
    elif form is Form.XLSX:
        declared, names = look_at_sheets(source, declared, feeds, limits)
        seen |= {"sheets": [escaped(name) for name in names]} if names else {}
        seen["unclear"] += ["sheet"] if names and not declared.sheet else []
        declared = with_header_line(source, declared, feeds, limits)
    return declared


def _pasted(source: Source, declared: Declared, feeds: tuple[Feed, ...], limits: ReadLimits) -> Declared:
    """Propose that a text without a known header line is a pasted table, if it then is a feed."""
    pasted = replace(declared, form=PASTED)
    try:
        _, _, headers = _settle_headers(source, pasted, feeds, limits)
    except Refused:
        return declared
    return pasted if headers.mapping is not None else declared


def _settle_headers(
    source: Source, declared: Declared, feeds: tuple[Feed, ...], limits: ReadLimits
) -> tuple[Declared, TextTable, HeadersSeen]:
    table = read_source(source, declared, feeds, limits)
    proposal, seen = look_at_headers(table, declared, feeds)
    return proposal, table, seen


def _told_of_headers(table: TextTable, seen: HeadersSeen) -> Seen:
    """Tell which headers there are, escaped; those that may be cells only as how many they are."""
    mapping = seen.mapping
    unmapped = table.headers if mapping is None else mapping.unmapped
    shown = () if seen.hidden else tuple(each for each in unmapped if not may_be_cell(each))
    return {
        "feeds": seen.feeds,
        "mapping": {column: escaped(header) for column, header in mapping.columns.items()} if mapping else {},
        "unmapped": [escaped(header) for header in shown],
        "held_back": len(unmapped) - len(shown),
        "proposed": {escaped(header): column for header, column in seen.proposed.items()},
        "suggested": seen.suggested,
        "ambiguous": seen.ambiguous,
    }


def _unclear(seen: HeadersSeen) -> list[str]:
    return [] if seen.mapping else [f"map.{column}" for column in seen.ambiguous] or ["feed"]


def _said(declared: Declared) -> Seen:
    """Return the proposal as keys of `dq.toml`, in the words that are used there."""
    encoding, mark = encoding_name(declared.encoding), separator_mark(declared.separator)
    declared = replace(declared, encoding=encoding, separator=mark)
    words = {key: value for key in SAID if (value := getattr(declared, key))}
    return words | {"map": declared.maps, "dates": declared.dates, "units": declared.units}

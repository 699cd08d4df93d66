"""A sender's trial reading on the terminal: per file what was read, what to correct, and its own totals."""

import textwrap
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

from dq.cli import catalogue
from dq.cli.console import Console, printable
from dq.core.codes import ExitCode
from dq.words import Words

WIDTH, MARGIN, MOST_ROWS = 80, 12, 10
STYLES = {"read": "strong", "refused": "fault", "ignored": "warn", "opened": "muted"}
EXITS = {ExitCode.CLEAR: "clear", ExitCode.FINDINGS: "findings", ExitCode.NOT_JUDGED: "refused"}
KINDS = ("title", "blank", "total", "note", "continuation")

Answer = dict[str, Any]


def picture(answer: Answer, console: Console, words: Words) -> list[str]:
    """Return the lines of a whole trial reading, as `dq.emit.precheck` gives it."""
    answer = printable(answer)
    lines = []
    for file in answer["files"]:
        lines += [*_file(file, console, words), ""]
    if not any(file["feed"] != "manifest" for file in answer["files"]):
        lines += [*_plain(words.text("precheck.nothing")), ""]
    if answer["not_given"]:
        lines += _plain(words.text("precheck.not_given", n=answer["not_given"]))
    lines += _plain(words.text("precheck.about", day=answer["day"]))
    told = words.text(f"precheck.exit.{EXITS[ExitCode(answer['code'])]}")
    end = _plain(words.text("cli.app.exit_prefix", code=answer["code"]) + told)
    return lines + [console.paint("muted", line) for line in end]


def _file(file: Answer, console: Console, words: Words) -> list[str]:
    status = console.paint(STYLES[file["status"]], words.text(f"precheck.{file['status']}"))
    lines = [f"{console.paint('strong', file['name'])}  {status}"]
    if file["status"] != "read":
        error = words.pick(file["error_sv"], file["error_en"])
        return lines + [line for part in error.splitlines() for line in _plain(part, indent=2)]
    for label, text in _parts(file, words):
        lines += _labelled(words.text(f"precheck.label.{label}") if label else "", text)
    return lines


def _parts(file: Answer, words: Words) -> Iterator[tuple[str, str]]:
    """Give (label, text) in the order of the page; a text under the same label has none."""
    yield "read_as", _read_as(file, words)
    found = file["columns"]["found"]
    yield "columns", ", ".join(f"{header} = {column}" for column, header in found.items())
    for key in ("unknown", "absent"):
        names = ", ".join(file["columns"][key])
        yield key, f"{names} {words.text(f'precheck.note_on.{key}')}" if names else ""
    yield "taken", "; ".join(_taken(file, words))
    yield from _under("seen", [_seen(each, found, words) for each in file["notices"]])
    yield from _under("correct", [_cell(each, found, words) for each in file["cells"]])
    yield from _under("rules", _rules(file, words))
    passed = [each["rule_id"] for each in file["rules"] if each["status"] == "pass"]
    yield "passed", ", ".join(passed)
    yield from _under("untried", _untried(file, words))
    if file["providers"] > 1:
        yield "totals", words.text("precheck.several", n=file["providers"])
    yield "totals", _totals(file["totals"], words)


def _under(label: str, texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    for place, text in enumerate(texts):
        yield ("" if place else label), text


def _read_as(file: Answer, words: Words) -> str:
    lines = file["lines"]
    feed = catalogue.feeds().get(file["feed"], {"title_sv": file["feed"]})
    parts = [words.pick(feed["title_sv"], file["feed"]), file["form"]]
    parts.append(words.text("precheck.lines", lines=lines["all"], rows=lines["rows"]))
    parts += [words.text(f"precheck.{kind}", n=lines[kind]) for kind in KINDS if lines[kind]]
    return " · ".join(part for part in parts if part)


def _taken(file: Answer, words: Words) -> Iterator[str]:
    """Say how a whole column was taken, where that changes what its cells mean."""
    for decision in file["decisions"]:
        kind, _, rest = decision.partition(":")
        column, _, how = rest.partition("=")
        header = file["columns"]["found"].get(column, column)
        if kind == "end":
            yield words.text("precheck.taken.end", header=header)
        elif kind == "share" and how in ("percent", "fraction"):
            yield words.text(f"precheck.taken.{how}", header=header)


def _seen(notice: Answer, found: dict[str, str], words: Words) -> str:
    what = words.text(f"notices.{notice['sight']}")
    where = f"{found.get(notice['column'], notice['column'])}: " if notice["column"] else ""
    return f"{where}{what}, {words.text('precheck.place', n=notice['count'])}{_rows(notice, words)}"


def _cell(cell: Answer, found: dict[str, str], words: Words) -> str:
    try:
        fault = words.text(f"precheck.fault.{cell['fault']}")
    except LookupError:
        fault = words.text("precheck.fault.other")
    what = found.get(cell["column"], cell["column"])
    text = words.text("precheck.cell", what=what, fault=fault)
    return f"{text}, {words.text('precheck.cells', n=cell['count'])}{_rows(cell, words)}"


def _rules(file: Answer, words: Words) -> Iterator[str]:
    """Name each rule that fails, with its rows and, after it, what the sender can do."""
    titles = catalogue.rules()
    for each in file["rules"]:
        if each["status"] != "fail":
            continue
        rule = titles[each["rule_id"]]
        count = words.text("precheck.rows", n=each["failing"])
        count = count if rule["unit"] != "file" else words.text("precheck.whole_file")
        title = words.pick(rule["title_sv"], rule["title"])
        yield words.text("precheck.failing", rule=rule["id"], title=title, count=count) + _rows(each, words)
        values = {"feed": file["feed"], "rows": file["lines"]["rows"], "stated": file["stated_rows"] or 0}
        yield "  " + words.text(f"precheck.todo.{rule['id']}", **values)


def _untried(file: Answer, words: Words) -> Iterator[str]:
    keys = {"no_count": "no_count", "several": "several_rule"}
    for each in file["rules"]:
        if each["status"] == "not_judged":
            key = keys.get(each["reason"], "not_possible")
            yield words.text(f"precheck.{key}", rule=each["rule_id"])


def _totals(totals: dict[str, int], words: Words) -> str:
    shown = []
    for name, n in totals.items():
        if name == "placeholders" and not n:
            continue
        text = words.numbers.decimal(Fraction(n, 1000), 2) if name == "fte_milli" else n
        shown.append(words.text(f"precheck.total_of.{name}", n=text))
    return f"{', '.join(shown)} {words.text('precheck.note_on.totals')}" if shown else ""


def _rows(place: Answer, words: Words) -> str:
    """Write the first rows; they are line numbers of the file, so they have no group marks."""
    if not place["rows"]:
        return ""
    first = place["rows"][:MOST_ROWS]
    listed = ", ".join(str(row) for row in first)
    count = int(place["count"] if "count" in place else place["failing"])
    more = " " + words.text("precheck.more") if count > len(first) else ""
    return f" ({words.text('precheck.row_list', n=len(first), rows=listed)}{more})"


def _labelled(label: str, text: str) -> list[str]:
    """Write a label and its text, which goes on under itself; an empty text is no line."""
    if not text:
        return []
    deeper = len(text) - len(text.lstrip())
    later = " " * (2 + MARGIN + deeper)
    start = f"  {label:<{MARGIN}}" + " " * deeper
    return textwrap.wrap(
        text.strip(), WIDTH, initial_indent=start, subsequent_indent=later, break_on_hyphens=False
    )


def _plain(text: str, indent: int = 0) -> list[str]:
    later = " " * max(indent, 2)
    return textwrap.wrap(
        text, WIDTH, initial_indent=" " * indent, subsequent_indent=later, break_on_hyphens=False
    )

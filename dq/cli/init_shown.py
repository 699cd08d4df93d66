"""What `dq init` saw, as lines for a person and as records. Header names and forms, never a cell."""

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from dq.cli.console import Console, printable
from dq.core.headers import escaped
from dq.words import Words

if TYPE_CHECKING:
    from dq.pipeline.looking import Look

WIDTH = 80
LABEL = 13
SHOWN_NAMES = 3


def groups_of(looks: "Sequence[Look]") -> "list[list[Look]]":
    """Put files together that are alike in all but name and size, in the order of their first names."""
    groups: dict[str, list[Look]] = {}
    for look in looks:
        same = {key: value for key, value in look.seen.items() if key not in ("unread", "not_utf8")}
        alone = "" if look.recognised else look.file.name
        key = repr((look.file.feed, sorted(same.items()), alone, bool(look.file.unread_cells)))
        groups.setdefault(key, []).append(look)
    return list(groups.values())


def shown(group: "Sequence[Look]", console: Console, words: Words) -> list[str]:
    """Return the lines on files that are alike."""
    look = group[0]
    names = ", ".join(str(printable(each.file.name)) for each in group[:SHOWN_NAMES])
    more = len(group) - SHOWN_NAMES
    names += " " + words.text("cli.init.more_files", n=more) if more > 0 else ""
    sign = console.signs["pay" if look.recognised else "adjust"]
    style = "pay" if look.recognised else "adjust"
    first, *rest = textwrap.wrap(names, WIDTH - 2, subsequent_indent="  ", break_on_hyphens=False)
    lines = [f"{console.paint(style, sign)} {console.paint('strong', first)}", *rest]
    for key, text in _facts(group, words):
        label = words.text(f"cli.init.{key}").ljust(LABEL)
        indent = " " * (LABEL + 2)
        wrapped = textwrap.wrap(str(printable(text)), WIDTH, initial_indent=indent, subsequent_indent=indent)
        wrapped[0] = "  " + label + wrapped[0].lstrip()
        lines += [console.paint("warn", line) if key in ("choose_one", "why") else line for line in wrapped]
    return lines


def as_records(looks: "Sequence[Look]", words: Words) -> list[dict[str, Any]]:
    """Return one plain record per file, for `--format json`."""
    return [_record(look, words) for look in looks]


def _facts(group: "Sequence[Look]", words: Words) -> list[tuple[str, str]]:
    """List what was seen as pairs of a label's key and a text; what was not seen is left out."""
    look, seen = group[0], group[0].seen
    rows = sum(each.file.rows for each in group)
    feed = words.text("cli.init.rows", feed=look.file.feed, rows=rows) if look.is_read else ""
    dates = [f"{column} {_forms(forms, words)}" for column, forms in seen.get("dates", {}).items()]
    units = [f"{column} {_forms(forms, words)}" for column, forms in seen.get("units", {}).items() if forms]
    unread: dict[str, int] = {}
    for each in group:
        for column, count in each.seen.get("unread", {}).items():
            unread[column] = unread.get(column, 0) + count
    facts = [
        ("feed", feed),
        ("form", _form(look, words)),
        ("header_line", str(_header_line(look) or "")),
        ("headers", _headers(look, words)),
        ("others", _others(look, words)),
        ("dates", ", ".join(dates)),
        ("units", ", ".join(units)),
        ("decimal", _forms(seen.get("decimals", ()), words)),
        ("left_unread", ", ".join(words.text("cli.init.cells", column=c, n=n) for c, n in unread.items())),
        ("choose_one", _choose(look, words)),
        ("why", _why(look, words)),
    ]
    return [(key, text) for key, text in facts if text]


def _form(look: "Look", words: Words) -> str:
    """Say the form, encoding and separator, and why the encoding is proposed."""
    seen, said = look.seen, look.seen.get("said", {})
    parts = [said.get("form") or seen.get("form", "")]
    if seen.get("encoding"):
        parts.append(seen["encoding"])
    if seen.get("not_utf8"):
        parts[-1] += " " + words.text("cli.init.not_utf8", line=seen["not_utf8"])
    if said.get("separator"):
        counts = ", ".join(f"{_mark(mark)} × {n}" for mark, n in seen.get("separators", {}).items())
        parts.append(words.text("cli.init.separator", mark=_mark(said["separator"]), counts=counts))
    if said.get("sheet"):
        parts.append(words.text("cli.init.sheet", sheet=said["sheet"], sheets=", ".join(seen["sheets"])))
    return ", ".join(part for part in parts if part)


def _mark(mark: str) -> str:
    return "tab" if mark == "\t" else mark


def _header_line(look: "Look") -> int:
    line: int = look.seen.get("said", {}).get("header_line", 0)
    return line


def _headers(look: "Look", words: Words) -> str:
    mapping, proposed = look.seen.get("mapping", {}), look.seen.get("proposed", {})
    pairs = [
        f"{header} = {column}" + (f" {words.text('cli.init.seems')}" if header in proposed else "")
        for column, header in mapping.items()
    ]
    return ", ".join(pairs)


def _others(look: "Look", words: Words) -> str:
    """List the headers without a column, each with the column it is most like; cells are never listed."""
    suggested = look.seen.get("suggested", {})
    like = {escaped(header): f" ({words.text('cli.init.like', column=c)})" for header, c in suggested.items()}
    names = [header + like.get(header, "") for header in look.seen.get("unmapped", ())]
    held_back = look.seen.get("held_back", 0)
    names += [words.text("cli.init.held_back", n=held_back)] if held_back else []
    return ", ".join(names)


def _forms(forms: Sequence[str], words: Words) -> str:
    return f" {words.text('cli.init.or')} ".join(forms)


def _choose(look: "Look", words: Words) -> str:
    """Name the keys that a person must settle in `dq.toml`."""
    return ", ".join(look.seen.get("unclear", ())) if look.proposal else ""


def _why(look: "Look", words: Words) -> str:
    """Say why a file was not read."""
    file = look.file
    if look.is_read or not file.error:
        return ""
    return words.text(f"errors.{file.error}", **file.values).replace("\n", " ")


def _record(look: "Look", words: Words) -> dict[str, Any]:
    seen, file = look.seen, look.file
    keys = ("form", "encoding", "not_utf8", "separators", "sheets", "mapping", "unmapped", "held_back")
    values = ("dates", "units", "decimals", "unread", "unclear", "proposed", "suggested")
    told = {key: seen[key] for key in (*keys, *values) if key in seen}
    own = {"name": file.name, "recognised": look.recognised, "feed": file.feed, "rows": file.rows}
    sender = look.proposal.sender if look.proposal else ""
    record = own | {"sender": sender, "header_line": _header_line(look), **told, "why": _why(look, words)}
    return {key: printable(value) for key, value in record.items()}

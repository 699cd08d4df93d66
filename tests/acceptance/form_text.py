"""Tables as CSV: encodings, separators, quotes, line ends, titles, and where each row then stands."""

import codecs
from dataclasses import dataclass, field
from random import Random
from typing import Any

from made import Made, Table

SEPARATORS = (";", ";", ",", "\t", "|")
QUOTES = ("minimal", "minimal", "all", "some")


@dataclass
class TextPlan:
    """A CSV before it is bytes: `header` and `rows` hold cells already quoted, `above` whole lines."""

    table: Table
    encoding: str = "utf-8"
    bom: bool = False
    separator: str = ";"
    end: str = "\n"
    inner: str = "\n"  # line breaks inside cells
    ended: bool = True
    above: list[str] = field(default_factory=list)
    header: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    below: list[str] = field(default_factory=list)
    between: dict[int, str] = field(default_factory=dict)  # whole lines before these rows
    kinds: dict[str, int] = field(default_factory=dict)  # of the lines in `below` and `between`
    declared: dict[str, Any] = field(default_factory=dict)
    name: str = "fil.csv"

    def lines(self) -> list[str]:
        """Return all lines without their ends."""
        rows = [line for at, row in enumerate(self.rows) for line in self._with_before(at, row)]
        return [*self.above, self.separator.join(self.header), *rows, *self.below]

    def _with_before(self, at: int, row: list[str]) -> list[str]:
        line = self.separator.join(row)
        return [self.between[at], line] if at in self.between else [line]

    def text(self) -> str:
        """Return the whole text."""
        lines = [line.replace("\n", self.inner) for line in self.lines()]
        return self.end.join(lines) + (self.end if self.ended else "")

    def data(self) -> bytes:
        """Return the file."""
        return encoded(self.text(), self.encoding, bom=self.bom)


def encoded(text: str, encoding: str, *, bom: bool) -> bytes:
    """Encode a text; UTF-16 always has its mark."""
    if encoding == "utf-16":
        return codecs.BOM_UTF16_LE + text.encode("utf-16-le")
    codec = {"windows-1252": "cp1252", "iso-8859-1": "latin-1"}.get(encoding, encoding)
    return (codecs.BOM_UTF8 if bom else b"") + text.encode(codec)


def encoding_of(rng: Random) -> str:
    """Choose the encoding of a text; the cells of its table must be of it."""
    return rng.choice(("utf-8", "utf-8", "utf-8", "windows-1252", "iso-8859-1", "utf-16"))


def plan_text(rng: Random, table: Table, encoding: str = "utf-8") -> TextPlan:
    """Choose a form for a table."""
    plan = TextPlan(table, encoding=encoding, declared=dict(told(table)))
    plan.bom = encoding == "utf-8" and rng.random() < 0.4
    plan.separator = "\t" if encoding == "utf-16" else rng.choice(SEPARATORS)
    plan.end = rng.choice(("\r\n", "\r\n", "\n", "\n", "\r"))
    plan.inner = rng.choice((plan.end, "\n")) if plan.end == "\r\n" else plan.end
    plan.ended = rng.random() < 0.85
    quotes = rng.choice(QUOTES)
    headers = [each.header for each in table.fields]
    plan.header = [quoted(rng, cell, plan.separator, quotes) for cell in headers]
    texts = [[each.texts[at] for each in table.fields] for at in range(table.rows)]
    plan.rows = [[quoted(rng, cell, plan.separator, quotes) for cell in row] for row in texts]
    _say(rng, plan, headers)
    return plan


def told(table: Table) -> dict[str, Any]:
    """Return what is declared of a table, without what only the generator needs to know."""
    return {key: each for key, each in table.told().items() if key not in ("date_form", "decimal_mark")}


def quoted(rng: Random, cell: str, separator: str, quotes: str) -> str:
    """Quote a cell as RFC 4180 has it, where it must be or the file does so."""
    must = any(mark in cell for mark in (separator, '"', "\n", "\r"))
    wish = quotes == "all" or (quotes == "some" and rng.random() < 0.5)
    return '"' + cell.replace('"', '""') + '"' if must or wish else cell


def _say(rng: Random, plan: TextPlan, headers: list[str]) -> None:
    """Declare what is not in the bytes, and at times what is; put lines above the header."""
    if plan.encoding in ("windows-1252", "iso-8859-1") or rng.random() < 0.1:
        plan.declared["encoding"] = plan.encoding
    others = [mark for mark in ";,\t|" if mark != plan.separator and any(mark in each for each in headers)]
    alone = len(headers) == 1
    how = rng.random()
    if plan.encoding != "utf-16" and how < 0.1:
        plan.above = [f"sep={plan.separator}"]
    elif others or alone or how < 0.3:
        plan.declared["separator"] = plan.separator
    if not plan.above and rng.random() < 0.08:
        plan.above = ["Uttag ur listningssystemet", *rng.choice(([], [""], ["Avser oktober"]))]
        plan.declared["header_line"] = len(plan.above) + 1


def made_text(plan: TextPlan, data: bytes | None = None) -> Made:
    """Make the file of a plan; `data` in place of what the plan would give."""
    table = plan.table
    first, at = len(plan.above) + 2, []
    for number, row in enumerate(plan.rows):
        first += number in plan.between
        at.append(first)
        first += sum(cell.count("\n") for cell in row) + 1
    blank = sum(not line.strip() for line in plan.above)
    inside = first - len(plan.above) - 2 - len(plan.rows) - len(plan.between)
    lines = {"header": 1, "title": len(plan.above) - blank, "rows": len(plan.rows)}
    lines |= plan.kinds | {"rows": len(plan.rows) + plan.kinds.get("rows", 0)}
    lines |= {"blank": blank + plan.kinds.get("blank", 0), "continuation": inside}
    return Made(
        name=plan.name,
        form=_form(plan),
        data=plan.data() if data is None else data,
        declared=plan.declared,
        truth=table.truth,
        at=tuple(at),
        lines=lines,
        feed=table.feed.name,
        canaries=frozenset(table.canaries),
    )


def _form(plan: TextPlan) -> str:
    mark = "tab" if plan.separator == "\t" else plan.separator
    return f"csv {plan.encoding}{' bom' if plan.bom else ''} {mark}"


def make_text(rng: Random, table: Table, encoding: str = "utf-8") -> Made:
    """Make a table a CSV."""
    return made_text(plan_text(rng, table, encoding))

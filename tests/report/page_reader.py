"""Read a page as a person's program would: tags that balance, attributes, texts, rows of a table."""

from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser

VOID = {"meta", "input", "br", "link", "img", "hr", "circle", "rect", "line", "path"}


@dataclass
class Page:
    """What was found. `cells` holds one list of texts per row of the table `tc`."""

    attributes: list[tuple[str, str, str]] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    style: str = ""
    script: str = ""
    csp: str = ""
    text: str = ""
    cells: list[list[str]] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page, self.open, self.table = Page(), [], ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.page.tags.append(tag)
        values = {name: value or "" for name, value in attrs}
        self.page.attributes += [(tag, name, value) for name, value in values.items()]
        if "id" in values:
            self.page.ids.append(values["id"])
        if values.get("http-equiv") == "Content-Security-Policy":
            self.page.csp = values["content"]
        if tag == "table":
            self.table = values.get("id", "")
        if self.table == "tc" and tag == "tr":
            self.page.cells.append([])
        if self.table == "tc" and tag in ("td", "th"):
            self.page.cells[-1].append("")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.page.tags.append(tag)
        self.page.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        last = self.open.pop()
        assert last == tag, f"</{tag}> closes <{last}>"

    def handle_data(self, data: str) -> None:
        inside = self.open[-1] if self.open else ""
        if inside == "style":
            self.page.style += data
        elif inside == "script":
            self.page.script += data
        else:
            self.page.text += data + " "
            if self.table == "tc" and ("td" in self.open or "th" in self.open):
                self.page.cells[-1][-1] += data


@cache
def read_page(html: str) -> Page:
    """Parse `html`; an assertion fails when a tag is closed in the wrong place or left open."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return reader.page

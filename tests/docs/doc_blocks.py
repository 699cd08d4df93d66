"""The parts of a Markdown page that can be held against the code: fenced blocks, tables and links."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
GENERATED = ("rules.md", "feeds.md")
FENCE = re.compile(r"^```(\w*)$")


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, its lines, and the line of the page it begins on."""

    lang: str
    lines: tuple[str, ...]
    line: int

    @property
    def text(self) -> str:
        return "\n".join(self.lines) + "\n"


@dataclass(frozen=True)
class Command:
    """One `$ ...` of a console block and what is quoted under it."""

    words: str
    quoted: tuple[str, ...]
    line: int


def pages() -> list[Path]:
    """Every page written by hand, in a fixed order."""
    return [
        *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")),
        *sorted(path for path in (ROOT / "docs").rglob("*.md") if path.name not in GENERATED),
    ]


def shown(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def blocks(text: str) -> Iterator[Block]:
    lang, start, lines = "", 0, list[str]()
    for number, line in enumerate(text.splitlines(), start=1):
        fence = FENCE.match(line)
        if start and line == "```":
            yield Block(lang, tuple(lines), start)
            start, lines = 0, []
        elif start:
            lines.append(line)
        elif fence:
            lang, start = fence[1], number


def prose(text: str) -> str:
    """The page without its fenced blocks."""
    return re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)


def commands(block: Block) -> list[Command]:
    found: list[Command] = []
    for number, line in enumerate(block.lines, start=block.line + 1):
        if line.startswith("$ "):
            found.append(Command(line[2:], (), number))
        elif found:
            last = found[-1]
            found[-1] = Command(last.words, (*last.quoted, line), last.line)
    return found


def table(text: str, heading: str) -> list[list[str]]:
    """The cells of the first table under a heading, without its header line."""
    lines = text.splitlines()
    start = lines.index(heading)
    rows: list[list[str]] = []
    for line in lines[start + 1 :]:
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip().strip("|").split("|")])
        elif rows or line.startswith("#"):
            break
    assert len(rows) > 2, f"no table under {heading}"
    return rows[2:]


def code(cell: str) -> list[str]:
    """The words in backticks of a cell."""
    return re.findall(r"`([^`]+)`", cell)


def anchors(text: str) -> set[str]:
    """The anchors that headings of a page get."""
    titles = re.findall(r"^#+ (.+)$", prose(text), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def links(text: str) -> list[str]:
    return re.findall(r"\]\(([^)\s]+)\)", prose(text))


def matches(quoted: list[str], printed: list[str]) -> bool:
    """Whether the quoted lines are the printed ones; a line with only `…` stands for any lines."""
    if not quoted:
        return not printed
    if quoted[0] == "…":
        return any(matches(quoted[1:], printed[skip:]) for skip in range(len(printed) + 1))
    return bool(printed) and quoted[0] == printed[0] and matches(quoted[1:], printed[1:])


def tidy(text: str) -> list[str]:
    """Printed lines as they are compared: plain spaces, no time, no blank lines at the ends."""
    plain = text.replace("\u00a0", " ")
    plain = re.sub(r"\s+\d+[.,]\d s$", "", plain, flags=re.MULTILINE)
    return [line.rstrip() for line in plain.strip("\n").splitlines()]

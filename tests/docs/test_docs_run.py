"""Every command and code block of the pages runs, and prints what is quoted."""

import subprocess
import sys
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from shutil import copytree

import pytest
from doc_blocks import Block, blocks, matches, pages, shown, tidy
from doc_session import Session, run

from dq.engines.expectations import load_expectations
from dq.settings.project import load_project

RUN = ("console", "python", "toml", "json")
PAGES = [page for page in pages() if any(each.lang in RUN for each in blocks(page.read_text("utf-8")))]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """The demo, made once: its folder, and what making it printed."""
    folder = tmp_path_factory.mktemp("docs")
    done = run([sys.executable, "-m", "dq", "demo", "dq-demo"], folder, {"DQ_LANG": "en"})
    assert done.returncode == 10, done.stdout
    return folder / "dq-demo", done


def pairs(page: Path) -> Iterator[tuple[Block, Block | None]]:
    """Each block with the one after it."""
    every = list(blocks(page.read_text("utf-8")))
    return zip_longest(every, every[1:])


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_what_a_page_says_is_what_happens(
    page: Path, made: tuple[Path, subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    demo, done = made
    copytree(demo, tmp_path / "dq-demo")
    session = Session(tmp_path, done)
    wrong: list[str] = []
    for block, after in pairs(page):
        assert block is not None
        if block.lang == "toml":
            written = session.toml(block)
            if written and written.name == "dq.toml":
                load_project(written)
                written.unlink()
        elif block.lang == "json":
            path = tmp_path / "own" / "provider.json"
            path.write_text(block.text, encoding="utf-8")
            assert load_expectations(path).expectations
        elif block.lang == "console":
            wrong += session.console(block)
        elif block.lang == "python":
            quoted = after.lines if after and after.lang == "text" else ()
            printed = tidy(session.python(block))
            if not matches(tidy("\n".join(quoted)), printed):
                wrong.append("\n".join([f"line {block.line}: python", *printed]))
    assert not wrong, "\n\n".join([f"{shown(page)} quotes something else than is printed:", *wrong])

"""Runs the blocks of one page in a folder of its own, with the dq that is installed."""

import os
import shlex
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from doc_blocks import Block, Command, commands, matches, tidy

KEPT = ("PATH", "HOME", "SYSTEMROOT", "TMPDIR", "VIRTUAL_ENV")
DEMO = "dq demo dq-demo"


@dataclass
class Session:
    """A page's folder, environment and last exit code. `demo` is what `dq demo dq-demo` printed here."""

    folder: Path
    demo: subprocess.CompletedProcess[str]
    env: dict[str, str] = field(default_factory=dict)
    code: int = 0

    def console(self, block: Block) -> list[str]:
        """Run a console block; give one line for each command that printed something else than quoted."""
        wrong = []
        for command in commands(block):
            printed = tidy(self._printed(command))
            quoted = tidy("\n".join(command.quoted))
            if quoted != ["…"] and not matches(quoted, printed):
                wrong.append("\n".join([f"line {command.line}: $ {command.words}", *printed]))
        return wrong

    def python(self, block: Block) -> str:
        """Run a Python block and give what it printed; a fault is printed too."""
        done = self._run([sys.executable, "-c", block.text])
        return done.stdout

    def toml(self, block: Block) -> Path | None:
        """Write a block whose first line is a comment with a file name, and nothing else."""
        name = block.lines[0].removeprefix("# ")
        if not name.endswith(".toml") or " " in name:
            return None
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text, encoding="utf-8")
        return path

    def _printed(self, command: Command) -> str:
        words = shlex.split(command.words)
        if words[0] == "export":
            name, _, value = words[1].partition("=")
            self.env[name] = value
            return ""
        if words[:2] == ["echo", "$?"]:
            return str(self.code)
        assert words[0] == "dq", f"only dq runs in console blocks, not {words[0]}"
        done = self.demo if command.words == DEMO else self._run([sys.executable, "-m", "dq", *words[1:]])
        self.code = done.returncode
        return done.stdout

    def _run(self, words: list[str]) -> subprocess.CompletedProcess[str]:
        return run(words, self.folder, self.env)


def run(words: list[str], folder: Path, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a program with both streams as one, as a terminal shows them."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return subprocess.run(
        words,
        cwd=folder,
        env={**kept, "PYTHONUTF8": "1", "LANG": "C.UTF-8", **env},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
        timeout=300,
    )

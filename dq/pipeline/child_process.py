"""The parent's side of the child process: start it, give orders, notice when it dies, start another."""

import json
import os
import queue
import site
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Self

import dq

COMMAND = (sys.executable, "-P", "-m", "dq.pipeline.child")
_CAPS = (-24, -9)  # SIGXCPU, and SIGKILL where the system ends what takes too much memory


class ChildProcess:
    """One child at a time. Use as a context; `ask` always gives an answer."""

    def __init__(self, setup: str, wall_seconds: float) -> None:
        self._setup = setup
        self._wall_seconds = wall_seconds
        self._process: subprocess.Popen[str] | None = None
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def ask(self, order: dict[str, Any]) -> dict[str, Any]:
        """Give one order. If the child dies or hangs, the answer says so; the next order gets a new one."""
        try:
            process = self._process or self._start()
            _send(process, json.dumps(order))
            line = self._lines.get(timeout=self._wall_seconds)
        except queue.Empty:
            self._end()
            return _lost("file_limit", order)
        except OSError:
            line = ""
        if line:
            answer: dict[str, Any] = json.loads(line)
            return answer
        return _lost("file_limit" if self._end(patience=1.0) in _CAPS else "parser_died", order)

    def _start(self) -> subprocess.Popen[str]:
        pipe = subprocess.PIPE
        process = subprocess.Popen(  # noqa: S603  our own interpreter and module, no shell
            COMMAND,
            stdin=pipe,
            stdout=pipe,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            env=_environment(),
        )
        self._process, self._lines = process, queue.SimpleQueue()
        assert process.stdout is not None
        threading.Thread(target=_pump, args=(process.stdout, self._lines), daemon=True).start()
        _send(process, self._setup)
        return process

    def _end(self, patience: float = 0.0) -> int:
        """End the child, if there is one, and return how it ended; negative numbers are signals."""
        process, self._process = self._process, None
        if process is None or process.stdin is None:
            return 0
        with suppress(OSError):
            process.stdin.close()
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=patience)
        process.kill()
        return process.wait()


def _send(process: subprocess.Popen[str], line: str) -> None:
    assert process.stdin is not None
    process.stdin.write(line + "\n")
    process.stdin.flush()


def _pump(stream: IO[str], lines: "queue.SimpleQueue[str]") -> None:
    """Hand on each line the child writes, then an empty one when it is gone."""
    with stream:
        for line in stream:
            lines.put(line)
    lines.put("")


def _lost(error: str, order: dict[str, Any]) -> dict[str, Any]:
    return {"status": "refused", "error": error, "values": {"file": order["name"]}}


def _environment() -> dict[str, str] | None:
    """Let the child find this very `dq` when it runs from a checkout; else it inherits all as it is."""
    root = str(Path(dq.__path__[0]).parent)
    if root in site.getsitepackages():
        return None
    return {**os.environ, "PYTHONPATH": root}

"""The process that opens delivered files, so that a broken one can only take this process with it.

Started once per delivery. JSON lines in, JSON lines out: first the setup, then one order per file. It knows
feeds only as plain values, and imports neither pandera nor Great Expectations.
"""

import json
import os
import signal
import sys
from typing import IO

from dq.core.table import ReadLimits
from dq.pipeline.answer import answer
from dq.pipeline.orders import read_setup


def _own_output() -> IO[str]:
    """Keep the pipe to the parent for answers; anything a library prints goes nowhere."""
    pipe = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    return os.fdopen(pipe, "w", encoding="utf-8")


def _set_limits(limits: ReadLimits) -> None:
    """Cap memory and core dumps for the process, where the system can."""
    os.umask(0o077)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is told too, and ends this process
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))


def _allow_time(limits: ReadLimits) -> None:
    """Cap the processor time of the next file: what was used so far, and the cap."""
    if sys.platform != "win32":
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        soft = int(used.ru_utime + used.ru_stime) + limits.cpu_seconds + 1
        resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _forget_settings() -> None:
    """Drop what the environment says to PostgreSQL's library that would change what an answer holds."""
    for name in ("PGCLIENTENCODING", "PGDATESTYLE", "PGGEQO", "PGOPTIONS", "PGTZ"):
        os.environ.pop(name, None)


def main() -> None:
    """Answer orders until the parent closes the pipe."""
    output = _own_output()
    setup = read_setup(sys.stdin.readline())
    _set_limits(setup.limits)
    _forget_settings()
    for line in sys.stdin:
        _allow_time(setup.limits)
        output.write(json.dumps(answer(json.loads(line), setup)) + "\n")
        output.flush()


if __name__ == "__main__":
    main()

"""Patterns for names of files: which names they mean, and which pattern means a file in every period."""

import re
from collections.abc import Collection
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

HERE = "./"
_PERIOD = re.compile(
    r"(?<!\d)(?:19|20)\d\d(?:[-_.]?(?:0[1-9]|1[0-2])(?:[-_.]?(?:0[1-9]|[12]\d|3[01]))?)?(?!\d)"
)


def matches(name: str, pattern: str) -> bool:
    """Match the whole name, or its last part where the pattern has no folder; `./` means no folder."""
    if pattern.startswith(HERE):
        return fnmatchcase(name, pattern.removeprefix(HERE))
    return fnmatchcase(name, pattern) or (
        "/" not in pattern and fnmatchcase(PurePosixPath(name).name, pattern)
    )


def literal(name: str) -> str:
    """Return the pattern that means this name."""
    return re.sub(r"([\[*?])", r"[\1]", name)


def pattern_of(name: str, alike: Collection[str], every: Collection[str]) -> str:
    """Return a pattern that means this name of a file, if it can be in every period (`2026-10` becomes `*`).

    Of all names in `every` it matches none but those in `alike`.
    """
    wide = "*".join(literal(part) for part in _PERIOD.split(name))
    for pattern in (wide, literal(name)):
        if all(each in alike for each in every if matches(each, pattern)):
            return pattern
    return HERE + literal(name)

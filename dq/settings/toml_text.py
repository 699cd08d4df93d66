"""Plain values as TOML, for files that a person goes on writing in."""

import re
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_SHORT = {'"': '\\"', "\\": "\\\\", "\t": "\\t"}


def toml_value(value: Any) -> str:
    """Write a text, whole number, truth value, or list of them."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list | tuple):
        return f"[{', '.join(toml_value(each) for each in value)}]"
    return '"' + "".join(_escaped(mark) for mark in str(value)) + '"'


def toml_key(*parts: str) -> str:
    """Write a key, its parts joined by full stops; a part that is no bare key is quoted."""
    return ".".join(part if _BARE.fullmatch(part) else toml_value(part) for part in parts)


def _escaped(mark: str) -> str:
    """Escape what TOML must have escaped, and what a person could not see."""
    if mark in _SHORT:
        return _SHORT[mark]
    if not mark.isprintable():
        return f"\\u{ord(mark):04X}" if ord(mark) < 0x10000 else f"\\U{ord(mark):08X}"
    return mark

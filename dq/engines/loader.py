"""Expectation files: read strictly, because Great Expectations drops what it does not know and passes.

Every fault of a file is a `UsageFault` (exit 20) that names the file, the place and the nearest right name.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from dq.core.codes import Disposition, Severity, Unit
from dq.core.errors import UsageFault, nearest
from dq.engines.kwargs import EXAMPLES, KINDS
from dq.engines.vocabulary import TYPES

# The tables an expectation can be about, and the columns that name one row of each.
TABLES: dict[str, tuple[str, ...]] = {
    "provider": ("provider_id",),
    "doctor": ("provider_id", "physician_id"),
    "region": ("county_code",),
}
MAX_BYTES = 262_144
ALLOWED: dict[str, tuple[str, ...]] = {
    "unit": tuple(Unit),
    "severity": tuple(Severity),
    "disposition": (Disposition.INFORM, Disposition.HOLD),
}


@dataclass(frozen=True)
class ExpectationMeta:
    """The words and weight of one expectation; the same fields as in the file.

    `required: false` says that a region may lack what it is about (no ST doctor), so that finding nothing
    to judge is harmless.
    """

    id: str
    title_sv: str
    title: str
    sv: str
    en: str
    todo_sv: str
    todo_en: str
    unit: Unit
    severity: Severity
    disposition: Disposition
    required: bool = True


@dataclass(frozen=True)
class Expectation:
    """One expectation: its Great Expectations type, what it is told, and its words."""

    type: str
    kwargs: dict[str, Any]
    meta: ExpectationMeta


@dataclass(frozen=True)
class ExpectationFile:
    """One file of a suite: `path` as shown to people, suite `name`, the table, and what is expected of it."""

    path: str
    name: str
    table: str
    expectations: tuple[Expectation, ...]


def load_expectations(path: Path) -> ExpectationFile:
    """Read one file of expectations.

    Raises:
        UsageFault: the file is unreadable, empty, or holds anything that is not known: a key, a type, an
            argument, a table, a value. Ids must be there and differ.
    """
    shown = f"{path.parent.name}/{path.name}"
    data = _parse(path, shown)
    _keys(shown, "-", data, required=("name", "meta", "expectations"))
    if not (isinstance(data["name"], str) and data["name"]):
        raise _wrong(shown, "-", "name", '"demo"')
    if not isinstance(data["meta"], dict):
        raise _wrong(shown, "-", "meta", '{"table": "provider"}')
    _keys(shown, "meta", data["meta"], required=("table",))
    _one_of(shown, "meta", "table", data["meta"]["table"], tuple(TABLES))
    given = data["expectations"]
    if not (isinstance(given, list) and given):
        raise UsageFault("expectations_empty", file=shown)
    loaded = tuple(_expectation(shown, data["name"], n, entry) for n, entry in enumerate(given, start=1))
    file = ExpectationFile(shown, data["name"], data["meta"]["table"], loaded)
    refuse_repeated_ids([file])
    return file


def refuse_repeated_ids(files: Iterable[ExpectationFile]) -> None:
    """Refuse an id that stands twice, in one file or in two."""
    seen: dict[str, str] = {}
    for file in files:
        for one in file.expectations:
            if one.meta.id in seen:
                raise UsageFault(
                    "expectation_id_twice", id=one.meta.id, first=seen[one.meta.id], second=file.path
                )
            seen[one.meta.id] = file.path


def _parse(path: Path, shown: str) -> dict[str, Any]:
    try:
        raw = path.read_bytes()
        if len(raw) > MAX_BYTES:
            raise ValueError
        data = json.loads(raw.decode("utf-8"), object_pairs_hook=_no_twins, parse_constant=_no_constant)
    except OSError:
        raise UsageFault("expectations_unreadable", file=shown) from None
    except json.JSONDecodeError as error:
        raise UsageFault("expectations_not_json", file=shown, line=error.lineno, column=error.colno) from None
    except (ValueError, RecursionError):
        raise UsageFault("expectations_not_json", file=shown, line=1, column=1) from None
    if not isinstance(data, dict):
        raise UsageFault("expectations_not_json", file=shown, line=1, column=1)
    return data


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({key for key, _ in pairs}) != len(pairs):
        raise ValueError
    return dict(pairs)


def _no_constant(_: str) -> None:
    raise ValueError


def _expectation(shown: str, suite: str, number: int, entry: Any) -> Expectation:
    place = f"expectations[{number}]"
    if not isinstance(entry, dict):
        raise _wrong(shown, place, "expectation", '{"type": ..., "kwargs": ..., "meta": ...}')
    _keys(shown, place, entry, required=("type", "kwargs", "meta"))
    meta = _meta(shown, suite, place, entry["meta"])
    _one_of(shown, meta.id, "type", entry["type"], tuple(TYPES))
    if not isinstance(entry["kwargs"], dict):
        raise _wrong(shown, meta.id, "kwargs", '{"column": "named_share", "min_value": 0, "max_value": 1}')
    _kwargs(shown, meta.id, entry["type"], entry["kwargs"])
    return Expectation(entry["type"], entry["kwargs"], meta)


def _meta(shown: str, suite: str, place: str, meta: Any) -> ExpectationMeta:
    if not isinstance(meta, dict):
        raise _wrong(shown, place, "meta", f'{{"id": "EXP-{suite}-01", ...}}')
    required = tuple(f.name for f in fields(ExpectationMeta) if f.name != "required")
    _keys(shown, f"{place}.meta", meta, required=required, optional=("required",))
    if not re.fullmatch(rf"EXP-{re.escape(suite)}-\d{{2}}", str(meta["id"])):
        raise _wrong(shown, place, "id", f"EXP-{suite}-01")
    for key in required:
        # Braces would be taken for placeholders when the text is shown.
        if not isinstance(meta[key], str) or not meta[key].strip() or set(meta[key]) & set("{}"):
            raise _wrong(shown, meta["id"], key, '"..."')
    for key, choices in ALLOWED.items():
        _one_of(shown, meta["id"], key, meta[key], choices)
    if not isinstance(meta.get("required", True), bool):
        raise _wrong(shown, meta["id"], "required", EXAMPLES["flag"])
    typed = {"unit": Unit(meta["unit"]), "severity": Severity(meta["severity"])}
    return ExpectationMeta(**meta | typed | {"disposition": Disposition(meta["disposition"])})


def _kwargs(shown: str, place: str, name: str, kwargs: dict[str, Any]) -> None:
    known = TYPES[name]
    _keys(shown, place, kwargs, required=known.required, optional=tuple(known.kwargs))
    if known.one_of and not set(known.one_of) & set(kwargs):
        raise UsageFault("expectation_missing", file=shown, where=place, name=" / ".join(known.one_of))
    for key, value in kwargs.items():
        if not KINDS[known.kwargs[key]](value):
            raise _wrong(shown, place, key, EXAMPLES[known.kwargs[key]])
    low, high = kwargs.get("min_value"), kwargs.get("max_value")
    if low is not None and high is not None and low > high:
        raise _wrong(shown, place, "max_value", f">= {low}")


def _keys(
    shown: str,
    place: str,
    given: dict[str, Any],
    *,
    required: tuple[str, ...],
    optional: tuple[str, ...] = (),
) -> None:
    """Refuse keys that are not known first, so that a misspelt one is named with its right spelling."""
    known = tuple(dict.fromkeys((*required, *optional)))
    for key in given:
        if key not in known:
            raise UsageFault(
                "expectation_key", file=shown, where=place, name=key, nearest=_near(key, known), choices=known
            )
    for key in required:
        if key not in given:
            raise UsageFault("expectation_missing", file=shown, where=place, name=key)


def _one_of(shown: str, place: str, key: str, value: Any, choices: tuple[str, ...]) -> None:
    if value in choices:
        return
    word = str(value)
    raise UsageFault(
        "expectation_choice",
        file=shown,
        where=place,
        name=key,
        value=word,
        nearest=_near(word, choices),
        choices=choices,
    )


def _near(word: str, choices: tuple[str, ...]) -> str:
    return nearest(word, [str(choice) for choice in choices]) or "-"


def _wrong(shown: str, place: str, key: str, example: str) -> UsageFault:
    return UsageFault("expectation_value", file=shown, where=place, name=key, example=example)

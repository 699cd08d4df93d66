"""How a wrong word in `dq.toml` is refused: where it stands, the nearest right one, and all there are."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from dq.core.errors import UsageFault, nearest


def wrong_key(path: Path, key: str, names: Iterable[str]) -> UsageFault:
    """Say that a key is not there."""
    return _unknown("project_key", path, key, key.rpartition(".")[2], list(names))


def wrong_value(path: Path, key: str, value: str, names: Iterable[str]) -> UsageFault:
    """Say that the value at `key` is none of `names`."""
    return _unknown("project_value", path, key, value, list(names))


def _unknown(error: str, path: Path, key: str, word: str, names: list[str]) -> UsageFault:
    close = nearest(word, names)
    error += "_near" if close else ""
    return UsageFault(error, file=path.name, key=key, value=word, nearest=close, names=names)


def first_fault(
    path: Path, error: ValidationError, model: type[BaseModel], where: str = "", more: Iterable[str] = ()
) -> UsageFault:
    """Turn the first thing that pydantic found into a refusal; `more` are keys that the model leaves open."""
    first: Any = error.errors()[0]
    loc = [str(part) for part in first["loc"]]
    key = ".".join([*([where] if where else []), *loc])
    if first["type"] == "extra_forbidden":
        return wrong_key(path, key, [*_fields(model, loc[:-1]), *more])
    return UsageFault("suite_value", file=path.name, key=key, why=first["msg"])


def _fields(model: type[BaseModel], loc: list[str]) -> list[str]:
    """Name the keys of the table at `loc`, going through `dict[str, Table]` as TOML writes it."""
    for part in loc:
        kind: Any = model.model_fields[part].annotation if part in model.model_fields else None
        inner = get_args(kind)[-1] if get_args(kind) else kind
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            model = inner
    return list(model.model_fields)

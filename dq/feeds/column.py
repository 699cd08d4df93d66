"""How a feed is declared: a pandera model whose fields carry our `Column`."""

from collections.abc import Mapping
from typing import Any

import pandera.polars as pa

from dq.core.feed import Column, Feed, Kind


class FeedModel(pa.DataFrameModel):  # type: ignore[misc]  # pandera gives no types to mypy
    """Base of every feed: exact types, no coercion, extra columns only where the reader puts them."""

    class Config:
        """Read values are never changed by the contract."""

        coerce = False
        strict = False


def column(
    label: str,
    kind: Kind = Kind.TEXT,
    *,
    headers: tuple[str, ...] = (),
    required: bool = False,
    nullable: bool = True,
    name: str = "",
    codes: Mapping[str, tuple[str, ...]] | None = None,
    **words: Any,
) -> Any:
    """Declare one column. `codes` maps each code to the spellings that mean it.

    `required` columns must be in the file; `nullable=False` cells must be filled. Further `words` are
    fields of `Column` (`inclusive_headers`, `personal`, `multiline`, `missing`, `unit`, `help`). Only free
    text is `multiline`: names, codes, dates and numbers stand on one line.
    """
    values = {spelling: code for code, spellings in (codes or {}).items() for spelling in (code, *spellings)}
    declared = {"label": label, "kind": kind, "headers": headers, "required": required, "values": values}
    return pa.Field(nullable=nullable, metadata={"column": declared | {"name": name, **words}})


def second(*, nullable: bool = True) -> Any:
    """Declare the denominator that belongs to the share column before it."""
    return pa.Field(nullable=nullable, metadata=None)


def feed_of(name: str, title_sv: str, key: tuple[str, ...], model: type[FeedModel]) -> Feed:
    """Read the plain `Feed` out of a model. `title_sv` is the Swedish name of the feed."""
    columns = []
    for field_name, field in model.to_schema().columns.items():
        if not field.metadata:
            continue
        words = dict(field.metadata["column"])
        words["name"] = words["name"] or field_name
        columns.append(Column(nullable=bool(field.nullable), **words))
    doc = (model.__doc__ or "").strip()
    return Feed(name=name, title_sv=title_sv, doc=doc, columns=tuple(columns), key=key)

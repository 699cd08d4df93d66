"""A region's delivery as a folder of files in mixed Swedish forms, with a manifest over them."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import polars as pl

from dq.generate.forms import DELIMITERS, FORMS, UTF8_PLAIN, Form, TextForm, parquet, workbook
from dq.generate.people import REGION_NAME
from dq.generate.tables import tables
from dq.generate.world import World

ORIGIN_WORDS = {"active": "aktivt val", "passive": "ickeval", "unit": "enhet", "automatic": "automatisk"}


@dataclass(frozen=True)
class Parcel:
    """One file of a delivery and what the manifest says of it. `snapshot` is an ISO date."""

    name: str
    feed: str
    data: bytes
    rows: int
    snapshot: str
    sender: str
    text: TextForm | None


def write_delivery(world: World, folder: Path) -> None:
    """Write every file of the delivery and `manifest.csv` into `folder`, which is made if it is not there.

    The same world gives the same bytes. Files already in the folder under other names stay.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lines = []
    for parcel in _parcels(world):
        (folder / parcel.name).write_bytes(parcel.data)
        lines.append(_line(parcel))
    (folder / "manifest.csv").write_bytes(UTF8_PLAIN.write(pl.DataFrame(lines)))


def _line(parcel: Parcel) -> dict[str, str]:
    return {
        "Fil": parcel.name,
        "Innehåll": parcel.feed,
        "SHA-256": hashlib.sha256(parcel.data).hexdigest(),
        "Rader": str(parcel.rows),
        "Uttagsdag": parcel.snapshot,
        "Avsändare": parcel.sender,
        "Teckenkodning": parcel.text.encoding if parcel.text else "",
        "Avgränsare": DELIMITERS[parcel.text.delimiter] if parcel.text else "",
    }


def _parcels(world: World) -> Iterator[Parcel]:
    by_provider = world.listings.partition_by("provider_id", as_dict=True, maintain_order=True)
    for plan in world.parcels.iter_rows(named=True):
        yield _listing_parcel(world, plan, by_provider[(plan["provider_id"],)])
    for table in tables(world):
        data = table.text.write(table.cells)
        yield Parcel(
            table.name, table.feed, data, table.cells.height, table.snapshot, REGION_NAME, table.text
        )


def _listing_parcel(world: World, plan: dict[str, Any], rows: pl.DataFrame) -> Parcel:
    form, name = FORMS[plan["form"]], plan["provider_name"]
    cells = _spelled(rows.with_columns(provider_name=pl.lit(name)), form)
    if form.text:
        data = form.text.write(cells)
    elif form.suffix == "xlsx":
        data = workbook(cells, (f"Listningar {name}", f"Uttag {world.day.isoformat()}"))
    else:
        data = parquet(cells)
    unit = plan["provider_id"].rpartition("-")[2]
    return Parcel(
        name=f"listning_{unit}_{world.period}.{form.suffix}",
        feed="listings",
        data=data,
        rows=rows.height + plan["extra"],
        snapshot=world.day.isoformat(),
        sender=plan["provider_id"],
        text=form.text,
    )


def _spelled(rows: pl.DataFrame, form: Form) -> pl.DataFrame:
    """Choose and name the columns as the form does; an inclusive end is the day before an exclusive one."""
    if form.inclusive:
        rows = rows.with_columns(pl.col("valid_to") - timedelta(days=1))
    if form.suffix != "parquet":
        rows = rows.with_columns(pl.col("origin").replace_strict(ORIGIN_WORDS))
    return rows.select(pl.col(column).alias(header) for column, header in form.headers)

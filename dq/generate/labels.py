"""The truth about a synthetic region: what was planted where, and what is honest and must stay unflagged."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from dq.generate.clinics import Fault, Plant, Trap
from dq.generate.people import PLACEHOLDER
from dq.generate.sites import Site
from dq.words import Words

if TYPE_CHECKING:
    from dq.generate.world import World

PLANTED = "planted"
HONEST = "honest"

LABELS: dict[str, Any] = {
    "rule_id": pl.String,
    "provider_id": pl.String,
    "physician_id": pl.String,
    "rows": pl.Int64,
    "disposition": pl.String,
    "kind": pl.String,
    "note_sv": pl.String,
    "note_en": pl.String,
}


def labels(found: tuple[Site, ...]) -> pl.DataFrame:
    """Write one row per planted fault and per trap, columns `LABELS`, sorted by clinic.

    `disposition` is that of the rule's own finding; a provider may end in a graver one. `rows` counts the
    rows of the fault: of the doctor or placeholder, surplus rows of persons listed twice, rows missing
    from a short file. Clinics of the clean variant carry the rule that would have found their fault.
    """
    return pl.DataFrame(list(_all(found)), schema=LABELS, orient="row")


def write_labels(world: "World", path: Path) -> None:
    """Write the labels as CSV (UTF-8, comma). Keep them outside the delivery: `dq` reads every file there."""
    path.write_bytes(world.labels.write_csv().encode())


def _all(found: tuple[Site, ...]) -> Iterator[tuple[object, ...]]:
    for site in found:
        yield from (_planted(site, fault) for fault in site.faults)
        yield from (_honest(site, trap) for trap in site.clinic.traps)
        if not site.faults:
            yield from (_ordinary(site, fault) for fault in site.clinic.faults)


def _planted(site: Site, fault: Fault) -> tuple[object, ...]:
    holder = _holder(site, fault)
    rows = fault.rows or dict(site.lists)[holder or ""]
    sv, en = (Words(lang).fill(text, rows=rows) for lang, text in (("sv", fault.sv), ("en", fault.en)))
    return (fault.rule_id, site.provider_id, holder, rows, fault.disposition, PLANTED, sv, en)


def _holder(site: Site, fault: Fault) -> str | None:
    if fault.plant is Plant.GHOST:
        return site.ghost
    if fault.plant is Plant.PLACEHOLDER:
        return PLACEHOLDER
    return site.physicians[fault.doctor] if fault.doctor is not None else None


def _honest(site: Site, trap: Trap) -> tuple[object, ...]:
    holder = site.physicians[trap.doctor] if trap.doctor is not None else None
    rows = dict(site.lists)[holder] if holder else site.named
    return (trap.rule_id, site.provider_id, holder, rows, "pay", HONEST, trap.sv, trap.en)


def _ordinary(site: Site, fault: Fault) -> tuple[object, ...]:
    notes = ("Vanliga listor, inget planterat.", "Ordinary lists, nothing planted.")
    return (fault.rule_id, site.provider_id, None, site.named, "pay", HONEST, *notes)

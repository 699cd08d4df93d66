"""The listing rows of a region, drawn column by column so that ten million take seconds.

Persons are spread over clinics and doctors by one shuffle. Beside the active rows stand ended ones
(history), some of which ended on the day itself, and active ones whose last day is the day: whoever
reads an inclusive end date as an exclusive one counts wrong.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from dq.generate.clinics import Plant
from dq.generate.people import PLACEHOLDER, pseudonyms
from dq.generate.sites import Site

Ints = NDArray[np.int64]

ORIGINS = ("active", "passive", "unit", "automatic")
ORIGIN_SHARES = (0.62, 0.25, 0.08, 0.05)
MEAN_DAYS = 1800  # mean age of a listing
OLDEST_DAYS = 6500
HISTORY = 25  # one ended row for every so many active
RETIRED_DAYS = 700  # how long ago the former doctor of a clinic retired


@dataclass(frozen=True)
class _Draw:
    """Columns of some rows as numbers: site, physician code (-1 = not named), days before the day."""

    person: Ints
    site: Ints
    physician: Ints
    origin: Ints
    start: Ints
    end: Ints  # days before the day, negative = later; OPEN = none


OPEN = np.int64(-(10**6))


def listing_rows(seed: int, found: tuple[Site, ...], day: date) -> pl.DataFrame:
    """Draw all listing rows: person_id, provider_id, physician_id, origin, valid_from, valid_to (exclusive).

    Sorted by clinic, person and start. Null physician: not named. Null valid_to: open.
    """
    names, active = _active(np.random.default_rng([seed, 1]), found)
    history = _history(np.random.default_rng([seed, 2]), found, names, active)
    twice = _twice(np.random.default_rng([seed, 3]), found, names, active)
    people = active.person.size + history.person.size
    shuffled = np.random.default_rng([seed, 4]).permutation(people) + 1
    parts = [_frame(part, shuffled, day) for part in (active, history, twice)]
    rows = pl.concat(parts).sort("site", "person", "valid_from")
    return rows.select(
        pseudonyms(rows["person"], people),
        _named(rows["site"], [site.provider_id for site in found], "provider_id"),
        _named(rows["physician"], names, "physician_id"),
        _named(rows["origin"], list(ORIGINS), "origin"),
        "valid_from",
        "valid_to",
    )


def _named(codes: pl.Series, names: list[str], column: str) -> pl.Series:
    """Turn codes into words; a null code stays null."""
    return pl.Series(column, names, dtype=pl.String).gather(codes).alias(column)


def _active(rng: np.random.Generator, found: tuple[Site, ...]) -> tuple[list[str], _Draw]:
    blocks = [
        (i, holder, rows)
        for i, site in enumerate(found)
        for holder, rows in (*site.lists, ("", site.listed - site.named))
    ]
    names = sorted({holder for _, holder, _ in blocks if holder} | {site.former for site in found})
    code = {name: i for i, name in enumerate(names)} | {"": -1}
    counts = np.array([rows for _, _, rows in blocks])
    n = int(counts.sum())
    end = np.full(n, OPEN)
    chance = rng.random(n)
    end[chance < 0.007] = -rng.integers(10, 60, size=int((chance < 0.007).sum()))
    end[chance < 0.004] = -1
    return names, _Draw(
        person=np.arange(n),
        site=np.repeat(np.array([i for i, _, _ in blocks]), counts),
        physician=np.repeat(np.array([code[holder] for _, holder, _ in blocks]), counts),
        origin=rng.choice(len(ORIGINS), size=n, p=ORIGIN_SHARES),
        start=np.minimum(rng.exponential(MEAN_DAYS, size=n), OLDEST_DAYS).astype(np.int64),
        end=end,
    )


def _history(rng: np.random.Generator, found: tuple[Site, ...], names: list[str], active: _Draw) -> _Draw:
    """Draw ended rows: half of persons who since moved to where they are now, half of persons who left."""
    n = active.person.size // HISTORY
    moved = rng.choice(active.person.size, size=n // 2, replace=False, shuffle=False)
    gone = rng.integers(1, 1500, size=n - moved.size)
    gone[: gone.size // 5] = 0
    end = np.concatenate([active.start[moved], gone])
    site = active.site[rng.integers(0, active.person.size, size=n)]
    code = {name: i for i, name in enumerate(names)}
    former = np.array([code[each.former] for each in found])
    named = (rng.random(n) < 0.7) & (end >= RETIRED_DAYS)
    return _Draw(
        person=np.concatenate([moved, np.arange(active.person.size, active.person.size + gone.size)]),
        site=site,
        physician=np.where(named, former[site], -1),
        origin=rng.choice(len(ORIGINS), size=n, p=ORIGIN_SHARES),
        start=end + 100 + rng.exponential(MEAN_DAYS / 2, size=n).astype(np.int64),
        end=end,
    )


def _twice(rng: np.random.Generator, found: tuple[Site, ...], names: list[str], active: _Draw) -> _Draw:
    """Repeat open named rows of the clinics that plant it, with the same doctor and a later start."""
    picked = [np.empty(0, dtype=np.int64)]
    code = {name: i for i, name in enumerate(names)}
    steady = (active.end == OPEN) & (active.start > 400) & (active.physician >= 0)
    steady &= active.physician != code.get(PLACEHOLDER, -1)
    first = 0
    for site in found:
        for fault in (fault for fault in site.faults if fault.plant is Plant.TWICE):
            here = first + np.flatnonzero(steady[first : first + site.listed])
            picked.append(here[:: here.size // fault.rows][: fault.rows])
        first += site.listed
    rows = np.concatenate(picked)
    return _Draw(
        person=active.person[rows],
        site=active.site[rows],
        physician=active.physician[rows],
        origin=np.zeros(rows.size, dtype=np.int64),
        start=rng.integers(30, 300, size=rows.size),
        end=active.end[rows],
    )


def _frame(draw: _Draw, shuffled: Ints, day: date) -> pl.DataFrame:
    ordinal = (day - date(1970, 1, 1)).days
    number = pl.Series("physician", draw.physician)
    end = pl.Series("end", draw.end)
    return pl.DataFrame({
        "site": draw.site,
        "person": shuffled[draw.person],
        "origin": draw.origin,
        "physician": number.set(number < 0, None),
        "valid_from": pl.Series(ordinal - draw.start).cast(pl.Int32).cast(pl.Date),
        "valid_to": (ordinal - end.set(end == OPEN, None)).cast(pl.Int32).cast(pl.Date),
    })  # fmt: skip

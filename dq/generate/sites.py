"""From the plan to the clinics of one region: sizes, ids of doctors, and the length of each list."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

import numpy as np
from numpy.typing import NDArray

from dq.generate.clinics import Clinic, Fault, Plant
from dq.generate.demo import PLAN
from dq.generate.people import PLACEHOLDER, hsa_id

SIZE_RANGE = (0.8, 1.3)  # listed persons of a clinic beside its plan; outside it the plan makes no sense


@dataclass(frozen=True)
class Site:
    """One clinic of a region. `physicians` follow the doctors of the plan; `lists` are (id, named rows)."""

    provider_id: str
    name: str
    clinic: Clinic
    listed: int
    named: int
    physicians: tuple[str, ...]
    former: str
    ghost: str
    nurse: str
    faults: tuple[Fault, ...]
    lists: tuple[tuple[str, int], ...]


def split(total: int, weights: NDArray[np.int64]) -> NDArray[np.int64]:
    """Split `total` by whole weights so that the parts add up; the largest remainders get what is over."""
    scaled = weights * total
    parts: NDArray[np.int64] = scaled // weights.sum()
    order = np.argsort(-(scaled % weights.sum()), kind="stable")
    parts[order[: total - int(parts.sum())]] += 1
    return parts


def sites(rng: np.random.Generator, listings: int, clinics: int, *, clean: bool) -> tuple[Site, ...]:
    """Lay out `clinics` clinics with `listings` listed persons; the plan repeats when there are more.

    The draws do not depend on `clean`, so both variants are the same world. Raises `ValueError` if the
    clinics would be far larger or smaller than planned: ask for about 7 500 listings per clinic.
    """
    plans = [PLAN[i % len(PLAN)] for i in range(clinics)]
    sizes = _sizes(rng, listings, plans)
    ids = list(_ids(plans))
    found = []
    for i, plan in enumerate(plans):
        named = int(sizes[i]) * plan.named_milli // 1000 + int(rng.integers(-20, 21))
        noise = rng.integers(930, 1071, size=len(plan.doctors))
        physicians, former, ghost = ids[i]
        faults = () if clean else plan.faults
        lap = i // len(PLAN)
        found.append(
            Site(
                provider_id=hsa_id("E", i + 1, clinics),
                name=f"{plan.name} vårdcentral" + (f" {lap + 1}" if lap else ""),
                clinic=plan,
                listed=int(sizes[i]),
                named=named,
                physicians=physicians,
                former=former,
                ghost=ghost,
                nurse=hsa_id("S", i + 1, clinics),
                faults=faults,
                lists=_lists(plan, faults, named, ids[i], noise),
            )
        )
    return tuple(found)


def _sizes(rng: np.random.Generator, listings: int, plans: list[Clinic]) -> NDArray[np.int64]:
    planned = np.array([plan.listed for plan in plans], dtype=np.int64)
    low, high = SIZE_RANGE
    if not low * planned.sum() <= listings <= high * planned.sum():
        msg = f"{listings} listings do not fit {len(plans)} clinics; about {planned.sum()} do"
        raise ValueError(msg)
    return split(listings, planned * rng.integers(990, 1011, size=len(plans)))


def _ids(plans: list[Clinic]) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """Number the doctors of every clinic: those of the plan, one who retired, one who never existed."""
    at_most = sum(len(plan.doctors) + 2 for plan in plans)
    numbers = count(1)
    shared: dict[tuple[int, str], str] = {}
    for i, plan in enumerate(plans):
        physicians = []
        for doctor in plan.doctors:
            fresh = hsa_id("L", next(numbers), at_most)
            mark = (i // len(PLAN), doctor.shared)
            physicians.append(shared.setdefault(mark, fresh) if doctor.shared else fresh)
        yield tuple(physicians), hsa_id("L", next(numbers), at_most), hsa_id("L", next(numbers), at_most)


def _lists(
    plan: Clinic,
    faults: tuple[Fault, ...],
    named: int,
    ids: tuple[tuple[str, ...], str, str],
    noise: NDArray[np.int64],
) -> tuple[tuple[str, int], ...]:
    """Give each holder its number of named rows: fixed lists first, the rest by net time at work."""
    physicians, _, ghost = ids
    fixed = {physicians[i]: doctor.rows for i, doctor in enumerate(plan.doctors) if doctor.rows}
    for fault in faults:
        holder = physicians[fault.doctor] if fault.doctor is not None else ghost
        if fault.plant is Plant.ALL_ON_ONE:
            return ((holder, named),)
        if fault.plant in (Plant.ON_DOCTOR, Plant.GHOST):
            fixed[holder] = fault.rows
        if fault.plant is Plant.PLACEHOLDER:
            fixed[PLACEHOLDER] = fault.rows
    sharing = [i for i, d in enumerate(plan.doctors) if d.lists and physicians[i] not in fixed]
    weights = np.array([plan.doctors[i].net_milli for i in sharing], dtype=np.int64) * noise[sharing]
    parts = split(named - sum(fixed.values()), weights)
    return (*((physicians[i], int(n)) for i, n in zip(sharing, parts, strict=True)), *fixed.items())

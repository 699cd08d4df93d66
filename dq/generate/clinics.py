"""What a planned clinic is: its size, its doctors, the faults planted in it and the traps it sets.

A trap is something honest that a careless rule would flag (a one-doctor clinic, a part-timer).
The plan itself stands in `dq.generate.demo`.
"""

from dataclasses import dataclass
from enum import StrEnum


class Plant(StrEnum):
    """How a fault changes the data of a clinic."""

    ALL_ON_ONE = "all_on_one"  # every named row carries `doctor`
    GHOST = "ghost"  # `rows` named rows carry an id that stands on no staff roll
    PLACEHOLDER = "placeholder"  # `rows` named rows carry a word instead of a person
    ON_DOCTOR = "on_doctor"  # `rows` named rows carry `doctor`, who should not have them
    TWICE = "twice"  # `rows` persons stand twice, both rows active
    SHORT_FILE = "short_file"  # the manifest states `rows` more rows than the file holds


@dataclass(frozen=True)
class Doctor:
    """One doctor of a plan. Time at work in thousandths of full time, days counted from the day.

    `rows` fixes the length of the list; otherwise lists follow net time at work. `lists=False`: no list.
    `away` is (first day before, last day after, class of absence), `left_days` how long ago the doctor left.
    Doctors with the same `shared` mark in one set of clinics are one person.
    """

    fte_milli: int
    role: str = "specialist"
    specialties: str = "allmänmedicin"
    exempt_milli: int = 0
    duty: str | None = None
    employment: str = "permanent"
    lists: bool = True
    rows: int | None = None
    st_days: int | None = None
    left_days: int | None = None
    away: tuple[int, int, str] | None = None
    substitute: int | None = None
    shared: str = ""

    @property
    def net_milli(self) -> int:
        """Time at work after exempt duties."""
        return self.fte_milli - self.exempt_milli


@dataclass(frozen=True)
class Fault:
    """One planted fault: the rule that must find it, the disposition of that finding, and how it is made."""

    rule_id: str
    plant: Plant
    rows: int
    disposition: str
    sv: str
    en: str
    doctor: int | None = None


@dataclass(frozen=True)
class Trap:
    """Something honest, and the rule that would be wrong to flag it."""

    rule_id: str
    sv: str
    en: str
    doctor: int | None = None


@dataclass(frozen=True)
class Clinic:
    """One line of the plan. `named_milli` is the named share in thousandths, `form` the form of its file."""

    name: str
    listed: int
    named_milli: int
    form: str
    ownership: str
    doctors: tuple[Doctor, ...]
    faults: tuple[Fault, ...] = ()
    traps: tuple[Trap, ...] = ()

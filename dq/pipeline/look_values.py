"""Which date forms, units and decimal mark fit the cells of a table: they are read in every one there is."""

from dataclasses import dataclass, field, replace

from dq.conform import Conformed, conform
from dq.conform.parsed import unread_class
from dq.core.feed import Column, Feed, Kind
from dq.core.forms import DATE_FORMS, DECIMALS, UNITS
from dq.core.headers import Mapping
from dq.core.table import Declared, TextTable
from dq.pipeline.orders import Setup

FIRST_ROWS = 5000
UNDECLARED = DATE_FORMS[:2]
DATED = (Kind.DATE, Kind.DATE_END, Kind.DATETIME)
SHARED = (Kind.SHARE, Kind.MILLI)


@dataclass(frozen=True)
class ValuesSeen:
    """What was seen. `dates`, `units`: column to the forms that fit best, all of them if several do.

    `decimals` are the decimal marks that fit better than none. `unread` counts per column the cells that no
    form reads.
    """

    dates: dict[str, tuple[str, ...]] = field(default_factory=dict)
    units: dict[str, tuple[str, ...]] = field(default_factory=dict)
    decimals: tuple[str, ...] = ()
    unread: dict[str, int] = field(default_factory=dict)

    @property
    def unclear(self) -> tuple[str, ...]:
        """Name what a person must choose, as keys of `dq.toml`."""
        dates = [f"dates.{column}" for column, forms in self.dates.items() if _is_unclear(forms)]
        units = [f"units.{column}" for column, forms in self.units.items() if len(forms) > 1]
        return (*dates, *units, *(["decimal"] if len(self.decimals) > 1 else []))


@dataclass(frozen=True)
class _Reading:
    """A table to read again and again, one column at a time."""

    table: TextTable
    feed: Feed
    mapping: Mapping
    setup: Setup

    def columns(self, *kinds: Kind) -> list[Column]:
        """List the mapped columns of these kinds that are not in our unit already."""
        found = [column for column in self.feed.columns if column.name in self.mapping.columns]
        return [column for column in found if column.kind in kinds and self._filled(column)]

    def read(self, declared: Declared, *columns: Column) -> tuple[int, tuple[str, ...]]:
        """Return how many cells of `columns` are unread so declared, and what was decided for them."""
        own = {column.name: self.mapping.columns[column.name] for column in columns}
        done = self._conform(declared, replace(self.mapping, columns=own))
        return done.unread.height, done.decisions

    def unread(self, declared: Declared) -> dict[str, int]:
        """Count the unread cells of each column so declared, in the order of the feed."""
        counts = dict(self._conform(declared, self.mapping).unread["column"].value_counts().iter_rows())
        return {column.name: counts[column.name] for column in self.feed.columns if column.name in counts}

    def first_rows(self) -> "_Reading":
        """Return the first rows, to see which forms occur at all."""
        return replace(self, table=replace(self.table, frame=self.table.frame.head(FIRST_ROWS)))

    def _conform(self, declared: Declared, mapping: Mapping) -> Conformed:
        return conform(self.table, self.feed, mapping, self.setup.day, declared, self.setup.identities)

    def _filled(self, column: Column) -> bool:
        cells = self.table.cells(self.mapping.columns[column.name])
        return bool(cells.str.contains(r"\S").any())


def look_at_values(
    table: TextTable, feed: Feed, mapping: Mapping, declared: Declared, setup: Setup
) -> tuple[Declared, ValuesSeen]:
    """Propose the one date form per column, and the decimal mark, that read most cells; units that read all.

    Where several do, none is proposed. What reads every cell undeclared needs no date form.
    """
    reading = _Reading(table, feed, mapping, setup)
    dates = {each.name: _dates(reading, declared, each) for each in reading.columns(*DATED)}
    told = {name: forms[0] for name, forms in dates.items() if not _is_unclear(forms)}
    needed = {name: form for name, form in told.items() if form not in UNDECLARED}
    declared = replace(declared, dates={**needed, **declared.dates})
    decimals = _decimals(reading, declared)
    declared = replace(declared, decimal=declared.decimal or (decimals[0] if len(decimals) == 1 else ""))
    units = {each.name: _units(reading, declared, each) for each in reading.columns(*SHARED)}
    settled = {name: forms[0] for name, forms in units.items() if len(forms) == 1}
    declared = replace(declared, units={**settled, **declared.units})
    return declared, ValuesSeen(dates, units, decimals, reading.unread(declared))


def _dates(reading: _Reading, declared: Declared, column: Column) -> tuple[str, ...]:
    """List the date forms with fewest unread cells; no more than those that fit if they fit all."""
    if column.name in declared.dates:
        return (declared.dates[column.name],)
    plain, _ = reading.read(declared, column)
    forms = UNDECLARED if plain == 0 else _occurring(reading, declared, column)
    unread = {form: _unread_as(reading, declared, column, form) for form in forms}
    fewest = min(unread.values())
    if plain <= fewest:  # also where both forms that need no word stand in one column
        return tuple(form for form in UNDECLARED if unread.get(form) == fewest)[:1] or UNDECLARED
    return tuple(form for form, count in unread.items() if count == fewest)


def _occurring(reading: _Reading, declared: Declared, column: Column) -> tuple[str, ...]:
    """List the date forms that read any of the first cells; all if none does, or if there are few cells."""
    if reading.table.frame.height < FIRST_ROWS:
        return DATE_FORMS
    first = reading.first_rows()
    unread = {form: _unread_as(first, declared, column, form) for form in DATE_FORMS}
    return tuple(form for form in DATE_FORMS if unread[form] < max(unread.values())) or DATE_FORMS


def _unread_as(reading: _Reading, declared: Declared, column: Column, form: str) -> int:
    return reading.read(replace(declared, dates={**declared.dates, column.name: form}), column)[0]


def _is_unclear(forms: tuple[str, ...]) -> bool:
    return len(forms) > 1 and not set(forms) <= set(UNDECLARED)


def _decimals(reading: _Reading, declared: Declared) -> tuple[str, ...]:
    """List the decimal marks that leave fewer numbers unread than none does."""
    numbers = reading.columns(*(kind for kind in Kind if unread_class(kind) == "number"))
    if declared.decimal or not numbers:
        return (declared.decimal,) if declared.decimal else ()
    plain, _ = reading.read(declared, *numbers)
    if plain == 0:
        return ()
    unread = {mark: reading.read(replace(declared, decimal=mark), *numbers)[0] for mark in DECIMALS}
    return _fewest(unread, plain)


def _units(reading: _Reading, declared: Declared, column: Column) -> tuple[str, ...]:
    """Return the unit that a judgement would decide on if it then reads every cell, else all units."""
    if column.name in declared.units:
        return (declared.units[column.name],)
    plain, decisions = reading.read(declared, column)
    decided = [each.rpartition("=")[2] for each in decisions if each.startswith(f"share:{column.name}=")]
    known = tuple(each for each in decided if each in UNITS)
    return known if plain == 0 else UNITS


def _fewest(unread: dict[str, int], below: int) -> tuple[str, ...]:
    fewest = min(unread.values())
    return tuple(name for name, count in unread.items() if count == fewest) if fewest < below else ()

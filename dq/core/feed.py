"""What a feed is: columns with header spellings, kinds of values, and who may be seen in them.

These are plain values so that the child process that opens a provider's file needs nothing else.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property


class Kind(StrEnum):
    """How the text of a column becomes a value, and which types come out."""

    TEXT = "text"  # str, as it stands, outer white space removed
    PERSON = "person"  # str, person identifier; never printed
    HSA = "hsa"  # str, HSA-id or local id of a provider or physician; upper case if SE + digit
    CODE = "code"  # str from a closed list, through `values`
    LIST = "list"  # str, lower-case names joined by ";" in sorted order
    DATE = "date"  # date
    DATE_END = "date_end"  # date, exclusive; an inclusive column gets one day added
    DATETIME = "datetime"  # datetime without zone
    COUNT = "count"  # i64
    MILLI = "milli"  # i64 thousandths; one column `<name>_milli`
    ORE = "ore"  # i64 öre from kronor; one column `<name>_ore`
    SHARE = "share"  # two i64, `<name>_num` and `<name>_den`; the share is num / den
    NUMBER = "number"  # f64
    FLAG = "flag"  # bool


TYPED = {
    Kind.MILLI: ("_milli",),
    Kind.ORE: ("_ore",),
    Kind.SHARE: ("_num", "_den"),
}


@dataclass(frozen=True)
class Column:
    """One column of a feed: its name, label, spellings and how its cells are read.

    `headers` are the spellings seen in deliveries; the name and the label are always accepted too.
    `inclusive_headers` are those of them that mean an inclusive end date (t.o.m.).
    `multiline` cells may hold line breaks inside quotes.
    `values` maps folded spellings to codes for kind `CODE`; `missing` are extra tokens for null.
    """

    name: str
    label: str
    kind: Kind
    headers: tuple[str, ...] = ()
    inclusive_headers: tuple[str, ...] = ()
    required: bool = False
    nullable: bool = False
    personal: bool = False
    multiline: bool = False
    values: dict[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    unit: str = ""
    help: str = ""

    @cached_property
    def outputs(self) -> tuple[str, ...]:
        """Names of the typed columns that this column becomes."""
        return tuple(self.name + suffix for suffix in TYPED.get(self.kind, ("",)))


@dataclass(frozen=True)
class Feed:
    """A feed: what one row is, its columns, and the key that makes a row unique."""

    name: str
    title_sv: str
    doc: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    @property
    def required(self) -> tuple[str, ...]:
        """Names of the columns that a file must have."""
        return tuple(column.name for column in self.columns if column.required)

    def column(self, name: str) -> Column:
        """Return the column called `name`; `KeyError` if there is none."""
        return {column.name: column for column in self.columns}[name]

    @property
    def outputs(self) -> tuple[str, ...]:
        """Names of all typed columns, in order."""
        return tuple(output for column in self.columns for output in column.outputs)


# Every typed row also says where it stood. `unread` names the cells of the row that would not parse, as
# "column:class" joined by "|" (classes: date, code, number), null when all were read. `flagged` names in the
# same way cells whose value was kept though it fails its form ("person_id:identity").
SOURCE_COLUMNS = ("source_file", "source_row", "unread", "flagged")

"""What a header means to the feeds that a file may be, before it is known which of them it is."""

from collections.abc import Iterable

from dq.core.feed import Column, Feed, Kind
from dq.core.headers import fold, spellings

IDENTIFIERS = (Kind.PERSON, Kind.HSA)
NUMBERS = (Kind.COUNT, Kind.MILLI, Kind.ORE, Kind.SHARE, Kind.NUMBER)


def meant(header: str, feeds: Iterable[Feed], maps: dict[str, str]) -> list[Column]:
    """List the columns that `header` may stand for: the one that `maps` sends it to, else by spelling."""
    word = fold(header)
    told = {fold(each): target for each, target in maps.items()}
    columns = [column for feed in feeds for column in feed.columns]
    if word in told:
        return [column for column in columns if told[word] in (column.name, *column.outputs)]
    return [column for column in columns if word in spellings(column)]


def is_all(columns: list[Column], kinds: tuple[Kind, ...]) -> bool:
    """Say if there are columns and all of them are of these kinds, so that counts stay counts."""
    return bool(columns) and all(column.kind in kinds for column in columns)

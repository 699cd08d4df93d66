"""What is said about a file before it is read: on the command line, in the manifest, in the settings.

Of what is said twice, `--map` goes before the manifest, that before `[files]`, that before the sender's table
of the feed, and that before the sender's own keys. Maps, date forms and units are joined key by key.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from dq.core.errors import UsageFault, nearest
from dq.core.headers import fold, may_be_cell, shown
from dq.core.patterns import matches
from dq.core.table import NOTHING_SAID, Declared, FileRule, SenderRule
from dq.feeds import FEEDS

JOINED = ("dates", "units")


@dataclass(frozen=True)
class Said:
    """What the settings and the command line say, before any file is read. `maps` are those of `--map`."""

    files: Sequence[FileRule] = ()
    senders: Sequence[SenderRule] = ()
    maps: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse a map to a column that no feed has, so that a slip is not taken for "leave it out"."""
        targets = {target for feed in FEEDS.values() for c in feed.columns for target in (c.name, *c.outputs)}
        for target in self.maps.values():
            if target and target not in targets:
                raise UsageFault("map_column", column=target)

    def of(self, name: str, told: Declared = NOTHING_SAID) -> Declared | None:
        """Join what is said about a file; `told` is what the manifest says. None: leave the file out."""
        rule = next((rule for rule in self.files if matches(name, rule.pattern)), None)
        if rule and rule.declared is None:
            return None
        parts = [told, *([rule.declared] if rule and rule.declared else [])]
        sender = self._sender(name, parts)
        if sender is None:
            return self._mapped(joined(parts))
        feed = next((part.feed for part in parts if part.feed), "") or _feed_by_name(name, sender)
        own = [part.declared for part in sender.feeds if part.feed == feed]
        return self._mapped(joined([*parts, *own, sender.declared]))

    def by_feed(self, name: str, told: Declared = NOTHING_SAID) -> tuple[Declared, ...]:
        """Return what holds for each feed that the sender has a table for, where nobody says which it is."""
        said = self.of(name, told)
        if said is None or said.feed:
            return ()
        sender = self._sender(name, [said])
        feeds = [part.feed for part in sender.feeds] if sender else []
        return tuple(each for feed in feeds if (each := self.of(name, replace(told, feed=feed))) is not None)

    def speaks_of(self, name: str) -> bool:
        """Say if a rule or the table of a sender names this very file."""
        by_rule = any(matches(name, rule.pattern) for rule in self.files)
        return by_rule or any(_belongs(name, rule) for rule in self.senders)

    def _sender(self, name: str, parts: Iterable[Declared]) -> SenderRule | None:
        """Return the table with the name of the sender, else the first that such a file name belongs to."""
        said = next((part.sender for part in parts if part.sender), "")
        same = (rule for rule in self.senders if said and rule.sender.casefold() == said.strip().casefold())
        by_name = (rule for rule in self.senders if _belongs(name, rule))
        return next(same, None) or next(by_name, None)

    def _mapped(self, declared: Declared) -> Declared:
        return replace(declared, maps=join_maps([self.maps, declared.maps]))


def refuse_unused(maps: Mapping[str, str], absent: Sequence[Sequence[str]], headers: Iterable[str]) -> None:
    """Refuse a `--map` whose header no file has. `absent`: per file, the maps whose header it lacks.

    `headers` are those that no file could use, safe to show.
    """
    for header in maps:
        if absent and all(header in lacking for lacking in absent):
            known = sorted({each for each in headers if not may_be_cell(each)})
            close = nearest(header, known)
            key = "map_unused_near" if close else "map_unused"
            raise UsageFault(key, header=header, nearest=repr(close), headers=shown(tuple(known)))


def _belongs(name: str, rule: SenderRule) -> bool:
    patterns = (*rule.patterns, *(pattern for part in rule.feeds for pattern in part.patterns))
    return any(matches(name, pattern) for pattern in patterns)


def _feed_by_name(name: str, rule: SenderRule) -> str:
    named = (part.feed for part in rule.feeds for pattern in part.patterns if matches(name, pattern))
    return next(named, "")


def joined(parts: Sequence[Declared]) -> Declared:
    """Join what is said, the first before the later."""
    nothing = vars(NOTHING_SAID)
    words = {
        key: next((vars(part)[key] for part in parts if vars(part)[key] != unsaid), unsaid)
        for key, unsaid in nothing.items()
    }
    for key in JOINED:
        words[key] = {name: form for part in reversed(parts) for name, form in vars(part)[key].items()}
    return Declared(**{**words, "maps": join_maps([part.maps for part in parts])})


def join_maps(parts: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Join maps of headers, the first before the later; headers are compared folded."""
    joined: dict[str, tuple[str, str]] = {}
    for part in parts:
        for header, target in part.items():
            joined.setdefault(fold(header), (header, target))
    return dict(joined.values())

"""Write a `dq.toml` from what was seen of each file: one table per sender and feed, or per name of file."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dq.core.patterns import literal, pattern_of
from dq.settings.toml_text import toml_key, toml_value

TEXTS_ONLY = ("encoding", "separator")  # mean nothing to a workbook, so a feed without them may be told them
GENERAL = (*TEXTS_ONLY, "decimal")  # what a sender's files mostly share
TABLES = ("map", "dates", "units")

Keys = Mapping[str, Any]
Lines = tuple[tuple[tuple[str, ...], str], ...]


@dataclass(frozen=True)
class Proposal:
    """What to say of one file. `listed`: the manifest says which feed it is.

    `keys` are those of `dq.toml`. `choices` are keys that a person must settle, each with a value it may
    have; `hints` are such that may be left out. `feed` is empty where it is one of the choices.
    """

    name: str
    feed: str = ""
    sender: str = ""
    listed: bool = False
    keys: Keys = field(default_factory=dict)
    choices: Lines = ()
    hints: Lines = ()

    @property
    def words(self) -> str:
        """All that is said of the file, to compare with another."""
        keys = {key: sorted(self.keys[key].items()) if key in TABLES else self.keys[key] for key in self.keys}
        return repr((self.feed, self.sender, sorted(keys.items()), self.choices, self.hints))


@dataclass(frozen=True)
class Comments:
    """Texts of the comments: lines that begin the file, and what stands before choices and hints."""

    top: tuple[str, ...] = ()
    own: str = ""
    choose: str = ""
    hint: str = ""
    unread: str = ""


def project_text(
    proposals: Sequence[Proposal], unread: Iterable[str], own: Iterable[str], comments: Comments
) -> str:
    """Return the text of `dq.toml`. `unread` are files that no feed fits; `own` patterns are no delivery."""
    names = [*(each.name for each in proposals), *unread]
    senders = _senders(proposals)
    rest = [each for each in proposals if each.sender not in senders]
    parts = [_comment(comments.top)]
    parts += [_table(("files", name), {"ignore": True}, comments.own) for name in own]
    parts += [
        _file(pattern, proposal, comments) for pattern, proposal in sorted(_by_name(rest, names).items())
    ]
    for sender, feeds in senders.items():
        parts += _sender(sender, feeds, names, comments)
    parts += [_ignored(name, comments) for name in sorted(unread)]
    return "\n".join(parts)


def _senders(proposals: Sequence[Proposal]) -> dict[str, dict[str, list[Proposal]]]:
    """Group files by sender and feed. A sender whose files of one feed differ has no table: names tell them.

    What a sender's table says would hold for the file that differs too.
    """
    found: dict[str, dict[str, list[Proposal]]] = {}
    for each in sorted(proposals, key=lambda one: (one.sender, one.feed, one.name)):
        if each.sender:
            found.setdefault(each.sender, {}).setdefault(each.feed, []).append(each)
    return {
        sender: feeds
        for sender, feeds in found.items()
        if "" not in feeds and all(len({each.words for each in group}) == 1 for group in feeds.values())
    }


def _by_name(rest: Sequence[Proposal], names: Sequence[str]) -> dict[str, Proposal]:
    """Give each file its pattern; files alike share one where it means no other file."""
    found: dict[str, Proposal] = {}
    for each in sorted(rest, key=lambda one: one.name):
        alike = {one.name for one in rest if one.words == each.words}
        found.setdefault(pattern_of(each.name, alike, names), each)
    return found


def _file(pattern: str, proposal: Proposal, comments: Comments) -> str:
    told = {"feed": proposal.feed, "sender": proposal.sender}
    keys = {key: value for key, value in told.items() if value} | dict(proposal.keys)
    return _table(("files", pattern), keys) + _choices(proposal, comments)


def _sender(
    sender: str, feeds: Mapping[str, Sequence[Proposal]], names: Sequence[str], comments: Comments
) -> list[str]:
    """Write a sender's table with what all its feeds share, and one for each feed with the rest."""
    shared = _shared([group[0].keys for group in feeds.values()])
    parts = [_table(("senders", sender), shared)] if shared else []
    for feed, group in feeds.items():
        alike = {each.name for each in group}
        files = sorted({pattern_of(each.name, alike, names) for each in group if not each.listed})
        own = {key: value for key, value in group[0].keys.items() if key not in shared}
        keys = ({"files": files} if files else {}) | own
        parts.append(_table(("senders", sender, feed), keys) + _choices(group[0], comments))
    return parts


def _shared(said: Sequence[Keys]) -> dict[str, Any]:
    """Return the general keys that are the same for all feeds."""
    shared = {}
    for key in GENERAL:
        values = [keys[key] for keys in said if key in keys]
        everywhere = key in TEXTS_ONLY or len(values) == len(said)
        if values and everywhere and len(set(values)) == 1:
            shared[key] = values[0]
    return shared


def _ignored(name: str, comments: Comments) -> str:
    return _comment([comments.unread, *_table(("files", literal(name)), {"ignore": True}).splitlines()])


def _table(name: tuple[str, ...], keys: Keys, comment: str = "") -> str:
    lines = [f"[{toml_key(*name)}]" + (f"  # {comment}" if comment else "")]
    for key, value in keys.items():
        if key in TABLES:
            lines += [f"{toml_key(key, each)} = {toml_value(word)}" for each, word in value.items()]
        else:
            lines.append(f"{toml_key(key)} = {toml_value(value)}")
    return "\n".join(lines) + "\n"


def _choices(proposal: Proposal, comments: Comments) -> str:
    lines: list[str] = []
    for comment, found in ((comments.choose, proposal.choices), (comments.hint, proposal.hints)):
        lines += [comment] if found else []
        lines += [f"{toml_key(*key)} = {toml_value(value)}" for key, value in found]
    return _comment(lines)


def _comment(lines: Iterable[str]) -> str:
    return "".join(f"# {line}\n" for line in lines if line)

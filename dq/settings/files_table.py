"""The tables of `dq.toml` that say how files are read: per file name, per sender, per sender and feed."""

from pydantic import ConfigDict, Field

from dq.settings.model import Strict

Texts = dict[str, str]


class SaidTable(Strict):
    """What can be said of a file whoever sent it. Empty and 0 mean not said."""

    model_config = ConfigDict(strict=True)

    encoding: str = ""
    separator: str = ""
    sheet: str = ""
    header_line: int = Field(default=0, ge=0)
    header_lines: int = Field(default=0, ge=0)
    form: str = ""
    decimal: str = ""
    map: Texts = Field(default_factory=dict)
    dates: Texts = Field(default_factory=dict)
    units: Texts = Field(default_factory=dict)


class FileTable(SaidTable):
    """`[files."pattern"]`: what files with such a name are, or that they are left out."""

    feed: str = ""
    sender: str = ""
    ignore: bool = False


class SenderTable(SaidTable):
    """`[senders."name"]` and `[senders."name".feed]`: what holds for all files of a sender, or of one feed.

    `files` are the names of its files; under a feed they also say that such files are this feed.
    """

    files: list[str] = Field(default_factory=list)

"""What was asked for on every command: language, loudness, colour. The environment enters here."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from dq.cli.console import Console, wants_color
from dq.words import LANGUAGES, Words


def asked(argv: Sequence[str], option: str) -> str:
    """Return the last value given to `option` in `argv`, or an empty string.

    Needed before parsing: a wrong command must be answered in the right language and form.
    """
    value = ""
    for place, word in enumerate(argv):
        if word == "--":
            break
        if word.startswith(option + "="):
            value = word.partition("=")[2]
        elif word == option and place + 1 < len(argv):
            value = argv[place + 1]
    return value


def language(argv: Sequence[str], environ: Mapping[str, str]) -> str:
    """Return `sv` or `en`: `--lang`, else DQ_LANG, else the locale, else Swedish."""
    wanted = asked(argv, "--lang") or environ.get("DQ_LANG", "")
    if wanted in LANGUAGES:
        return wanted
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    locale = next((environ[name] for name in names if environ.get(name)), "")
    return "en" if locale.lower().startswith("en") else "sv"


@dataclass
class Session:
    """The common options of one invocation. Click fills it in while it parses."""

    lang: str
    environ: Mapping[str, str]
    as_json: bool = False
    quiet: bool = False
    verbose: bool = False
    color: str = "auto"
    debug: bool = False

    @cached_property
    def words(self) -> Words:
        """The texts in the language of the session."""
        return Words(self.lang)

    def refuse_switches(self) -> None:
        """Refuse an environment that makes pandera judge less; asked before pandera is first imported."""
        from dq.engines.switches import refuse_switches

        refuse_switches(self.environ)

    @property
    def out(self) -> Console:
        """Where the result goes."""
        return Console(sys.stdout, color=wants_color(self.color, sys.stdout, self.environ))

    @property
    def err(self) -> Console:
        """Where everything else goes."""
        return Console(sys.stderr, color=wants_color(self.color, sys.stderr, self.environ))


def session_of(argv: Sequence[str], environ: Mapping[str, str]) -> Session:
    """Begin a session from the raw command line, before it is parsed."""
    as_json = asked(argv, "--format") == "json" or "--json" in argv
    return Session(lang=language(argv, environ), environ=environ, as_json=as_json)

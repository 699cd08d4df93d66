"""Errors a person can act on. Anything that is not a `DqError` is a bug and may crash loudly."""

from difflib import get_close_matches

from dq.core.codes import ExitCode
from dq.words import Words


class DqError(Exception):
    """A bad command, setting or file: an exit code, and a text from the catalogue in `dq.words`.

    `key` names the text (section `errors`), `values` fill its placeholders. No value of a personal
    column may stand in `values`: give file, row and column instead.
    """

    code = ExitCode.FAULT

    def __init__(self, key: str, /, **values: object) -> None:
        super().__init__(key, values)
        self.key = key
        self.values = values

    def text(self, lang: str) -> str:
        """The message in `sv` or `en`: what was found, where, what to do."""
        return Words(lang).text(f"errors.{self.key}", **self.values)

    def __str__(self) -> str:
        return self.text("en")


class UsageFault(DqError):
    """Wrong command, suite or settings."""

    code = ExitCode.USAGE


class Refused(DqError):
    """An input that cannot be judged as it stands."""

    code = ExitCode.NOT_JUDGED


class ToolFault(DqError):
    """dq itself failed; no verdict may be read from the run."""

    code = ExitCode.FAULT


class LimitReached(DqError):
    """A limit of the run (memory, time) was reached."""

    code = ExitCode.LIMIT


class CannotWrite(DqError):
    """An output could not be written."""

    code = ExitCode.CANNOT_WRITE


def nearest(word: str, choices: list[str]) -> str:
    """Return the choice most like `word`, or an empty string."""
    folded = {choice.casefold(): choice for choice in choices}
    match = get_close_matches(word.casefold(), list(folded), n=1, cutoff=0.5)
    return folded[match[0]] if match else ""

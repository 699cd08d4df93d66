"""Click's own strings in Swedish. Click marks them for gettext but ships no catalogues."""

import gettext
from collections.abc import Callable

import click.core
import click.decorators
import click.exceptions
import click.formatting
import click.types

SWEDISH = {
    "Usage:": "Användning:",
    "Options": "Val",
    "Commands": "Kommandon",
    "Positional arguments": "Argument",
    "Show this message and exit.": "Visa hjälpen och avsluta.",
    "Error: {message}": "Fel: {message}",
    "Missing command.": "ett kommando saknas.",
    "Missing argument": "argumentet saknas:",
    "Missing option": "valet saknas:",
    "Missing parameter": "parametern saknas:",
    "No such option {name!r}.": "valet {name!r} finns inte.",
    "No such command {name!r}.": "kommandot {name!r} finns inte.",
    "Did you mean {possibility}?": "Menade du {possibility}?",
    "(Did you mean one of: {possibilities}?)": "(Menade du något av: {possibilities}?)",
    "Invalid value: {message}": "ogiltigt värde: {message}",
    "Invalid value for {param_hint}: {message}": "{param_hint}: {message}",
    "Choose from:\n\t{choices}": "Välj bland: {choices}",
    "{value!r} is not a valid {number_type}.": "{value!r} är inte ett heltal.",
    "Option {name!r} requires an argument.": "valet {name!r} måste ha ett värde.",
    "Option {name!r} requires {nargs} arguments.": "valet {name!r} måste ha {nargs} värden.",
    "Option {name!r} does not take a value.": "valet {name!r} tar inget värde.",
    "Got unexpected extra argument ({args})": "ett argument för mycket: {args}",
    "Got unexpected extra arguments ({args})": "argument för mycket: {args}",
    "Argument {name!r} takes {nargs} values.": "argumentet {name!r} tar {nargs} värden.",
    "default: {default}": "förval: {default}",
    "env var: {var}": "miljö: {var}",
    "required": "krävs",
}
_MODULES = (click.core, click.decorators, click.exceptions, click.formatting, click.types)


def speak(lang: str) -> None:
    """Let click speak `lang` (`sv` or `en`) from now on."""
    one, many = (_one, _many) if lang == "sv" else (gettext.gettext, gettext.ngettext)
    for module in _modules():
        names: dict[str, Callable[..., str]] = {"_": one, "ngettext": many}
        for name, function in names.items():
            if name in vars(module):
                vars(module)[name] = function


def _modules() -> list[object]:
    import click.parser

    return [*_MODULES, click.parser]


def _one(message: str) -> str:
    return SWEDISH.get(message, message)


def _many(single: str, plural: str, n: int) -> str:
    return _one(single if n == 1 else plural)

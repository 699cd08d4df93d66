"""Click as dq wants it: commands in groups, the same options everywhere, wrong commands end in 20."""

from collections.abc import Callable, Sequence
from typing import Any

import click

from dq.cli.choices import Choice
from dq.cli.session import Session
from dq.words import LANGUAGES, Words


def option(words: Words, *names: str, text: str = "", **details: Any) -> click.Option:
    """Declare an option whose help is the catalogue text `cli.options.<name>`."""
    key = text or max(names, key=len).lstrip("-").replace("-", "_")
    return click.Option(list(names), help=words.text(f"cli.options.{key}"), **details)


def argument(words: Words, name: str, **details: Any) -> click.Argument:
    """Declare an argument whose help is the catalogue text `cli.arguments.<name>`."""
    return click.Argument([name], help=words.text(f"cli.arguments.{name}"), **details)


def form_option(words: Words) -> click.Option:
    """Declare `--format`, which decides the form of the result on stdout."""
    return option(
        words, "--format", "form", text="format", type=Choice(words, ("text", "json")), default="text"
    )


class DqCommand(click.Command):
    """A command with the common options and a place among the groups of the help page."""

    def __init__(
        self,
        name: str,
        words: Words,
        *,
        group: str,
        params: Sequence[click.Parameter],
        callback: Callable[..., object],
    ) -> None:
        super().__init__(
            name,
            params=[*params, *common(words)],
            callback=callback,
            help=words.text(f"cli.commands.{name}.long"),
            short_help=words.text(f"cli.commands.{name}.short"),
            options_metavar=words.text("cli.app.options_metavar"),
            add_help_option=False,
        )
        self.group = group


class DqGroup(click.Group):
    """The program: lists its commands in groups, in the order they were added."""

    def __init__(self, words: Words) -> None:
        super().__init__(
            "dq",
            params=common(words),
            help=words.text("cli.app.about"),
            epilog=words.text("cli.app.epilog"),
            options_metavar=words.text("cli.app.options_metavar"),
            subcommand_metavar=words.text("cli.app.command_metavar"),
            add_help_option=False,
            no_args_is_help=True,
        )
        self.words = words

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands in the order they were added."""
        return list(self.commands)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write one section per group."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for name, command in self.commands.items():
            group = getattr(command, "group", "")
            groups.setdefault(group, []).append((name, command.short_help or ""))
        for group, rows in groups.items():
            with formatter.section(self.words.text(f"cli.groups.{group}")):
                formatter.write_dl(rows)


def common(words: Words) -> list[click.Parameter]:
    """The options every command takes, with their names in the environment."""

    def shared(*names: str, **details: Any) -> click.Option:
        name = max(names, key=len).lstrip("-")
        env = f"DQ_{name.upper()}"
        return option(words, *names, envvar=env, expose_value=False, callback=_keep, **details)

    return [
        shared("--lang", type=Choice(words, LANGUAGES)),
        shared("-q", "--quiet", is_flag=True),
        shared("-v", "--verbose", is_flag=True),
        shared("--color", type=Choice(words, ("auto", "always", "never"))),
        shared("--debug", is_flag=True),
        option(words, "-h", "--help", is_flag=True, is_eager=True, expose_value=False, callback=_help),
    ]


def _keep(ctx: click.Context, param: click.Parameter, value: object) -> None:
    """Put a common option in the session; what was not given changes nothing."""
    if value and param.name and isinstance(ctx.obj, Session):
        setattr(ctx.obj, param.name, value)


def _help(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    """Print the help page and exit."""
    if value and not ctx.resilient_parsing and isinstance(ctx.obj, Session):
        ctx.obj.out.line(ctx.get_help())
        ctx.exit()

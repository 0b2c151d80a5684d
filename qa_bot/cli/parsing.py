"""Command-line parsing whose errors are one line: what is wrong, and what to write or where to look.

The parsing library's own messages never reach the user.
"""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, Any

import typer
import typer.core

from qa_bot.cli.settled import explained, settle
from qa_bot.core.errors import QaBotError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

_LIBRARY_ERROR: type[Exception] = typer.BadParameter.__mro__[1]  # usage errors; typer does not export it
_LIKE_A_QUESTION = re.compile(r"-[^\s=]*\s")
_FOLDERS = ("index", "corpus")
"""Parameters that are folders of a library."""
WRONG = 2
"""Exit code of wrong usage, and of a failure where 1 means something else."""
_ALIKE = 0.75
"""Least similarity of an option to one that is suggested for it, 0..1."""


class CommandError(QaBotError):
    """A command failed, and says with what code to exit."""

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.code = code


class Command(typer.core.TyperCommand):
    """A command whose usage errors are UsageErrors."""

    allow_extra_args = True  # reported here

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the arguments, and settle the folders of a command that works on a library.

        Raises:
            UsageError: they are wrong, or name a library that is not there.
            SettingsError: the config file is wrong.
        """
        try:
            left = super().parse_args(ctx, args)
        except _LIBRARY_ERROR as error:
            raise UsageError(_message(error, ctx)) from error
        if ctx.args and not ctx.resilient_parsing:
            what = "argument" if len(ctx.args) == 1 else "arguments"
            raise UsageError(f"Unexpected {what} {' '.join(ctx.args)!r}. {_see(ctx)}")
        if any(name in ctx.params for name in _FOLDERS) and not ctx.resilient_parsing:
            settle(ctx)
        return left

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        """Return what may follow: the second words of commands that begin with this one, and its options."""
        group = ctx.parent.command if ctx.parent else None
        seconds = group.second_words(ctx, incomplete) if isinstance(group, CommandGroup) else []
        return [*seconds, *super().shell_complete(ctx, incomplete)]

    def invoke(self, ctx: Any) -> Any:
        """Run the command; an error names the library, and what it suggests gets this call's options."""
        try:
            return super().invoke(ctx)
        except QaBotError as error:
            error.args = (explained(error),)
            raise

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """Return the parts of the usage line, required arguments without braces."""
        return [piece.replace("{", "").replace("}", "") for piece in super().collect_usage_pieces(ctx)]

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write the help of arguments and options, without the Python types of arguments."""
        records: dict[str, list[tuple[str, str]]] = {"argument": [], "option": []}
        for parameter in self.get_params(ctx):
            if record := parameter.get_help_record(ctx):
                kind = parameter.param_type_name
                name = (parameter.metavar or parameter.name) if kind == "argument" else record[0]
                records[kind].append((name or "", record[1]))
        for kind, rows in records.items():
            if rows:
                with formatter.section(f"{kind.title()}s"):
                    formatter.write_dl(rows)


class QuestionCommand(Command):
    """A command that takes a question, which may begin with an excluded word: "-flood harbour".

    Exit code 1 means that nothing was found, so every failure exits with 2, as grep's do.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Take an argument that contains a space as the question, whatever it begins with."""
        with_value = {name for one in self.params if not getattr(one, "is_flag", False) for name in one.opts}
        before = ["", *args]
        asked = [
            place
            for place, word in enumerate(args)
            if _LIKE_A_QUESTION.match(word) and before[place] not in with_value and "--" not in args
        ]
        if len(asked) == 1:
            args = [*args[: asked[0]], *args[asked[0] + 1 :], "--", args[asked[0]]]
        try:
            return super().parse_args(ctx, args)
        except UsageError:
            raise
        except QaBotError as error:
            raise CommandError(str(error), WRONG) from error

    def invoke(self, ctx: Any) -> Any:
        """Run the command; raise CommandError where it fails."""
        try:
            return super().invoke(ctx)
        except QaBotError as error:
            raise CommandError(str(error), WRONG) from error


class CommandGroup(typer.core.TyperGroup):
    """Allows commands of two words: `eval new` next to `eval` (a file called "new" is `./new`)."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse what precedes the command; raise UsageError where it is wrong."""
        try:
            return super().parse_args(ctx, args)
        except _LIBRARY_ERROR as error:
            raise UsageError(_message(error, ctx)) from error

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        """Return the first words of commands, and options."""
        return [item for item in super().shell_complete(ctx, incomplete) if " " not in item.value]

    def second_words(self, ctx: Any, incomplete: str) -> list[Any]:
        """Return the second words of the commands that begin with the one of this context."""
        first = f"{ctx.info_name} "
        found = super().shell_complete(ctx.parent, first + incomplete)
        for item in found:
            item.value = item.value.removeprefix(first)
        return found

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find a command by two words, or by one; raise UsageError where there is none."""
        two = " ".join(args[:2])
        if two in self.commands:
            return super().resolve_command(ctx, [two, *args[2:]])
        if args[0] not in self.commands:
            raise UsageError(
                f"Unknown command {args[0]!r}. Commands: {', '.join(self.commands)}. "
                'To ask a question: `qa-bot ask "QUESTION"`.'
            )
        return super().resolve_command(ctx, args)


def whole_number(option: str, least: int) -> Callable[[str], int]:
    """Return a parser of whole numbers from `least` up."""

    def read(value: str) -> int:
        if not str(value).isdecimal() or int(value) < least:
            raise UsageError(f"{option} must be a whole number of at least {least}, not {value}.")
        return int(value)

    return read


def one_of(option: str, kinds: Any) -> Callable[[str], Any]:
    """Return a parser of the members of an enumeration."""

    def read(value: str) -> Any:
        if value not in list(kinds):
            raise UsageError(f"{option} must be one of {', '.join(kinds)}, not {value}.")
        return kinds(value)

    return read


def _message(error: Any, ctx: Any) -> str:
    """Return in one line what the library found wrong."""
    option, parameter = getattr(error, "option_name", None), getattr(error, "param", None)
    if option is None:
        if parameter is None:
            return f"{error.message}. {_see(ctx)}"
        return f"Missing argument {parameter.metavar or parameter.opts[0]}. {_see(ctx)}"
    known = {name: one for one in ctx.command.params for name in one.opts}
    if option in known:
        if getattr(known[option], "is_flag", False):
            return f"{option} takes no value. {_see(ctx)}"
        return f"{option} needs a value: `{option} {known[option].metavar or 'VALUE'}`."
    near = difflib.get_close_matches(option, known, n=1, cutoff=_ALIKE)
    meant = f"Did you mean {near[0]}? " if near else ""
    return f"Unknown option {option}. {meant}{_see(ctx)}"


def _see(ctx: Any) -> str:
    return f"See `{ctx.command_path} --help`."

"""Commands as a person writes them: what a command takes, and wrong usage told in one line of our own.

Owns the promise that no message of the library that parts the arguments reaches a person: each says what is
wrong, and what to write or where to look.
"""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, Any

import typer
import typer.core

from qa_bot.core.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

_LIBRARY_ERROR: type[Exception] = typer.BadParameter.__mro__[1]  # any wrong usage; typer names it nowhere
_LIKE_A_QUESTION = re.compile(r"-[^\s=]*\s")


class Command(typer.core.TyperCommand):
    """A command whose wrong usage is a UsageError."""

    allow_extra_args = True  # what is left over is told here
    hint = ""
    """What to do where there is too much, before the help is named."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Part the arguments into the values of the command's parameters.

        Raises:
            UsageError: they are not what the command takes.
        """
        try:
            left = super().parse_args(ctx, args)
        except _LIBRARY_ERROR as error:
            raise UsageError(_told(error, ctx)) from error
        if ctx.args and not ctx.resilient_parsing:
            raise UsageError(
                f"{' '.join(ctx.args)!r} is too much for {ctx.command_path}: {self.hint}{_see(ctx)}"
            )
        return left


class QuestionCommand(Command):
    """A command that takes a question, which may begin with a word to leave out: "-flood harbour"."""

    hint = "put the whole question into quotation marks, or "

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Take an argument with a space in it for the question, whatever it begins with."""
        with_value = {name for one in self.params if not getattr(one, "is_flag", False) for name in one.opts}
        before = ["", *args]
        asked = [
            place
            for place, word in enumerate(args)
            if _LIKE_A_QUESTION.match(word) and before[place] not in with_value and "--" not in args
        ]
        if len(asked) == 1:
            args = [*args[: asked[0]], *args[asked[0] + 1 :], "--", args[asked[0]]]
        return super().parse_args(ctx, args)


class CommandGroup(typer.core.TyperGroup):
    """Knows commands of two words: `eval new` stands beside `eval` (a file of that name is `./new`)."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Part what stands before a command; UsageError where that is wrong."""
        try:
            return super().parse_args(ctx, args)
        except _LIBRARY_ERROR as error:
            raise UsageError(_told(error, ctx)) from error

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Take two words for a command where there is one of that name; UsageError where there is none."""
        two = " ".join(args[:2])
        if two in self.commands:
            return super().resolve_command(ctx, [two, *args[2:]])
        if args[0] not in self.commands:
            raise UsageError(
                f"There is no command {args[0]!r}: the commands are {', '.join(self.commands)}, and a "
                'question is asked with qa-bot ask "QUESTION"'
            )
        return super().resolve_command(ctx, args)


def whole_number(option: str, least: int) -> Callable[[str], int]:
    """Make what reads the value of an option that counts something."""

    def read(value: str) -> int:
        if not str(value).isdecimal() or int(value) < least:
            raise UsageError(f"{option} {value}: say a whole number from {least} on")
        return int(value)

    return read


def one_of(option: str, kinds: Any) -> Callable[[str], Any]:
    """Make what reads the value of an option that names one of an enumeration."""

    def read(value: str) -> Any:
        if value not in list(kinds):
            raise UsageError(f"{option} {value}: say one of {', '.join(kinds)}")
        return kinds(value)

    return read


def _told(error: Any, ctx: Any) -> str:
    """Say in one line what the library found wrong."""
    option, parameter = getattr(error, "option_name", None), getattr(error, "param", None)
    if option is None:
        if parameter is None:
            return f"{error.message}: {_see(ctx)}"
        return f"{ctx.command_path} needs {parameter.metavar or parameter.opts[0]}: {_see(ctx)}"
    known = {name: one for one in ctx.command.params for name in one.opts}
    if option in known:
        if getattr(known[option], "is_flag", False):
            return f"{option} takes no value: {_see(ctx)}"
        return f"{option} needs a value: write {option} {known[option].metavar or 'VALUE'}"
    near = difflib.get_close_matches(option, known, n=1)
    meant = f"did you mean {near[0]}? Otherwise " if near else ""
    return f"{ctx.command_path} has no option {option}: {meant}{_see(ctx)}"


def _see(ctx: Any) -> str:
    return f"see `{ctx.command_path} --help`"

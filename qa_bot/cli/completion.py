"""`qa-bot completion`, which prints the script that lets a shell complete commands, options and their values.

At each Tab the script runs qa-bot with a variable set, and the parsing library answers instead of a command.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer
from typer.completion import get_completion_inspect_parameters, shell_complete

from qa_bot.cli.parsing import one_of
from qa_bot.cli.values import COMPLETE_VARIABLE
from qa_bot.core.errors import QaBotError

if TYPE_CHECKING:
    from collections.abc import Iterator


class Shell(StrEnum):
    """Shells that can complete."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"


@contextmanager
def quiet_while_completing() -> Iterator[None]:
    """Let the parsing library answer a shell at Tab; errors then say nothing.

    A message would run into the line that is being typed.
    """
    if COMPLETE_VARIABLE not in os.environ:
        yield
        return
    _register_shells()
    try:
        yield
    except QaBotError as error:
        raise SystemExit(1) from error


def completion(
    context: typer.Context,
    shell: Annotated[
        Shell,
        typer.Argument(
            metavar="|".join(Shell),
            parser=one_of("SHELL", Shell),
            help="The shell that completes.",
            autocompletion=lambda: list(Shell),
        ),
    ],
) -> None:
    """Print a script that completes what you type in a shell."""
    _register_shells()
    shell_complete(context.find_root().command, {}, "qa-bot", COMPLETE_VARIABLE, f"source_{shell.value}")


def _register_shells() -> None:
    get_completion_inspect_parameters()  # registers them on the way; nothing public does only that

"""`qa-bot serve`, which shows the app in a web browser: each page that is opened runs an app of its own.

The page has no login. It answers at this machine alone unless another address is given.
"""

from __future__ import annotations

import errno
import shlex
import socket
import subprocess
import sys
from typing import Annotated

import typer

from qa_bot.cli.options import (
    ANSWER_MODEL,
    CORPUS,
    INDEX,
    AnswerModelName,
    Corpus,
    IndexFolder,
    LibraryName,
    StoreAddress,
    warn,
)
from qa_bot.cli.parsing import whole_number
from qa_bot.cli.settled import was_given
from qa_bot.core.errors import QaBotError, UsageError, reason_of

LOOPBACK, PORT = "127.0.0.1", 8765
_LAST_PORT = 65_535
_OWN = {"host", "port"}
"""Options of the server; the others are the app's."""


def serve(
    context: typer.Context,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="Address to listen at.")] = LOOPBACK,
    port: Annotated[
        int, typer.Option(metavar="N", parser=whole_number("--port", 1), help="Port to listen at.")
    ] = PORT,
    corpus: Corpus = CORPUS,
    index: IndexFolder = INDEX,
    library: LibraryName = None,
    store: StoreAddress = None,
    answer_model: AnswerModelName = ANSWER_MODEL,
) -> None:
    """Open the app in a web browser."""
    del corpus, index, library, store, answer_model  # handed on as they were typed
    if port > _LAST_PORT:
        raise UsageError(f"--port must be at most {_LAST_PORT}, not {port}.")
    try:
        from qa_bot.cli.web_server import WebServer, is_loopback
    except ModuleNotFoundError as error:
        message = "`qa-bot serve` needs textual-serve: install it with `pip install textual-serve`."
        raise QaBotError(message) from error
    _check_free(host, port)
    if not is_loopback(host):
        warn(f"There is no login: whoever can reach {host} can read your articles and use the app.")
    WebServer(_app_command(context), host, port).serve()


def _check_free(host: str, port: int) -> None:
    """Raise QaBotError if nothing can listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        reason = "it is in use" if error.errno == errno.EADDRINUSE else reason_of(error)
        raise QaBotError(f"Cannot listen at {host}, port {port}: {reason}. Choose another.") from error


def _app_command(context: typer.Context) -> str:
    """Return the command line of the app, with the options of this call that are its own."""
    words = [sys.executable, "-m", "qa_bot"]
    for parameter in context.command.params:
        if parameter.name and parameter.name not in _OWN and was_given(context, parameter.name):
            words += [parameter.opts[0], str(context.params[parameter.name])]
    return subprocess.list2cmdline(words) if sys.platform == "win32" else shlex.join(words)

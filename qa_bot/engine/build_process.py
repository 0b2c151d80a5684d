"""Builds the index in a process of its own, so that the threads of the program that waits stay quick.

In one process they would take turns with the build's Python code. The process ends at its next step if the
other one has ended, or no longer listens.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import traceback
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Final, Unpack, cast

from qa_bot.core.errors import QaBotError
from qa_bot.core.types import Progress

if TYPE_CHECKING:
    from qa_bot.core.folders import Folders
    from qa_bot.core.types import BuildReport, OnProgress
    from qa_bot.engine.building import Options

_LESS_URGENT: Final = 10
"""What is added to the niceness of the build, of at most 19: whoever types comes first."""
_END_S: Final = 2.0
"""How long a process that is no longer listened to may take to end by itself."""


def build_in_process(
    folders: Folders, model: str | None, on_progress: OnProgress, **options: Unpack[Options]
) -> BuildReport:
    """Do what `building.build` does, in another process; what `on_progress` raises ends it.

    Raises:
        QaBotError: as `building.build`, or the process was ended from outside.
    """
    # -P: a module in the working folder must not replace one of Python's own
    command = [sys.executable, "-P", "-m", "qa_bot.engine.build_process"]
    with subprocess.Popen(  # noqa: S603  this very interpreter and package
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        try:
            _send(cast("IO[bytes]", process.stdin), (folders, model, options))
            return _outcome(process, on_progress)
        finally:
            _end(process)


def _outcome(process: subprocess.Popen[bytes], on_progress: OnProgress) -> BuildReport:
    """Pass progress on until there is a report; raise the error instead, if there is one."""
    told = cast("IO[bytes]", process.stdout)
    while True:
        try:
            message: Progress | BuildReport | Exception = pickle.load(told)  # noqa: S301  from our own process
        except EOFError:
            raise _lost(process.wait()) from None
        if isinstance(message, Exception):
            raise message
        if not isinstance(message, Progress):
            return message
        on_progress(message)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Stop listening, which ends the process at its next step, and wait for that."""
    cast("IO[bytes]", process.stdout).close()
    try:
        process.wait(_END_S)
    except subprocess.TimeoutExpired:
        process.kill()


def _lost(code: int) -> QaBotError:
    how = f"by signal {-code}" if code < 0 else f"with exit code {code}"
    return QaBotError(
        f"The process that builds the index ended {how}, perhaps because memory ran out. "
        "What it has embedded is kept for the next build."
    )


def _send(stream: IO[bytes], message: object) -> None:
    with suppress(BrokenPipeError), stream:  # the process has ended then; reading from it will tell
        stream.write(pickle.dumps(message))


def main() -> None:
    """Build what standard input names; write progress, and then the report or the error, as pickles."""
    told = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what libraries print is no message
    if hasattr(os, "nice"):
        os.nice(_LESS_URGENT)

    def tell(message: object) -> None:
        try:
            told.write(pickle.dumps(message))
            told.flush()
        except OSError:
            sys.exit()  # nobody listens any more

    folders, model, options = pickle.load(sys.stdin.buffer)  # noqa: S301  from our own process
    from qa_bot.engine.building import build

    try:
        report: object = build(folders, model, tell, **options)
    except QaBotError as error:
        report = error
    except Exception:  # noqa: BLE001  it is raised again where it can be seen
        report = RuntimeError(f"The build failed:\n{traceback.format_exc()}")
    tell(report)


if __name__ == "__main__":
    main()

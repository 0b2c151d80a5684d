"""Ctrl+C ends a command at once and silently, even during an import.

Whatever a command writes survives a kill at any moment, so only temporary folders need removing.
KeyboardInterrupt, which can surface in a library's import or clean-up as a traceback, is raised only while
the user is being asked, or by the app.
"""

from __future__ import annotations

import os
import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STATUS = 130
"""Exit status of a command that Ctrl+C ended, as in shells: 128 plus the signal's number."""

_SHOW_CURSOR = b"\x1b[?25h"
_temporary: set[str] = set()


def end_quietly() -> None:
    """End this process at Ctrl+C, unless its parent made it ignore that."""
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, _end)


@contextmanager
def raised() -> Iterator[None]:
    """Let Ctrl+C raise KeyboardInterrupt while the block runs."""
    if signal.getsignal(signal.SIGINT) is not _end:
        yield
        return
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, _end)


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """Yield a temporary folder that is removed when the block, or the command, ends."""
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory(prefix="qa-bot-", ignore_cleanup_errors=True) as folder:
        _temporary.add(folder)
        try:
            yield Path(folder)
        finally:
            _temporary.discard(folder)


def _end(*_: object) -> None:
    if _temporary:
        import shutil

        for folder in tuple(_temporary):
            shutil.rmtree(folder, ignore_errors=True)
    if os.isatty(2):
        os.write(2, _SHOW_CURSOR)  # which progress bars hide
    os._exit(STATUS)

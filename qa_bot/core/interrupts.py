"""Ctrl+C: a command ends at once and without a word, whatever it is doing, even importing.

What a command writes is whole after a kill at any moment, so nothing is left to be undone but temporary
folders. KeyboardInterrupt, which can come up in the middle of a library's import or of a clean-up and end in
a traceback, is for those alone who ask a person or own the screen.
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
"""Exit status of what Ctrl+C ended, as shells have it: 128 and the signal's number."""

_SHOW_CURSOR = b"\x1b[?25h"
_temporary: set[str] = set()


def end_quietly() -> None:
    """End this process at Ctrl+C, unless whoever started it had it ignore that."""
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
    """Give a folder of one's own that is gone when the block, or the command, ends."""
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
        os.write(2, _SHOW_CURSOR)  # which bars of progress hide
    os._exit(STATUS)

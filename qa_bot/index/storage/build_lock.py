"""One builder at a time: a lock on the index folder, and a note on which process holds it.

The lock is an advisory one of the operating system, so it ends with its process. The note (`.builder`) only
serves messages.
"""

from __future__ import annotations

import json
import os
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from qa_bot.core import safe_files
from qa_bot.core.errors import BusyIndexError, StorageError, StrangeFileError
from qa_bot.core.permissions import access_of_index, settle
from qa_bot.core.types import Progress

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qa_bot.core.types import OnProgress

_LOCK, _BUILDER = ".lock", ".builder"


@contextmanager
def building(folder: Path, on_wait: OnProgress | None = None) -> Iterator[None]:
    """Hold the lock of an index folder, which is created if needed.

    With `on_wait`, wait for another builder to finish, after reporting who it is.

    Raises:
        BusyIndexError: another process holds the lock, and `on_wait` is None.
        StrangeFileError: something in the folder is a link, a pipe or the like.
        StorageError: the folder cannot be written, now or while the lock is held.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        safe_files.refuse_strangers(folder)
        with _lock(folder, on_wait):
            safe_files.refuse_strangers(folder)  # something may have appeared during the wait
            settle(folder / _LOCK, access_of_index(folder))
            _write_note(folder)
            yield
            _remove_note(folder)
    except OSError as error:
        msg = f"The index folder {folder} cannot be written: {error}. Check its permissions and the disk."
        raise StorageError(msg) from error


def is_being_built(folder: Path) -> bool:
    """Check whether a builder holds the lock; False where that cannot be found out."""
    import filelock  # whoever asks waits for this module, too

    lock = filelock.FileLock(folder / _LOCK)
    try:
        with lock.acquire(timeout=0):
            return False
    except filelock.Timeout:
        return True
    except OSError:
        return False


def builder(folder: Path) -> str | None:
    """Describe the process that is building, such as "process 123, since 14:05:06"; None if there is none."""
    return _read_note(folder) if is_being_built(folder) else None


@contextmanager
def _lock(folder: Path, on_wait: OnProgress | None) -> Iterator[None]:
    import filelock

    lock = filelock.FileLock(folder / _LOCK)
    try:
        lock.acquire(timeout=0)
    except filelock.Timeout as error:
        if on_wait is None:
            msg = (
                f"Another qa-bot ({_read_note(folder)}) is building the index in {folder}. "
                "Try again when it is done, or run `qa-bot index --wait`."
            )
            raise BusyIndexError(msg) from error
        on_wait(Progress(f"waiting for {_read_note(folder)}", 0, 0))
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def _write_note(folder: Path) -> None:
    content = {"pid": os.getpid(), "since": datetime.now(UTC).isoformat(timespec="seconds")}
    safe_files.write_bytes(folder / _BUILDER, json.dumps(content).encode("ascii"), folder)


def _remove_note(folder: Path) -> None:
    with suppress(OSError):
        (folder / _BUILDER).unlink()


def _read_note(folder: Path) -> str:
    """Describe the process in the note; "another process" if the note is missing or unreadable."""
    try:
        content: dict[str, Any] = json.loads(safe_files.read_bytes(folder / _BUILDER))
        since = datetime.fromisoformat(content["since"]).astimezone()
        return f"process {int(content['pid'])}, since {since:%H:%M:%S}"
    except (OSError, ValueError, KeyError, TypeError, StrangeFileError):
        return "another process"

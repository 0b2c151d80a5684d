"""Shared locks of the readers of a version, which keep builders from removing it.

A lock is an advisory one of the operating system, so it ends with its process. Where there are no such locks
(Windows), a file in use cannot be removed anyway.
"""

from __future__ import annotations

import contextlib
import os
import time
import weakref
from typing import TYPE_CHECKING

from qa_bot.core import safe_files
from qa_bot.core.permissions import access_of_index, settle

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

PATIENCE_S = 10.0
"""Longest wait for a version that is being removed. No builder of ours holds its lock longer."""

_CLAIMS = "claims"
_POLL_S = 0.02


class ReaderLock:
    """A reader's lock on a version, released with the last reference to it or with the process."""

    def __init__(self, descriptor: int | None) -> None:
        if descriptor is not None:
            weakref.finalize(self, os.close, descriptor)


def prepare(folder: Path, name: str) -> None:
    """Create the file that the readers of a version will lock."""
    (folder / _CLAIMS).mkdir(mode=0o700, exist_ok=True)
    settle(folder / _CLAIMS, access_of_index(folder))
    safe_files.write_bytes(folder / _CLAIMS / name, b"", folder)


def claim(folder: Path, name: str) -> ReaderLock:
    """Lock a version against removal; permission to read the folder is enough.

    If there is no file to lock, or another process keeps it locked, the version is used without a lock.

    Raises:
        StrangeFileError: the file is a link, or not a file.
    """
    try:
        descriptor = safe_files.open_file(folder / _CLAIMS / name)
    except OSError:
        return ReaderLock(None)
    until = time.monotonic() + PATIENCE_S
    while not _lock_shared(descriptor) and time.monotonic() < until:
        time.sleep(_POLL_S)  # while the version is being removed
    return ReaderLock(descriptor)


@contextlib.contextmanager
def unclaimed(folder: Path, name: str) -> Iterator[bool]:
    """Check whether a version has no readers; while the block runs, it gets none."""
    path = folder / _CLAIMS / name
    try:
        descriptor = safe_files.open_file(path)
    except OSError:
        yield True  # without the file there is nothing to lock
        return
    try:
        free = _lock_alone(descriptor)
        yield free
        if free:
            path.unlink(missing_ok=True)
    finally:
        os.close(descriptor)


def forget_all_but(folder: Path, names: Collection[str]) -> None:
    """Remove the lock files of versions that are gone, given the names of those that are left."""
    for path in (folder / _CLAIMS).glob("*"):
        if path.name not in names:
            path.unlink(missing_ok=True)


def _lock_alone(descriptor: int) -> bool:
    if not fcntl:
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _lock_shared(descriptor: int) -> bool:
    """Try to lock together with other readers; True also on a disk without locks."""
    if not fcntl:
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True

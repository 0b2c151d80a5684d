"""Who uses what of an index folder: readers share a claim on their version, a builder says who it is.

A claim is an advisory lock that the operating system gives back the moment its process ends, however it
ends, so no claim outlives its reader. Where there are no such locks (Windows) a file in use cannot be
removed in the first place.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
import weakref
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from qa_bot.core import safe_files
from qa_bot.core.errors import StrangeFileError
from qa_bot.core.permissions import access_of_index, settle

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE_S = 10.0
"""Longest wait for a version that is being removed; whoever holds its claim longer is no builder of ours."""

_CLAIMS, _BUILDER = "claims", ".builder"
_LOOK_S = 0.02


class ReaderLock:
    """A reader's share in a version; given back with the last reference to it, or with the process."""

    def __init__(self, descriptor: int | None) -> None:
        if descriptor is not None:
            weakref.finalize(self, os.close, descriptor)


def prepare(folder: Path, name: str) -> None:
    """Make the file that readers of a version will claim."""
    (folder / _CLAIMS).mkdir(mode=0o700, exist_ok=True)
    settle(folder / _CLAIMS, access_of_index(folder))
    safe_files.write_bytes(folder / _CLAIMS / name, b"", folder)


def claim(folder: Path, name: str) -> ReaderLock:
    """Share in a version, so that it is not removed; leave to read the folder is enough.

    Where no claim can be made, because there is no file for it or somebody keeps it locked, none is: such a
    version is used as it is.

    Raises:
        StrangeFileError: the file is a link, or no file.
    """
    try:
        descriptor = safe_files.open_file(folder / _CLAIMS / name)
    except OSError:
        return ReaderLock(None)
    until = time.monotonic() + PATIENCE_S
    while not _is_shared(descriptor) and time.monotonic() < until:
        time.sleep(_LOOK_S)  # while the version is being removed
    return ReaderLock(descriptor)


@contextlib.contextmanager
def unclaimed(folder: Path, name: str) -> Iterator[bool]:
    """Tell whether nobody uses a version; while the block runs, nobody can begin to."""
    path = folder / _CLAIMS / name
    try:
        descriptor = safe_files.open_file(path)
    except OSError:
        yield True  # nobody can have claimed it
        return
    try:
        free = _lock_alone(descriptor)
        yield free
        if free:
            path.unlink(missing_ok=True)
    finally:
        os.close(descriptor)


def sign_in(folder: Path) -> None:
    """Write down who builds, for others to tell; the lock itself is another file's."""
    content = {"pid": os.getpid(), "since": datetime.now(UTC).isoformat(timespec="seconds")}
    safe_files.write_bytes(folder / _BUILDER, json.dumps(content).encode("ascii"), folder)


def sign_out(folder: Path) -> None:
    """Take away who builds."""
    with contextlib.suppress(OSError):
        (folder / _BUILDER).unlink()


def builder(folder: Path) -> str:
    """Tell who builds, as "process 123, since 14:05:06" or as much of it as is known."""
    try:
        content: dict[str, Any] = json.loads(safe_files.read_bytes(folder / _BUILDER))
        since = datetime.fromisoformat(content["since"]).astimezone()
        return f"process {int(content['pid'])}, since {since:%H:%M:%S}"
    except (OSError, ValueError, KeyError, TypeError, StrangeFileError):
        return "another process"


def _lock_alone(descriptor: int) -> bool:
    if not fcntl:
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _is_shared(descriptor: int) -> bool:
    """Try to share in a version; True as well where the disk knows no locks, so that nobody holds one."""
    if not fcntl:
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True

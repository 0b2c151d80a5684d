"""Who uses what of an index folder: readers share a claim on their version, a builder says who it is.

A claim is an advisory lock that the operating system gives back the moment its process ends, however it
ends, so no claim outlives its reader. Where there are no such locks (Windows) a file in use cannot be
removed in the first place.
"""

from __future__ import annotations

import contextlib
import json
import os
import weakref
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_CLAIMS, _BUILDER = "claims", ".builder"


class Claim:
    """A reader's share in a version; given back with the last reference to it, or with the process."""

    def __init__(self, descriptor: int | None) -> None:
        if descriptor is not None:
            weakref.finalize(self, os.close, descriptor)


def prepare(folder: Path, name: str) -> None:
    """Make the file that readers of a version will claim."""
    (folder / _CLAIMS).mkdir(exist_ok=True)
    (folder / _CLAIMS / name).touch()


def claim(folder: Path, name: str) -> Claim:
    """Share in a version, so that it is not removed.

    Where no claim can be made, because the folder is read-only or an older qa-bot wrote it, none is: such a
    version is used as it is.
    """
    try:
        descriptor = os.open(folder / _CLAIMS / name, os.O_RDONLY)
    except OSError:
        return Claim(None)
    if fcntl:
        fcntl.flock(descriptor, fcntl.LOCK_SH)  # waits while the version is being removed
    return Claim(descriptor)


@contextlib.contextmanager
def unclaimed(folder: Path, name: str) -> Iterator[bool]:
    """Tell whether nobody uses a version; while the block runs, nobody can begin to."""
    path = folder / _CLAIMS / name
    try:
        descriptor = os.open(path, os.O_RDONLY)
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
    (folder / _BUILDER).write_text(json.dumps(content), encoding="ascii")


def sign_out(folder: Path) -> None:
    """Take away who builds."""
    with contextlib.suppress(OSError):
        (folder / _BUILDER).unlink()


def builder(folder: Path) -> str:
    """Tell who builds, as "process 123, since 14:05:06" or as much of it as is known."""
    try:
        content: dict[str, Any] = json.loads((folder / _BUILDER).read_text(encoding="ascii"))
        since = datetime.fromisoformat(content["since"]).astimezone()
        return f"process {int(content['pid'])}, since {since:%H:%M:%S}"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"


def _lock_alone(descriptor: int) -> bool:
    if not fcntl:
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True

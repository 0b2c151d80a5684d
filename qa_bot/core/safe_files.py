"""Opens and creates the files of an index folder, and refuses links, pipes and the like.

Otherwise, anyone who can write to the folder could make a build overwrite a file elsewhere, through a link,
or make a question wait forever, through a pipe. The folder itself may be a link.
"""

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING, NoReturn

from qa_bot.core.errors import StrangeFileError
from qa_bot.core.permissions import access_of_index, settle, settle_open

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qa_bot.core.permissions import Access

FOLDERS = frozenset({"claims", "pending", "versions"})
FILES = frozenset({"CURRENT", "CURRENT.new", ".lock", ".builder", "journal", "seen", "seen.new"})

README = "README.md"
"""A note for people that may be in the folder. It is never read, changed or removed."""

_CAREFULLY = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_KINDS = (
    (stat.S_ISLNK, "a link, and links are not followed in an index"),
    (stat.S_ISDIR, "a folder, not a file"),
    (stat.S_ISREG, "a file, not a folder"),
    (stat.S_ISFIFO, "a pipe, which an index never contains"),
    (stat.S_ISSOCK, "a socket, which an index never contains"),
)


def refuse_strangers(index: Path) -> None:
    """Check all files of an index in its folder.

    Raises:
        StrangeFileError: something is a link, a pipe or the like, or a folder where a file belongs.
    """
    for path, mode in _own(index):
        if path.parent == index and path.name in FOLDERS:
            fits = stat.S_ISDIR(mode)
        else:  # the manifest says which folders belong into a version
            in_version = index / "versions" in path.parents
            fits = stat.S_ISREG(mode) or (in_version and stat.S_ISDIR(mode))
        if not fits:
            _refuse(path, mode)


def grant(index: Path, access: Access) -> None:
    """Set the permissions of everything in an index, and of the folder unless something else is in it."""
    versions = index / "versions"
    versions.mkdir(mode=0o700, parents=True, exist_ok=True)
    settle(versions, access)
    for path, _ in _own(index):
        settle(path, access)
    if all(name in FILES | FOLDERS | {README} for name in os.listdir(index)):  # noqa: PTH208  names are enough
        settle(index, access)


def is_folder(path: Path) -> bool:
    """Check whether a folder is there; StrangeFileError where it is a link."""
    try:
        mode = path.lstat().st_mode
    except (OSError, ValueError):  # not there, or no name that anything could have
        return False
    if stat.S_ISLNK(mode):
        _refuse(path, mode)
    return stat.S_ISDIR(mode)


def open_file(path: Path, flags: int = os.O_RDONLY) -> int:
    """Open a file of an index and return its descriptor.

    Raises:
        StrangeFileError: it is a link, or no file.
        OSError: it cannot be opened.
    """
    try:
        descriptor = os.open(path, flags | _CAREFULLY, 0o600)
    except OSError as error:
        if error.errno in {errno.ELOOP, errno.ENXIO}:  # a link; a pipe without a reader, or a socket
            _refuse(path, path.lstat().st_mode)
        raise
    mode = os.fstat(descriptor).st_mode
    if not stat.S_ISREG(mode):
        os.close(descriptor)
        _refuse(path, mode)
    return descriptor


def read_bytes(path: Path) -> bytes:
    """Read a file of an index; raises the errors of open_file."""
    with os.fdopen(open_file(path), "rb") as file:
        return file.read()


def write_bytes(path: Path, content: bytes, index: Path) -> None:
    """Create or replace a file of an index, synced to disk, readable by those who may read the index.

    An existing file is replaced, not overwritten: it may be linked elsewhere.
    """
    path.unlink(missing_ok=True)
    with os.fdopen(open_file(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL), "wb") as file:
        settle_open(file.fileno(), access_of_index(index))
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _own(index: Path) -> Iterator[tuple[Path, int]]:
    """Yield all files and folders of an index with their modes, following no link."""
    for name in sorted(FOLDERS | FILES):
        yield from _below(index / name)


def _below(path: Path) -> Iterator[tuple[Path, int]]:
    try:
        mode = path.lstat().st_mode
        below = sorted(path.iterdir()) if stat.S_ISDIR(mode) else []
    except OSError:  # removed meanwhile, or not permitted: opening it reports that
        return
    yield path, mode
    for one in below:
        yield from _below(one)


def _refuse(path: Path, mode: int) -> NoReturn:
    kind = next(
        (words for is_kind, words in _KINDS if is_kind(mode)), "a device, which an index never contains"
    )
    msg = f"{path} is {kind}. Remove it and try again."
    raise StrangeFileError(msg)

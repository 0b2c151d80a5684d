"""Who may read an index: its owner, and everyone who may read the corpus folder and all its files.

The same rule applies to every file and folder of an index, whatever the umask. It is recorded in the
permissions of the folder `versions`, which later files copy, so it holds while the corpus folder is missing.
Windows, where folders pass on their permissions, is left alone.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_READ, _ENTER = 0o4, 0o1
_NOFOLLOW = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


@dataclass(frozen=True, slots=True)
class Access:
    """Who may read; the owner may also write."""

    group: bool
    others: bool
    gid: int
    """The group that `group` refers to; -1 where only the owner may read."""

    def mode(self, *, folder: bool) -> int:
        """Return the permission bits of a file or a folder."""
        bits = _READ | _ENTER if folder else _READ
        owner = 0o700 if folder else 0o600
        return owner | (bits << 3 if self.group else 0) | (bits if self.others else 0)


PRIVATE = Access(group=False, others=False, gid=-1)


def access_of_corpus(corpus: Path, found: Iterable[os.stat_result], index: Path) -> Access:
    """Return who may read a corpus folder with all its files and folders.

    Folders above it count too, except those that are also above the index.
    """
    root = corpus.stat()
    above = set(corpus.resolve().parents) - set(index.resolve().parents)
    needs = [(one, _READ | _ENTER if stat.S_ISDIR(one.st_mode) else _READ) for one in (root, *found)]
    needs += [(folder.stat(), _ENTER) for folder in above]
    group = others = True
    for one, bits in needs:
        open_to_others = one.st_mode & bits == bits
        others = others and open_to_others
        ours = one.st_gid == root.st_gid
        group = group and (one.st_mode >> 3 & bits == bits if ours else open_to_others)
    return Access(group, others, root.st_gid) if group or others else PRIVATE


def access_of_index(index: Path) -> Access:
    """Return who may read an index; only the owner while it has no versions."""
    try:
        found = (index / "versions").lstat()
    except OSError:
        return PRIVATE
    group, others = bool(found.st_mode & _READ << 3), bool(found.st_mode & _READ)
    return Access(group, others, found.st_gid) if group or others else PRIVATE


def settle(path: Path, access: Access) -> None:
    """Set the permissions of a file or folder, but not of a link."""
    with suppress(OSError):  # removed meanwhile, another user's, or on a disk without permissions
        found = path.lstat()
        right_group = not access.group or found.st_gid == access.gid
        if os.name == "nt" or (right_group and stat.S_IMODE(found.st_mode) == _wanted(found, access)):
            return
        descriptor = os.open(path, os.O_RDONLY | _NOFOLLOW)
        try:
            settle_open(descriptor, access)
        finally:
            os.close(descriptor)


def settle_open(descriptor: int, access: Access) -> None:
    """Set the permissions of an open file or folder."""
    if os.name == "nt":
        return
    with suppress(OSError):  # its group cannot be changed: that group then gets no more rights than others
        if access.group and os.fstat(descriptor).st_gid != access.gid:
            os.fchown(descriptor, -1, access.gid)
    with suppress(OSError):
        os.fchmod(descriptor, _wanted(os.fstat(descriptor), access))


def _wanted(found: os.stat_result, access: Access) -> int:
    """Return the mode that a file or folder gets; a set-group-ID bit stays."""
    group = access.group if found.st_gid == access.gid else access.others
    mode = Access(group, access.others, access.gid).mode(folder=stat.S_ISDIR(found.st_mode))
    return mode | stat.S_IMODE(found.st_mode) & stat.S_ISGID

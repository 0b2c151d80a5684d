"""Reads parts of a file by position, without mapping it into memory.

If a mapped file is truncated by another process, a signal ends the reader. Here it is an error that names the
file. The content stays in the operating system's cache and takes no memory of this process.
"""

from __future__ import annotations

import os
import threading
import weakref
from typing import TYPE_CHECKING

from qa_bot.core.errors import REPAIR, DamagedIndexError

if TYPE_CHECKING:
    from pathlib import Path


class PositionalFile:
    """A finished file; safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        """Open a file; DamagedIndexError if that fails."""
        self._path = path
        self._lock = threading.Lock()
        try:
            self._file = path.open("rb", buffering=0)
            self.size = os.fstat(self._file.fileno()).st_size
        except OSError as error:
            raise self._damaged() from error
        weakref.finalize(self, self._file.close)

    def read(self, start: int, length: int) -> bytes:
        """Read exactly `length` bytes.

        Raises:
            DamagedIndexError: the file is shorter than it was, or cannot be read.
        """
        try:
            found = self._read(start, length)
        except OSError as error:
            raise self._damaged() from error
        if len(found) != length:
            raise self._damaged()
        return found

    def read_into(self, target: memoryview) -> None:
        """Fill a buffer from the beginning on; DamagedIndexError if the file is shorter."""
        with self._lock:
            try:
                self._file.seek(0)
                while target and (count := self._file.readinto(target)):
                    target = target[count:]
            except OSError as error:
                raise self._damaged() from error
        if target:
            raise self._damaged()

    def _read(self, start: int, length: int) -> bytes:
        if hasattr(os, "pread"):
            return os.pread(self._file.fileno(), length, start)
        with self._lock:  # Windows has no pread
            self._file.seek(start)
            return self._file.read(length)

    def _damaged(self) -> DamagedIndexError:
        return DamagedIndexError(f"{self._path} does not match its checksum. {REPAIR}")

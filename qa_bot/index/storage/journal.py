"""What a build has embedded so far, appended batch by batch, so that a killed build loses none of it.

The file begins with the shape of its rows and their projection. Each record holds the length and CRC-32 of
what follows, and one text's key and row. A record left incomplete by a kill or a power loss can only be the
last one; it is cut off before anything is appended. The lock of the index folder ensures a single writer.
"""

from __future__ import annotations

import json
import os
import struct
import time
import zlib
from dataclasses import asdict
from typing import TYPE_CHECKING, BinaryIO

import numpy as np

from qa_bot.core import safe_files
from qa_bot.core.errors import DamagedIndexError
from qa_bot.index.storage.embeddings import KEY_BYTES, Row, Shape, shape_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from numpy.typing import NDArray

SYNC_S = 2.0
"""Seconds of embedding that a power loss may cost; a kill costs none."""

_MAGIC = b"qa-bot journal 2\n"
_HEAD = struct.Struct("<II")  # length and CRC-32 of what follows
_LARGEST = 64_000_000
_NO_JOURNAL = "not a journal, or a journal of another format"


class Journal:
    """The rows embedded so far, by key; open for appending."""

    def __init__(
        self, path: Path, shape: Shape, projection: NDArray[np.float32], places: dict[bytes, int]
    ) -> None:
        self.shape, self.projection = shape, projection
        self._places = places
        self._file = os.fdopen(safe_files.open_file(path, os.O_RDWR), "r+b")
        self._path = path
        self._end = self._file.seek(0, os.SEEK_END)
        self._synced = time.monotonic()

    @classmethod
    def begin(cls, path: Path, shape: Shape, projection: NDArray[np.float32]) -> Journal:
        """Start a journal, replacing any other."""
        description = json.dumps(asdict(shape)).encode() + b"\n" + np.ascontiguousarray(projection).tobytes()
        safe_files.write_bytes(path, _MAGIC + _framed(description), path.parent)
        return cls(path, shape, projection, {})

    @classmethod
    def resume(cls, path: Path) -> Journal | None:
        """Continue a journal after cutting off an incomplete record; None if there is no usable journal."""
        try:
            with os.fdopen(safe_files.open_file(path, os.O_RDWR), "r+b") as file:
                shape, projection = _read_start(file)
                places, end = _scan(file, shape)
                file.truncate(end)
        except (OSError, ValueError, TypeError):
            return None
        return cls(path, shape, projection, places)

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, key: bytes) -> bool:
        return key in self._places

    def row(self, key: bytes) -> Row:
        """Read the row of a known key; DamagedIndexError if it is not what was written."""
        self._file.seek(self._places[key])
        found = _read_frame(self._file)
        if found is None or found[:KEY_BYTES] != key:
            msg = f"{self._path} was changed while it was in use: run `qa-bot index` again."
            raise DamagedIndexError(msg)
        return _row_of(found, self.shape)

    def append(self, rows: Iterable[tuple[bytes, Row]]) -> None:
        """Append a batch. Once this returns, a kill of the process loses none of it."""
        batch = bytearray()
        for key, row in rows:
            self._places[key] = self._end + len(batch)
            batch += _framed(key + row.vector + row.tokens)
        self._file.seek(self._end)
        self._file.write(batch)
        self._file.flush()
        self._end += len(batch)
        if time.monotonic() - self._synced > SYNC_S:
            os.fsync(self._file.fileno())
            self._synced = time.monotonic()

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def _framed(content: bytes) -> bytes:
    return _HEAD.pack(len(content), zlib.crc32(content)) + content


def _read_frame(file: BinaryIO) -> bytes | None:
    """Read what follows the next head; None if it is incomplete."""
    head = file.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    length, check = _HEAD.unpack(head)
    content = file.read(length) if length <= _LARGEST else b""
    return content if len(content) == length and zlib.crc32(content) == check else None


def _read_start(file: BinaryIO) -> tuple[Shape, NDArray[np.float32]]:
    description = _read_frame(file) if file.read(len(_MAGIC)) == _MAGIC else None
    if description is None:
        raise ValueError(_NO_JOURNAL)
    line, _, rest = description.partition(b"\n")
    shape = Shape(**json.loads(line))
    projection = np.frombuffer(rest, np.float32).reshape(-1, shape.width)
    if shape_of(shape.fingerprint, shape.dimension, projection) != shape:
        raise ValueError(_NO_JOURNAL)
    return shape, projection


def _scan(file: BinaryIO, shape: Shape) -> tuple[dict[bytes, int], int]:
    """Return the place of each complete record, and where the last one ends."""
    places: dict[bytes, int] = {}
    end = file.tell()
    while (content := _read_frame(file)) is not None and len(content) >= KEY_BYTES + shape.dimension * 2:
        places[content[:KEY_BYTES]] = end
        end = file.tell()
    return places, end


def _row_of(content: bytes, shape: Shape) -> Row:
    past = KEY_BYTES + shape.dimension * 2
    return Row(content[KEY_BYTES:past], content[past:])

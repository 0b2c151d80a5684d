"""The embeddings of passages on disk: rows in packs, identified by the text's hash and with checksums.

    header        CRC-32, shape of the rows with the model that made them, projection of its token vectors
    rows.idx      32 bytes a row: hash of the text, end of its tokens, and two CRC-32
    vectors.f16   the text's vector in half precision
    tokens.bin    a block of token vectors and ids a row, as `token_block` writes it

A pack only grows, and a row counts once its entry in `rows.idx` is there, so a pack that a killed build left
behind is whole up to its last complete row. A version has one pack or more, each named by its rows. A row is
checked whenever it is read: one CRC-32 covers key and vector, the other key and tokens. A damaged row can be
embedded again; its neighbours stay usable.
"""

from __future__ import annotations

import json
import os
import struct
import time
import zlib
from dataclasses import asdict
from typing import TYPE_CHECKING, BinaryIO, cast

import numpy as np

from qa_bot.core import safe_files
from qa_bot.core.errors import REPAIR, DamagedIndexError
from qa_bot.index.storage.embeddings import KEY_BYTES, Row, Shape, shape_of
from qa_bot.index.storage.positional_file import PositionalFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

_HEADER, _INDEX, VECTORS_FILE, TOKENS_FILE = "header", "rows.idx", "vectors.f16", "tokens.bin"
_ENTRY = struct.Struct(f"<{KEY_BYTES}sQII")  # key, end of the tokens in bytes, CRC-32 of vector and of tokens
ENTRIES = np.dtype([("key", f"V{KEY_BYTES}"), ("end", "<u8"), ("vector", "<u4"), ("tokens", "<u4")])

SYNC_S = 2.0
"""Seconds of embedding that a power loss may cost; a kill costs none."""


class Pack:
    """The rows in one folder; safe to read from several threads."""

    def __init__(self, folder: Path) -> None:
        """Open a pack; DamagedIndexError if its files do not fit each other."""
        self._folder = folder
        try:
            self.shape, self.projection = _read_header(folder / _HEADER)
            self._index = bytearray((folder / _INDEX).read_bytes())
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise self._damaged() from error
        self._open_files()
        if not self._fits():
            raise self._damaged()

    def _open_files(self) -> None:
        self._vectors = PositionalFile(self._folder / VECTORS_FILE)
        self._tokens = PositionalFile(self._folder / TOKENS_FILE)

    def __len__(self) -> int:
        return len(self._index) // _ENTRY.size

    def keys(self) -> Iterator[bytes]:
        """Yield the key of each row, in order."""
        return (bytes(self._index[at : at + KEY_BYTES]) for at in range(0, len(self._index), _ENTRY.size))

    def row(self, row: int) -> Row:
        """Read a row; DamagedIndexError if it is not what was written."""
        return Row(self.vector(row), self.tokens(row))

    def vector(self, row: int) -> bytes:
        """Read a row's vector; DamagedIndexError if it is not what was written."""
        key, _, check, _ = self._entry(row)
        size = self.shape.dimension * 2
        return self._checked(key, self._vectors.read(row * size, size), check)

    def tokens(self, row: int) -> bytes:
        """Read a row's tokens; DamagedIndexError if they are not what was written."""
        key, end, _, check = self._entry(row)
        start = self._entry(row - 1)[1] if row else 0
        return self._checked(key, self._tokens.read(start, end - start), check)

    def is_whole(self, row: int) -> bool:
        """Check whether a row is what was written."""
        try:
            self.row(row)
        except DamagedIndexError:
            return False
        return True

    def load_vectors(self, target: memoryview) -> None:
        """Fill a buffer with the vectors of all rows, unchecked."""
        self._vectors.read_into(target)

    def _entry(self, row: int) -> tuple[bytes, int, int, int]:
        return cast("tuple[bytes, int, int, int]", _ENTRY.unpack_from(self._index, row * _ENTRY.size))

    def _checked(self, key: bytes, content: bytes, check: int) -> bytes:
        if zlib.crc32(content, zlib.crc32(key)) != check:
            raise self._damaged()
        return content

    def _fits(self) -> bool:
        if len(self._index) % _ENTRY.size:
            return False
        ends = np.frombuffer(self._index, ENTRIES)["end"].astype(np.int64)
        return (
            bool((np.diff(ends, prepend=0) >= 0).all())
            and shape_of(self.shape.fingerprint, self.shape.dimension, self.projection) == self.shape
            and self._vectors.size == len(self) * self.shape.dimension * 2
            and self._tokens.size == (int(ends[-1]) if len(ends) else 0)
        )

    def _damaged(self) -> DamagedIndexError:
        return DamagedIndexError(f"{self._folder} does not match its checksums. {REPAIR}")


class GrowingPack(Pack):
    """A pack that is being written; rows are found by their keys.

    A row left incomplete by a kill or a power loss can only be among the last; it is cut off at opening. The
    lock of the index folder ensures a single writer.
    """

    def __init__(self, folder: Path) -> None:
        """Continue a pack; DamagedIndexError if there is none to continue."""
        self._files: list[BinaryIO] = []
        super().__init__(folder)
        self._places = {key: row for row, key in enumerate(self.keys())}
        self._synced = time.monotonic()

    @classmethod
    def begin(cls, folder: Path, shape: Shape, projection: NDArray[np.float32]) -> GrowingPack:
        """Start a pack in a new folder."""
        folder.mkdir(mode=0o700, parents=True)
        for name in (_INDEX, VECTORS_FILE, TOKENS_FILE):
            os.close(safe_files.open_file(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL))
        description = json.dumps(asdict(shape), sort_keys=True).encode("ascii") + b"\n"
        content = description + np.ascontiguousarray(projection, np.float32).tobytes()
        (folder / _HEADER).write_bytes(f"{zlib.crc32(content):08x}\n".encode("ascii") + content)
        return cls(folder)

    def __contains__(self, key: bytes) -> bool:
        return key in self._places

    def find(self, key: bytes) -> Row:
        """Read the row of a known key; DamagedIndexError if it is not what was written."""
        return self.row(self._places[key])

    def append(self, rows: Iterable[tuple[bytes, Row]]) -> None:
        """Append rows. Once this returns, a kill of the process loses none of them."""
        index, vectors, tokens = bytearray(), bytearray(), bytearray()
        for key, row in rows:
            seed = zlib.crc32(key)
            vectors += row.vector
            tokens += row.tokens
            checks = zlib.crc32(row.vector, seed), zlib.crc32(row.tokens, seed)
            index += _ENTRY.pack(key, self._end + len(tokens), *checks)
            self._places[key] = len(self) + len(index) // _ENTRY.size - 1
        self._end += len(tokens)
        for file, content in zip(self._files, (vectors, tokens, index), strict=True):  # the index last
            file.write(content)
            file.flush()
        self._index += index
        if time.monotonic() - self._synced > SYNC_S:
            for file in self._files:
                os.fsync(file.fileno())
            self._synced = time.monotonic()

    def close(self) -> None:
        """Close the files."""
        for file in self._files:
            file.close()

    def _open_files(self) -> None:
        super()._open_files()
        count = self._whole_rows()
        del self._index[count * _ENTRY.size :]
        self._end = self._entry(count - 1)[1] if count else 0
        sizes = (count * self.shape.dimension * 2, self._end, len(self._index))
        for name, size in zip((VECTORS_FILE, TOKENS_FILE, _INDEX), sizes, strict=True):
            try:
                file = os.fdopen(safe_files.open_file(self._folder / name, os.O_RDWR), "r+b")
            except OSError as error:
                raise self._damaged() from error
            self._files.append(file)
            file.truncate(size)
            file.seek(size)
        self._vectors.size, self._tokens.size = sizes[:2]

    def _whole_rows(self) -> int:
        """Count the rows before the first that is incomplete."""
        before = 0
        for row in range(len(self)):
            end = self._entry(row)[1]
            if not before <= end <= self._tokens.size or not self.is_whole(row):
                return row
            before = end
        return len(self)


def _read_header(path: Path) -> tuple[Shape, NDArray[np.float32]]:
    """Read the shape and projection of a pack; ValueError or TypeError if they are not what was written."""
    check, _, content = path.read_bytes().partition(b"\n")
    line, _, rest = content.partition(b"\n")
    if int(check, 16) != zlib.crc32(content):
        msg = f"{path} does not match its checksum"
        raise ValueError(msg)
    shape = Shape(**json.loads(line))
    height = -1 if shape.width else 0  # a model without token vectors has an empty projection
    projection = np.frombuffer(rest, np.float32).reshape(height, shape.width)
    return shape, projection

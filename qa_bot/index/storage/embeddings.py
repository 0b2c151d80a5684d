"""The embeddings of passages on disk: one row each, identified by the text's hash and with checksums.

    rows.json        the number of rows, their shape, and the model that made them
    projection.npy   the matrix that reduced the model's token vectors
    keys.bin         16 bytes a row: the hash of the embedded text
    vectors.f16      the text's vector in half precision
    tokens.bin       a block of token vectors and ids a row, as `token_block` writes it
    offsets.i64      where each row's block begins, and where the last one ends, in bytes
    checks.u32       two CRC-32 a row: of key and vector, and of key and tokens

A row is checked whenever it is read. A damaged row can be embedded again; its neighbours stay usable.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from qa_bot.core.errors import REPAIR, DamagedIndexError
from qa_bot.index.storage import token_block
from qa_bot.index.storage.positional_file import PositionalFile

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from numpy.typing import NDArray

    from qa_bot.encoders.protocol import Embedding

KEY_BYTES = 16
_ROWS, _PROJECTION = "rows.json", "projection.npy"
_KEYS, _VECTORS, TOKENS_FILE = "keys.bin", "vectors.f16", "tokens.bin"
_OFFSETS, _CHECKS = "offsets.i64", "checks.u32"


@dataclass(frozen=True, slots=True)
class Shape:
    """What a row is made of. Only rows of equal shapes fit into one index."""

    fingerprint: str
    """Of the model that embedded the texts."""
    dimension: int
    """Of a text's vector."""
    width: int
    """Of a stored token vector."""
    projection: str
    """SHA-256 of the projection."""


@dataclass(frozen=True, slots=True)
class Row:
    """One text's embedding, as stored."""

    vector: bytes
    """float16, (dimension,)."""
    tokens: bytes
    """A block of token vectors and ids, as `token_block` writes it."""


def key_of(text: str) -> bytes:
    """Hash a text. Equal keys mean equal texts."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=KEY_BYTES).digest()


def shape_of(fingerprint: str, dimension: int, projection: NDArray[np.float32]) -> Shape:
    """Describe the rows made by a model and a projection."""
    digest = hashlib.sha256(np.ascontiguousarray(projection).tobytes()).hexdigest()
    return Shape(fingerprint, dimension, projection.shape[1], digest)


def encode_row(embedding: Embedding, projection: NDArray[np.float32]) -> Row:
    """Convert an embedding to its stored form.

    Raises:
        ValueError: the vector is not of unit length, or not every token has both a vector and an id.
    """
    if not abs(float(np.linalg.norm(embedding.vector)) - 1.0) < 1e-2:  # noqa: PLR2004  also refuses NaN
        msg = "a vector is not of unit length"
        raise ValueError(msg)
    count, ids = len(embedding.tokens), embedding.token_ids
    if len(ids) != count:
        msg = f"there are {count} token vectors and {len(ids)} token ids"
        raise ValueError(msg)
    reduced = embedding.tokens @ projection if count else np.zeros((0, projection.shape[1]), np.float32)
    return Row(np.asarray(embedding.vector, np.float16).tobytes(), token_block.encode(reduced, ids))


def fits(row: Row, shape: Shape) -> bool:
    """Check a row that another process made: sizes, unit length of its vector, finite token vectors."""
    if len(row.vector) != shape.dimension * 2 or not token_block.is_whole(row.tokens, shape.width):
        return False
    vector = np.frombuffer(row.vector, np.float16).astype(np.float32)
    return abs(float(np.linalg.norm(vector)) - 1.0) < 1e-2  # noqa: PLR2004  also refuses NaN


class EmbeddedRows:
    """The rows in a finished folder; safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        """Open a folder; DamagedIndexError if its files do not fit each other."""
        self._folder = folder
        try:
            self.shape, self._count, self._in_8_bits = _read_rows(folder / _ROWS)
            self.projection = _read_projection(folder / _PROJECTION)
            self._offsets = np.fromfile(folder / _OFFSETS, np.int64)
            self._checks = np.fromfile(folder / _CHECKS, np.uint32)
            keys = (folder / _KEYS).read_bytes()
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise self._damaged() from error
        if self._in_8_bits:  # the offsets count tokens
            self._offsets = self._offsets * token_block.bytes_in_8_bits(self.shape.width)
        self._keys = keys
        self._vectors, self._tokens = PositionalFile(folder / _VECTORS), PositionalFile(folder / TOKENS_FILE)
        if not self._fits():
            raise self._damaged()

    def __len__(self) -> int:
        return self._count

    def keys(self) -> Iterable[bytes]:
        """Return the key of each row, in order."""
        return (self.key(row) for row in range(self._count))

    def key(self, row: int) -> bytes:
        """Return the key of a row."""
        return self._keys[row * KEY_BYTES : (row + 1) * KEY_BYTES]

    def row(self, row: int) -> Row:
        """Read a row; DamagedIndexError if it is not what was written."""
        return Row(self.vector(row), self.tokens(row))

    def vector(self, row: int) -> bytes:
        """Read a row's vector; DamagedIndexError if it is not what was written."""
        size = self.shape.dimension * 2
        return self._checked(self._vectors.read(row * size, size), row, 0)

    def tokens(self, row: int) -> bytes:
        """Read a row's tokens; DamagedIndexError if they are not what was written."""
        start, end = int(self._offsets[row]), int(self._offsets[row + 1])
        found = self._checked(self._tokens.read(start, end - start), row, 1)
        return token_block.from_8_bits(found, self.shape.width) if self._in_8_bits else found

    def load_vectors(self, target: memoryview) -> None:
        """Fill a buffer with the vectors of all rows, unchecked."""
        self._vectors.read_into(target)

    def damaged_rows(self) -> list[int]:
        """Read every row and return those that are not what was written."""
        return [row for row in range(self._count) if not self.is_whole(row)]

    def is_whole(self, row: int) -> bool:
        """Check whether a row is what was written."""
        try:
            self.row(row)
        except DamagedIndexError:
            return False
        return True

    def _checked(self, content: bytes, row: int, column: int) -> bytes:
        if zlib.crc32(content, zlib.crc32(self.key(row))) != self._checks[2 * row + column]:
            raise self._damaged()
        return content

    def _fits(self) -> bool:
        count, shape, offsets = self._count, self.shape, self._offsets
        return (
            len(self._keys) == count * KEY_BYTES
            and len(self._checks) == count * 2
            and len(offsets) == count + 1
            and int(offsets[0]) == 0
            and bool((np.diff(offsets) >= 0).all())
            and self._vectors.size == count * shape.dimension * 2
            and self._tokens.size == int(offsets[-1])
            and self.projection.shape[1] == shape.width
            and shape_of(shape.fingerprint, shape.dimension, self.projection) == shape
        )

    def _damaged(self) -> DamagedIndexError:
        return DamagedIndexError(f"{self._folder} does not match its checksums. {REPAIR}")


class RowWriter:
    """Writes rows into a new folder one after the other, without keeping them in memory."""

    def __init__(self, folder: Path, shape: Shape, projection: NDArray[np.float32]) -> None:
        folder.mkdir()
        self._folder, self._shape = folder, shape
        self._offsets, self._checks = [0], list[int]()
        np.save(folder / _PROJECTION, projection)
        self._files = [(folder / name).open("wb") for name in (_KEYS, _VECTORS, TOKENS_FILE)]

    def __enter__(self) -> RowWriter:
        return self

    def append(self, key: bytes, row: Row) -> None:
        """Write the next row."""
        seed = zlib.crc32(key)
        self._checks += (zlib.crc32(row.vector, seed), zlib.crc32(row.tokens, seed))
        self._offsets.append(self._offsets[-1] + len(row.tokens))
        for file, content in zip(self._files, (key, row.vector, row.tokens), strict=True):
            file.write(content)

    def __exit__(self, kind: object, *_: object) -> None:
        for file in self._files:
            file.close()
        if kind is None:
            np.array(self._offsets, np.int64).tofile(self._folder / _OFFSETS)
            np.array(self._checks, np.uint32).tofile(self._folder / _CHECKS)
            content = {"rows": len(self._offsets) - 1, "token_bits": token_block.BITS} | asdict(self._shape)
            (self._folder / _ROWS).write_text(json.dumps(content, sort_keys=True), encoding="ascii")


def _read_rows(path: Path) -> tuple[Shape, int, bool]:
    """Return the rows' shape and number, and whether their tokens are in 8 bits (formats up to 7)."""
    content: dict[str, Any] = json.loads(path.read_text(encoding="ascii"))
    count, in_8_bits = content.pop("rows"), content.pop("token_bits", 8) != token_block.BITS
    shape = Shape(**content)
    if not (isinstance(count, int) and isinstance(shape.dimension, int) and isinstance(shape.width, int)):
        msg = f"{path} does not match its checksum"
        raise TypeError(msg)
    return shape, count, in_8_bits


def _read_projection(path: Path) -> NDArray[np.float32]:
    with path.open("rb") as file:  # np.load would accept archives and pickles
        found = np.lib.format.read_array(file, allow_pickle=False)
    if found.dtype != np.float32 or found.ndim != 2:  # noqa: PLR2004
        msg = f"{path} does not match its checksum"
        raise ValueError(msg)
    return cast("NDArray[np.float32]", found)

"""The embeddings of passages on disk: one row each, identified by the text's hash and with checksums.

    rows.json        the number of rows, their shape, and the model that made them
    projection.npy   the matrix that reduced the model's token vectors
    keys.bin         16 bytes a row: the hash of the embedded text
    vectors.f16      the text's vector in half precision
    tokens.bin       the token vectors in 8 bits, then the token ids in 32 bits
    offsets.i64      where each row's tokens begin, and where the last one's end, in tokens
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
from qa_bot.index.storage.positional_file import PositionalFile

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from numpy.typing import NDArray

    from qa_bot.encoders.protocol import Embedding

KEY_BYTES = 16
_ID_BYTES = 4
_ROWS, _PROJECTION = "rows.json", "projection.npy"
_KEYS, _VECTORS, TOKENS_FILE = "keys.bin", "vectors.f16", "tokens.bin"
_OFFSETS, _CHECKS = "offsets.i64", "checks.u32"

SCALE = 127.0
"""Token vectors have unit length, so no component exceeds 1, and one step of 8 bits is 1/127."""


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
    """int8, (tokens, width), then uint32, (tokens,)."""


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
    codes = encode_tokens(embedding, projection)
    ids = np.asarray(embedding.token_ids, np.uint32)
    if len(ids) != len(codes):
        msg = f"there are {len(codes)} token vectors and {len(ids)} token ids"
        raise ValueError(msg)
    return Row(np.asarray(embedding.vector, np.float16).tobytes(), codes.tobytes() + ids.tobytes())


def encode_tokens(embedding: Embedding, projection: NDArray[np.float32]) -> NDArray[np.int8]:
    """Reduce a passage's token vectors to their stored form: int8, (tokens, width)."""
    reduced = embedding.tokens @ projection if len(embedding.tokens) else np.zeros((0, projection.shape[1]))
    return cast("NDArray[np.int8]", np.rint(np.clip(reduced, -1.0, 1.0) * SCALE).astype(np.int8))


class EmbeddedRows:
    """The rows in a finished folder; safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        """Open a folder; DamagedIndexError if its files do not fit each other."""
        self._folder = folder
        try:
            self.shape, self._count = _read_rows(folder / _ROWS)
            self.projection = _read_projection(folder / _PROJECTION)
            self.offsets = np.fromfile(folder / _OFFSETS, np.int64)
            self._checks = np.fromfile(folder / _CHECKS, np.uint32)
            keys = (folder / _KEYS).read_bytes()
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise self._damaged() from error
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
        stride, start, end = _stride(self.shape), int(self.offsets[row]), int(self.offsets[row + 1])
        return self._checked(self._tokens.read(start * stride, (end - start) * stride), row, 1)

    def codes(self, row: int) -> NDArray[np.int8]:
        """Read a row's token vectors: int8, (tokens, width)."""
        return codes_of(self.tokens(row), self.shape)

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
        count, shape, offsets = self._count, self.shape, self.offsets
        return (
            len(self._keys) == count * KEY_BYTES
            and len(self._checks) == count * 2
            and len(offsets) == count + 1
            and int(offsets[0]) == 0
            and bool((np.diff(offsets) >= 0).all())
            and self._vectors.size == count * shape.dimension * 2
            and self._tokens.size == int(offsets[-1]) * _stride(shape)
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
        self._offsets.append(self._offsets[-1] + len(row.tokens) // _stride(self._shape))
        for file, content in zip(self._files, (key, row.vector, row.tokens), strict=True):
            file.write(content)

    def __exit__(self, kind: object, *_: object) -> None:
        for file in self._files:
            file.close()
        if kind is None:
            np.array(self._offsets, np.int64).tofile(self._folder / _OFFSETS)
            np.array(self._checks, np.uint32).tofile(self._folder / _CHECKS)
            content = {"rows": len(self._offsets) - 1} | asdict(self._shape)
            (self._folder / _ROWS).write_text(json.dumps(content, sort_keys=True), encoding="ascii")


def codes_of(tokens: bytes, shape: Shape) -> NDArray[np.int8]:
    """Return the token vectors in a row's tokens: int8, (tokens, width)."""
    count = len(tokens) // _stride(shape)
    return np.frombuffer(tokens, np.int8, count * shape.width).reshape(count, shape.width)


def ids_of(tokens: bytes, shape: Shape) -> NDArray[np.uint32]:
    """Return the token ids in a row's tokens: uint32, (tokens,)."""
    count = len(tokens) // _stride(shape)
    return np.frombuffer(tokens[count * shape.width :], np.uint32)


def _stride(shape: Shape) -> int:
    return shape.width + _ID_BYTES


def _read_rows(path: Path) -> tuple[Shape, int]:
    content: dict[str, Any] = json.loads(path.read_text(encoding="ascii"))
    count = content.pop("rows")
    shape = Shape(**content)
    if not (isinstance(count, int) and isinstance(shape.dimension, int) and isinstance(shape.width, int)):
        msg = f"{path} does not match its checksum"
        raise TypeError(msg)
    return shape, count


def _read_projection(path: Path) -> NDArray[np.float32]:
    with path.open("rb") as file:  # np.load would accept archives and pickles
        found = np.lib.format.read_array(file, allow_pickle=False)
    if found.dtype != np.float32 or found.ndim != 2:  # noqa: PLR2004
        msg = f"{path} does not match its checksum"
        raise ValueError(msg)
    return cast("NDArray[np.float32]", found)

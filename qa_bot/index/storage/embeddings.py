"""The embedding of a passage in its stored form: one row, identified by the text's hash."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from qa_bot.index.storage import token_block

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qa_bot.encoders.protocol import Embedding

KEY_BYTES = 16


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
    if not _has_unit_length(embedding.vector):
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
    return _has_unit_length(np.frombuffer(row.vector, np.float16).astype(np.float32))


def _has_unit_length(vector: NDArray[np.float32]) -> bool:
    return abs(float(np.linalg.norm(vector)) - 1.0) < 1e-2  # noqa: PLR2004  also refuses NaN

"""The embedding of a passage in its stored form: one row, identified by the text's hash."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qa_bot.encoders.protocol import Embedding

KEY_BYTES = 16
_ID_BYTES = 4

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


def ids_of(tokens: bytes, shape: Shape) -> NDArray[np.uint32]:
    """Return the token ids in a row's tokens: uint32, (tokens,)."""
    count = len(tokens) // stride_of(shape)
    return np.frombuffer(tokens[count * shape.width :], np.uint32)


def codes_of(tokens: bytes, shape: Shape) -> NDArray[np.int8]:
    """Return the token vectors in a row's tokens: int8, (tokens, width)."""
    count, width = len(tokens) // stride_of(shape), shape.width
    return np.frombuffer(tokens, np.int8, count * width).reshape(count, width)


def stride_of(shape: Shape) -> int:
    """Return the bytes of one token in a row's tokens."""
    return shape.width + _ID_BYTES

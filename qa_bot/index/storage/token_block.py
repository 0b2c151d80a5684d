"""A text's token vectors and token ids as bytes.

    4 bytes   number of token vectors
    2 bytes   a vector, its scale, half precision
    2 bits    a component, the first ones lowest, each vector filled up to whole bytes
    the rest  the distinct token ids, ascending: LEB128 of each difference from the one before

A component is one of four levels times the scale of its vector. The levels have the least mean squared
error for a normal distribution (Max, 1960, "Quantizing for Minimum Distortion"). Quantising makes inner
products too small on average, and the scale corrects that: the inner product of a vector with what is stored
of it is exact.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

BITS = 2
"""Of a component."""

_HEAD = struct.Struct("<I")
_SCALE_BYTES = 2
_IN_A_BYTE = 8 // BITS
_LEVELS = np.array([-1.5104, -0.4528, 0.4528, 1.5104], np.float32)
_LIMITS = (_LEVELS[1:] + _LEVELS[:-1]) / 2
_TINY = np.float32(1e-12)
_SHIFTS = np.arange(0, 8, 2, dtype=np.uint8)
_COMPONENTS = _LEVELS[np.arange(256)[:, None] >> _SHIFTS & 3].view(np.complex128)[:, 0]
"""The components in each byte, as one item, so that looking them up copies 16 bytes at once."""


def encode(vectors: NDArray[np.float32], ids: NDArray[np.integer]) -> bytes:
    """Return token vectors, (tokens, width), and the ids of the tokens as one block."""
    count, width = vectors.shape
    squares = np.square(vectors).sum(axis=1, keepdims=True)
    deviations = np.sqrt(np.maximum(squares, _TINY) / max(width, 1))
    codes = np.zeros((count, _bytes(width) * _IN_A_BYTE), np.uint8)
    codes[:, :width] = np.searchsorted(_LIMITS, vectors / deviations)
    kept = (vectors * _LEVELS[codes[:, :width]]).sum(axis=1, keepdims=True)
    scales = (squares / np.maximum(kept, _TINY)).astype(np.float16)
    packed = (codes.reshape(count, _bytes(width), _IN_A_BYTE) << _SHIFTS).sum(axis=2, dtype=np.uint8)
    return bytes(_HEAD.pack(count) + scales.tobytes() + packed.tobytes()) + _encode_ids(ids)


def decode(blocks: Sequence[bytes], width: int) -> tuple[NDArray[np.float32], list[int]]:
    """Return the vectors of several blocks, one below the other: (tokens, width), and the number of each."""
    counts = [_HEAD.unpack_from(block)[0] for block in blocks]
    starts = [_HEAD.size + count * _SCALE_BYTES for count in counts]
    scales = b"".join(block[_HEAD.size : start] for block, start in zip(blocks, starts, strict=True))
    ends = [start + count * _bytes(width) for start, count in zip(starts, counts, strict=True)]
    codes = b"".join(block[start:end] for block, start, end in zip(blocks, starts, ends, strict=True))
    found = _COMPONENTS.take(np.frombuffer(codes, np.uint8)).view(np.float32)
    found = found.reshape(sum(counts), _bytes(width) * _IN_A_BYTE)[:, :width]
    found *= np.frombuffer(scales, np.float16).astype(np.float32)[:, None]
    return found, counts


def is_whole(block: bytes, width: int) -> bool:
    """Check that a block has as many vectors as it says, and that they are finite."""
    if len(block) < _HEAD.size:
        return False
    (count,) = _HEAD.unpack_from(block)
    if len(block) < _HEAD.size + count * (_SCALE_BYTES + _bytes(width)):
        return False
    return bool(np.isfinite(np.frombuffer(block, np.float16, count, _HEAD.size)).all())


def ids_of(block: bytes, width: int) -> NDArray[np.int64]:
    """Return the distinct token ids in a block, ascending."""
    (count,) = _HEAD.unpack_from(block)
    content = np.frombuffer(block, np.uint8, offset=_HEAD.size + count * (_SCALE_BYTES + _bytes(width)))
    ends = np.flatnonzero(content < 128)  # noqa: PLR2004  the last byte of a number
    if not len(ends):
        return np.zeros(0, np.int64)
    starts = np.concatenate([[0], ends[:-1] + 1])
    places = np.arange(len(content)) - np.repeat(starts, ends - starts + 1)
    differences = np.add.reduceat((content & 127).astype(np.int64) << 7 * places, starts)
    return np.cumsum(differences)


def from_8_bits(block: bytes, width: int) -> bytes:
    """Convert what formats up to 7 stored: int8, (tokens, width), in steps of 1/127, then uint32 ids."""
    count = len(block) // bytes_in_8_bits(width)
    codes = np.frombuffer(block, np.int8, count * width).reshape(count, width)
    ids = np.frombuffer(block, np.uint32, offset=count * width)
    return encode(codes.astype(np.float32) / np.float32(127), ids)


def bytes_in_8_bits(width: int) -> int:
    """Return what a token took up to format 7."""
    return width + 4


def _encode_ids(ids: NDArray[np.integer]) -> bytes:
    content = bytearray()
    for difference in np.diff(np.unique(ids), prepend=0).tolist():
        rest = difference
        while rest > 127:  # noqa: PLR2004
            content.append(rest & 127 | 128)
            rest >>= 7
        content.append(rest)
    return bytes(content)


def _bytes(width: int) -> int:
    return -(-width // _IN_A_BYTE)

"""A text's token vectors and token ids as bytes.

    4 bytes   number of token vectors
    4 bytes   their scale, single precision
    2 bits    a component, the first ones lowest, each vector filled up to whole bytes
    the rest  the distinct token ids, ascending: LEB128 of each difference from the one before

A component is one of four levels times the scale of its text. The levels have the least mean squared error
for a normal distribution (Max, 1960, "Quantizing for Minimum Distortion"). Quantising makes inner products
too small on average, and the scale corrects that: those of the vectors with what is stored of them add up to
those of the vectors with themselves.
"""

from __future__ import annotations

import math
import struct
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

BITS = 2
"""Of a component."""

_HEAD = struct.Struct("<If")
_IN_A_BYTE = 8 // BITS
_LEVELS = np.array([-1.5104, -0.4528, 0.4528, 1.5104], np.float32)
_LIMITS = (_LEVELS[1:] + _LEVELS[:-1]) / 2
_SHIFTS = np.arange(0, 8, 2, dtype=np.uint8)
_COMPONENTS = _LEVELS[np.arange(256)[:, None] >> _SHIFTS & 3].view(np.complex128)[:, 0]
"""The components in each byte, as one item, so that looking them up copies 16 bytes at once."""


def encode(vectors: NDArray[np.float32], ids: NDArray[np.integer]) -> bytes:
    """Return token vectors, (tokens, width), and the ids of the tokens as one block."""
    count, width = vectors.shape
    squared = float(np.square(vectors).sum())
    deviation = math.sqrt(squared / vectors.size) if squared else 1.0
    codes = np.zeros((count, _bytes(width) * _IN_A_BYTE), np.uint8)
    codes[:, :width] = np.searchsorted(_LIMITS, vectors / deviation)
    scale = squared / float((vectors * _LEVELS[codes[:, :width]]).sum()) if squared else 0.0
    packed = (codes.reshape(count, _bytes(width), _IN_A_BYTE) << _SHIFTS).sum(axis=2, dtype=np.uint8)
    return bytes(_HEAD.pack(count, scale) + packed.tobytes()) + _encode_ids(ids)


def decode(blocks: Sequence[bytes], width: int) -> tuple[NDArray[np.float32], list[int]]:
    """Return the vectors of several blocks, one below the other: (tokens, width), and the number of each."""
    heads = [_HEAD.unpack_from(block) for block in blocks]
    counts = [count for count, _ in heads]
    ends = [_HEAD.size + count * _bytes(width) for count in counts]
    codes = b"".join(block[_HEAD.size : end] for block, end in zip(blocks, ends, strict=True))
    found = _COMPONENTS.take(np.frombuffer(codes, np.uint8)).view(np.float32)
    found = found.reshape(sum(counts), _bytes(width) * _IN_A_BYTE)[:, :width]
    found *= np.repeat(np.array([scale for _, scale in heads], np.float32), counts)[:, None]
    return found, counts


def ids_of(block: bytes, width: int) -> NDArray[np.int64]:
    """Return the distinct token ids in a block, ascending."""
    count, _ = _HEAD.unpack_from(block)
    content = np.frombuffer(block, np.uint8, offset=_HEAD.size + count * _bytes(width))
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

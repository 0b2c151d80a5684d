"""A block gives back the token ids exactly, and the token vectors as exactly as 2 bits can."""

import numpy as np
import pytest
from numpy.typing import NDArray

from qa_bot.index.storage.token_block import decode, encode, from_8_bits, ids_of


def vectors(count: int, width: int) -> NDArray[np.float32]:
    """Make random unit vectors, always the same."""
    made = np.random.default_rng(width).standard_normal((count, width))
    return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), np.float32)


@pytest.mark.parametrize("width", [1, 3, 4, 5, 64])
def test_blocks_come_back_in_order_with_their_lengths(width: int) -> None:
    """Of any width, and with none between others."""
    texts = [vectors(count, width) for count in (2, 0, 9)]
    found, counts = decode([encode(text, np.arange(len(text))) for text in texts], width)
    assert counts == [2, 0, 9]
    assert found.shape == (11, width)
    assert found[:2] == pytest.approx(decode([encode(texts[0], np.arange(2))], width)[0])


def test_the_error_is_that_of_four_levels() -> None:
    """Of a normal distribution they lose 0.1175 of the square; without bias, 0.1175 / 0.8825 = 0.133."""
    given = vectors(500, 64)
    found, _ = decode([encode(given, np.arange(500))], 64)
    assert np.square(found - given).sum() / 500 == pytest.approx(0.133, abs=0.01)
    assert (found * given).sum(axis=1) == pytest.approx(np.ones(500), abs=1e-3)


def test_levels_are_told_apart_whatever_the_length() -> None:
    """Components at the levels themselves come back."""
    given = np.array([[-1.5104, -0.4528], [0.4528, 1.5104]], np.float32)
    for factor in (1e-3, 1.0, 50.0):
        found, _ = decode([encode(factor * given, np.arange(2))], 2)
        assert found == pytest.approx(factor * given, rel=1e-3)


def test_vectors_of_zeros_stay_zeros() -> None:
    """They have no deviation to divide by."""
    found, counts = decode([encode(np.zeros((2, 5), np.float32), np.arange(2))], 5)
    assert counts == [2]
    assert not found.any()


def test_no_tokens_are_a_block_too() -> None:
    """Also of a model without token vectors, whose width is 0, and no blocks at all."""
    for width in (0, 64):
        block = encode(np.zeros((0, width), np.float32), np.zeros(0, np.int64))
        assert ids_of(block, width).tolist() == []
        assert decode([block], width)[0].shape == (0, width)
        assert decode([], width)[0].shape == (0, width)


@pytest.mark.parametrize(
    "ids", [[0], [127, 128], [5, 3, 5, 0], [65_535, 65_536, 250_001], [2**32 - 1], list(range(300))]
)
def test_ids_come_back_once_each_in_order(ids: list[int]) -> None:
    """Around one, two and three bytes, and beyond 16 bits."""
    block = encode(vectors(len(ids), 3), np.array(ids))
    assert ids_of(block, 3).tolist() == sorted(set(ids))


def test_a_vector_of_64_components_takes_18_bytes() -> None:
    """After 4 bytes for the whole text; ids below 128 take one byte each."""
    assert len(encode(vectors(10, 64), np.arange(10))) == 4 + 10 * 18 + 10


def test_tokens_in_8_bits_are_converted() -> None:
    """Two tokens of three components, with ids 70,000 and 6."""
    codes = np.array([[127, 0, 0], [0, -127, 0]], np.int8)
    block = from_8_bits(codes.tobytes() + np.array([70_000, 6], np.uint32).tobytes(), 3)
    assert ids_of(block, 3).tolist() == [6, 70_000]
    assert block == encode(np.asarray(codes / 127, np.float32), np.array([70_000, 6]))

"""The soft minimum of late interaction lies between minimum and mean."""

import math

import numpy as np
import pytest

from qa_bot.retrieval.late_interaction import SHARPNESS, soft_minimum


def test_the_soft_minimum_lies_between_minimum_and_mean() -> None:
    """-ln(1/2 exp(-s) + 1/2 exp(-s/2)) / s, and equal values are their own average."""
    half = np.array([0.5, 0.5], np.float32)
    expected = -math.log(0.5 * math.exp(-SHARPNESS) + 0.5 * math.exp(-SHARPNESS / 2)) / SHARPNESS
    assert soft_minimum(np.array([1.0, 0.5], np.float32), half) == pytest.approx(expected)
    assert 0.5 < expected < 0.75
    assert soft_minimum(np.array([[0.3, 0.3]], np.float32), half) == pytest.approx([0.3])


def test_a_token_without_weight_does_not_count() -> None:
    """Be it met however badly."""
    met = np.array([0.8, -1.0], np.float32)
    assert soft_minimum(met, np.array([1.0, 0.0], np.float32)) == pytest.approx(0.8)

"""Similarities of a question's tokens -> one number (Khattab & Zaharia, 2020, "ColBERT")."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


SHARPNESS = 8.0
"""How much more weakly matched tokens weigh; 0 is the plain mean, and 4 to 16 rank alike."""


def soft_minimum(similarities: NDArray[np.float32], weights: NDArray[np.float32]) -> NDArray[np.float32]:
    """Average over a question's tokens (the last axis) so that the most weakly matched ones count most.

    -log(sum of weight * exp(-s * similarity)) / s, with weights that add up to 1: between the mean and the
    minimum. A near miss differs from an answer in one word that nothing matches.
    """
    return cast("NDArray[np.float32]", -np.log(np.exp(-SHARPNESS * similarities) @ weights) / SHARPNESS)

"""How well a question's tokens are met -> one number (Khattab & Zaharia, 2020, "ColBERT")."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


SHARPNESS = 8.0
"""How much more the worse met tokens weigh; 0 is the plain mean, and 4 to 16 rank alike."""


def soft_minimum(met: NDArray[np.float32], weights: NDArray[np.float32]) -> NDArray[np.float32]:
    """Average over a question's tokens (the last axis) so that the worst met ones count most.

    -log(sum of weight * exp(-s * met)) / s, with weights that add up to 1: between the mean and the minimum.
    One word that nothing meets is what tells a near miss from an answer.
    """
    return cast("NDArray[np.float32]", -np.log(np.exp(-SHARPNESS * met) @ weights) / SHARPNESS)

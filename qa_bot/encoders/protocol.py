"""What an encoder returns for a text, and the protocol of every encoder.

These are not in `core.types`, because the screen imports that and must not import numpy.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


def _no_vectors() -> NDArray[np.float32]:
    return np.zeros((0, 0), np.float32)


def _no_ids() -> NDArray[np.int64]:
    return np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Embedding:
    """What an encoder makes of one text."""

    vector: NDArray[np.float32]
    """Of the whole text: (dimension,), unit length."""
    tokens: NDArray[np.float32] = field(default_factory=_no_vectors)
    """Of each token, special ones left out: (tokens, width), unit rows. (0, 0) if the model has none."""
    token_ids: NDArray[np.int64] = field(default_factory=_no_ids)
    """Id in the vocabulary of each token that has a vector: (tokens,)."""


class Encoder(Protocol):
    """Turns texts into unit vectors of one space.

    Token vectors are optional. Without them late interaction has no weight in ranking.
    """

    @property
    def name(self) -> str:
        """Name of the model, for display."""

    @property
    def fingerprint(self) -> str:
        """SHA-256 (hexadecimal) of the model's files, marked with the precision of passages if it is int8.

        Equal fingerprints mean equal vectors.
        """

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    @property
    def max_tokens(self) -> int:
        """Number of tokens of a text that are read, special ones included."""

    def vocabulary(self) -> Sequence[str]:
        """Return the tokens that the model knows, by id."""

    def tokenize(self, texts: Sequence[str]) -> list[list[int]]:
        """Return the ids of each text's tokens, special ones included, without truncation."""

    def encode_passages(self, texts: Sequence[str]) -> list[Embedding]:
        """Embed passages."""

    def encode_question(self, question: str) -> Embedding:
        """Embed a question."""

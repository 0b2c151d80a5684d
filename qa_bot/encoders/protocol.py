"""What an encoder makes of a text, and the protocol that each encoder keeps.

Apart from types.py, because the screen knows those and nothing of vectors.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Embedding:
    """What an encoder makes of one text."""

    vector: NDArray[np.float32]
    """Of the whole text: (dimension,), unit length."""
    tokens: NDArray[np.float32]
    """Of each token, special ones left out: (tokens, width of the token vectors), unit rows."""
    token_ids: NDArray[np.int64]
    """Number of each token in the vocabulary: (tokens,)."""


class Encoder(Protocol):
    """Turns text into unit vectors of one space."""

    @property
    def name(self) -> str:
        """Name of the model, for a person."""

    @property
    def fingerprint(self) -> str:
        """SHA-256 (hexadecimal) of the model's files: equal fingerprints, equal vectors."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    @property
    def max_tokens(self) -> int:
        """How many tokens of a text are read, special ones included."""

    def vocabulary(self) -> Sequence[str]:
        """Give the tokens that the model knows, in the order of their numbers."""

    def tokenize(self, texts: Sequence[str]) -> list[list[int]]:
        """Give the numbers of each text's tokens, special ones included, without truncation."""

    def encode_passages(self, texts: Sequence[str]) -> list[Embedding]:
        """Embed passages."""

    def encode_question(self, question: str) -> Embedding:
        """Embed a question."""

"""Late interaction: how well each word of a question is met by some word of a passage.

The score is MaxSim (Khattab & Zaharia, 2020, "ColBERT"): for each token of the question the best inner
product with a token of the passage, averaged with the question's rarer tokens weighing more. The token
vectors are the encoder's own, reduced to a few dimensions by principal components and kept in 8 bits.

The components are those of the model's vocabulary, not of the articles, so they depend on the model alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np

from qa_bot.embedded import SCALE, ids_of
from qa_bot.errors import DamagedIndexError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from qa_bot.embedded import EmbeddedRows, Shape
    from qa_bot.types import Embedding, Encoder

DIMENSION = 64
"""Of a stored token vector. Against the full 384 in single precision 64 in 8 bits loses 0.2 points of
nDCG@10 and 32 loses 0.7 (tests/benchmarks/README.md)."""

_VOCABULARY_WORDS = 2048
_WORDS_A_LINE = 16


class LateIndex:
    """Token vectors of passages by row number 0, 1, 2 ..., read from disk as they are needed."""

    def __init__(self, rows: EmbeddedRows, frequency: Path) -> None:
        """Open the tokens of embedded rows; DamagedIndexError when the frequencies cannot be right."""
        self._rows, self._projection = rows, rows.projection
        msg = f"{frequency} is missing or not what was written. Run `qa-bot index` to build it anew."
        try:
            self._frequency = np.fromfile(frequency, np.int64)
        except OSError as error:
            raise DamagedIndexError(msg) from error
        if not ((self._frequency >= 0) & (self._frequency <= len(rows))).all():
            raise DamagedIndexError(msg)

    def __len__(self) -> int:
        return len(self._rows)

    def codes(self, row: int) -> NDArray[np.int8]:
        """Fetch a passage's token vectors as stored, (tokens, DIMENSION); none where it has no row yet."""
        return self._rows.codes(row) if row < len(self) else np.zeros((0, self._projection.shape[1]), np.int8)

    def score(self, question: Embedding, rows: Sequence[int]) -> dict[int, float]:
        """Score passages by weighted MaxSim, -1..1 up to the rounding of 8 bits, higher is better.

        0 where question or passage has no tokens.
        """
        scores = dict.fromkeys(rows, 0.0)
        codes = {row: found for row in rows if len(found := self.codes(row))}
        if not codes or not len(question.tokens):
            return scores
        asked = (question.tokens @ self._projection).T / SCALE
        similarities = np.concatenate(list(codes.values())).astype(np.float32) @ asked
        starts = np.cumsum([0, *map(len, codes.values())])[:-1]
        best = np.maximum.reduceat(similarities, starts, axis=0)
        return scores | dict(zip(codes, (best @ self._weights(question.token_ids)).tolist(), strict=True))

    def score_parts(self, question: Embedding, row: int, lengths: Sequence[int]) -> list[float]:
        """Score consecutive parts of one passage, given how many tokens each has; in their order.

        Empty when the lengths do not add up to the passage's tokens, for then no part is known to be one.
        """
        codes = self.codes(row)
        if sum(lengths) != len(codes) or not len(codes) or not len(question.tokens):
            return []
        similarities = codes.astype(np.float32) @ (question.tokens @ self._projection).T / SCALE
        parts = np.split(similarities, np.cumsum(lengths)[:-1])
        weights = self._weights(question.token_ids)
        return [float(part.max(axis=0) @ weights) if len(part) else 0.0 for part in parts]

    def _weights(self, token_ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """Weigh tokens by BM25's inverse document frequency over the passages; they add up to 1."""
        known = token_ids < len(self._frequency)
        frequency = np.where(known, self._frequency[np.where(known, token_ids, 0)], 0)
        weights = np.log1p((len(self) - frequency + 0.5) / (frequency + 0.5))
        return cast("NDArray[np.float32]", (weights / weights.sum()).astype(np.float32))


def fit_projection(encoder: Encoder) -> NDArray[np.float32]:
    """Find the principal components of a model's token vectors over words of its own vocabulary."""
    words = [word for word in encoder.vocabulary() if word.isalpha() and len(word) > 2]  # noqa: PLR2004
    words = words[:: max(1, len(words) // _VOCABULARY_WORDS)]
    lines = [" ".join(words[n : n + _WORDS_A_LINE]) for n in range(0, len(words), _WORDS_A_LINE)]
    tokens = [embedding.tokens for embedding in encoder.encode_passages(lines)]
    stacked = np.concatenate(tokens) if tokens else np.zeros((0, 0), np.float32)
    moments = stacked.T.astype(np.float64) @ stacked
    components = np.linalg.eigh(moments).eigenvectors[:, ::-1][:, :DIMENSION]
    return cast("NDArray[np.float32]", np.ascontiguousarray(components, np.float32))


class FrequencyCounter:
    """Counts in how many passages each token of the vocabulary stands."""

    def __init__(self) -> None:
        self._frequency = np.zeros(0, np.int64)

    def add(self, tokens: bytes, rows: Shape) -> None:
        """Count the tokens of one passage, given as they are stored."""
        distinct = np.unique(ids_of(tokens, rows))
        if len(distinct) and distinct[-1] >= len(self._frequency):
            missing = int(distinct[-1]) + 1 - len(self._frequency)
            self._frequency = np.pad(self._frequency, (0, missing))
        self._frequency[distinct] += 1

    def save(self, path: Path) -> None:
        """Write the counts: int64, by the token's number."""
        self._frequency.tofile(path)

"""Late interaction: how well each word of a question is met by some word of a passage.

The score is a MaxSim (Khattab & Zaharia, 2020, "ColBERT"): for each token of the question the best inner
product with a token of the passage (-1..1, up to the rounding of 8 bits), averaged with the rarer and the
worse met tokens weighing more. The token vectors are the encoder's own, reduced to a few dimensions by
principal components and kept in 8 bits.

The components are those of the model's vocabulary, not of the articles, so they depend on the model alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np

from qa_bot.core.errors import DamagedIndexError
from qa_bot.index.storage.embeddings import SCALE, ids_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from qa_bot.encoders.protocol import Embedding, Encoder
    from qa_bot.index.storage.embeddings import EmbeddedRows, Shape

DIMENSION = 64
"""Of a stored token vector. Against the full 384 in single precision 64 in 8 bits loses 0.2 points of
nDCG@10 and 32 loses 0.7 (tests/benchmarks/README.md)."""


_VOCABULARY_WORDS = 2048
_WORDS_A_LINE = 16


class TokenVectors:
    """Token vectors of passages by row number 0, 1, 2 ..., read from disk as they are needed."""

    def __init__(self, rows: EmbeddedRows, frequency: Path) -> None:
        """Open the tokens of embedded rows; DamagedIndexError when the frequencies cannot be right."""
        self._rows, self._projection = rows, rows.projection
        msg = f"{frequency} is missing or damaged. Run `qa-bot doctor --repair` to repair it."
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

    def reduce(self, question: Embedding) -> NDArray[np.float32]:
        """Reduce a question's token vectors as the stored ones are: (question tokens, DIMENSION)."""
        return cast("NDArray[np.float32]", question.tokens @ self._projection / SCALE)

    def meet(self, asked: NDArray[np.float32], rows: Sequence[int]) -> dict[int, NDArray[np.float32]]:
        """Tell how well each reduced token of a question is met by some token of each passage: (2, tokens).

        The second line tells it of runs: the cosine of two tokens, each with its neighbours added. A passage
        without tokens is left out.
        """
        codes = {row: found for row in rows if len(found := self.codes(row))}
        if not codes or not len(asked):
            return {}
        tokens = np.concatenate(list(codes.values())).astype(np.float32)
        starts = np.cumsum([0, *map(len, codes.values())])[:-1]
        lines = tokens @ asked.T, _cosines(_runs(tokens, starts), _runs(asked, np.zeros(1, np.int64)))
        met = np.stack([np.maximum.reduceat(line, starts, axis=0) for line in lines], axis=1)
        return dict(zip(codes, met, strict=True))

    def meet_parts(self, asked: NDArray[np.float32], row: int, lengths: Sequence[int]) -> NDArray[np.float32]:
        """Tell the first line of consecutive parts of a passage, given their token counts: (parts, tokens).

        Empty when the lengths do not add up to the passage's tokens, for then no part is known to be one.
        A part without tokens meets none.
        """
        codes = self.codes(row)
        if sum(lengths) != len(codes) or not len(codes) or not len(asked):
            return np.zeros((0, len(asked)), np.float32)
        similarities = codes.astype(np.float32) @ asked.T
        parts = np.split(similarities, np.cumsum(lengths)[:-1])
        none = np.zeros(len(asked), np.float32)
        return np.stack([part.max(axis=0) if len(part) else none for part in parts])

    def rarities(self, token_ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """Weigh tokens by BM25's inverse document frequency over the passages."""
        known = token_ids < len(self._frequency)
        frequency = np.zeros(len(token_ids))
        frequency[known] = self._frequency[token_ids[known]]
        weights = np.log1p((len(self) - frequency + 0.5) / (frequency + 0.5))
        return cast("NDArray[np.float32]", weights.astype(np.float32))


def _runs(tokens: NDArray[np.float32], starts: NDArray[np.int64]) -> NDArray[np.float32]:
    """Add each token's neighbours to it, itself for one that it lacks; texts begin at `starts`."""
    ends = np.append(starts[1:], len(tokens)) - 1
    summed = tokens.copy()
    summed[1:] += tokens[:-1]
    summed[:-1] += tokens[1:]
    summed[starts[1:]] -= tokens[starts[1:] - 1]
    summed[ends[:-1]] -= tokens[ends[:-1] + 1]
    np.add.at(summed, np.append(starts, ends), tokens[np.append(starts, ends)])
    return summed


def _cosines(passages: NDArray[np.float32], asked: NDArray[np.float32]) -> NDArray[np.float32]:
    """Compare each row of one with each of the other: (passages, asked)."""
    lengths = (np.sqrt(np.einsum("ij,ij->i", rows, rows)) for rows in (passages, asked))
    here, there = (np.maximum(length, np.float32(1e-12)) for length in lengths)
    found = passages @ (asked / there[:, None]).T
    found /= here[:, None]
    return cast("NDArray[np.float32]", found)


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

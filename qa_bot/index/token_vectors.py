"""Token vectors of passages, for late interaction: how similar each token of a question is to its best match.

The similarity is the maximum in MaxSim (Khattab & Zaharia, 2020, "ColBERT"): for each token of the question
the highest inner product with a token of the passage (-1..1, up to the rounding of 2 bits). Token vectors are
the encoder's own, reduced to a few dimensions by principal components and stored in 2 bits a component.

The components are computed from the model's vocabulary, not from the articles, so they depend on the model
alone. For an encoder without token vectors every array here is empty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, cast

import numpy as np

from qa_bot.core.errors import REPAIR, DamagedIndexError
from qa_bot.index.storage import token_block

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from qa_bot.encoders.protocol import Embedding, Encoder

DIMENSION = 64
"""Of a stored token vector. Fewer components lose more than fewer bits (tests/benchmarks/README.md)."""

_VOCABULARY_WORDS = 2048
_WORDS_A_LINE = 16


class TokenBlocks(Protocol):
    """Rows whose token vectors can be read."""

    @property
    def projection(self) -> NDArray[np.float32]:
        """The matrix that reduced the token vectors: float32, (width of the model's, width)."""

    def __len__(self) -> int:
        """Return the number of rows."""

    def tokens(self, row: int) -> bytes:
        """Return a row's token vectors and ids (`storage.token_block`)."""


class TokenVectors:
    """Token vectors of passages by row, read when needed; a `TokenVectorIndex`."""

    def __init__(self, rows: TokenBlocks, frequency: NDArray[np.int64], count: int | None = None) -> None:
        """Take embedded rows, in how many of them each token occurs, by token id, and how many count.

        A row without a passage does not count; all do, unless `count` is given.
        """
        self._rows, self._projection, self._frequency = rows, rows.projection, frequency
        self._count = len(rows) if count is None else count

    def __len__(self) -> int:
        return self._count

    def vectors(self, row: int) -> NDArray[np.float32]:
        """Read a passage's token vectors: float32, (tokens, DIMENSION); none if it is not embedded yet."""
        return self._read([row])[0]

    def reduce(self, question: Embedding) -> NDArray[np.float32]:
        """Reduce a question's token vectors like the stored ones: float32, (question tokens, DIMENSION)."""
        return cast("NDArray[np.float32]", question.tokens @ self._projection)

    def max_similarities(
        self, query_tokens: NDArray[np.float32], rows: Sequence[int]
    ) -> dict[int, NDArray[np.float32]]:
        """Return how similar each reduced token of a question is to its best match in each passage.

        By row: float32, (2, question tokens). The first line compares single tokens, the second runs of
        three: the cosine of two tokens, each with its neighbours added. Passages without tokens are left out.
        """
        tokens, counts = self._read(rows)
        if not counts or not len(query_tokens):
            return {}
        starts = np.cumsum([0, *counts.values()])[:-1]
        lines = (
            tokens @ query_tokens.T,
            _cosines(_runs(tokens, starts), _runs(query_tokens, np.zeros(1, np.int64))),
        )
        similarities = np.stack([np.maximum.reduceat(line, starts, axis=0) for line in lines], axis=1)
        return dict(zip(counts, similarities, strict=True))

    def max_similarities_of_parts(
        self, query_tokens: NDArray[np.float32], row: int, lengths: Sequence[int]
    ) -> NDArray[np.float32]:
        """Return the first line of `max_similarities` for consecutive parts of a passage: (parts, tokens).

        `lengths` are the parts' numbers of tokens; a part without any has similarity 0. The result is empty
        if they do not add up to the passage's, since it is then unknown where a part begins.
        """
        tokens = self.vectors(row)
        if sum(lengths) != len(tokens) or not len(tokens) or not len(query_tokens):
            return np.zeros((0, len(query_tokens)), np.float32)
        similarities = tokens @ query_tokens.T
        parts = np.split(similarities, np.cumsum(lengths)[:-1])
        none = np.zeros(len(query_tokens), np.float32)
        return np.stack([part.max(axis=0) if len(part) else none for part in parts])

    def idf(self, token_ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return BM25's inverse document frequency of tokens over the passages."""
        known = token_ids < len(self._frequency)
        frequency = np.zeros(len(token_ids))
        frequency[known] = self._frequency[token_ids[known]]
        weights = np.log1p((len(self) - frequency + 0.5) / (frequency + 0.5))
        return cast("NDArray[np.float32]", weights.astype(np.float32))

    def _read(self, rows: Sequence[int]) -> tuple[NDArray[np.float32], dict[int, int]]:
        """Read the token vectors of passages, one below the other, and how many each row has that has any."""
        known = [row for row in rows if row < len(self._rows)]
        blocks = [self._rows.tokens(row) for row in known]
        tokens, counts = token_block.decode(blocks, self._projection.shape[1])
        return tokens, {row: count for row, count in zip(known, counts, strict=True) if count}


def _runs(tokens: NDArray[np.float32], starts: NDArray[np.int64]) -> NDArray[np.float32]:
    """Add its neighbours to each token, itself in place of a missing one; texts begin at `starts`."""
    ends = np.append(starts[1:], len(tokens)) - 1
    summed = tokens.copy()
    summed[1:] += tokens[:-1]
    summed[:-1] += tokens[1:]
    summed[starts[1:]] -= tokens[starts[1:] - 1]
    summed[ends[:-1]] -= tokens[ends[:-1] + 1]
    np.add.at(summed, np.append(starts, ends), tokens[np.append(starts, ends)])
    return summed


def _cosines(passages: NDArray[np.float32], question: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the cosine of each row of one with each row of the other: (passages, question)."""
    lengths = (np.sqrt(np.einsum("ij,ij->i", rows, rows)) for rows in (passages, question))
    here, there = (np.maximum(length, np.float32(1e-12)) for length in lengths)
    found = passages @ (question / there[:, None]).T
    found /= here[:, None]
    return cast("NDArray[np.float32]", found)


def fit_projection(encoder: Encoder) -> NDArray[np.float32]:
    """Compute the principal components of a model's token vectors over words of its vocabulary.

    Returns float32, (width of the token vectors, DIMENSION); (0, 0) for a model without token vectors.
    """
    words = [word for word in encoder.vocabulary() if word.isalpha() and len(word) > 2]  # noqa: PLR2004
    words = words[:: max(1, len(words) // _VOCABULARY_WORDS)]
    lines = [" ".join(words[n : n + _WORDS_A_LINE]) for n in range(0, len(words), _WORDS_A_LINE)]
    tokens = [embedding.tokens for embedding in encoder.encode_passages(lines)]
    stacked = np.concatenate(tokens) if tokens else np.zeros((0, 0), np.float32)
    moments = stacked.T.astype(np.float64) @ stacked
    components = np.linalg.eigh(moments).eigenvectors[:, ::-1][:, :DIMENSION]
    return cast("NDArray[np.float32]", np.ascontiguousarray(components, np.float32))


def write_frequency(
    path: Path,
    width: int,
    added: Iterable[bytes],
    removed: Iterable[bytes] = (),
    before: NDArray[np.int64] | None = None,
) -> None:
    """Write in how many rows each token occurs: int64, by token id.

    `added` and `removed` are blocks of tokens of a width, `before` the counts to add to and take off from.
    """
    frequency = np.zeros(0, np.int64) if before is None else before
    for rows, step in ((added, 1), (removed, -1)):
        for tokens in rows:
            frequency = counted(frequency, token_block.ids_of(tokens, width), step)
    frequency.tofile(path)


def counted(frequency: NDArray[np.int64], distinct: NDArray[np.int64], step: int) -> NDArray[np.int64]:
    """Count a text by its distinct token ids, ascending: in place, or in a longer array; return it."""
    if len(distinct) and distinct[-1] >= len(frequency):
        frequency = np.pad(frequency, (0, int(distinct[-1]) + 1 - len(frequency)))
    frequency[distinct] += step
    return frequency


def read_frequency(path: Path, rows: int) -> NDArray[np.int64]:
    """Read in how many of so many rows each token occurs: int64, by token id.

    Raises:
        DamagedIndexError: the file is missing, or a count is negative or too high.
    """
    msg = f"{path} is missing or damaged. {REPAIR}"
    try:
        frequency = np.fromfile(path, np.int64)
    except OSError as error:
        raise DamagedIndexError(msg) from error
    if not ((frequency >= 0) & (frequency <= rows)).all():
        raise DamagedIndexError(msg)
    return frequency

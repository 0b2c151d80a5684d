"""Vectors in a store: it nominates passages, and similarities are computed here from what was written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qa_bot.core.scores import best_first
from qa_bot.index.token_vectors import TokenVectors

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from qa_bot.stores.rows import Rows

__all__ = ["StoredTokenVectors", "StoredVectors"]

FEW: Final = 1_000
"""Up to so many allowed rows, each of them is compared; with more, the store nominates."""

_NOMINATED = 4  # nominees for each row asked for, at first
_MORE = 4  # how many times as many the next time


class StoredVectors:
    """Cosines of passages by row; a `VectorIndex`."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    def search(
        self, question: NDArray[np.float32], k: int, allowed: NDArray[np.bool_] | None = None
    ) -> dict[int, float]:
        """Return the k rows nearest to a question vector, as `VectorIndex` does."""
        if not len(self) or k < 1:
            return {}
        if allowed is not None and int(allowed.sum()) <= FEW:
            return best_first(self.score(question, allowed.nonzero()[0].tolist()), k)
        depth = k * _NOMINATED
        while True:
            nominated = self._rows.snapshot.find_vectors(question, depth)
            rows = [row for row in self._rows.take(nominated) if allowed is None or allowed[row]]
            if len(rows) >= k or len(nominated) < depth:
                return best_first(self.score(question, rows), k)
            depth *= _MORE

    def score(self, question: NDArray[np.float32], rows: Sequence[int]) -> dict[int, float]:
        """Return the cosine of each of the given rows."""
        if not len(rows):
            return {}
        return dict(zip(rows, (self._rows.vectors(rows) @ question).tolist(), strict=True))


class StoredTokenVectors(TokenVectors):
    """Token vectors of passages by row; a `TokenVectorIndex` that reads many rows at once."""

    def __init__(self, rows: Rows, projection: NDArray[np.float32], frequency: NDArray[np.int64]) -> None:
        super().__init__(_Blocks(rows, projection), frequency)
        self._stored = rows

    def max_similarities(
        self, query_tokens: NDArray[np.float32], rows: Sequence[int]
    ) -> dict[int, NDArray[np.float32]]:
        """Return how similar each token is to its best match in each row, as `TokenVectorIndex` does."""
        self._stored.tokens(rows)  # reads them in one request, and keeps them
        return super().max_similarities(query_tokens, rows)


class _Blocks:
    """The token vectors of a store, as `TokenVectors` reads them."""

    def __init__(self, rows: Rows, projection: NDArray[np.float32]) -> None:
        self._rows, self.projection = rows, projection

    def __len__(self) -> int:
        return len(self._rows)

    def tokens(self, row: int) -> bytes:
        """Return a row's token vectors and ids."""
        return self._rows.tokens([row])[row]

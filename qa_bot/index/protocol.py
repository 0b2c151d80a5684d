"""What retrieval needs of an index of vectors and of an index of words.

Rows are those of the passages or of the articles, from 0. Higher scores are better.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

__all__ = ["LexicalIndex", "VectorIndex"]


class VectorIndex(Protocol):
    """Finds rows by the cosine (-1..1) of their vectors with a question's."""

    def __len__(self) -> int:
        """Return the number of rows; 0 while the passages are not embedded."""

    def search(
        self, question: NDArray[np.float32], k: int, allowed: NDArray[np.bool_] | None = None
    ) -> dict[int, float]:
        """Return the k rows nearest to a question vector, float32 (d,): row to cosine, best first.

        Fewer than k if there are fewer. `allowed`, bool (rows,), restricts the search to rows that are True.
        """

    def score(self, question: NDArray[np.float32], rows: Sequence[int]) -> dict[int, float]:
        """Return the cosine of each of the given rows."""


class LexicalIndex(Protocol):
    """Finds rows by the BM25 (0 or more) of the terms of their texts."""

    def __len__(self) -> int:
        """Return the number of rows."""

    def frequency(self, term: str) -> int:
        """Return the number of rows that contain a term."""

    def search(
        self, terms: Sequence[str], k: int, allowed: NDArray[np.bool_] | None = None
    ) -> dict[int, float]:
        """Return the k best rows that contain any of the terms: row to BM25, best first.

        `allowed`, bool (rows,), restricts the search to rows that are True; their scores stay the same.
        """

    def search_with_any(self, needed: Sequence[str], terms: Sequence[str], k: int) -> dict[int, float]:
        """Return the k rows with one of the needed terms that match the other terms best: row to BM25."""

    def rows_with(self, terms: Sequence[str]) -> list[int]:
        """Return the rows that contain the terms next to each other, in this order; none for no terms."""

    def score(self, terms: Sequence[str], rows: Sequence[int]) -> dict[int, float]:
        """Return the BM25 of those of the given rows that contain any of the terms."""

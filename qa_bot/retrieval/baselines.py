"""One side of the index alone, BM25 or vectors, so that an evaluation can measure what the other adds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_bot.core.scores import RawScores
from qa_bot.core.types import Hit
from qa_bot.language.analyzer import terms_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from qa_bot.index.protocol import ArticleIndex
    from qa_bot.retrieval.query_analysis import Question


class LexicalRetriever:
    """Finds passages by BM25 over title and text alone."""

    def __init__(self, index: ArticleIndex) -> None:
        self._index = index

    def find(self, question: Question, k: int, allowed: NDArray[np.bool_] | None = None) -> tuple[Hit, ...]:
        """Find the best k passages by the question's words as they were typed, as Retriever says."""
        scores = self._index.passage_bm25.search(terms_of(question.text), k, allowed)
        return _hits(self._index, scores, k, lambda score: RawScores(bm25=score))


class DenseRetriever:
    """Finds passages by their vectors alone; nothing for a question without an embedding."""

    def __init__(self, index: ArticleIndex) -> None:
        self._index = index

    def find(self, question: Question, k: int, allowed: NDArray[np.bool_] | None = None) -> tuple[Hit, ...]:
        """Find the best k passages by cosine, as Retriever says."""
        if question.embedding is None or not len(self._index.dense):
            return ()
        scores = self._index.dense.search(question.embedding.vector, k, allowed)
        return _hits(self._index, scores, k, lambda score: RawScores(cosine=score))


def _hits(
    index: ArticleIndex, scores: Mapping[int, float], k: int, raw: Callable[[float], RawScores]
) -> tuple[Hit, ...]:
    """Order by score, ties by passage id."""
    passages = index.store.fetch(list(scores))
    best = sorted(scores, key=lambda row: (-scores[row], passages[row].id))[:k]
    return tuple(
        Hit(passage=passages[row], rank=rank, score=scores[row], raw=raw(scores[row]))
        for rank, row in enumerate(best, start=1)
    )

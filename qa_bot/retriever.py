"""Question -> hits: vectors, BM25, the article's own BM25, and the best of them met word by word.

Vectors and BM25 nominate candidates, and every candidate is scored by every signal, so that a passage which
only one side found is still judged by the other. Late interaction then re-orders the best. What was
measured for each choice stands in tests/benchmarks/README.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from qa_bot import fusion
from qa_bot.lexical import terms_of
from qa_bot.types import Hit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from qa_bot.index import Index
    from qa_bot.types import Embedding, Encoder

CANDIDATES = 100
"""Passages that each side nominates; 50 loses up to 0.4 points of nDCG@10, 200 gains 0.1 at most."""

RERANKED = 50
"""Candidates that late interaction scores."""

WEIGHTS = {"dense": 1.0, "lexical": 1.2, "article": 0.4, "late": 1.5}
"""Weight of each scaled signal; the measures are flat around them."""


class HybridRetriever:
    """Finds passages by meaning and by words; by words alone while there is no encoder."""

    def __init__(self, index: Index, encoder: Encoder | None = None) -> None:
        self._index = index
        self._encoder = encoder

    def retrieve(
        self,
        question: str,
        k: int,
        embedding: Embedding | None = None,
        allowed: NDArray[np.bool_] | None = None,
    ) -> tuple[Hit, ...]:
        """Find the best k passages (fewer when fewer exist), best first, ties by passage id.

        `parts` holds the contributions that add up to the score ("dense", "lexical", "article", "late") and
        the raw values behind them: "cosine" and "max_sim" (-1..1), "bm25" (0 or more).
        The question's embedding may be given where it has been made already. With `allowed`, by passage
        row, only passages that it has true are candidates.
        """
        terms = terms_of(question)
        if embedding is None and self._encoder:
            embedding = self._encoder.encode_question(question)
        raw = self._candidates(terms, embedding, max(k, CANDIDATES), allowed)
        rows = sorted({row for scores in raw.values() for row in scores})
        signals = {
            "lexical": fusion.scale(raw["bm25"], low=0.0),
            "article": self._article_scores(terms, rows),
        }
        if embedding:
            signals["dense"] = fusion.scale(raw["cosine"])
            best = fusion.first(fusion.combine(signals, WEIGHTS), RERANKED)
            raw["max_sim"] = self._index.late.score(embedding, best)
            signals["late"] = fusion.scale(raw["max_sim"])
        return self._hits(fusion.combine(signals, WEIGHTS), raw, k)

    def _hits(
        self, contributions: dict[int, dict[str, float]], raw: dict[str, dict[int, float]], k: int
    ) -> tuple[Hit, ...]:
        first = fusion.first(contributions, k)
        passages = self._index.store.fetch(first)
        best = sorted(first, key=lambda row: (-sum(contributions[row].values()), passages[row].id))[:k]
        return tuple(
            Hit(
                passages[row],
                number,
                sum(contributions[row].values()),
                contributions[row] | {name: scores.get(row, 0.0) for name, scores in raw.items()},
            )
            for number, row in enumerate(best, start=1)
        )

    def _candidates(
        self,
        terms: Sequence[str],
        question: Embedding | None,
        depth: int,
        allowed: NDArray[np.bool_] | None,
    ) -> dict[str, dict[int, float]]:
        """Nominate candidates on both sides, and complete each side's scores for the other's."""
        index = self._index
        bm25 = index.passages.search(terms, depth, allowed)
        if not question or not len(index.dense):
            return {"bm25": bm25, "cosine": {}}
        cosine = index.dense.search(question.vector, depth, allowed)
        bm25 |= index.passages.score(terms, [row for row in cosine if row not in bm25])
        missing = np.array([row for row in bm25 if row not in cosine], np.int64)
        scores = index.dense.vectors(missing) @ question.vector
        return {"bm25": bm25, "cosine": cosine | dict(zip(missing.tolist(), scores.tolist(), strict=True))}

    def _article_scores(self, terms: Sequence[str], rows: Sequence[int]) -> dict[int, float]:
        """Give each passage the scaled BM25 of its article."""
        article_of = self._index.store.article_rows(rows)
        scores = self._index.articles.score(terms, sorted(set(article_of.values())))
        scaled = fusion.scale(scores, low=0.0)
        return {row: scaled.get(article, 0.0) for row, article in article_of.items()}

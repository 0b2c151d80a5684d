"""One side of the index alone, so that an evaluation can tell what the other one gives.

BM25 over title and text, or the vectors; nothing is fused, met word by word, or judged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_bot.core.types import Hit
from qa_bot.language.analyzer import terms_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from qa_bot.encoders.protocol import Encoder
    from qa_bot.index.opened import Index

    Retrieve = Callable[[str, int], tuple[Hit, ...]]


def by_words(index: Index) -> Retrieve:
    """Find passages by BM25 alone."""
    return lambda question, k: _hits(index, "bm25", index.passage_bm25.search(terms_of(question), k), k)


def by_meaning(index: Index, encoder: Encoder) -> Retrieve:
    """Find passages by their vectors alone."""

    def retrieve(question: str, k: int) -> tuple[Hit, ...]:
        vector = encoder.encode_question(question).vector
        return _hits(index, "cosine", index.dense.search(vector, k) if len(index.dense) else {}, k)

    return retrieve


def _hits(index: Index, signal: str, scores: Mapping[int, float], k: int) -> tuple[Hit, ...]:
    """Order by score, ties by passage id."""
    passages = index.store.fetch(list(scores))
    best = sorted(scores, key=lambda row: (-scores[row], passages[row].id))[:k]
    return tuple(
        Hit(passage=passages[row], rank=number, score=scores[row], parts={signal: scores[row]})
        for number, row in enumerate(best, start=1)
    )

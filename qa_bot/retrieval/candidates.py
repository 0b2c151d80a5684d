"""The candidates of one question, with the measurements that the signals of the ranking need.

Vectors and BM25 nominate candidates, and each side then scores the other's, so that every candidate has both
scores. The best are read closely: only those have a passage, an analysis and similarities here.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from qa_bot.retrieval.passage_analysis import analyze_passage
from qa_bot.retrieval.reading import read_passages

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from qa_bot.core.types import Passage, Reading
    from qa_bot.index.protocol import ArticleIndex
    from qa_bot.retrieval.passage_analysis import PassageAnalysis
    from qa_bot.retrieval.query_analysis import Question
    from qa_bot.retrieval.reading import AnswerModel


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Candidates:
    """Passages of an index by row, scored for one question."""

    question: Question
    index: ArticleIndex
    rows: tuple[int, ...]
    """All candidates, ascending."""
    bm25: Mapping[int, float]
    """0 or more; candidates without any term of the question may be left out."""
    cosine: Mapping[int, float]
    """Of every candidate, -1..1; empty for a question or an index without embeddings."""
    passages: Mapping[int, Passage] = field(default_factory=dict)
    """Those read closely."""
    analyses: Mapping[int, PassageAnalysis] = field(default_factory=dict)
    """Their words."""
    similarities: Mapping[int, NDArray[np.float32]] = field(default_factory=dict)
    """How well each token of the question is matched by their tokens: (question tokens,). Passages without
    tokens are left out."""
    max_sim: Mapping[int, float] = field(default_factory=dict)
    """Late interaction with their single tokens, -1..1."""
    late: Mapping[int, float] = field(default_factory=dict)
    """The same, plus a share of late interaction with their runs of three tokens."""
    readings: Mapping[int, Reading] = field(default_factory=dict)
    """Of those that an answer model read."""

    def read(self, rows: Sequence[int], run_share: float) -> Candidates:
        """Return the same candidates with those rows read closely.

        `run_share` is the weight of runs of tokens in late interaction, compared with 1 for single tokens.
        """
        passages = self.index.store.fetch(rows)
        question = self.question
        met = self.index.token_vectors.max_similarities(question.tokens, rows) if question.embedding else {}
        late = {row: question.soft_max_sim(both).tolist() for row, both in met.items()}
        return replace(
            self,
            passages=passages,
            analyses={row: analyze_passage(passage) for row, passage in passages.items()},
            similarities={row: both[0] for row, both in met.items()},
            max_sim={row: tokens for row, (tokens, _) in late.items()},
            late={row: tokens + run_share * runs for row, (tokens, runs) in late.items()},
        )

    def read_by(self, model: AnswerModel, rows: Sequence[int], budget_tokens: int) -> Candidates:
        """Return the same candidates with the first of those rows read by an answer model."""
        own = [row for row in rows if row in self.passages]
        readings = read_passages(model, self.question, [self.passages[row] for row in own], budget_tokens)
        return replace(self, readings=dict(zip(own, readings, strict=False)))


def nominate(
    index: ArticleIndex, question: Question, depth: int, allowed: NDArray[np.bool_] | None = None
) -> Candidates:
    """Take the best `depth` passages by BM25 and by vectors, and complete the scores of both sides.

    `allowed`, by passage row, restricts both sides to the passages where it is true.
    """
    bm25 = index.passage_bm25.search(question.terms, depth, allowed)
    cosine: dict[int, float] = {}
    if question.embedding and len(index.dense):
        vector = question.embedding.vector
        cosine = index.dense.search(vector, depth, allowed)
        bm25 |= index.passage_bm25.score(question.terms, [row for row in cosine if row not in bm25])
        cosine |= index.dense.score(vector, [row for row in bm25 if row not in cosine])
    return Candidates(
        question=question, index=index, rows=tuple(sorted({*bm25, *cosine})), bm25=bm25, cosine=cosine
    )

"""Question -> hits: vectors, BM25, the article's own BM25, and the best of them met word by word.

Vectors and BM25 nominate candidates, and every candidate is scored by every signal, so that a passage which
only one side found is still judged by the other. The best are then read: late interaction, the best
sentence's share of the question, and its phrases re-order them. What was measured for each choice stands in
tests/benchmarks/README.md.
"""

from __future__ import annotations

from heapq import nlargest
from typing import TYPE_CHECKING

import numpy as np

from qa_bot.core.types import Hit
from qa_bot.language.questions import AnswerType, type_match
from qa_bot.language.sentences import is_fragment
from qa_bot.retrieval import fusion
from qa_bot.retrieval.passage_analysis import analyze_passage, best_sentence_coverage, bigram_coverage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from qa_bot.core.types import Passage
    from qa_bot.index.opened import Index
    from qa_bot.retrieval.query_analysis import Question

CANDIDATES = 100
"""Passages that each side nominates; 50 loses up to 0.4 points of nDCG@10, 200 gains 0.1 at most."""

RERANKED = 50
"""Candidates that are read; 25 loses 0.6 points of nDCG@10, 100 gains 0.1 at most."""

FIRST_OF_EACH = 5
"""Passages that each side puts first, which are read wherever their fused score places them: what one side
finds by something that the other is blind to must not fall out before it is read."""

WEIGHTS = {
    "dense": 3.2, "lexical": 2.2, "article": 0.75, "late": 3.2, "asking": 1.8, "sentence": 4.6, "phrase": 2.5
}  # fmt: skip
"""Weight of each scaled signal, from tests/benchmarks/fit_ranking.py; measures are flat around them."""

DEDUCTED = {"number": 0.2, "fragment": 0.1}
"""Taken from the score of a passage without the number asked for, and of one that is no sentence but a
heading or a link; both from those that were not read, which so stay behind."""

UNREAD = {"unread": -sum(DEDUCTED.values())}

RUNS = 0.4
"""Share of runs of three tokens in late interaction, beside single ones; 0.3 to 0.6 rank alike."""

VECTORS = frozenset({"dense", "late", "asking"})
"""Signals that are worth what the model can read."""

FIRST_WEIGHTS = {"dense": 1.0, "lexical": 1.2, "article": 0.4}
"""Weights by which the candidates to read are chosen: words count more than among those that were read, where
other signals tell of words too."""


class HybridRetriever:
    """Finds passages by meaning and by words; by words alone for a question without an embedding."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def find(self, question: Question, k: int, allowed: NDArray[np.bool_] | None = None) -> tuple[Hit, ...]:
        """Find the best k passages (fewer when fewer exist), best first, ties by passage id.

        `parts` holds the contributions that add up to the score ("dense", "lexical", "article", "late",
        "asking", "sentence", "phrase", and below zero "number", "fragment" and "unread") and the raw values
        behind them: "cosine" and "max_sim" (-1..1), "bm25" (0 or more). Of what reading tells, passages that
        were not read have 0. With `allowed`, by passage row, only passages that it has true are candidates.
        """
        raw = self._candidates(question, max(k, CANDIDATES), allowed)
        rows = sorted({row for scores in raw.values() for row in scores})
        signals = {
            "lexical": fusion.scale(self._with_siblings(raw["bm25"], rows), low=0.0),
            "article": self._article_scores(question.terms, rows),
        }
        if raw["cosine"]:
            signals["dense"] = fusion.scale(raw["cosine"])
        fused = fusion.combine(signals, _weights(question, FIRST_WEIGHTS))
        best = _to_read(fusion.first(fused, RERANKED), raw.values())
        passages = self._index.store.fetch(best)
        signals |= self._read(question, passages)
        if question.embedding:
            raw["max_sim"], met = self._meet(question, best)
            signals |= met
        contributions = fusion.combine(signals, _weights(question, WEIGHTS))
        deducted = _deductions(question, passages)
        for row, parts in contributions.items():
            parts.update(deducted.get(row, UNREAD))
        return self._hits(contributions, raw, k, passages)

    def _hits(
        self,
        contributions: dict[int, dict[str, float]],
        raw: dict[str, dict[int, float]],
        k: int,
        read: Mapping[int, Passage],
    ) -> tuple[Hit, ...]:
        first = fusion.first(contributions, k)
        passages = {**read, **self._index.store.fetch([row for row in first if row not in read])}
        best = sorted(first, key=lambda row: (-sum(contributions[row].values()), passages[row].id))[:k]
        return tuple(
            Hit(
                passage=passages[row],
                rank=number,
                score=sum(contributions[row].values()),
                parts=contributions[row] | {name: scores.get(row, 0.0) for name, scores in raw.items()},
            )
            for number, row in enumerate(best, start=1)
        )

    def _candidates(
        self, question: Question, depth: int, allowed: NDArray[np.bool_] | None
    ) -> dict[str, dict[int, float]]:
        """Nominate candidates on both sides, and complete each side's scores for the other's."""
        index, embedding = self._index, question.embedding
        bm25 = index.passage_bm25.search(question.terms, depth, allowed)
        if not embedding or not len(index.dense):
            return {"bm25": bm25, "cosine": {}}
        cosine = index.dense.search(embedding.vector, depth, allowed)
        bm25 |= index.passage_bm25.score(question.terms, [row for row in cosine if row not in bm25])
        missing = np.array([row for row in bm25 if row not in cosine], np.int64)
        scores = index.dense.vectors(missing) @ embedding.vector
        return {"bm25": bm25, "cosine": cosine | dict(zip(missing.tolist(), scores.tolist(), strict=True))}

    def _with_siblings(self, bm25: Mapping[int, float], rows: Sequence[int]) -> dict[int, float]:
        """Give a part of a split paragraph the mean of its own BM25 and its best other part's.

        What a paragraph speaks of need not be said in each part of it.
        """
        paragraph_of = self._index.store.split_paragraphs(rows)
        parts: dict[tuple[int, int], list[int]] = {}
        for row, paragraph in paragraph_of.items():
            parts.setdefault(paragraph, []).append(row)
        shared = dict(bm25)
        for row, paragraph in paragraph_of.items():
            others = [bm25.get(other, 0.0) for other in parts[paragraph] if other != row]
            shared[row] = (bm25.get(row, 0.0) + max(others, default=0.0)) / 2
        return shared

    def _article_scores(self, terms: Sequence[str], rows: Sequence[int]) -> dict[int, float]:
        """Give each passage the scaled BM25 of its article."""
        article_of = self._index.store.article_rows(rows)
        scores = self._index.article_bm25.score(terms, sorted(set(article_of.values())))
        scaled = fusion.scale(scores, low=0.0)
        return {row: scaled.get(article, 0.0) for row, article in article_of.items()}

    def _meet(
        self, question: Question, rows: Sequence[int]
    ) -> tuple[dict[int, float], dict[str, dict[int, float]]]:
        """Give MaxSim, and how well the question's tokens and its question word are met, scaled."""
        met = self._index.late.meet(question.tokens, rows)
        late = {row: question.soft_max_sim(both).tolist() for row, both in met.items()}
        signals = {"late": fusion.scale({row: tokens + RUNS * runs for row, (tokens, runs) in late.items()})}
        if question.wh_tokens.any():
            asking = {row: float(tokens[question.wh_tokens].mean()) for row, (tokens, _) in met.items()}
            signals["asking"] = fusion.scale(asking)
        return {row: tokens for row, (tokens, _) in late.items()}, signals

    @staticmethod
    def _read(question: Question, passages: Mapping[int, Passage]) -> dict[str, dict[int, float]]:
        """Measure what only the passages' own words tell; shares need no scaling."""
        analyses = {row: analyze_passage(passage) for row, passage in passages.items()}
        return {
            "sentence": {row: best_sentence_coverage(question, found) for row, found in analyses.items()},
            "phrase": {row: bigram_coverage(question, found) for row, found in analyses.items()},
        }


def _weights(question: Question, weights: Mapping[str, float]) -> Mapping[str, float]:
    """Weigh what vectors tell as much as the model can read the question."""
    if question.legible == 1.0:
        return weights
    return {name: weight * (question.legible if name in VECTORS else 1.0) for name, weight in weights.items()}


def _to_read(fused: Sequence[int], sides: Iterable[Mapping[int, float]]) -> list[int]:
    """Add the first of each side to the best fused ones."""
    first = [row for scores in sides for row in nlargest(FIRST_OF_EACH, scores, key=scores.__getitem__)]
    return list(dict.fromkeys([*fused, *first]))


def _deductions(question: Question, passages: Mapping[int, Passage]) -> dict[int, dict[str, float]]:
    """Give what is taken from the score of each passage, by name and below zero."""
    counting = question.asked.wants_number
    found: dict[int, dict[str, float]] = {}
    for row, passage in passages.items():
        found[row] = {}
        if counting and _lacks_number(question, passage):
            found[row]["number"] = -DEDUCTED["number"]
        if is_fragment(passage.text):
            found[row]["fragment"] = -DEDUCTED["fragment"]
    return found


def _lacks_number(question: Question, passage: Passage) -> bool:
    """Tell whether a passage has no number but the question's."""
    language = analyze_passage(passage).language
    return type_match(AnswerType.NUMBER, passage.text, question.words, language) < 0

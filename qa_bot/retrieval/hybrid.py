"""Question -> hits: candidates chosen by vectors and by words, the best of them read closely, and by a model.

The ranking model defines the signals, their weights and how deep the stages go; the retriever knows none of
them. The measurements behind each choice are in tests/benchmarks/README.md.
"""

from __future__ import annotations

from heapq import nlargest
from typing import TYPE_CHECKING

from qa_bot.core.scores import Contribution, RawScores
from qa_bot.core.types import Hit
from qa_bot.retrieval import fusion
from qa_bot.retrieval.candidates import nominate
from qa_bot.retrieval.model import DEFAULT
from qa_bot.retrieval.reading import can_read

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from qa_bot.core.scores import Lack
    from qa_bot.index.protocol import ArticleIndex
    from qa_bot.retrieval.candidates import Candidates
    from qa_bot.retrieval.model import RankingModel
    from qa_bot.retrieval.query_analysis import Question
    from qa_bot.retrieval.reading import AnswerModel
    from qa_bot.retrieval.signals import Signal


class HybridRetriever:
    """Finds passages by meaning and by words; by words alone for a question without an embedding."""

    def __init__(
        self, index: ArticleIndex, model: RankingModel = DEFAULT, answer_model: AnswerModel | None = None
    ) -> None:
        self._index = index
        self._model = model
        self._answer_model = answer_model

    def find(self, question: Question, k: int, allowed: NDArray[np.bool_] | None = None) -> tuple[Hit, ...]:
        """Find the best k passages (fewer when fewer exist), best first, ties by passage id.

        With `allowed`, by passage row, only passages where it is true are candidates.
        """
        model = self._model
        candidates = nominate(self._index, question, max(k, model.candidates), allowed)
        cheap = [one for one in model.signals if one.first_weight is not None]
        close = [one for one in model.signals if one.first_weight is None and not one.by_reading]
        scaled = _scaled(cheap, candidates)
        chosen = _choose(model, candidates, scaled)
        candidates = candidates.read(chosen, model.run_share)
        scaled |= _scaled(close, candidates)
        weights = {one.name: _weight(one, one.weight, question) for one in model.signals}
        contributions = fusion.combine(candidates.rows, scaled, weights)
        lacks = _lacks(model, candidates)
        reading = [one for one in model.signals if one.by_reading]
        if reading and self._answer_model and can_read(self._answer_model, question):
            scores = {row: _score(parts.values(), lacks[row]) for row, parts in contributions.items()}
            best = fusion.first(scores, model.reranked)
            candidates = candidates.read_by(self._answer_model, best, model.read_tokens)
            scaled |= _scaled(reading, candidates)
            contributions = fusion.combine(candidates.rows, scaled, weights)
        return self._hits(candidates, contributions, lacks, k)

    def _hits(
        self,
        candidates: Candidates,
        contributions: Mapping[int, Mapping[str, float]],
        lacks: Mapping[int, tuple[Lack, ...]],
        k: int,
    ) -> tuple[Hit, ...]:
        scores = {row: _score(parts.values(), lacks[row]) for row, parts in contributions.items()}
        first = fusion.first(scores, k)
        passages = candidates.passages
        passages = {**passages, **self._index.store.fetch([row for row in first if row not in passages])}
        best = sorted(first, key=lambda row: (-scores[row], passages[row].id))[:k]
        raw = {row: _raw(candidates, row) for row in best}
        return tuple(
            Hit(
                passage=passages[row],
                rank=rank,
                score=scores[row],
                contributions=self._explained(contributions[row], raw[row]),
                lacks=lacks[row],
                raw=raw[row],
                reading=candidates.readings.get(row),
            )
            for rank, row in enumerate(best, start=1)
        )

    def _explained(self, values: Mapping[str, float], raw: RawScores) -> tuple[Contribution, ...]:
        return tuple(
            Contribution(one.name, one.label, values[one.name], one.raw(raw))
            for one in self._model.signals
            if one.name in values
        )


def _scaled(signals: Iterable[Signal], candidates: Candidates) -> dict[str, Mapping[int, float]]:
    """Measure the signals that can judge the question."""
    values = {one.name: one.scaled(candidates) for one in signals}
    return {name: scores for name, scores in values.items() if scores is not None}


def _weight(signal: Signal, weight: float, question: Question) -> float:
    """Weigh what vectors say as far as the model can read the question, and some signals less for claims."""
    share = question.legible if signal.by_vectors else 1.0
    return weight * share * (1.0 if question.asks else signal.share_for_claims)


def _choose(
    model: RankingModel, candidates: Candidates, scaled: Mapping[str, Mapping[int, float]]
) -> list[int]:
    """Choose the candidates to read closely: the best by what is known so far, and the first of each side."""
    weights = {
        one.name: _weight(one, one.first_weight, candidates.question)
        for one in model.signals
        if one.first_weight is not None
    }
    parts = fusion.combine(candidates.rows, scaled, weights)
    best = fusion.first({row: sum(values.values()) for row, values in parts.items()}, model.reranked)
    sides = (candidates.bm25, candidates.cosine)
    first = [row for side in sides for row in nlargest(model.first_of_each, side, key=side.__getitem__)]
    return list(dict.fromkeys([*best, *first]))


def _lacks(model: RankingModel, candidates: Candidates) -> dict[int, tuple[Lack, ...]]:
    """Return what each candidate lacks; those not read closely count as lacking everything."""
    found = [(one.lack, set(one.find(candidates))) for one in model.deductions]
    unread = (model.unread,)
    return {
        row: tuple(lack for lack, rows in found if row in rows) if row in candidates.passages else unread
        for row in candidates.rows
    }


def _score(contributions: Iterable[float], lacks: Iterable[Lack]) -> float:
    return sum((-lack.deducted for lack in lacks), sum(contributions))


def _raw(candidates: Candidates, row: int) -> RawScores:
    return RawScores(
        cosine=candidates.cosine.get(row),
        max_sim=candidates.max_sim.get(row),
        bm25=candidates.bm25.get(row, 0.0),
        log_odds=candidates.readings[row].log_odds if row in candidates.readings else None,
    )

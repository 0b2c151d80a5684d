"""The sentence of a passage that answers, by five weighted signals.

tests/benchmarks/bench_highlight.py fits the weights on which sentence holds the words that answer; nothing
here is specific to a corpus.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from qa_bot.core.types import Highlight
from qa_bot.language.questions import type_match
from qa_bot.retrieval.passage_analysis import analyze_passage
from qa_bot.retrieval.query_analysis import sentence_lengths

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from qa_bot.core.types import AnswerSpan, Passage
    from qa_bot.encoders.protocol import Encoder
    from qa_bot.index.protocol import ArticleIndex
    from qa_bot.retrieval.passage_analysis import PassageAnalysis
    from qa_bot.retrieval.query_analysis import Question

WEIGHTS = {"coverage": 6.0, "before": 3.5, "late": 11.5, "wh_word": 16.0, "type": 1.0}
"""Of the share of the question that the sentence covers, by IDF; of what the sentence before adds; of the
soft MaxSim of its tokens; of how well they match the question word; of whether it has the type of answer
asked for."""

NEIGHBOUR_WITHIN = 0.25
"""Two neighbouring sentences whose scores differ by less are both marked: the answer is in one of them or in
both. Measured in tests/benchmarks/README.md."""


@dataclass(frozen=True, slots=True, eq=False)
class ReadPassage:
    """A passage with the signals of its sentences."""

    passage: Passage
    analysis: PassageAnalysis
    similarities: NDArray[np.float32]
    """How well each sentence matches each token of the question, (sentences, tokens); empty without
    tokens."""
    signals: Mapping[str, NDArray[np.float64]]
    """Of each sentence, by the names of WEIGHTS: (sentences,)."""
    answer: AnswerSpan | None = None
    """The words that answer, if an answer model is sure enough of them."""

    @property
    def scores(self) -> NDArray[np.float64]:
        """Weighed sums, by sentence: higher is likelier to answer."""
        weighed = [WEIGHTS[name] * values for name, values in self.signals.items()]
        return np.asarray(np.sum(weighed, axis=0))

    @property
    def best(self) -> int:
        """Number of the sentence that answers best; the first of equal ones."""
        return int(self.scores.argmax())

    def highlight(self) -> Highlight:
        """Return the span of the sentence that answers, or of two neighbours."""
        first, last = self.chosen()
        start, end = self.analysis.spans[first][0], self.analysis.spans[last][1]
        return Highlight(
            passage_id=self.passage.id,
            start=start,
            end=end,
            text=self.passage.text[start:end],
            answer=self.answer,
        )

    def chosen(self) -> tuple[int, int]:
        """Return the first and the last sentence to mark.

        Those that hold the answering words if these are known; else the best, or two neighbours that score
        about the same.
        """
        if self.answer:
            return self._holding(self.answer)
        scores, own, best = self.scores, self.signals["coverage"], self.best
        neighbours = [number for number in (best - 1, best + 1) if 0 <= number < len(scores)]
        second = max(neighbours, key=lambda number: scores[number], default=best)
        close = scores[best] - scores[second] < NEIGHBOUR_WITHIN and own[best] > 0 and own[second] > 0
        return (min(best, second), max(best, second)) if close and len(self.similarities) else (best, best)

    def _holding(self, answer: AnswerSpan) -> tuple[int, int]:
        spans = self.analysis.spans
        last = max(number for number, (start, _) in enumerate(spans) if start < answer.end or not number)
        first = next((number for number, (_, end) in enumerate(spans) if end > answer.start), last)
        return min(first, last), last


class Highlighter:
    """Reads passages for a question, by words alone while there is no encoder."""

    def __init__(self, index: ArticleIndex, encoder: Encoder | None) -> None:
        self._index = index
        self._encoder = encoder

    def read(self, question: Question, passage: Passage, answer: AnswerSpan | None = None) -> ReadPassage:
        """Measure the signals of a passage's sentences; `answer` are the words that answer, if known."""
        analysis = analyze_passage(passage)
        texts = [passage.text[start:end] for start, end in analysis.spans]
        own = np.array([question.idf_coverage(terms) for terms in analysis.sentences])
        pairs = zip((frozenset[str](), *analysis.sentences), analysis.sentences, strict=False)
        signals = {
            "coverage": own,
            "before": np.array([question.idf_coverage(before | terms) for before, terms in pairs]) - own,
            "type": np.array(
                [
                    type_match(question.asked.answer_type, text, question.words, analysis.language)
                    for text in texts
                ],
                float,
            ),
        }
        similarities = self._similarities(question, passage, texts)
        if len(similarities):
            signals["late"] = question.soft_max_sim(similarities).astype(float)
            asking = similarities[:, question.wh_tokens]
            signals["wh_word"] = asking.mean(axis=1).astype(float) if asking.size else np.zeros(len(texts))
        return ReadPassage(passage, analysis, similarities, signals, answer)

    def _similarities(
        self, question: Question, passage: Passage, texts: Sequence[str]
    ) -> NDArray[np.float32]:
        """Return how well each sentence matches each token; empty where its tokens are not known."""
        if question.embedding is None or self._encoder is None:
            return np.zeros((0, 0), np.float32)
        lengths = sentence_lengths(self._encoder, texts)
        row = self._index.store.row_of(passage)
        return self._index.token_vectors.max_similarities_of_parts(question.tokens, row, lengths)

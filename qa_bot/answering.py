"""Hits -> Answer: the sentence to highlight, and the verdict whether these articles answer at all.

The verdict is a logistic regression on a few signals of the best hits. Its numbers were fitted by
tests/benchmarks/fit_verdict.py on questions with and without an answer; nothing here is specific to a corpus.
"""

from __future__ import annotations

import math
import time
import unicodedata
from typing import TYPE_CHECKING

from qa_bot.errors import QuestionError
from qa_bot.lexical import terms_of
from qa_bot.passages import sentences
from qa_bot.retriever import HybridRetriever
from qa_bot.types import Answer, Highlight, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_bot.index import Index
    from qa_bot.types import Encoder, Hit, Passage

INTERCEPT = -4.55
COEFFICIENTS = {"cosine": 3.88, "max_sim": 0.99, "coverage": 1.5, "sentence_coverage": 2.22}
NOT_FOUND_BELOW = 0.2
"""Refuses 2% of the answered questions that it was fitted on."""

ANSWERED_FROM = 0.5

_FUNCTION_WORDS = frozenset(
    terms_of(
        "a about above after again all also although am among an and any are as at be because been before "
        "being between both but by can could did do does doing done down during each either else ever "
        "every few for from get gets give given gives go goes got had has have having he her here hers "
        "him his how i if in into is it its just last let like made make makes many may me might mine "
        "more most much must my name named near no nor not of off often on once one only or other our out "
        "over own per please said say says she should since so some still such take tell than that the "
        "their them then there these they this those through till to too under until up us use very was "
        "way we well went were what when where whether which while who whom whose why will with within "
        "without would yet you your"
    )
)


class Answerer:
    """Answers questions from one index; from BM25 alone, and provisionally, while it has no encoder."""

    def __init__(self, index: Index, encoder: Encoder | None = None) -> None:
        self._index = index
        self._retriever = HybridRetriever(index, encoder)
        self._provisional = encoder is None

    def retrieve(self, question: str, k: int) -> tuple[Hit, ...]:
        """Find the best k passages without judging them."""
        return self._retriever.retrieve(clean_question(question), k)

    def ask(self, question: str, k: int) -> Answer:
        """Answer a question with the best k passages.

        Raises:
            QuestionError: the question is empty, or k is below 1.
        """
        started = time.perf_counter()
        text = clean_question(question)
        if k < 1:
            msg = f"k is {k}: ask for at least one passage."
            raise QuestionError(msg)
        hits = self._retriever.retrieve(text, k)
        confidence = self._confidence(text, hits)
        highlight = self._highlight(text, hits[0].passage) if hits else None
        return Answer(
            text,
            hits,
            highlight,
            self._verdict(confidence, hits),
            (time.perf_counter() - started) * 1000,
            confidence,
            self._provisional,
        )

    def _verdict(self, confidence: float, hits: Sequence[Hit]) -> Verdict:
        if not hits:
            return Verdict.NOT_FOUND
        if self._provisional:
            return Verdict.UNSURE  # the signals were weighed with vectors among them
        if confidence < NOT_FOUND_BELOW:
            return Verdict.NOT_FOUND
        return Verdict.ANSWERED if confidence >= ANSWERED_FROM else Verdict.UNSURE

    def _confidence(self, question: str, hits: Sequence[Hit]) -> float:
        """Estimate the probability that the hits answer the question."""
        if not hits:
            return 0.0
        found = self.signals(question, hits)
        return 1 / (1 + math.exp(-INTERCEPT - sum(COEFFICIENTS[name] * found[name] for name in COEFFICIENTS)))

    def signals(self, question: str, hits: Sequence[Hit]) -> dict[str, float]:
        """Measure what tells an answered question from another, each about 0..1, higher for answered.

        "cosine" and "max_sim" are the best passage's, "coverage" is the share of the question's words,
        weighted by their rarity, that it and its title have, and "sentence_coverage" the share that stands
        in one sentence of it.
        """
        weights = self._weights(question)
        best = hits[0].passage
        words = set(terms_of(f"{best.source.title or ''}\n{best.text}"))
        in_sentence = [
            _share(weights, set(terms_of(best.text[start:end]))) for start, end in sentences(best.text)
        ]
        return {
            "cosine": hits[0].parts.get("cosine", 0.0),
            "max_sim": hits[0].parts.get("max_sim", 0.0),
            "coverage": _share(weights, words),
            "sentence_coverage": max(in_sentence, default=0.0),
        }

    def _highlight(self, question: str, passage: Passage) -> Highlight:
        """Choose the sentence with the most of the question's words, by BM25 (k1 1.2, b 0.75).

        The passage is the collection that sentence lengths are compared with; ties go to the first sentence.
        """
        spans = sentences(passage.text) or [(0, len(passage.text))]
        weights = self._weights(question) or self._weights(question, function_words=True)
        terms = [terms_of(passage.text[start:end]) for start, end in spans]
        mean = sum(map(len, terms)) / len(terms) or 1.0
        scores = [
            sum(weights.get(term, 0.0) for term in own) * 2.2 / (1 + 1.2 * (0.25 + 0.75 * len(own) / mean))
            for own in terms
        ]
        start, end = spans[scores.index(max(scores))]
        return Highlight(passage.id, start, end, passage.text[start:end])

    def _weights(self, question: str, *, function_words: bool = False) -> dict[str, float]:
        """Weigh the question's terms by rarity: BM25's inverse document frequency over the passages."""
        total = len(self._index.passages)
        weights = {}
        for term in terms_of(question):
            if function_words or term not in _FUNCTION_WORDS:
                frequency = self._index.passages.frequency(term)
                weights[term] = math.log(1 + (total - frequency + 0.5) / (frequency + 0.5))
        return weights


def clean_question(question: str) -> str:
    """Make a question one line without control characters.

    Raises:
        QuestionError: nothing is left.
    """
    kept = "".join(" " if unicodedata.category(char) in {"Cc", "Cf", "Cs"} else char for char in question)
    text = " ".join(kept.split())
    if not text:
        msg = "The question is empty: ask something."
        raise QuestionError(msg)
    return text


def _share(weights: dict[str, float], words: set[str]) -> float:
    total = sum(weights.values())
    return sum(weight for term, weight in weights.items() if term in words) / total if total else 0.0

"""Hits -> Answer, with the verdict whether these articles answer at all.

The verdict is a logistic regression on a few signals of the best hits. Its numbers were fitted by
tests/benchmarks/fit_verdict.py on questions with and without an answer; nothing here is specific to a corpus.
"""

from __future__ import annotations

import math
import time
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from qa_bot.arranging import POOL, arrange
from qa_bot.errors import QuestionError
from qa_bot.filters import NO_FILTERS
from qa_bot.highlighting import Highlighter, rarities
from qa_bot.lexical import terms_of
from qa_bot.matching import matched_words
from qa_bot.passages import sentences
from qa_bot.reranking import rerank
from qa_bot.retriever import HybridRetriever
from qa_bot.selection import select
from qa_bot.types import Answer, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_bot.index import Index
    from qa_bot.reranking import Reranking
    from qa_bot.types import Encoder, Filters, Hit

INTERCEPT = -4.23
COEFFICIENTS = {"cosine": 3.89, "max_sim": 0.93, "coverage": 1.54, "sentence_coverage": 1.71}
NOT_FOUND_BELOW = 0.15
"""Refuses about 1% of the answered questions of the sets that it was fitted on."""

ANSWERED_FROM = 0.5


class Answerer:
    """Answers questions from one index; from BM25 alone, and provisionally, while it has no encoder."""

    def __init__(
        self, index: Index, encoder: Encoder | None = None, reranking: Reranking | None = None
    ) -> None:
        self._index = index
        self._encoder = encoder
        self._reranking = reranking
        self._retriever = HybridRetriever(index, encoder)
        self._highlighter = Highlighter(index, encoder)

    def retrieve(self, question: str, k: int) -> tuple[Hit, ...]:
        """Find the best k passages without judging them."""
        return self._retriever.retrieve(clean_question(question), k)

    def ask(self, question: str, k: int, filters: Filters = NO_FILTERS, *, as_ranked: bool = False) -> Answer:
        """Answer a question with the best k of the passages that pass the filters.

        With `as_ranked` the hits are not arranged for a person, which an evaluation of the ranking wants.

        Raises:
            QuestionError: the question is empty, or k is below 1.
        """
        started = time.perf_counter()
        text = clean_question(question)
        if k < 1:
            msg = f"k is {k}: ask for at least one passage."
            raise QuestionError(msg)
        embedding = self._encoder.encode_question(text) if self._encoder else None
        selection = select(self._index, filters) if filters != NO_FILTERS else None
        allowed = selection.allowed if selection else None
        depth = max(k, POOL)
        found = self._retriever.retrieve(text, k if as_ranked else depth, embedding, allowed)
        confidence = self._confidence(text, found)  # its signals were weighed on this ranking
        hits = rerank(text, found, self._reranking) if self._reranking else found
        while not as_ranked:
            shown = arrange(hits, k, filters)
            if len(shown) >= k or len(hits) < depth:
                hits = self._explained(text, shown)
                break
            depth *= 2  # so many were folded into others that not enough are left
            hits = _continued(hits, self._retriever.retrieve(text, depth, embedding, allowed))
        highlight = self._highlighter.highlight(text, embedding, hits[0].passage) if hits else None
        return Answer(
            text,
            hits,
            highlight,
            self._verdict(confidence, hits),
            (time.perf_counter() - started) * 1000,
            confidence,
            self._encoder is None,
            selection.filtered if selection else None,
        )

    def _explained(self, question: str, hits: Sequence[Hit]) -> tuple[Hit, ...]:
        """Tell for each hit which of its words matched."""
        terms = rarities(question, self._index.passages).keys()
        return tuple(
            replace(
                hit,
                matched=matched_words(hit.passage.text, terms),
                matched_in_title=matched_words(hit.passage.source.title or "", terms),
            )
            for hit in hits
        )

    def _verdict(self, confidence: float, hits: Sequence[Hit]) -> Verdict:
        if not hits:
            return Verdict.NOT_FOUND
        if self._encoder is None:
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
        weights = rarities(question, self._index.passages)
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


def _continued(hits: tuple[Hit, ...], deeper: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """Keep the hits and let those follow that only a deeper search has found."""
    known = {hit.passage.id for hit in hits}
    return hits + tuple(hit for hit in deeper if hit.passage.id not in known)


def _share(weights: dict[str, float], words: set[str]) -> float:
    total = sum(weights.values())
    return sum(weight for term, weight in weights.items() if term in words) / total if total else 0.0

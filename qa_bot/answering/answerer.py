"""Question -> Answer in three steps: rank passages, judge them, and choose which to show."""

from __future__ import annotations

import time
import unicodedata
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from qa_bot.answering import model as verdict_model
from qa_bot.answering.answer_span import answer_span
from qa_bot.answering.comparison import compare
from qa_bot.answering.diversification import POOL, arrange
from qa_bot.answering.highlighting import Highlighter
from qa_bot.answering.matched_words import matched_words
from qa_bot.answering.missing_evidence import MissingEvidence
from qa_bot.answering.understanding import Understanding
from qa_bot.answering.verdict import Judge
from qa_bot.core.errors import QuestionError
from qa_bot.core.query_syntax import NO_FILTERS
from qa_bot.core.types import Answer, Verdict
from qa_bot.language.analyzer import analyze
from qa_bot.retrieval import model as ranking_model
from qa_bot.retrieval.filtering import select
from qa_bot.retrieval.hybrid import HybridRetriever
from qa_bot.retrieval.passage_analysis import analyze_passage
from qa_bot.retrieval.reading import can_read, read_passages
from qa_bot.retrieval.reranking import rerank

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from qa_bot.answering.model import VerdictModel
    from qa_bot.core.types import Filters, Highlight, Hit, Passage
    from qa_bot.encoders.protocol import Encoder
    from qa_bot.index.protocol import ArticleIndex
    from qa_bot.retrieval.model import RankingModel
    from qa_bot.retrieval.query_analysis import Question
    from qa_bot.retrieval.reading import AnswerModel
    from qa_bot.retrieval.reranking import Reranking


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ranking:
    """The passages found for a question, before they are judged."""

    question: Question
    allowed: NDArray[np.bool_] | None
    """Which passages match the filters; None for all."""
    depth: int
    """Number of hits asked for."""
    found: tuple[Hit, ...]
    """As the retriever ranked them; the verdict model was fitted on this order."""
    hits: tuple[Hit, ...]
    """As the reranker ordered them, if there is one, with the hits that a deeper search has added."""


class Answerer:
    """Answers questions from one index; from BM25 alone, and provisionally, while it has no encoder."""

    def __init__(
        self,
        index: ArticleIndex,
        encoder: Encoder | None = None,
        reranking: Reranking | None = None,
        answer_model: AnswerModel | None = None,
        *,
        ranking: RankingModel = ranking_model.DEFAULT,
        verdict: VerdictModel = verdict_model.DEFAULT,
        verdict_on_readings: VerdictModel = verdict_model.READING,
    ) -> None:
        """Prepare; `verdict_on_readings` judges hits that the answer model has read, `verdict` all others."""
        self._index = index
        self._understanding = Understanding(index, encoder)
        self._retriever = HybridRetriever(index, ranking, answer_model)
        self._answer_model = answer_model
        self._reranking = reranking
        self._highlighter = Highlighter(index, encoder)
        self._verdict_models = {False: verdict, True: verdict_on_readings}
        self._missing_evidence = MissingEvidence(index)

    def retrieve(self, question: str, k: int) -> tuple[Hit, ...]:
        """Find the best k passages without judging them."""
        return self._retriever.find(self._understanding.of(clean_question(question)).question, k)

    def ask(self, question: str, k: int, filters: Filters = NO_FILTERS, *, as_ranked: bool = False) -> Answer:
        """Answer a question with the best k of the passages that pass the filters.

        With `as_ranked` the hits stay in the order of the ranking, for an evaluation.

        Raises:
            QuestionError: the question is empty, or k is below 1.
        """
        started = time.perf_counter()
        text = clean_question(question)
        if k < 1:
            msg = f"k must be at least 1, not {k}."
            raise QuestionError(msg)
        asked = self._understanding.of(text)
        selection = select(self._index, filters) if filters != NO_FILTERS else None

        depth = max(k, *(model.judged for model in self._verdict_models.values()), 0 if as_ranked else POOL)
        ranking = self._rank(asked.question, depth, selection.allowed if selection else None)
        is_read = any(hit.reading for hit in ranking.found)
        judge = Judge(asked, self._highlighter, self._verdict_models[is_read])
        judgement = judge.judge(ranking.found)
        answers = partial(judge.answers_as_well, judgement.verdict, ranking.found)
        hits = ranking.hits[:k] if as_ranked else self._diversify(ranking, k, filters, answers)

        best = hits[0] if hits else None
        verdict = judge.verdict(judgement.confidence, best)
        outside = None
        if verdict is Verdict.NOT_FOUND and ranking.allowed is not None:
            outside = self._find_outside(asked.question, judge)
        comparison = None
        if best and verdict is Verdict.ANSWERED and not as_ranked:
            comparison = compare(asked.question, judge, ranking.found, best)
        return Answer(
            question=text,
            hits=hits,
            highlight=judge.read(best).highlight() if best else None,
            verdict=verdict,
            elapsed_ms=(time.perf_counter() - started) * 1000,
            confidence=judgement.confidence,
            provisional=asked.question.embedding is None,
            filtered=selection.filtered if selection else None,
            missing=self._missing_evidence.of(verdict, asked.words, best, selection, outside),
            doubts=judge.doubts(verdict, best),
            comparison=comparison,
        )

    def highlight(self, question: str, passage: Passage) -> Highlight:
        """Choose the words of a passage that answer, whether or not it is the best.

        Raises:
            QuestionError: the question is empty.
        """
        asked, reading = self._understanding.of(clean_question(question)).question, None
        if self._answer_model and can_read(self._answer_model, asked):
            (reading,) = read_passages(self._answer_model, asked, [passage])
        answer = answer_span(asked, passage, reading, self._verdict_models[True].span_from)
        return self._highlighter.read(asked, passage, answer).highlight()

    def _rank(self, question: Question, depth: int, allowed: NDArray[np.bool_] | None) -> Ranking:
        """Find the best passages and rerank them, if there is a reranker."""
        found = self._retriever.find(question, depth, allowed)
        hits = rerank(question.text, found, self._reranking) if self._reranking else found
        return Ranking(question=question, allowed=allowed, depth=depth, found=found, hits=hits)

    def _diversify(
        self, ranking: Ranking, k: int, filters: Filters, answers: Callable[[Hit], bool]
    ) -> tuple[Hit, ...]:
        """Choose k hits to show, searching deeper while too many are folded into others."""
        shown = arrange(ranking.hits, k, filters, answers)
        while len(shown) < k and len(ranking.hits) >= ranking.depth:
            ranking = self._deepen(ranking)
            shown = arrange(ranking.hits, k, filters, answers)
        return tuple(_with_matches(ranking.question, hit) for hit in shown)

    def _deepen(self, ranking: Ranking) -> Ranking:
        """Search twice as deep; hits that only this finds come last."""
        deeper = self._retriever.find(ranking.question, 2 * ranking.depth, ranking.allowed)
        known = {hit.passage.id for hit in ranking.hits}
        added = tuple(hit for hit in deeper if hit.passage.id not in known)
        return replace(ranking, depth=2 * ranking.depth, hits=ranking.hits + added)

    def _find_outside(self, question: Question, judge: Judge) -> Hit | None:
        """Find the passage that surely answers without the filters."""
        found = self._retriever.find(question, judge.depth)
        return found[0] if judge.judge(found).verdict is Verdict.ANSWERED else None


def clean_question(question: str) -> str:
    """Make a question one line without control characters.

    Raises:
        QuestionError: nothing is left.
    """
    kept = "".join(" " if unicodedata.category(char) in {"Cc", "Cf", "Cs"} else char for char in question)
    text = " ".join(kept.split())
    if not text:
        msg = "The question is empty."
        raise QuestionError(msg)
    return text


def _with_matches(question: Question, hit: Hit) -> Hit:
    """Add the words of a hit that match the question."""
    wanted, title = question.idf.keys(), hit.passage.source.title or ""
    return replace(
        hit,
        matched=matched_words(hit.passage.text, analyze_passage(hit.passage).occurrences, wanted),
        matched_in_title=matched_words(title, analyze(title), wanted),
    )

"""Hits -> Answer, with the verdict whether these articles answer at all."""

from __future__ import annotations

import time
import unicodedata
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from qa_bot.answering import verdict
from qa_bot.answering.diversification import POOL, arrange
from qa_bot.answering.highlighting import Highlighter
from qa_bot.answering.matched_words import matched_words
from qa_bot.answering.missing_evidence import Shortfall
from qa_bot.core.errors import QuestionError
from qa_bot.core.query_syntax import NO_FILTERS
from qa_bot.core.types import Answer, Verdict
from qa_bot.language.analyzer import terms_of
from qa_bot.language.antonyms import has_opposite
from qa_bot.language.questions import lacks_answer
from qa_bot.retrieval.filtering import select
from qa_bot.retrieval.hybrid import HybridRetriever
from qa_bot.retrieval.passage_analysis import analyze_passage, implied_terms
from qa_bot.retrieval.query_analysis import QuestionAnalyzer
from qa_bot.retrieval.reranking import rerank
from qa_bot.retrieval.spelling import Speller, respelt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_bot.answering.highlighting import ReadPassage
    from qa_bot.core.types import Filters, Highlight, Hit, MissingWord, Passage
    from qa_bot.encoders.protocol import Encoder
    from qa_bot.index.opened import Index
    from qa_bot.language.language import Language
    from qa_bot.retrieval.filtering import Selection
    from qa_bot.retrieval.query_analysis import Question
    from qa_bot.retrieval.reranking import Reranking

NOT_FOUND_BELOW = 0.25
"""Refuses 4% of the answered questions of squad20, 6% of covid-qa and 7% of the news questions."""

ANSWERED_FROM = 0.5


class Answerer:
    """Answers questions from one index; from BM25 alone, and provisionally, while it has no encoder."""

    def __init__(
        self, index: Index, encoder: Encoder | None = None, reranking: Reranking | None = None
    ) -> None:
        self._index = index
        self._encoder = encoder
        self._analyzer = QuestionAnalyzer(index, encoder)
        self._speller, self._shortfall = Speller(index), Shortfall(index)
        self._reranking = reranking
        self._retriever = HybridRetriever(index)
        self._highlighter = Highlighter(index, encoder)

    def retrieve(self, question: str, k: int) -> tuple[Hit, ...]:
        """Find the best k passages without judging them."""
        return self._retriever.find(self._read(clean_question(question))[0], k)

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
        asked, words = self._read(text)
        selection = select(self._index, filters) if filters != NO_FILTERS else None
        allowed = selection.allowed if selection else None
        depth = max(k, verdict.JUDGED, 0 if as_ranked else POOL)
        found = self._retriever.find(asked, depth, allowed)
        read = self._read_first(asked, found)
        confidence = self._confidence(asked, found, read)  # its signals were weighed on this ranking
        hits = rerank(asked.text, found, self._reranking) if self._reranking else found
        answers = partial(self._answers, asked, found, read, confidence, words)
        while not as_ranked:
            shown = arrange(hits, k, filters, answers)
            if len(shown) >= k or len(hits) < depth:
                hits = _explained(asked, shown)
                break
            depth *= 2  # so many were folded into others that not enough are left
            hits = _continued(hits, self._retriever.find(asked, depth, allowed))
        judged = self._verdict(asked, confidence, hits, words, read)
        outside = self._outside(asked, judged, words, selection)
        told = self._told(_not_understood(words, hits[0] if hits else outside))
        missing = self._shortfall.of(judged, told, selection, outside)
        return Answer(
            question=text,
            hits=hits[:k],
            highlight=self._highlight(asked, hits[0].passage, read) if hits else None,
            verdict=judged,
            elapsed_ms=(time.perf_counter() - started) * 1000,
            confidence=confidence,
            provisional=self._encoder is None,
            filtered=selection.filtered if selection else None,
            missing=missing,
        )

    def highlight(self, question: str, passage: Passage) -> Highlight:
        """Choose the words of a passage that answer, whether or not it is the best.

        Raises:
            QuestionError: the question is empty.
        """
        return self._highlighter.read(self._read(clean_question(question))[0], passage).highlight()

    def _read(self, text: str) -> tuple[Question, tuple[MissingWord, ...]]:
        """Take a question apart, read as it was likely meant, and give its words that no passage has."""
        asked = self._analyzer.analyze(text)
        words = self._speller.missing_words(asked)
        meant = respelt(text, words)
        return (asked if meant == text else self._analyzer.analyze(meant)), words

    def _told(self, words: Sequence[MissingWord]) -> tuple[MissingWord, ...]:
        """Leave out words of which some article's publication, author, date or address is made."""
        names = self._index.article_bm25.frequency
        return tuple(word for word in words if word.read or not all(map(names, terms_of(word.word))))

    def _outside(
        self, asked: Question, judged: Verdict, words: Sequence[MissingWord], selection: Selection | None
    ) -> Hit | None:
        """Find the passage that answers without the filters, where none answers with them."""
        if judged is not Verdict.NOT_FOUND or selection is None or selection.allowed is None:
            return None
        found = self._retriever.find(asked, verdict.JUDGED)
        read = self._read_first(asked, found)
        judged = self._verdict(asked, self._confidence(asked, found, read), found, words, read)
        return found[0] if judged is Verdict.ANSWERED else None

    def _read_first(self, asked: Question, found: Sequence[Hit]) -> list[ReadPassage]:
        """Read the first passages, which the verdict judges by."""
        return [self._highlighter.read(asked, hit.passage) for hit in found[: verdict.READ]]

    def _highlight(self, asked: Question, passage: Passage, read: Sequence[ReadPassage]) -> Highlight:
        """Mark a passage."""
        return self._reading(asked, passage, read).highlight()

    def _reading(self, asked: Question, passage: Passage, read: Sequence[ReadPassage]) -> ReadPassage:
        """Read a passage, which mostly has been read for the verdict already."""
        known = next((one for one in read if one.passage.id == passage.id), None)
        return known or self._highlighter.read(asked, passage)

    def _answers(
        self,
        asked: Question,
        found: Sequence[Hit],
        read: Sequence[ReadPassage],
        confidence: float,
        words: Sequence[MissingWord],
        hit: Hit,
    ) -> bool:
        """Tell whether the verdict on the best of the hits found is no better than it were on this one."""
        floor = max((bound for bound in (NOT_FOUND_BELOW, ANSWERED_FROM) if bound <= confidence), default=0.0)
        if self._encoder is None or not floor:
            return True  # nothing is said that one hit could keep and another not
        if self._is_doubtful(asked, words, hit, read) and not self._is_doubtful(asked, words, found[0], read):
            return False
        others = [other for other in found if other.passage.id != hit.passage.id]
        own = self._reading(asked, hit.passage, read)
        return self._confidence(asked, [hit, *others], [own]) >= floor

    def _verdict(
        self,
        asked: Question,
        confidence: float,
        hits: Sequence[Hit],
        words: Sequence[MissingWord],
        read: Sequence[ReadPassage],
    ) -> Verdict:
        if not hits:
            return Verdict.NOT_FOUND
        if self._encoder is None:
            return Verdict.UNSURE  # the signals were weighed with vectors among them
        if confidence < NOT_FOUND_BELOW:
            return Verdict.NOT_FOUND
        if confidence < ANSWERED_FROM or self._is_doubtful(asked, words, hits[0], read):
            return Verdict.UNSURE
        return Verdict.ANSWERED

    def _is_doubtful(
        self, asked: Question, words: Sequence[MissingWord], best: Hit, read: Sequence[ReadPassage]
    ) -> bool:
        """Tell whether a hit lacks what would answer, or denies what is asked, or the articles lack a name.

        Lacking are a number or a name that is asked for, and names and numbers of the question that no
        article has; a name that was read as another may be another's.
        """
        return (
            lacks_answer(asked.asked, asked.words, best.passage.text, analyze_passage(best.passage).language)
            or any(_is_essential(word, asked.language) for word in _not_understood(words, best))
            or has_opposite(asked.text, self._highlight(asked, best.passage, read).text, asked.language)
        )

    @staticmethod
    def _confidence(question: Question, hits: Sequence[Hit], read: Sequence[ReadPassage]) -> float:
        """Estimate the probability that the hits answer the question."""
        return verdict.confidence(verdict.measure(question, hits, read)) if hits else 0.0


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


def _is_essential(missing: MissingWord, language: Language) -> bool:
    """Tell a number, and a name where the language tells one by its capital."""
    has_names, word = bool(language.answers.capitals), missing.word
    if missing.read:
        return has_names and word[0].isupper()
    return word.isdigit() or (has_names and word != word.lower())


def _not_understood(words: Sequence[MissingWord], best: Hit | None) -> tuple[MissingWord, ...]:
    """Leave out words that the best hit's article need not say, as the year and the month of its date."""
    known = implied_terms(best.passage.source) if best else frozenset[str]()
    return tuple(word for word in words if word.read or not known.issuperset(terms_of(word.word)))


def _explained(question: Question, hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """Tell for each hit which of its words matched."""
    terms = question.idf.keys()
    return tuple(
        replace(
            hit,
            matched=matched_words(hit.passage.text, terms),
            matched_in_title=matched_words(hit.passage.source.title or "", terms),
        )
        for hit in hits
    )


def _continued(hits: tuple[Hit, ...], deeper: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """Keep the hits and let those follow that only a deeper search has found."""
    known = {hit.passage.id for hit in hits}
    return hits + tuple(hit for hit in deeper if hit.passage.id not in known)

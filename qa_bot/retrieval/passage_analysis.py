"""Passage -> its analysis: made once, used by ranking, highlight and verdict."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from qa_bot.language.analyzer import all_terms, analyze_in_language
from qa_bot.language.sentences import sentences
from qa_bot.language.source_text import implied_text

if TYPE_CHECKING:
    from qa_bot.core.types import Passage, Source
    from qa_bot.language.analyzer import Term
    from qa_bot.language.language import Language
    from qa_bot.retrieval.query_analysis import Question


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageAnalysis:
    """An analysed passage."""

    language: Language
    """The language whose rules apply to the passage."""
    spans: tuple[tuple[int, int], ...]
    """(start, end) of each sentence, in characters; of the whole text if there is none."""
    sentences: tuple[frozenset[str], ...]
    """Terms of each sentence."""
    implied_terms: frozenset[str]
    """Terms of the article's title and date, which its sentences need not repeat."""
    bigrams: frozenset[tuple[str, str]]
    """Terms that follow each other."""
    occurrences: tuple[Term, ...]
    """All terms of the text in order, with their offsets."""

    @property
    def terms(self) -> frozenset[str]:
        """Terms of the text and the implied ones."""
        return self.implied_terms.union(*self.sentences)


@lru_cache(maxsize=512)
def analyze_passage(passage: Passage) -> PassageAnalysis:
    """Analyse a passage."""
    terms, language = analyze_in_language(passage.text)
    spans = sentences(passage.text, language) or [(0, len(passage.text))]
    own: list[set[str]] = [set() for _ in spans]
    ends, place = [end for _, end in spans], 0
    for text, start, _, _ in terms:
        while start >= ends[place] and place < len(ends) - 1:
            place += 1
        while place and start < spans[place][0]:
            place -= 1
        own[place].add(text)
    return PassageAnalysis(
        language=language,
        spans=tuple(spans),
        sentences=tuple(map(frozenset, own)),
        implied_terms=implied_terms(passage.source),
        bigrams=frozenset(pairwise([term.text for term in terms if not term.beside])),
        occurrences=tuple(terms),
    )


def best_sentence_coverage(question: Question, analysis: PassageAnalysis) -> float:
    """Return the highest coverage of a question by one sentence, with title and date implied: 0..1."""
    return max(question.idf_coverage(terms | analysis.implied_terms) for terms in analysis.sentences)


def bigram_coverage(question: Question, analysis: PassageAnalysis) -> float:
    """Return the share of a question's bigrams that the passage has, 0..1; 0 without bigrams."""
    return len(question.bigrams & analysis.bigrams) / len(question.bigrams) if question.bigrams else 0.0


@lru_cache(maxsize=1 << 12)
def implied_terms(source: Source) -> frozenset[str]:
    """Return the terms of an article's metadata."""
    return frozenset(all_terms(implied_text(source)))

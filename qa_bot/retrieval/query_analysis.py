"""What a question asks and what a passage says, taken apart once, for ranking, highlight and verdict alike.

Shares are 0..1, higher is better, and weigh words by their IDF in the index, function words left out.
"""

from __future__ import annotations

import math
import string
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from qa_bot.encoders.legibility import Legibility
from qa_bot.language.abbreviations import spelt_out
from qa_bot.language.analyzer import MAX_TERMS, analyze, language_in, terms_of
from qa_bot.language.grammar import ASKED_TERMS, FUNCTION_TERMS, FUNCTION_WORDS, REQUEST, grammar_of
from qa_bot.language.questions import ASKING, AnswerType, answer_type, words_in
from qa_bot.language.scripts import without_grammar
from qa_bot.retrieval.late_interaction import soft_minimum
from qa_bot.retrieval.word_forms import other_forms

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from numpy.typing import NDArray

    from qa_bot.encoders.protocol import Embedding, Encoder
    from qa_bot.index.opened import Index
    from qa_bot.language.analyzer import Term
    from qa_bot.retrieval.word_forms import Forms

_NO_WORDS = [
    *string.punctuation,
    *"\u2018\u2019\u201c\u201d\u2013\u2014\u20ac\u00a3",
    "s",
    "t",
    "d",
    "m",
    "ll",
    "re",
    "ve",
]
"""Tokens that carry no meaning of their own: marks, and what is left of "it's" and "don't"."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Question:
    """A question taken apart."""

    text: str
    terms: tuple[str, ...]
    """All distinct terms, as BM25 is asked for them."""
    idf: Mapping[str, float]
    """Weight of each term that means something; of every term where none does."""
    max_idf: float
    """Weight of a term that no passage has: none weighs more."""
    unknown: frozenset[str]
    """Terms that no passage has in any form."""
    forms: Forms
    """The other forms in which the index has some terms."""
    names: frozenset[str]
    """Terms that mean something and are written with a capital."""
    bigrams: frozenset[tuple[str, str]]
    """Terms that follow each other."""
    words: frozenset[str]
    """In lower case."""
    answer_type: AnswerType
    embedding: Embedding | None
    tokens: NDArray[np.float32]
    """Token vectors of the embedding, reduced as those of passages are: (tokens, dimension)."""
    token_weights: NDArray[np.float32]
    """Of each token of the embedding: IDF, 0 for function words; they add up to 1."""
    wh_tokens: NDArray[np.bool_]
    """Which tokens of the embedding are question words."""
    legible: float = 1.0
    """How much of the text vectors can judge, 0..1: what the model reads, and asks what texts say."""

    def idf_coverage(self, terms: AbstractSet[str]) -> float:
        """Tell how much of the question, by IDF, is among the terms."""
        total = sum(self.idf.values())
        found = sum(weight for term, weight in self.idf.items() if self.is_covered(term, terms))
        return found / total if total else 0.0

    def is_covered(self, term: str, terms: AbstractSet[str]) -> bool:
        """Tell whether a term is among others in one of its forms."""
        return term in terms or any(form <= terms for form in self.forms.get(term, ()))

    def soft_max_sim(self, met: NDArray[np.float32]) -> NDArray[np.float32]:
        """Give the late interaction of how the tokens are met: (..., tokens) to (...)."""
        return soft_minimum(met, self.token_weights)


class QuestionAnalyzer:
    """Takes questions apart; without token weights while there is no encoder."""

    def __init__(self, index: Index, encoder: Encoder | None) -> None:
        self._index = index
        self._encoder = encoder
        self._empty = _single_tokens(encoder, [*FUNCTION_WORDS.split(), *_NO_WORDS])
        self._legibility = Legibility(encoder) if encoder else None
        self._asking = _single_tokens(encoder, sorted(ASKING))

    def analyze(self, text: str) -> Question:
        """Take a question apart."""
        embedding = self._encoder.encode_question(spelt_out(text)) if self._encoder else None
        analyzed, language = analyze(text), language_in(text)
        running = [term.text for term in analyzed if not term.beside]
        grammar = grammar_of(language)
        forms = other_forms(text, analyzed, grammar, self._index)
        idf = term_idf(text, self._index, grammar)
        asked = list(
            dict.fromkeys([*running, *(term for each in forms.values() for form in each for term in form)])
        )
        numbers = embedding.token_ids if embedding else np.zeros(0, np.int64)
        return Question(
            text=text,
            terms=tuple(asked[:MAX_TERMS]),
            idf=idf,
            max_idf=_idf(0, len(self._index.passage_bm25)),
            unknown=frozenset(
                term for term in idf if term not in forms and not self._index.passage_bm25.frequency(term)
            ),
            forms=forms,
            names=frozenset() if language == "de" else _names(text, analyzed) - grammar,
            bigrams=frozenset(pairwise(running)),
            words=words_in(text),
            answer_type=answer_type(text),
            embedding=embedding,
            tokens=self._index.late.reduce(embedding) if embedding else np.zeros((0, 0), np.float32),
            token_weights=self._token_weights(numbers),
            wh_tokens=np.isin(numbers, self._asking),
            legible=self._legible(text, idf),
        )

    def _legible(self, text: str, weights: Mapping[str, float]) -> float:
        """Tell how much vectors can judge: what is legible, and not of articles' names and dates."""
        total, passages, articles = sum(weights.values()), self._index.passage_bm25, self._index.article_bm25
        named = (term for term in weights if not passages.frequency(term) and articles.frequency(term))
        about_text = 1 - sum(weights[term] for term in named) / total if total else 1.0
        return about_text * (self._legibility.share(text) if self._legibility else 1.0)

    def _token_weights(self, numbers: NDArray[np.int64]) -> NDArray[np.float32]:
        weights = self._index.late.rarities(numbers)
        meaning = weights * ~np.isin(numbers, self._empty)
        kept = meaning if meaning.any() else weights
        return kept / kept.sum() if len(kept) else kept


def term_idf(text: str, index: Index, grammar: frozenset[str] | None = None) -> dict[str, float]:
    """Weigh a question's terms by BM25's inverse document frequency.

    Function words are left out, English ones unless others are given, and what is requested ("explain"), if
    there are others. A term that only articles' names have is weighed among the articles.
    """
    terms = terms_of(without_grammar(REQUEST.sub("", text))) or terms_of(text)
    weights = {}
    meaning = [term for term in terms if term not in (grammar or FUNCTION_TERMS)] or terms
    found = [term for term in meaning if term not in ASKED_TERMS or index.passage_bm25.frequency(term)]
    for term in found or meaning:
        frequency = index.passage_bm25.frequency(term)
        own = (
            (frequency, len(index.passage_bm25))
            if frequency
            else (index.article_bm25.frequency(term), len(index.article_bm25))
        )
        weights[term] = _idf(*own) if any(own) and own[0] else _idf(0, len(index.passage_bm25))
    return weights


def sentence_lengths(encoder: Encoder, texts: Iterable[str]) -> list[int]:
    """Count the tokens of each text, special ones left out."""
    *tokens, special = encoder.tokenize([*texts, ""])
    return [len(own) - len(special) for own in tokens]


def _idf(frequency: int, total: int) -> float:
    """Compute BM25's inverse document frequency."""
    return math.log(1 + (total - frequency + 0.5) / (frequency + 0.5))


def _names(text: str, terms: Sequence[Term]) -> frozenset[str]:
    return frozenset(term.text for term in terms if not term.beside and text[term.start].isupper())


def _single_tokens(encoder: Encoder | None, words: Sequence[str]) -> NDArray[np.int64]:
    """Give the numbers of those words that are one token."""
    if encoder is None:
        return np.zeros(0, np.int64)
    *tokens, special = encoder.tokenize([*words, ""])
    before = len(special) // 2
    return np.array([own[before] for own in tokens if len(own) == len(special) + 1], np.int64)

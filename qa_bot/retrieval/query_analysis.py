"""Question -> its analysis: made once, used by ranking, highlight and verdict.

Shares are 0..1, higher is better, and weigh words by their IDF in the index, function words left out.
"""

from __future__ import annotations

import math
import string
from dataclasses import dataclass
from functools import cache, partial
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from qa_bot.encoders.legibility import Legibility
from qa_bot.language.abbreviations import spelt_out
from qa_bot.language.analyzer import MAX_TERMS, analyze, analyze_in_language, first_terms, numbers_asked
from qa_bot.language.grammar import asked_terms, grammar_terms, grammar_words, without_requests
from qa_bot.language.questions import classify, kind_of, words_in
from qa_bot.retrieval.asked_months import months_in_full
from qa_bot.retrieval.late_interaction import soft_minimum
from qa_bot.retrieval.word_forms import other_forms

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from numpy.typing import NDArray

    from qa_bot.encoders.protocol import Embedding, Encoder
    from qa_bot.index.protocol import ArticleIndex
    from qa_bot.language.analyzer import Term
    from qa_bot.language.language import Language
    from qa_bot.language.questions import Asked
    from qa_bot.retrieval.word_forms import Forms

_MARKS = (*string.punctuation, *"\u2018\u2019\u201c\u201d\u2013\u2014\u20ac\u00a3")
"""Tokens without a meaning of their own."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Question:
    """An analysed question."""

    text: str
    language: Language
    """The language whose rules apply to the question."""
    asks: bool
    """Whether it is a question rather than a claim or key words."""
    asked: Asked
    """The type of answer that it asks for."""
    analyzed: tuple[Term, ...]
    """The first MAX_TERMS distinct terms in order, with repetitions and alternatives."""
    terms: tuple[str, ...]
    """All distinct terms, as BM25 searches for them."""
    idf: Mapping[str, float]
    """Weight of each term with a meaning; of every term if none has one."""
    max_idf: float
    """Weight of a term that no passage has, the highest possible."""
    unknown: frozenset[str]
    """Terms that no passage has in any form."""
    forms: Forms
    """Other forms in which the index has some of the terms."""
    names: frozenset[str]
    """Terms with a capital, in a language where capitals mark names."""
    numbers: frozenset[str]
    """Terms of numbers that a passage must have: in digits, or spelt out and not small."""
    bigrams: frozenset[tuple[str, str]]
    """Terms that follow each other."""
    words: frozenset[str]
    """In lower case."""
    embedding: Embedding | None
    tokens: NDArray[np.float32]
    """Token vectors of the embedding, reduced like those of passages: float32, (tokens, dimension)."""
    token_weights: NDArray[np.float32]
    """IDF of each token of the embedding, 0 for function words; the weights add up to 1."""
    wh_tokens: NDArray[np.bool_]
    """Which tokens of the embedding are question words."""
    legible: float = 1.0
    """Share of the question that vectors can judge, 0..1: legible to the model, and not about metadata."""

    def idf_coverage(self, terms: AbstractSet[str]) -> float:
        """Return the share of the question, by IDF, that is among the terms, 0..1."""
        total = sum(self.idf.values())
        found = sum(weight for term, weight in self.idf.items() if self.is_covered(term, terms))
        return found / total if total else 0.0

    def is_covered(self, term: str, terms: AbstractSet[str]) -> bool:
        """Check whether a term, in one of its forms, is among others."""
        return term in terms or any(form <= terms for form in self.forms.get(term, ()))

    def soft_max_sim(self, met: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the soft MaxSim of similarities by token: (..., tokens) to (...)."""
        return soft_minimum(met, self.token_weights)


class QuestionAnalyzer:
    """Analyses questions; without token weights while there is no encoder."""

    def __init__(self, index: ArticleIndex, encoder: Encoder | None) -> None:
        self._index = index
        self._encoder = encoder
        self._legibility = Legibility(encoder) if encoder else None
        self._single_tokens = cache(partial(_tokens_of_language, encoder))  # a bound method would be a cycle

    def analyze(self, text: str) -> Question:
        """Analyse a question."""
        embedding = self._encoder.encode_question(spelt_out(text)) if self._encoder else None
        terms, language = analyze_in_language(text)
        analyzed = months_in_full(first_terms(terms), text, language, self._index)
        running = [term.text for term in analyzed if not term.beside]
        forms = other_forms(text, analyzed, language, self._index)
        idf = term_idf(text, running, language, self._index)
        asked = list(
            dict.fromkeys([*running, *(term for each in forms.values() for form in each for term in form)])
        )
        numbers = embedding.token_ids if embedding else np.zeros(0, np.int64)
        return Question(
            text=text,
            language=language,
            asks=kind_of(text, language) != "other",
            asked=classify(text, language),
            analyzed=tuple(analyzed),
            terms=tuple(asked[:MAX_TERMS]),
            idf=idf,
            max_idf=_idf(0, len(self._index.passage_bm25)),
            unknown=frozenset(
                term for term in idf if term not in forms and not self._index.passage_bm25.frequency(term)
            ),
            forms=forms,
            names=_names(text, analyzed, language),
            numbers=numbers_asked(text, analyzed),
            bigrams=frozenset(pairwise(running)),
            words=words_in(text),
            embedding=embedding,
            tokens=self._index.token_vectors.reduce(embedding) if embedding else np.zeros((0, 0), np.float32),
            token_weights=self._token_weights(numbers, language),
            wh_tokens=np.isin(numbers, self._single_tokens(language)[1], kind="table"),
            legible=self._legible(text, idf),
        )

    def _legible(self, text: str, weights: Mapping[str, float]) -> float:
        """Return the share that vectors can judge: legible, and not about the articles' names and dates."""
        total, passages, articles = sum(weights.values()), self._index.passage_bm25, self._index.article_bm25
        named = (term for term in weights if not passages.frequency(term) and articles.frequency(term))
        about_text = 1 - sum(weights[term] for term in named) / total if total else 1.0
        return about_text * (self._legibility.share(text) if self._legibility else 1.0)

    def _token_weights(self, numbers: NDArray[np.int64], language: Language) -> NDArray[np.float32]:
        weights = self._index.token_vectors.idf(numbers)
        meaning = weights * ~np.isin(numbers, self._single_tokens(language)[0], kind="table")
        kept = meaning if meaning.any() else weights
        return kept / kept.sum() if len(kept) else kept


def term_idf(text: str, running: Sequence[str], language: Language, index: ArticleIndex) -> dict[str, float]:
    """Return the inverse document frequency, as in BM25, of a question's terms, which come in order.

    Function words and requests ("explain") are left out, unless there is nothing else. A term that only the
    metadata of articles has is weighed among the articles.
    """
    own = list(dict.fromkeys(running))[:MAX_TERMS]
    subject = without_requests(text, language)
    terms = (own if subject == text else _subject_terms(subject, language, index)) or own
    weights = {}
    meaning = [term for term in terms if term not in grammar_terms(language)] or terms
    asking = asked_terms(language)
    found = [term for term in meaning if term not in asking or index.passage_bm25.frequency(term)]
    for term in found or meaning:
        frequency = index.passage_bm25.frequency(term)
        counted = (
            (frequency, len(index.passage_bm25))
            if frequency
            else (index.article_bm25.frequency(term), len(index.article_bm25))
        )
        weights[term] = _idf(*counted) if counted[0] else _idf(0, len(index.passage_bm25))
    return weights


def _subject_terms(subject: str, language: Language, index: ArticleIndex) -> list[str]:
    terms = months_in_full(first_terms(analyze(subject)), subject, language, index)
    return list(dict.fromkeys(term.text for term in terms if not term.beside))[:MAX_TERMS]


def sentence_lengths(encoder: Encoder, texts: Iterable[str]) -> list[int]:
    """Return the number of tokens of each text, without special ones."""
    *tokens, special = encoder.tokenize([*texts, ""])
    return [len(own) - len(special) for own in tokens]


def _idf(frequency: int, total: int) -> float:
    """Return the inverse document frequency as BM25 defines it."""
    return math.log(1 + (total - frequency + 0.5) / (frequency + 0.5))


def _names(text: str, terms: Sequence[Term], language: Language) -> frozenset[str]:
    """Return the terms with a capital, except grammar; none if capitals mark no names in the language."""
    if not language.answers.capitals:
        return frozenset()
    capitals = (term.text for term in terms if not term.beside and text[term.start].isupper())
    return frozenset(capitals) - grammar_terms(language)


def _tokens_of_language(
    encoder: Encoder | None, language: Language
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the tokens of a language without meaning, and those of its question words."""
    nothing = [*sorted(grammar_words(language) | language.clitics), *_MARKS]
    return _single_tokens(encoder, nothing), _single_tokens(encoder, language.questions.question_words)


def _single_tokens(encoder: Encoder | None, words: Sequence[str]) -> NDArray[np.int64]:
    """Return the ids of those words that are a single token."""
    if encoder is None:
        return np.zeros(0, np.int64)
    *tokens, special = encoder.tokenize([*words, ""])
    before = len(special) // 2
    return np.array([own[before] for own in tokens if len(own) == len(special) + 1], np.int64)

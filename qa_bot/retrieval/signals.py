"""The signals of the ranking, one row each: what it measures, how it is scaled, its weights and its source.

To add a signal, write the function that measures it and add a row to SIGNALS; to add a deduction, do the
same with DEDUCTIONS. Nothing else knows their names. tests/benchmarks/fit_ranking.py fits the weights.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from qa_bot.core.scores import Lack, RawScores, RawValue
from qa_bot.language.questions import AnswerType, type_match
from qa_bot.language.sentences import is_fragment
from qa_bot.retrieval import fusion
from qa_bot.retrieval.passage_analysis import best_sentence_coverage, bigram_coverage

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from qa_bot.retrieval.candidates import Candidates


_NO_DOUBT = 6.0
"""Log odds of an answer model."""


class Scaling(StrEnum):
    """How the values of a signal are brought to 0..1, among the candidates of one question."""

    FROM_ZERO = "from zero"
    """The best becomes 1, and 0 stays 0: for signals with a natural zero, as BM25 has."""
    FROM_LEAST = "from least"
    """The best becomes 1, and the least becomes 0."""
    NONE = "none"
    """The values are shares already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One signal of the ranking."""

    name: str
    label: str
    """For a person."""
    source: str
    """The paper or the benchmark that it comes from."""
    measure: Callable[[Candidates], Mapping[int, float] | None]
    """Measures candidates by row, 0 for those left out; None where the signal cannot judge the question."""
    scaling: Scaling
    weight: float
    """Among those read closely."""
    first_weight: float | None = None
    """Weight in choosing which candidates to read closely; None if only reading closely can measure it."""
    by_vectors: bool = False
    """Whether it counts only as far as the model can read the question."""
    share_for_claims: float = 1.0
    """Share of its weight for a text that asks nothing: a claim or key words."""
    by_reading: bool = False
    """Whether it needs an answer model, which reads the best candidates by all other signals."""
    raw: Callable[[RawScores], RawValue | None] = lambda _: None
    """The raw value to show with it."""

    def scaled(self, candidates: Candidates) -> Mapping[int, float] | None:
        """Measure candidates and scale the values to 0..1; None where it cannot judge the question."""
        values = self.measure(candidates)
        if values is None or self.scaling is Scaling.NONE:
            return values
        return fusion.scale(values, low=0.0 if self.scaling is Scaling.FROM_ZERO else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deduction:
    """What a passage that was read closely may lack, and what its score loses for that."""

    name: str
    label: str
    """For a person."""
    source: str
    """The benchmark that it comes from."""
    find: Callable[[Candidates], Collection[int]]
    """Finds the candidates that lack it."""
    amount: float
    """Above 0, in the unit of the score."""

    @property
    def lack(self) -> Lack:
        """The lack, as a hit shows it."""
        return Lack(self.name, self.label, self.amount)


def _bm25(candidates: Candidates) -> Mapping[int, float]:
    """Average the BM25 of each part of a split paragraph with that of its best other part.

    A part need not repeat what its paragraph is about.
    """
    bm25 = candidates.bm25
    paragraph_of = candidates.index.store.split_paragraphs(candidates.rows)
    parts: dict[tuple[int, int], list[int]] = {}
    for row, paragraph in paragraph_of.items():
        parts.setdefault(paragraph, []).append(row)
    shared = dict(bm25)
    for row, paragraph in paragraph_of.items():
        others = [bm25.get(other, 0.0) for other in parts[paragraph] if other != row]
        shared[row] = (bm25.get(row, 0.0) + max(others, default=0.0)) / 2
    return shared


def _article(candidates: Candidates) -> Mapping[int, float]:
    index = candidates.index
    article_of = index.store.article_rows(candidates.rows)
    scores = index.article_bm25.score(candidates.question.terms, sorted(set(article_of.values())))
    return {row: scores.get(article, 0.0) for row, article in article_of.items()}


def _cosine(candidates: Candidates) -> Mapping[int, float] | None:
    return candidates.cosine or None


def _best_sentence(candidates: Candidates) -> Mapping[int, float]:
    question = candidates.question
    return {row: best_sentence_coverage(question, found) for row, found in candidates.analyses.items()}


def _bigrams(candidates: Candidates) -> Mapping[int, float]:
    return {row: bigram_coverage(candidates.question, found) for row, found in candidates.analyses.items()}


def _late_interaction(candidates: Candidates) -> Mapping[int, float] | None:
    return candidates.late or None


def _wh_word(candidates: Candidates) -> Mapping[int, float] | None:
    """Measure how well the passage's tokens match the question words, which lie near what answers them."""
    asking = candidates.question.wh_tokens
    if not asking.any() or not candidates.similarities:
        return None
    return {row: float(tokens[asking].mean()) for row, tokens in candidates.similarities.items()}


def _without_number(candidates: Candidates) -> Collection[int]:
    """Find the passages that have no number but the question's own, if it asks for one."""
    question = candidates.question
    if not question.asked.wants_number:
        return ()
    return [
        row
        for row, passage in candidates.passages.items()
        if type_match(AnswerType.NUMBER, passage.text, question.words, candidates.analyses[row].language) < 0
    ]


def _headings(candidates: Candidates) -> Collection[int]:
    return [row for row, passage in candidates.passages.items() if is_fragment(passage.text)]


def _reading(candidates: Candidates) -> Mapping[int, float] | None:
    """Scale the answer model's log odds of each passage to 0..1, between those that leave no doubt.

    Log odds rank better than the probability, which hardly differs among passages that surely do not answer.
    """
    if not candidates.readings:
        return None
    return {
        row: (min(max(reading.log_odds, -_NO_DOUBT), _NO_DOUBT) + _NO_DOUBT) / (2 * _NO_DOUBT)
        for row, reading in candidates.readings.items()
    }


def _raw(label: str, value: float | None) -> RawValue | None:
    return None if value is None else RawValue(label, value)


_NEWS = "own experiment on news questions (tests/benchmarks)"
_OWN = "own experiment (tests/benchmarks)"

SIGNALS = (
    Signal(
        name="lexical",
        label="same words",
        source='Robertson & Zaragoza, 2009, "The Probabilistic Relevance Framework: BM25 and Beyond"',
        measure=_bm25,
        scaling=Scaling.FROM_ZERO,
        weight=2.2,
        first_weight=1.2,
        raw=lambda raw: _raw("BM25", raw.bm25),
    ),
    Signal(
        name="article",
        label="words in article",
        source=_OWN,
        measure=_article,
        scaling=Scaling.FROM_ZERO,
        weight=0.75,
        first_weight=0.4,
    ),
    Signal(
        name="dense",
        label="similar meaning",
        source='Reimers & Gurevych, 2019, "Sentence-BERT"',
        measure=_cosine,
        scaling=Scaling.FROM_LEAST,
        weight=3.2,
        first_weight=1.0,
        by_vectors=True,
        raw=lambda raw: _raw("cosine", raw.cosine),
    ),
    Signal(
        name="best_sentence",
        label="in one sentence",
        source=_OWN,
        measure=_best_sentence,
        scaling=Scaling.NONE,
        weight=4.6,
    ),
    Signal(
        name="bigram",
        label="adjacent words",
        source='Metzler & Croft, 2005, "A Markov Random Field Model for Term Dependencies"',
        measure=_bigrams,
        scaling=Scaling.NONE,
        weight=2.5,
    ),
    Signal(
        name="late",
        label="similar words",
        source='Khattab & Zaharia, 2020, "ColBERT"',
        measure=_late_interaction,
        scaling=Scaling.FROM_LEAST,
        weight=3.2,
        by_vectors=True,
        raw=lambda raw: _raw("MaxSim", raw.max_sim),
    ),
    Signal(
        name="wh_word",
        label="fits question word",
        source=_NEWS,
        measure=_wh_word,
        scaling=Scaling.FROM_LEAST,
        weight=1.8,
        by_vectors=True,
    ),
    Signal(
        name="reading",
        label="read as an answer",
        source='Nogueira & Cho, 2019, "Passage Re-ranking with BERT"; own model (docs/answer-model.md)',
        measure=_reading,
        scaling=Scaling.NONE,
        weight=11.0,
        by_vectors=True,
        share_for_claims=0.25,
        by_reading=True,
        raw=lambda raw: _raw("log odds", raw.log_odds),
    ),
)
"""First-stage weights favour words more: passages read closely also have other signals based on words."""

DEDUCTIONS = (
    Deduction(name="number", label="missing number", source=_NEWS, find=_without_number, amount=0.2),
    Deduction(name="heading", label="heading or link", source=_NEWS, find=_headings, amount=0.1),
)

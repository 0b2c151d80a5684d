"""The features that the verdict judges by, one row each: what it measures, its coefficients, its sign.

To add a feature, write the function that measures it and add a row to FEATURES; nothing else knows its
name. tests/benchmarks/fit_verdict.py fits the coefficients on questions with and without an answer; nothing
here is specific to a corpus.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qa_bot.answering.answer_span import answer_span
from qa_bot.language.analyzer import numbers_said
from qa_bot.language.source_text import implied_text
from qa_bot.retrieval.passage_analysis import implied_terms

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qa_bot.answering.highlighting import ReadPassage
    from qa_bot.core.types import Hit
    from qa_bot.retrieval.query_analysis import Question

_MOST_ODDS = 8.0
"""Log odds of an answer model beyond which it is no surer."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Evidence:
    """What the features are measured on: a question and its best hits, best first."""

    question: Question
    hits: Sequence[Hit]
    """At least one."""
    nearest: Sequence[Hit]
    """The first of them, among which the highest cosine is taken."""
    first: Sequence[Hit]
    """The first of them, in which the question's numbers are looked for."""
    read: Sequence[ReadPassage]
    """The passages whose sentences are compared, the best hit's first."""
    sentence: frozenset[str]
    """Terms of the sentence that would answer, with those of its article's metadata."""
    missing_names: frozenset[str]
    """Names of the question that the best passage lacks."""
    legible: float
    """Share of the question that vectors can judge, 0..1; 0 if it asks for author and date alone."""

    @classmethod
    def of(
        cls,
        question: Question,
        hits: Sequence[Hit],
        read: Sequence[ReadPassage],
        *,
        nearest: Sequence[Hit],
        first: Sequence[Hit],
    ) -> Evidence:
        """Derive what several features need."""
        best = read[0]
        source = replace(best.passage.source, title=None)
        of_source = all(question.is_covered(term, implied_terms(source)) for term in question.idf)
        here = best.analysis.terms
        return cls(
            question=question,
            hits=hits,
            nearest=nearest,
            first=first,
            read=read,
            sentence=_sentence(best),
            missing_names=frozenset(
                name for name in question.names & question.idf.keys() if not question.is_covered(name, here)
            ),
            legible=0.0 if of_source else question.legible,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """One feature with its coefficients in the two regressions; None in one that does not use it."""

    name: str
    measure: Callable[[Evidence], float]
    speaks_for: bool
    """Whether it can only raise the odds of an answer; if not, it can only lower them."""
    topic: float | None = None
    answerability: float | None = None


def _score(evidence: Evidence) -> float:
    return evidence.hits[0].score


def _lead(evidence: Evidence) -> float:
    """Measure how far the best score is above the mean of the next ones; 0 for a lone hit."""
    others = [hit.score for hit in evidence.hits[1:]]
    return evidence.hits[0].score - sum(others) / len(others) if others else 0.0


def _cosine(evidence: Evidence) -> float:
    highest = max(hit.raw.cosine or 0.0 for hit in evidence.nearest)
    return _as_legible(evidence, highest, _best_sentence(evidence))


def _best_sentence(evidence: Evidence) -> float:
    """Measure the most that one sentence, with title and date, covers of the question, by IDF."""
    return max(evidence.question.idf_coverage(_sentence(passage)) for passage in evidence.read)


def _names_missing(evidence: Evidence) -> float:
    """Measure the share of the question that is names which the best passage lacks, by IDF."""
    return evidence.question.idf_coverage(evidence.missing_names)


def _weakest_match(evidence: Evidence) -> float:
    """Measure how well the answering sentence matches that word of the question that it matches least."""
    best = evidence.read[0]
    meaning = evidence.question.token_weights > 0
    matches = best.similarities[best.best][meaning] if len(best.similarities) and meaning.any() else []
    share = evidence.question.idf_coverage(evidence.sentence)
    return _as_legible(evidence, float(min(matches, default=0.0)), share)


def _rarest_elsewhere(evidence: Evidence) -> float:
    """Measure the IDF of the rarest word that the answering sentence lacks, 0..1."""
    question, here = evidence.question, evidence.sentence
    elsewhere = [idf for term, idf in question.idf.items() if not question.is_covered(term, here)]
    return max(elsewhere, default=0.0) / question.max_idf


def _name_missing(evidence: Evidence) -> float:
    return float(bool(evidence.missing_names))


def _number_missing(evidence: Evidence) -> float:
    """Return 1 where each of the first passages lacks a number of the question."""
    return float(all(_lacks_number(evidence, hit, hit.passage.text) for hit in evidence.first))


def _number_elsewhere(evidence: Evidence) -> float:
    """Return 1 where the answering sentence lacks a number of the question."""
    hit, best = evidence.hits[0], evidence.read[0]
    text = hit.passage.text[slice(*best.analysis.spans[best.best])]
    return float(_lacks_number(evidence, hit, text))


def _reading(evidence: Evidence) -> float:
    """Return the log odds of the answer model that the best passage answers."""
    reading = evidence.hits[0].reading
    return _bounded(reading.log_odds) if reading else -_MOST_ODDS


def _best_reading(evidence: Evidence) -> float:
    """Return its highest log odds for any of the hits."""
    read = (_bounded(hit.reading.log_odds) for hit in evidence.hits if hit.reading)
    return max(read, default=-_MOST_ODDS)


def _span(evidence: Evidence) -> float:
    """Return the confidence of the words that answer best, of the kind asked for, in the best passage."""
    hit = evidence.hits[0]
    span = answer_span(evidence.question, hit.passage, hit.reading, 0.0)
    return span.confidence if span else 0.0


def _bounded(log_odds: float) -> float:
    return min(max(log_odds, -_MOST_ODDS), _MOST_ODDS)


def _as_legible(evidence: Evidence, similarity: float, share: float) -> float:
    """Replace what vectors cannot judge of a question by the share of its words that was found."""
    legible = evidence.legible
    return legible * similarity + (1 - legible) * share


def _sentence(read: ReadPassage) -> frozenset[str]:
    return read.analysis.sentences[read.best] | read.analysis.implied_terms


def _lacks_number(evidence: Evidence, hit: Hit, text: str) -> bool:
    """Check whether a text lacks a number of the question that its article's title and date lack too."""
    if not evidence.question.numbers:
        return False
    return bool(evidence.question.numbers - numbers_said(f"{implied_text(hit.passage.source)}\n{text}"))


FEATURES = (
    Feature(name="score", measure=_score, speaks_for=True, topic=4.293),
    Feature(name="lead", measure=_lead, speaks_for=True, topic=7.798),
    Feature(name="cosine", measure=_cosine, speaks_for=True, topic=3.425, answerability=4.303),
    Feature(name="best_sentence", measure=_best_sentence, speaks_for=True, topic=1.766),
    Feature(name="names_missing", measure=_names_missing, speaks_for=False, topic=-1.817),
    Feature(name="weakest_match", measure=_weakest_match, speaks_for=True, answerability=3.241),
    Feature(name="rarest_elsewhere", measure=_rarest_elsewhere, speaks_for=False, answerability=-0.602),
    Feature(name="name_missing", measure=_name_missing, speaks_for=False, answerability=-0.407),
    Feature(name="number_missing", measure=_number_missing, speaks_for=False, answerability=-0.889),
    Feature(name="number_elsewhere", measure=_number_elsewhere, speaks_for=False, answerability=-1.481),
)

READING_FEATURES = (
    Feature(name="score", measure=_score, speaks_for=True, topic=1.739),
    Feature(name="lead", measure=_lead, speaks_for=True, topic=9.314),
    Feature(name="cosine", measure=_cosine, speaks_for=True, topic=3.051, answerability=2.695),
    Feature(name="best_sentence", measure=_best_sentence, speaks_for=True, topic=0.835),
    Feature(name="names_missing", measure=_names_missing, speaks_for=False, topic=-0.145),
    Feature(name="best_reading", measure=_best_reading, speaks_for=True, topic=0.151),
    Feature(name="number_elsewhere", measure=_number_elsewhere, speaks_for=False, answerability=-1.842),
    Feature(name="reading", measure=_reading, speaks_for=True, answerability=0.229),
    Feature(name="span", measure=_span, speaks_for=True, answerability=0.621),
)
"""Where an answer model has read the hits: what it makes of them, and the others that still matter."""

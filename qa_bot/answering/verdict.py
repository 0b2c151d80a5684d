"""Whether these articles answer a question: the probability, from what the best hits are and say.

Two things must be so, and each has its own logistic regression, for they are told by different signals: the
articles treat the subject, and the sentence that would answer tells what is asked. The second finds the
near miss, a passage on the right person that does not say the thing, or says it of another year. The odds
against both are added, so that either can refuse, and brought to a probability. All numbers were fitted by
tests/benchmarks/fit_verdict.py on questions with and without an answer; nothing here is specific to a
corpus.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from qa_bot.language.analyzer import numbers_said
from qa_bot.language.source_text import implied_text
from qa_bot.retrieval.passage_analysis import implied_terms

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qa_bot.answering.highlighting import ReadPassage
    from qa_bot.core.types import Hit
    from qa_bot.retrieval.query_analysis import Question

JUDGED = 10
"""Hits that are looked at."""

READ = 3
"""The first of them, whose sentences are read."""

SUBJECT = {
    "intercept": -7.605, "score": 4.293, "lead": 7.798, "cosine": 3.425, "sentence": 1.766,
    "names_missing": -1.817,
}  # fmt: skip
TELLING = {
    "intercept": -2.582, "cosine": 4.303, "worst_met": 3.241, "rarest_elsewhere": -0.602,
    "name_missing": -0.407, "number_missing": -0.889, "number_elsewhere": -1.481,
}  # fmt: skip
TELLING_WEIGHT = 1.0
"""Of the logarithm of the odds that the sentence tells, beside 1 for the subject: more finds near misses
better, less finds missing subjects."""

CALIBRATION = (0.763, 1.027)
"""Intercept and slope that bring the evidence to the logarithm of the odds of being answered."""

SPEAKS_FOR = frozenset({"score", "lead", "cosine", "sentence", "worst_met"})
"""Signals that can only raise the odds of an answer; the others, of what is missing, can only lower them."""

_NEAREST = 5  # hits among which the nearest vector is looked for


def confidence(found: Mapping[str, float]) -> float:
    """Estimate the probability that a question with these signals is answered."""
    return 1 / (1 + math.exp(-CALIBRATION[0] - CALIBRATION[1] * evidence(found)))


def evidence(found: Mapping[str, float]) -> float:
    """Add the odds against both, -log(exp(-subject) + exp(-weight * telling)): higher for answered."""
    against = (-_margin(SUBJECT, found), -TELLING_WEIGHT * _margin(TELLING, found))
    return -max(against) - math.log1p(math.exp(min(against) - max(against)))


def measure(question: Question, hits: Sequence[Hit], read: Sequence[ReadPassage]) -> dict[str, float]:
    """Measure the signals of a question's best hits, of which one at least has been read.

    "score", the fused one, and "lead", its distance from the mean of the next ones; "cosine", the highest.
    "sentence": the most that one sentence, title and date have of the question, by IDF. "worst_met": the
    least met of the question's words in the answering sentence. "rarest_elsewhere": the IDF, 0..1, of the
    rarest word that the sentence lacks; "names_missing": the share that is names which the passage lacks.
    The others are 1 or 0: "name_missing", it lacks a name; "number_missing", all that are read lack a number;
    "number_elsewhere", the sentence lacks one.
    """
    others = [hit.score for hit in hits[1:JUDGED]]
    legible = _legible(question, read[0])
    share = max(question.idf_coverage(_sentence(passage)) for passage in read)
    return {
        "score": hits[0].score,
        "lead": hits[0].score - sum(others) / len(others) if others else 0.0,
        "cosine": _as_read(legible, max(hit.parts.get("cosine", 0.0) for hit in hits[:_NEAREST]), share),
        "sentence": share,
        "number_missing": float(all(_lacks_number(question, hit, hit.passage.text) for hit in hits[:READ])),
        **_of_best(question, hits[0], read[0], legible),
    }


def _of_best(question: Question, hit: Hit, read: ReadPassage, legible: float) -> dict[str, float]:
    """Measure what only the best passage tells."""
    here, there = _sentence(read), read.analysis.terms
    missing = {term for term in question.idf if not question.is_covered(term, there)}
    elsewhere = [idf for term, idf in question.idf.items() if not question.is_covered(term, here)]
    span = hit.passage.text[slice(*read.analysis.spans[read.best])]
    meaning = question.token_weights > 0
    met = read.met[read.best][meaning] if len(read.met) and meaning.any() else []
    return {
        "worst_met": _as_read(legible, float(min(met, default=0.0)), question.idf_coverage(here)),
        "rarest_elsewhere": max(elsewhere, default=0.0) / question.max_idf,
        "names_missing": question.idf_coverage(question.names & missing),
        "name_missing": float(bool(question.names & missing)),
        "number_elsewhere": float(_lacks_number(question, hit, span)),
    }


def _legible(question: Question, read: ReadPassage) -> float:
    """Tell how much of a question vectors can judge, 0..1: nothing where it asks of author and date alone."""
    source = replace(read.passage.source, title=None)
    of_source = all(question.is_covered(term, implied_terms(source)) for term in question.idf)
    return 0.0 if of_source else question.legible


def _as_read(legible: float, similarity: float, share: float) -> float:
    """Put the share of the question's words in the place of what vectors cannot tell."""
    return legible * similarity + (1 - legible) * share


def _sentence(read: ReadPassage) -> frozenset[str]:
    """Give the terms of the sentence that would answer, with those that are implied."""
    return read.analysis.sentences[read.best] | read.analysis.implied_terms


def _lacks_number(question: Question, hit: Hit, text: str) -> bool:
    """Tell whether a text lacks a number of the question that its article's title and date do not give."""
    return bool(question.numbers - numbers_said(f"{implied_text(hit.passage.source)}\n{text}"))


def _margin(weights: Mapping[str, float], found: Mapping[str, float]) -> float:
    return sum(weight * (1.0 if name == "intercept" else found[name]) for name, weight in weights.items())

"""The verdict as one value: the probability that the articles answer a question, and what follows from it.

Two things must hold, and each has its own features and its own logistic regression: the articles cover the
topic, and the sentence that would answer says what is asked. The second finds the near miss: a
passage about the right person that does not say it, or says it of another year. The odds against both are
added, so that either can refuse, and calibrated to a probability. Two models with the same hash judge alike.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qa_bot.answering.features import FEATURES, READING_FEATURES, Evidence, Feature
from qa_bot.core.model_values import hash_of, json_values
from qa_bot.core.types import Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qa_bot.answering.highlighting import ReadPassage
    from qa_bot.core.types import Hit
    from qa_bot.retrieval.query_analysis import Question


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictModel:
    """All that the verdict depends on, except question and hits."""

    features: tuple[Feature, ...] = FEATURES
    topic_intercept: float = -7.605
    answerability_intercept: float = -2.582
    answerability_weight: float = 1.0
    """Of the log odds of answerability, compared with 1 for the topic: a higher weight recognises near misses
    better, a lower one missing topics."""
    calibration_intercept: float = 0.763
    calibration_slope: float = 1.027
    not_found_below: float = 0.25
    """Refuses 4% of the answered questions of squad20, 6% of covid-qa and 7% of the news questions."""
    answered_from: float = 0.5
    read_from: float = -1.0
    """Least log odds that an answer model gives the first hit of a sure answer, if it reads that hit."""
    judged: int = 10
    """Hits whose scores are compared."""
    nearest: int = 5
    """Hits among which the highest cosine is taken."""
    read: int = 3
    """Hits whose sentences are read."""
    span_from: float = 0.25
    """Least confidence of words that are marked as the answer."""

    def measure(
        self, question: Question, hits: Sequence[Hit], read: Sequence[ReadPassage]
    ) -> dict[str, float]:
        """Measure the features of a question's hits, of which at least the first has been read."""
        evidence = Evidence.of(
            question, hits[: self.judged], read, nearest=hits[: self.nearest], first=hits[: self.read]
        )
        return {feature.name: feature.measure(evidence) for feature in self.features}

    def confidence(self, values: Mapping[str, float]) -> float:
        """Estimate the probability, 0..1, that a question with these features is answered."""
        margin = self.calibration_intercept + self.calibration_slope * self.log_odds(values)
        return 1 / (1 + math.exp(-margin))

    def log_odds(self, values: Mapping[str, float]) -> float:
        """Add the odds against both: -log(exp(-topic) + exp(-weight * answerability)), higher is likelier."""
        against = (-self.topic(values), -self.answerability_weight * self.answerability(values))
        return -max(against) - math.log1p(math.exp(min(against) - max(against)))

    def topic(self, values: Mapping[str, float]) -> float:
        """Compute the log odds that the articles cover the topic."""
        weights = ((one.name, one.topic) for one in self.features)
        return sum(
            (weight * values[name] for name, weight in weights if weight is not None), self.topic_intercept
        )

    def answerability(self, values: Mapping[str, float]) -> float:
        """Compute the log odds that the answering sentence says what is asked."""
        weights = ((one.name, one.answerability) for one in self.features)
        return sum(
            (weight * values[name] for name, weight in weights if weight is not None),
            self.answerability_intercept,
        )

    def verdict(self, confidence: float) -> Verdict:
        """Return the verdict that a confidence allows."""
        if confidence < self.not_found_below:
            return Verdict.NOT_FOUND
        return Verdict.UNSURE if confidence < self.answered_from else Verdict.ANSWERED

    @property
    def hash(self) -> str:
        """Hash of all that changes a verdict: hexadecimal, 12 digits."""
        return hash_of(json_values(self))

    def as_json(self) -> dict[str, Any]:
        """Return the whole model as JSON values, its hash first."""
        return {"hash": self.hash, **json_values(self)}


DEFAULT = VerdictModel()
READING = VerdictModel(
    features=READING_FEATURES,
    topic_intercept=-4.953,
    answerability_intercept=-1.484,
    calibration_intercept=0.817,
    calibration_slope=1.07,
)
"""Judges hits that an answer model has read."""

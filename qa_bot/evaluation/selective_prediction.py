"""Selective prediction: whether the verdict abstains where it should, and how good its confidence is.

The risk-coverage curve (El-Yaniv & Wiener, 2010, "On the Foundations of Noise-free Selective
Classification") is the share of wrong answers (risk) among the most confident share of the questions
(coverage). An answer is wrong if its first passage is not gold; an unanswerable question has no gold.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_bot.core.types import Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

_POINTS = 10


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict on one question."""

    confidence: float
    verdict: Verdict
    answerable: bool
    right: bool
    """Whether the first passage is gold."""


@dataclass(frozen=True, slots=True)
class Unanswerable:
    """How well the verdict separates unanswerable questions from answerable ones."""

    queries: int
    told: float
    """Share of the unanswerable with not_found: the recall of abstention."""
    refused: float
    """Share of the answerable with not_found."""
    auc: float
    """Probability that of a pair, the answerable question has the higher confidence (area under the ROC)."""


@dataclass(frozen=True, slots=True)
class RiskPoint:
    """A point of the risk-coverage curve; both are shares, 0..1."""

    coverage: float
    risk: float
    confidence: float
    """The lowest confidence among the questions covered."""


@dataclass(frozen=True, slots=True)
class Abstention:
    """How well the verdict abstains."""

    not_found: int
    """Questions with not_found."""
    rightly: int
    """Those of them that are unanswerable."""
    curve: tuple[RiskPoint, ...]
    area: float
    """Mean risk over all coverages (area under the risk-coverage curve), lower is better."""

    @property
    def precision(self) -> float | None:
        """Share of the not_found that are unanswerable; None if there are none."""
        return self.rightly / self.not_found if self.not_found else None


def judge_unanswerable(judged: Sequence[Judged]) -> Unanswerable | None:
    """Return how well unanswerable questions are recognised; None if all or no questions are."""
    from scipy import stats  # only evaluation needs it

    without = [one for one in judged if not one.answerable]
    others = [one for one in judged if one.answerable]
    if not without or not others:
        return None
    statistic = stats.mannwhitneyu(
        [one.confidence for one in others], [one.confidence for one in without]
    ).statistic
    return Unanswerable(
        len(without),
        sum(one.verdict is Verdict.NOT_FOUND for one in without) / len(without),
        sum(one.verdict is Verdict.NOT_FOUND for one in others) / len(others),
        float(statistic) / (len(others) * len(without)),
    )


def judge_abstention(judged: Sequence[Judged]) -> Abstention | None:
    """Return how well the verdict abstains; None without questions."""
    if not judged:
        return None
    refused = [one for one in judged if one.verdict is Verdict.NOT_FOUND]
    rightly = sum(not one.answerable for one in refused)
    risks = _risks(judged)
    confidences = sorted((one.confidence for one in judged), reverse=True)
    covered = [max(1, round(len(judged) * point / _POINTS)) for point in range(1, _POINTS + 1)]
    curve = tuple(
        RiskPoint(count / len(judged), risks[count - 1], confidences[count - 1])
        for count in dict.fromkeys(covered)
    )
    return Abstention(len(refused), rightly, curve, sum(risks) / len(risks))


def _risks(judged: Sequence[Judged]) -> list[float]:
    """Return the share of wrong answers among the first 1, 2, 3 ... by confidence.

    Questions with the same confidence have no order, so each counts with their mean.
    """
    tied: dict[float, list[bool]] = {}
    for one in judged:
        tied.setdefault(one.confidence, []).append(not one.right)
    risks: list[float] = []
    wrong = 0.0
    for confidence in sorted(tied, reverse=True):
        group = tied[confidence]
        for _ in group:
            wrong += sum(group) / len(group)
            risks.append(wrong / (len(risks) + 1))
    return risks

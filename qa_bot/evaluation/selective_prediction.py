"""Whether the verdict says "not found" where it should, and how far its confidence can be trusted.

The risk-coverage curve (El-Yaniv & Wiener, 2010, "On the Foundations of Noise-free Selective Classification")
tells, for every share of the questions that the confidence puts first, how many of them are wrong: their
first passage is not gold, and for a question without an answer no passage is.
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
    """What became of one question."""

    confidence: float
    verdict: Verdict
    answerable: bool
    right: bool
    """Whether the first passage is gold."""


@dataclass(frozen=True, slots=True)
class Unanswerable:
    """How well the verdict tells questions that are not answered from the others."""

    queries: int
    told: float
    """Share of the unanswerable that got not_found: the recall of abstaining."""
    refused: float
    """Share of the answerable that got not_found."""
    auc: float
    """Probability that an answerable question has the higher confidence of a pair (area under the ROC)."""


@dataclass(frozen=True, slots=True)
class RiskPoint:
    """The most confident questions: which share of all they are, 0..1, and which share of them is wrong."""

    coverage: float
    risk: float
    confidence: float
    """The least among them."""


@dataclass(frozen=True, slots=True)
class Abstention:
    """How abstaining did."""

    not_found: int
    """Questions that got not_found."""
    rightly: int
    """Those of them that have no answer."""
    curve: tuple[RiskPoint, ...]
    area: float
    """Mean risk over all coverages (area under the risk-coverage curve), lower is better."""

    @property
    def precision(self) -> float | None:
        """Share of the not_found that have no answer; None where nothing was refused."""
        return self.rightly / self.not_found if self.not_found else None


def judge_unanswerable(judged: Sequence[Judged]) -> Unanswerable | None:
    """Tell how the unanswerable questions were told; None when there are none, or nothing else."""
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
    """Tell how abstaining did; None when nothing was judged."""
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
    """Give the share of wrong ones among the first 1, 2, 3 ... by confidence.

    Questions of one confidence have no order, so each counts with their mean.
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

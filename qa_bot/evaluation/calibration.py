"""Calibration: whether a confidence of 0.7 means that 7 of 10 such questions are answerable.

The reliability diagram compares, in bins of equal width, the mean confidence with the share of questions
that are answerable. The expected calibration error is the absolute difference of the two, averaged over all
questions (Naeini, Cooper & Hauskrecht, 2015, "Obtaining Well Calibrated Probabilities Using Bayesian
Binning"; Guo et al., 2017, "On Calibration of Modern Neural Networks").
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_bot.evaluation.selective_prediction import Judged

_BINS = 10
"""As many as Guo et al. draw."""


@dataclass(frozen=True, slots=True)
class Bin:
    """The questions with a confidence from `low` up to but not including `high`; the last bin includes 1."""

    low: float
    high: float
    queries: int
    """At least 1."""
    confidence: float
    """Mean confidence."""
    answerable: float
    """Share of the questions that are answerable."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """How well the confidence estimates the probability that a question is answerable."""

    error: float
    """Expected calibration error, 0..1, lower is better."""
    bins: tuple[Bin, ...]
    """By rising confidence; bins without questions are left out."""


def judge_calibration(judged: Sequence[Judged]) -> Calibration | None:
    """Return how well the confidence is calibrated; None if all or no questions are answerable."""
    if len({one.answerable for one in judged}) < 2:  # noqa: PLR2004  both kinds
        return None
    groups: dict[int, list[Judged]] = {}
    for one in judged:
        groups.setdefault(min(int(one.confidence * _BINS), _BINS - 1), []).append(one)
    bins = tuple(_bin(number, groups[number]) for number in sorted(groups))
    error = sum(own.queries * abs(own.confidence - own.answerable) for own in bins) / len(judged)
    return Calibration(error, bins)


def _bin(number: int, judged: Sequence[Judged]) -> Bin:
    return Bin(
        number / _BINS,
        (number + 1) / _BINS,
        len(judged),
        fmean(one.confidence for one in judged),
        fmean(one.answerable for one in judged),
    )

"""What the score of a hit is made of: contributions of signals, deductions for what is missing, raw values.

Every value carries its own label, so showing it needs no table of names.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class RawValue:
    """A value as it was measured, with its name for a person."""

    label: str
    value: float


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one signal adds to the score of a hit."""

    signal: str
    label: str
    """The signal's name for a person."""
    value: float
    """0 or more; the contributions of a hit add up to at most 1."""
    scaled_from: RawValue | None = None
    """The raw value behind it, where a person can read one."""


@dataclass(frozen=True, slots=True)
class Lack:
    """What a passage lacks, and what its score loses for that."""

    name: str
    label: str
    """The name for a person."""
    deducted: float
    """Above 0, in the unit of the score."""


@dataclass(frozen=True, slots=True)
class RawScores:
    """What a passage scored before anything was scaled or weighed; None where it was not measured."""

    cosine: float | None = None
    """Of question and passage: -1..1."""
    max_sim: float | None = None
    """Late interaction of their tokens: -1..1."""
    bm25: float | None = None
    """0 or more."""
    log_odds: float | None = None
    """Of the passage answering, as an answer model reads it."""


NOT_MEASURED = RawScores()


def best_first(scores: Mapping[int, float], k: int) -> dict[int, float]:
    """Return the k rows with the highest scores, best first, those of equal scores by row."""
    return dict(sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))[:k])


def probability(log_odds: float) -> float:
    """Return the probability, 0..1, of log odds."""
    return 0.5 * (1 + math.tanh(log_odds / 2))

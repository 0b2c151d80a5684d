"""The maximal scoring runs of a sequence of scores: those that no longer or shorter run exceeds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Run", "maximal_runs"]


@dataclass(frozen=True, slots=True)
class Run:
    """Indices [start, end) and the sum of their scores."""

    start: int
    end: int
    total: float


@dataclass(frozen=True, slots=True)
class _Open:
    """A run that later scores may still extend."""

    run: Run
    before: float
    """Sum of all scores before it."""
    lower: int
    """Index of the nearest run to the left with a lower such sum, which it may be merged with; or -1."""


def maximal_runs(scores: Sequence[float]) -> list[Run]:
    """Find all maximal scoring runs, in order; they do not overlap, and each has a positive total.

    Ruzzo and Tompa (1999, "A linear time algorithm for finding all maximal scoring subsequences").
    """
    found: list[_Open] = []
    upto = 0.0
    for index, score in enumerate(scores):
        start, before = index, upto
        upto += score
        if score <= 0:
            continue
        lower = _lower(found, before)
        while lower >= 0 and found[lower].before + found[lower].run.total < upto:
            start, before = found[lower].run.start, found[lower].before
            del found[lower:]
            lower = _lower(found, before)
        found.append(_Open(Run(start, index + 1, upto - before), before, lower))
    return [item.run for item in found]


def _lower(found: Sequence[_Open], before: float) -> int:
    place = len(found) - 1
    while place >= 0 and found[place].before >= before:
        place = found[place].lower
    return place

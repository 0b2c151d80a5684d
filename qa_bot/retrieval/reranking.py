"""Reranking: the first hits, read once more together with the question, within a time budget.

A cross-encoder reads question and passage at once (Nogueira & Cho, 2019, "Passage Re-ranking with BERT"). It
reads the first hits and reorders them among themselves: whatever the budget, none of them falls behind a hit
that it did not read.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qa_bot.core.types import Hit

DEPTH = 50
"""Hits that are read, if the budget lasts."""
BATCH = 4
"""Hits read at once; the first is read alone, to see how long the others will take."""


class Reranker(Protocol):
    """Reads question and passage together."""

    @property
    def name(self) -> str:
        """Name of the model, for a person."""

    def score(self, question: str, texts: Sequence[str]) -> list[float]:
        """Return how well each text answers the question, 0..1, higher is better."""


@dataclass(frozen=True, slots=True)
class Reranking:
    """A reranker and the time it may take for a question."""

    reranker: Reranker
    budget_ms: int


def rerank(
    question: str, hits: Sequence[Hit], reranking: Reranking, clock: Callable[[], float] = time.perf_counter
) -> tuple[Hit, ...]:
    """Reorder the first hits by the reranker; ties keep their order.

    The score of a hit that was read becomes the best score of all plus the reranker's.
    """
    read = _read(question, hits[:DEPTH], reranking, clock)
    best = max((hit.score for hit in hits), default=0.0)
    first = [
        replace(hit, score=best + found, reranked=found)
        for hit, found in zip(hits, read, strict=False)  # the rest was not read
    ]
    first.sort(key=lambda hit: -hit.score)
    return tuple(replace(hit, rank=rank) for rank, hit in enumerate([*first, *hits[len(first) :]], start=1))


def _read(
    question: str, hits: Sequence[Hit], reranking: Reranking, clock: Callable[[], float]
) -> list[float]:
    """Score hits in batches, while another batch as slow as the slowest so far fits into the budget."""
    read: list[float] = []
    left_s, slowest_s = reranking.budget_ms / 1000, 0.0
    while len(read) < len(hits):
        batch = hits[len(read) : len(read) + (BATCH if read else 1)]
        if slowest_s * len(batch) > left_s or left_s <= 0:
            break
        began = clock()
        read += reranking.reranker.score(question, [hit.passage.text for hit in batch])
        took_s = clock() - began
        left_s -= took_s
        slowest_s = max(slowest_s, took_s / len(batch))
    return read

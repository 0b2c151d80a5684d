"""Score lists -> one ranking: pure functions on plain numbers.

A convex combination of scaled scores keeps how far apart two passages are, which reciprocal rank fusion
discards (Bruch, Gai & Ingber, 2023, "An Analysis of Fusion Functions for Hybrid Retrieval").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping
    from typing import TypeVar

    Key = TypeVar("Key", bound=Hashable)


def scale(scores: Mapping[Key, float], *, low: float | None = None) -> dict[Key, float]:
    """Scale scores to 0..1: the best becomes 1, and `low` (the least score, if not given) becomes 0.

    Pass `low` if the signal has a natural zero, as BM25 has. If no score is above `low`, all become 0.
    """
    if not scores:
        return {}
    floor = min(scores.values()) if low is None else low
    span = max(scores.values()) - floor
    return {key: (score - floor) / span if span > 0 else 0.0 for key, score in scores.items()}


def combine(
    keys: Iterable[Key], signals: Mapping[str, Mapping[Key, float]], weights: Mapping[str, float]
) -> dict[Key, dict[str, float]]:
    """Weigh scaled signals: for each key the contribution of every signal, 0 where a signal lacks the key.

    The weights are divided by their sum over the signals given, so a key's contributions add up to 0..1.
    """
    total = sum(weights[name] for name in signals) or 1.0
    shares = [(name, weights[name] / total, scores) for name, scores in signals.items()]
    return {key: {name: share * scores.get(key, 0.0) for name, share, scores in shares} for key in keys}


def first(scores: Mapping[Key, float], k: int) -> list[Key]:
    """Return the k keys of the highest scores, and those that tie with the last; best first."""
    ordered = sorted(scores, key=lambda key: -scores[key])
    return [key for key in ordered if scores[key] >= scores[ordered[min(k, len(ordered)) - 1]]]

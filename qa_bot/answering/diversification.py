"""Ranked hits -> the hits that are shown: one story once, no article crowding, newest first where asked.

Rests on one promise: up to COMPARED hits, the first n shown are the same for every k of n or more, so that
asking for more changes nothing that stood there.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from qa_bot.corpus.duplicates import is_contained_in

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qa_bot.core.types import Filters, Hit, Source

POOL = 50
"""Ranked hits that are arranged anew; those behind them follow as they are ranked."""

COMPARED = 20
"""Hits that are told apart from each other, if no more are asked for; 50 would take five times as long."""

FIRST = 5
"""Hits among which no article may crowd out the others."""
MOST_OF_ONE = 3
"""Hits of one article among them, if others are there; measured, see tests/benchmarks/README.md."""

NEARLY = 0.5
"""Share of a hit's score from which one of another article may stand in its place."""

GOOD = 0.6
"""Share of the best score from which a hit is good enough to be shown for being new."""


def arrange(
    ranked: Sequence[Hit], k: int, filters: Filters, answers: Callable[[Hit], bool] = lambda _: True
) -> tuple[Hit, ...]:
    """Choose the hits to show of at least POOL ranked ones, or of all that there are.

    `answers` tells whether a hit may stand first: whether what is said of the best is true of it as well.
    """
    if filters.newest:  # before folding, so that the newest print of a story stands for it
        ranked = [*newest_first(ranked[:POOL], answers), *ranked[POOL:]]
    hits = once_each(ranked, max(k, COMPARED))
    pool, rest = hits[:POOL], hits[POOL:]
    if not filters.newest and not filters.within:
        pool = spread(pool)
    return tuple(replace(hit, rank=rank) for rank, hit in enumerate([*pool, *rest][:k], start=1))


def once_each(hits: Sequence[Hit], enough: int) -> list[Hit]:
    """Fold each hit into an earlier one that has all its sentences word for word, and names its source then.

    Once there are enough hits, the rest follow as they are.
    """
    kept: list[Hit] = []
    others: list[list[Source]] = []
    done = 0
    for hit in hits:
        if len(kept) == enough:
            break
        done += 1
        place = next(
            (n for n, other in enumerate(kept) if is_contained_in(hit.passage.text, other.passage.text)), None
        )
        if place is None:
            kept.append(hit)
            others.append([])
        else:
            others[place] += [hit.passage.source, *hit.passage.also_in]
    return [*(_naming(hit, sources) for hit, sources in zip(kept, others, strict=True)), *hits[done:]]


def spread(hits: Sequence[Hit]) -> list[Hit]:
    """Let at most MOST_OF_ONE hits of one article be among the FIRST, if others have some nearly as good."""
    first: list[Hit] = []
    count: Counter[str] = Counter()
    for hit in hits:
        crowded_out = hits[len(first)]  # the hit that would stand there as ranked
        if len(first) < FIRST and count[hit.passage.article] < MOST_OF_ONE:
            if hit.score < NEARLY * crowded_out.score:
                break
            first.append(hit)
            count[hit.passage.article] += 1
    taken = {hit.passage.id for hit in first}
    return first + [hit for hit in hits if hit.passage.id not in taken]


def newest_first(hits: Sequence[Hit], answers: Callable[[Hit], bool]) -> list[Hit]:
    """Order the good hits by date, the newest first and those without a date last; the others follow.

    Of those newer than the best hit only such are good as answer too. A date that is stated in part counts as
    its first day; hits of one date stay as they are ranked.
    """
    least = GOOD * max((hit.score for hit in hits), default=0.0)
    good = [hit for hit in hits if hit.score >= least and (_day(hit) <= _day(hits[0]) or answers(hit))]
    taken = {hit.passage.id for hit in good}
    good.sort(key=_day, reverse=True)  # stable, in reverse too
    return good + [hit for hit in hits if hit.passage.id not in taken]


def _day(hit: Hit) -> str:
    return hit.passage.source.date or ""


def _naming(hit: Hit, sources: Sequence[Source]) -> Hit:
    passage = hit.passage
    named = dict.fromkeys((*passage.also_in, *sources))
    also_in = tuple(source for source in named if source != passage.source)
    return replace(hit, passage=replace(passage, also_in=also_in)) if sources else hit

"""Ranked hits -> the hits to show: each story once, no article crowding out others, newest first on request.

Up to COMPARED hits, the first n shown are the same for every k of n or more: asking for more changes nothing
of what was shown before.
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
"""Ranked hits that are rearranged; the others follow as they are ranked."""

COMPARED = 20
"""Hits that are compared with each other, if no more are asked for; 50 would take five times as long."""

FIRST = 5
"""Hits among which no article may crowd out others."""
MOST_OF_ONE = 3
"""Hits of one article among them, if there are others; measured in tests/benchmarks/README.md."""

NEARLY = 0.5
"""Share of a hit's score from which a hit of another article may take its place."""

GOOD = 0.6
"""Share of the best score from which a hit is good enough to be sorted by date."""


def arrange(
    ranked: Sequence[Hit], k: int, filters: Filters, answers: Callable[[Hit], bool] = lambda _: True
) -> tuple[Hit, ...]:
    """Return at most k hits to show, of at least POOL ranked ones or of all that there are.

    `answers` returns whether a hit may go before the best one: whether the verdict would be no worse.
    """
    if filters.newest:  # before folding, so that a story is shown in its newest version
        ranked = [*newest_first(ranked[:POOL], answers), *ranked[POOL:]]
    hits = once_each(ranked, max(k, COMPARED))
    pool, rest = hits[:POOL], hits[POOL:]
    if not filters.newest and not filters.within:
        pool = spread(pool)
    return tuple(replace(hit, rank=rank) for rank, hit in enumerate([*pool, *rest][:k], start=1))


def once_each(hits: Sequence[Hit], enough: int) -> list[Hit]:
    """Fold each hit into an earlier one that has all its sentences verbatim and then names its source too.

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
        crowded_out = hits[len(first)]  # the hit ranked for this place
        if len(first) < FIRST and count[hit.passage.article] < MOST_OF_ONE:
            if hit.score < NEARLY * crowded_out.score:
                break
            first.append(hit)
            count[hit.passage.article] += 1
    taken = {hit.passage.id for hit in first}
    return first + [hit for hit in hits if hit.passage.id not in taken]


def newest_first(hits: Sequence[Hit], answers: Callable[[Hit], bool]) -> list[Hit]:
    """Sort hits above a threshold of score by date, newest first, undated ones last; the others follow.

    A hit newer than the best one must answer too, or an answered question would be shown something newer that
    does not answer it. A partial date counts as its first day; hits of one date keep their order.
    """
    threshold = GOOD * max((hit.score for hit in hits), default=0.0)
    good = [hit for hit in hits if hit.score >= threshold and (_day(hit) <= _day(hits[0]) or answers(hit))]
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

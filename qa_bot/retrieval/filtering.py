"""Filters -> the passages of an index that may answer, before any ranking."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from qa_bot.core.filter_values import likely
from qa_bot.core.query_syntax import KEYS, NO_FILTERS
from qa_bot.core.types import Filtered
from qa_bot.language.analyzer import terms_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from qa_bot.core.types import Filters
    from qa_bot.index.protocol import ArticleIndex


@dataclass(frozen=True, slots=True, eq=False)
class Selection:
    """The passages that match the filters."""

    allowed: NDArray[np.bool_] | None
    """By passage row, (passages,); None if all passages match."""
    filtered: Filtered


def select(index: ArticleIndex, filters: Filters) -> Selection:
    """Find the passages that match all filters."""
    found = index.store.passing(filters)
    allowed = np.zeros(index.store.rows, np.bool_)
    allowed[found.rows] = True
    for words in filters.without:
        allowed[index.passage_bm25.rows_with(terms_of(words))] = False
    count = int(allowed.sum())
    unmatched = () if count else _unmatched(index, filters)
    filtered = Filtered(
        filters=filters,
        passages=count,
        total=index.store.passages,
        undated=found.undated,
        unmatched=unmatched,
        likely=_likely(index, unmatched),
    )
    return Selection(None if count == index.store.passages else allowed, filtered)


def _likely(index: ArticleIndex, unmatched: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Return the value that is likely meant by each that no article has."""
    known = index.store.filter_values() if unmatched else {}
    return tuple(likely(value, known.get(key, ())) for key, value in unmatched)


def _unmatched(index: ArticleIndex, filters: Filters) -> tuple[tuple[str, str], ...]:
    """Find the names that match no passage even alone, with their keys."""

    def matches(name: str, value: str) -> bool:
        alone: dict[str, Any] = {name: (value,)}
        return bool(index.store.passing(replace(NO_FILTERS, **alone)).rows)

    return tuple(
        (key, value)
        for key, name in KEYS.items()
        if key not in ("after", "before")
        for value in getattr(filters, name)
        if not matches(name, value)
    )

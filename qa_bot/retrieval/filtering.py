"""Filters -> the passages of an index that may answer, before any ranking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from qa_bot.core.types import Filtered
from qa_bot.language.analyzer import terms_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qa_bot.core.types import Filters
    from qa_bot.index.opened import Index


@dataclass(frozen=True, slots=True, eq=False)
class Selection:
    """The passages that match the filters."""

    allowed: NDArray[np.bool_] | None
    """By passage row, (passages,); None if all passages match."""
    filtered: Filtered


def select(index: Index, filters: Filters) -> Selection:
    """Find the passages that match all filters."""
    found = index.store.passing(filters)
    allowed = np.zeros(index.store.passages, np.bool_)
    allowed[found.rows] = True
    for words in filters.without:
        allowed[index.passage_bm25.rows_with(terms_of(words))] = False
    count = int(allowed.sum())
    filtered = Filtered(filters, count, len(allowed), found.undated)
    return Selection(None if count == len(allowed) else allowed, filtered)

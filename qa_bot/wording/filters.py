"""Filters in words: which were used and what they left, and which keys were read as words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_bot.core.query_syntax import EXAMPLES, KEYS, keys_without_value
from qa_bot.core.sanitizing import clean_line
from qa_bot.wording.numbers import counted

if TYPE_CHECKING:
    from qa_bot.core.types import Filtered


def describe(filtered: Filtered) -> str:
    """Tell in one line which filters were used and what they left."""
    filters = filtered.filters
    told = [
        f"{key} {' or '.join(map(clean_line, values))}"
        for key, name in KEYS.items()
        if (values := getattr(filters, name))
    ]
    told += [f"without {clean_line(word)}" for word in filters.without]
    told += ["newest first"] if filters.newest else []
    if filtered.passages < filtered.total or len(told) > filters.newest:
        told.append(f"{filtered.passages:,} of {filtered.total:,} passages")
    if filtered.undated:
        told.append(f"{counted(filtered.undated, 'article')} left out, date unknown or not exact enough")
    return " \u00b7 ".join(told)


def taken_as_words(line: str) -> str:
    """Tell in one line which keys of a line have no value and so are words of the question; often none."""
    told = [
        f"{key}: is taken as a word; as a filter write {EXAMPLES[key]}, without a space"
        for key in keys_without_value(line)
    ]
    return " \u00b7 ".join(told)

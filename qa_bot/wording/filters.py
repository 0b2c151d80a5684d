"""Filters in words: which were applied, how many passages they left, and which keys were read as words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_bot.core.query_syntax import EXAMPLES, KEYS, keys_without_value
from qa_bot.core.sanitizing import clean_line
from qa_bot.wording.numbers import counted

if TYPE_CHECKING:
    from qa_bot.core.types import Answer, Filtered

__all__ = ["filter_lines"]


def filter_lines(answer: Answer) -> list[str]:
    """Return a line on the filters that were applied, and one on keys without a value; often none."""
    lines = (_applied(answer.filtered) if answer.filtered else "", _read_as_words(answer.question))
    return [line for line in lines if line]


def _applied(filtered: Filtered) -> str:
    filters = filtered.filters
    parts = [
        f"{key} {' or '.join(map(clean_line, values))}"
        for key, name in KEYS.items()
        if (values := getattr(filters, name))
    ]
    parts += [f"without {clean_line(word)}" for word in filters.without]
    parts += ["newest first"] if filters.newest else []
    if filtered.passages < filtered.total or len(parts) > filters.newest:
        parts.append(f"{filtered.passages:,} of {filtered.total:,} passages")
    if filtered.undated:
        parts.append(f"{counted(filtered.undated, 'article')} skipped: date unknown or too vague")
    return " · ".join(parts)


def _read_as_words(question: str) -> str:
    return " ".join(
        f"“{key}:” was read as a word. For a filter, write {EXAMPLES[key]} with no space."
        for key in keys_without_value(question)
    )

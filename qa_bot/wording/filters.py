"""Filters in words: which were applied, what they left, and which were not recognised as filters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qa_bot.core.query_syntax import EXAMPLES, KEYS, keys_without_value, misspelt_filters, written_filter
from qa_bot.core.sanitizing import clean_line, shorten
from qa_bot.wording.numbers import counted

if TYPE_CHECKING:
    from qa_bot.core.types import Answer, Filtered

__all__ = ["filter_lines", "unmatched_lines"]

_UNMATCHED: Final = {
    "publication": "No article has the publication “{}”.",
    "author": "No article has the author “{}”.",
    "title": "No article has “{}” in its title.",
    "in": "No article or folder is named “{}”.",
    "url": "No article has the address “{}”.",
}
_VALUE_CHARACTERS: Final = 60


def filter_lines(answer: Answer) -> list[str]:
    """Return a line on the filters that were applied, and one on what only looks like one; often none."""
    lines = (_applied(answer.filtered) if answer.filtered else "", _read_as_words(answer.question))
    return [line for line in lines if line]


def unmatched_lines(filtered: Filtered) -> list[str]:
    """Return a line for each filter value that no article has, with the one that is likely meant."""
    lines = [_UNMATCHED[key].format(shorten(value, _VALUE_CHARACTERS)) for key, value in filtered.unmatched]
    for at, ((key, _), likely) in enumerate(zip(filtered.unmatched, filtered.likely, strict=False)):
        lines[at] += f" Did you mean {written_filter(key, likely)}?" if likely else ""
    return lines


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
    parted = (
        f"“{key}:” was read as a word. For a filter, write {EXAMPLES[key]} with no space."
        for key in keys_without_value(question)
    )
    misspelt = (
        f"“{word}:” is not a filter; did you mean {shorten(meant, _VALUE_CHARACTERS)}?"
        for word, meant in misspelt_filters(question)
    )
    return " ".join((*parted, *misspelt))

"""The lines of pages -> the same without running heads, running feet and page numbers.

These are lines in the same place on several pages that differ only in their numbers.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from qa_bot.reading.pdf.layout import rows_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_bot.reading.pdf.layout import Line

__all__ = ["drop_running_heads"]

_PLACE: Final = 2.0
"""Maximum distance, in points, between lines in one place."""
_LEAST_REPEATS: Final = 3
"""Pages with a line in one place that make it a running head (two in a document of two)."""
_MARGIN_ROWS: Final = 3
"""Rows from the top and from the bottom that may be running heads."""
_MARGIN_GAP: Final = 0.7
"""Minimum empty height between a page number and the text, in lines."""
_PAGE_NUMBER: Final = re.compile(
    r"\W*(?P<label>(?:page|p\.)\s*)?(?:\d{1,4}|[ivxlc]{1,6})(?P<total>\s*(?:/|of)\s*\d{1,4})?\W*",
    re.IGNORECASE,
)
_DIGITS: Final = re.compile(r"\d+")


def drop_running_heads(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Drop lines in the same place in the margins of several pages, and page numbers."""
    least = min(_LEAST_REPEATS, max(2, sum(1 for lines in pages if lines)))
    margins = [_margins(lines) for lines in pages]
    counts = Counter(place for margin in margins for place in {_place(line) for line in margin})

    def is_repeated(line: Line) -> bool:
        pattern, height = _place(line)
        return sum(counts[pattern, near] for near in (height - 1, height, height + 1)) >= least

    kept = []
    for lines, margin in zip(pages, margins, strict=True):
        once = [line for line in lines if line not in margin or not is_repeated(line)]
        numbers = _page_numbers(once)
        kept.append([line for line in once if line not in numbers])
    return kept


def _place(line: Line) -> tuple[str, int]:
    """Return a line's text, apart from numbers within words, and its distance from the top."""
    has_words = any(char.isalpha() for char in line.text)
    return _DIGITS.sub("#", line.text) if has_words else line.text, round(line.top / _PLACE)


def _margins(lines: Sequence[Line]) -> frozenset[Line]:
    rows = rows_of(lines)
    return frozenset(line for row in (*rows[:_MARGIN_ROWS], *rows[-_MARGIN_ROWS:]) for line in row)


def _page_numbers(lines: Sequence[Line]) -> set[Line]:
    """Find a lone number in the first or last row, apart from the text or labelled as a page number."""
    rows = rows_of(lines)
    found = set()
    for outer, inner in ((rows[:1], rows[1:2]), (rows[-1:], rows[-2:-1])):
        match = _PAGE_NUMBER.fullmatch(outer[0][0].text) if outer and len(outer[0]) == 1 else None
        if match is None:
            continue
        number = outer[0][0]
        gaps = [max(line.top - number.bottom, number.top - line.bottom) for row in inner for line in row]
        if match["label"] or match["total"] or min(gaps, default=number.size) >= _MARGIN_GAP * number.size:
            found.add(number)
    return found

"""Line breaks and table rows -> paragraphs: the layout rules that docx and epub share.

A break within a block is only layout, unless it separates sentences, paragraphs or lines of verse; verse is
joined by " / ", as in quotations. A row of values is one line "a | b", as in Markdown, unless the table is
for layout, and its cells contain pieces of the article.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from qa_bot.core.sanitizing import clean_line
from qa_bot.language.marks import count_words
from qa_bot.language.sentence_ends import ends_like_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["is_layout_row", "join_row", "split_at_breaks"]

_LEAST_LAYOUT_WORDS: Final = 25
_MOST_VERSE_CHARACTERS: Final = 70
_NARROWEST_WRAP: Final = 45
"""Lines of verse are of uneven length; prose broken by hand fills each line but the last."""
_LEAST_VERSE_LINES: Final = 3


def split_at_breaks(text: str, *, is_code: bool = False) -> Iterator[str]:
    """Split a block, in which a line feed is a break, into clean paragraphs; none is empty.

    Empty lines separate paragraphs; so does a break after the end of a sentence, but not in code.
    """
    for filled, group in groupby(map(clean_line, text.split("\n")), key=bool):
        if not filled:
            continue
        lines = list(group)
        if is_code:
            yield " ".join(lines)
        elif _is_verse(lines):
            yield " / ".join(lines)
        else:
            yield from _joined(lines)


def is_layout_row(cells: Sequence[Sequence[str]]) -> bool:
    """Check whether a row is for layout: one cell, or one with several paragraphs of which one is long."""
    return len(cells) == 1 or any(
        len(cell) > 1 and any(count_words(text) >= _LEAST_LAYOUT_WORDS for text in cell) for cell in cells
    )


def join_row(cells: Sequence[Sequence[str]]) -> str:
    """Join a row of values into one line, each cell being a list of lines; "" if all are empty."""
    return " | ".join(" ".join(cell) for cell in cells).strip() if any(cells) else ""


def _is_verse(lines: list[str]) -> bool:
    return (
        len(lines) >= _LEAST_VERSE_LINES
        and max(map(len, lines)) <= _MOST_VERSE_CHARACTERS
        and min(map(len, lines[:-1])) < _NARROWEST_WRAP
        and sum(map(ends_like_sentence, lines)) * 2 <= len(lines)  # else each line is a sentence of its own
    )


def _joined(lines: list[str]) -> Iterator[str]:
    """Join lines, except at a break after the end of a sentence, which starts a paragraph as on web pages."""
    held: list[str] = []
    for line in lines:
        held.append(line)
        if ends_like_sentence(line):
            yield " ".join(held)
            held = []
    if held:
        yield " ".join(held)

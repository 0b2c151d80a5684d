"""Line breaks and rows of tables -> paragraphs: what docx and epub share about layout.

A break within a block is only layout, unless it separates sentences, paragraphs or lines of verse; these are
joined by " / ", as quoted verse is. A row of values is one line "a | b", as in Markdown, unless the table
lays out a page, and its cells hold pieces of the article.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from qa_bot.core.sanitizing import clean_line
from qa_bot.language.marks import count_words, ends_like_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["is_layout_row", "join_row", "split_at_breaks"]

_LEAST_LAYOUT_WORDS: Final = 25
_MOST_VERSE_CHARACTERS: Final = 70
_NARROWEST_WRAP: Final = 45
"""Lines of verse are of uneven length; prose that is broken by hand fills each line but the last."""
_LEAST_VERSE_LINES: Final = 3


def split_at_breaks(text: str, *, is_code: bool = False) -> Iterator[str]:
    """Part a block, in which a line feed is a break, into clean paragraphs; none is empty.

    Empty lines part paragraphs, as does a break behind the end of a sentence, but not in code.
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
    """Tell a row for layout, by its only cell or by one that holds several paragraphs with a long one."""
    return len(cells) == 1 or any(
        len(cell) > 1 and any(count_words(text) >= _LEAST_LAYOUT_WORDS for text in cell) for cell in cells
    )


def join_row(cells: Sequence[Sequence[str]]) -> str:
    """Give a row of values, each cell being the lines in it, as one line; "" when all are empty."""
    return " | ".join(" ".join(cell) for cell in cells).strip() if any(cells) else ""


def _is_verse(lines: list[str]) -> bool:
    return (
        len(lines) >= _LEAST_VERSE_LINES
        and max(map(len, lines)) <= _MOST_VERSE_CHARACTERS
        and min(map(len, lines[:-1])) < _NARROWEST_WRAP
        and sum(map(ends_like_sentence, lines)) * 2 <= len(lines)  # else each line is a sentence of its own
    )


def _joined(lines: list[str]) -> Iterator[str]:
    """Join lines, but for a break behind a full stop, which parts paragraphs as on web pages."""
    held: list[str] = []
    for line in lines:
        held.append(line)
        if ends_like_sentence(line):
            yield " ".join(held)
            held = []
    if held:
        yield " ".join(held)

"""Headings and paragraphs in reading order -> an article with its headings in their places.

Formats count in two ways: in a page, a heading is also a paragraph; in Markdown, a Word document or a book it
is not, and precedes one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from qa_bot.core.sanitizing import clean_line
from qa_bot.core.types import Article, Heading

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element

    from qa_bot.core.types import Form, Source

__all__ = ["Piece", "article_of", "heading_levels"]

_TAGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_MOST_WORDS: Final = 30
"""Some pages mark whole paragraphs as headings."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph or a heading; clean and not empty."""

    text: str
    level: int = 0
    """1 to 6 for a heading; 0 for a paragraph."""
    form: Form | None = None
    """What a paragraph is, where it is more than prose."""


def article_of(name: str, source: Source, pieces: Iterable[Piece], *, apart: bool = False) -> Article:
    """Build an article from pieces; with `apart`, headings are not paragraphs.

    A heading that repeats the title is left out, as the title is shown above the article.
    """
    paragraphs: list[str] = []
    headings: list[Heading] = []
    forms: list[tuple[int, Form]] = []
    title = (source.title or "").casefold()
    for piece in pieces:
        if piece.level and piece.text.casefold() == title:
            continue
        if piece.level:
            headings.append(Heading(len(paragraphs) + 1, piece.level, piece.text))
        if not (piece.level and apart):
            paragraphs.append(piece.text)
            if piece.form and not piece.level:
                forms.append((len(paragraphs), piece.form))
    return Article(
        id=name, source=source, paragraphs=tuple(paragraphs), headings=tuple(headings), forms=tuple(forms)
    )


def heading_levels(page: _Element) -> dict[str, int]:
    """Return the level of each heading of a page, 1 to 6, by its text."""
    found: dict[str, int] = {}
    for heading in page.iter(*_TAGS):
        text = clean_line("".join(heading.itertext()))
        if text and len(text.split()) <= _MOST_WORDS:
            found.setdefault(text, int(heading.tag[1]))
    return found

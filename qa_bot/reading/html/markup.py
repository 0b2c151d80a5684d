"""The cleaned text of an element of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lxml.etree import XPath

from qa_bot.core.sanitizing import clean_line

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["pieces_of", "text_of"]

_INLINE: Final = frozenset({"a", "b", "em", "font", "i", "span", "strong", "u"})
_TEXTS: Final = XPath(".//text()[not(parent::script or parent::style)]")


def text_of(element: HtmlElement) -> str:
    """Return the text of an element as one line."""
    return clean_line(" ".join(text for text, _ in pieces_of(element)))


def pieces_of(element: HtmlElement) -> list[tuple[str, HtmlElement]]:
    """Return the texts of an element, each with the element that it is in or, as a tail, follows."""
    found: list[tuple[str, HtmlElement]] = []
    is_open = False
    for text in _TEXTS(element):
        words, parent = clean_line(text), text.getparent()
        if not words:
            is_open = False
        elif (
            is_open and text[0].islower() and parent.tag in _INLINE
        ):  # "Moss" whose last letter has its own element
            found[-1] = (found[-1][0] + words, found[-1][1])
        else:
            found.append((words, parent))
        is_open = bool(words) and text[-1].isalpha()
    return found

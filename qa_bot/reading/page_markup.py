"""The words of an element of a page, cleaned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lxml.etree import XPath

from qa_bot.cleaning import clean_line

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["pieces_of", "text_of"]

_TEXTS: Final = XPath(".//text()[not(parent::script or parent::style)]")


def text_of(element: HtmlElement) -> str:
    """The words of an element as one line."""
    return clean_line(" ".join(_texts(element)))


def pieces_of(element: HtmlElement) -> list[tuple[str, HtmlElement]]:
    """The texts of an element, each with the element whose text it is, or behind which it stands."""
    found = ((clean_line(text), text.getparent()) for text in _TEXTS(element))
    return [(text, parent) for text, parent in found if text]


def _texts(element: HtmlElement) -> list[str]:
    found: list[str] = _TEXTS(element)
    return found

"""How much prose an element of a page contains, which separates the article from its surroundings.

In characters: long texts count; links, buttons and scripts do not. It is measured many times while a page is
repaired, so libxml2 does it.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from lxml.etree import XPath

from qa_bot.language.sentence_ends import ends_like_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

__all__ = ["find_core", "has_headline", "link_share", "names_of", "prose_length", "short_headings", "text_of"]

_TEXTS: Final = XPath(
    ".//text()[string-length(normalize-space(.)) >= 10]"
    "[not(parent::script or parent::style or parent::option or ancestor::a or ancestor::button)]"
)
_LINK_TEXTS: Final = XPath("descendant-or-self::a//text()")
_HEADINGS: Final = ("h2", "h3", "h4", "h5", "h6", "legend")
_PLAIN: Final = ("p", "strong", "div", "span")
_MOST_PARTS: Final = 4
_LONGEST_HEADING: Final = 100
_HEADLINE: Final = XPath("boolean(descendant-or-self::h1 or .//*[@itemprop='articleBody'])")
_LONG: Final = 50
"""Characters from which a text counts without the end of a sentence, as before a link."""
_SHORT: Final = 20
_UNSPACED: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
"""A character of these scripts counts as two letters."""
_CORE_SHARE: Final = 0.6
"""Share of the surrounding prose from which an element contains the article, or most of it."""


def prose_length(element: HtmlElement) -> int:
    """Return the characters of prose in an element, without white space at the ends of texts."""
    return sum(map(_counted, _TEXTS(element)))


def find_core(tree: HtmlElement) -> list[HtmlElement]:
    """Return the elements from the body down, each with most of the prose of the one before."""
    body = next(tree.iter("body"), tree)
    lengths: Counter[HtmlElement] = Counter()
    for text in _TEXTS(body):
        length = _counted(text)
        holder = text.getparent()
        for element in (holder, *holder.iterancestors()) if length else ():
            if element is holder and text.is_tail:
                continue
            lengths[element] += length
            if element is body:
                break
    path = [body]
    while lengths[path[-1]]:
        inner = max(path[-1], key=lengths.__getitem__, default=body)
        if inner is body or lengths[inner] < _CORE_SHARE * lengths[path[-1]]:
            break
        path.append(inner)
    return path


def has_headline(element: HtmlElement) -> bool:
    """Check whether an element contains an h1, or what is declared the article's body."""
    return bool(_HEADLINE(element))


def link_share(element: HtmlElement) -> float:
    """Return the share of an element's characters that are in links, 0 to 1; 0 without text."""
    total = len(text_of(element))
    return min(1.0, sum(len(text.strip()) for text in _LINK_TEXTS(element)) / total) if total else 0.0


def text_of(element: HtmlElement) -> str:
    """Return the text of an element as one line, without adding spaces between neighbouring elements."""
    return " ".join(element.text_content().split())


def short_headings(tree: HtmlElement) -> Iterator[HtmlElement]:
    """Find what may head a part of a page: headings, and boxes with only one short text."""
    for element in tree.iter(*_HEADINGS, *_PLAIN):
        text = element.text
        if element.tag in _HEADINGS:
            if len(element) <= _MOST_PARTS and len(element.text_content()) <= _LONGEST_HEADING:
                yield element
        elif not len(element) and text and len(text) <= _LONGEST_HEADING:
            yield element


def names_of(element: HtmlElement) -> str:
    """Return the classes and the id of an element, separated by a space."""
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def _counted(text: str) -> int:
    text = text.strip()
    if "©" in text:
        return 0
    length = len(text) if text.isascii() else len(text) + len(_UNSPACED.findall(text))
    return length if length >= _LONG or (length >= _SHORT and ends_like_sentence(text)) else 0

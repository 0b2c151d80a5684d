"""Removes what does not belong to the article of a page, including menus and tables around it.

An element that contains the headline, or most of the page's prose, is never removed.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from lxml.etree import XPath

from qa_bot.reading.html.dialogues import find_consent, find_offers
from qa_bot.reading.html.hidden import find_hidden, hiding_selectors
from qa_bot.reading.html.other_stories import find_others_stories, find_pointers, find_streams
from qa_bot.reading.html.prose import find_core, has_headline, link_share, prose_length, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.html import HtmlElement

__all__ = ["drop_foreign"]

_LEAST_ARTICLE: Final = 100
_LEAST_MENU_LINKS: Final = 8
_MOST_OF_IT: Final = 0.8
_LONGEST_ITEM: Final = 45
_ROWS: Final = XPath("count(.//tr | .//li | .//dt)")
_LEAST_ROWS: Final = 6
_LEAST_BOXES: Final = 10
_DIGITS_SHARE: Final = 0.1
_UNREAD: Final = (
    "template", "iframe", "noscript", "meta", "link", "nav", "footer", "button",
    "input", "select",
)  # fmt: skip  # fmt: skip


def drop_foreign(tree: HtmlElement, comments: Iterable[HtmlElement]) -> list[HtmlElement]:
    """Remove `comments` and all that is foreign to the article; return the path from body to prose."""
    for section in comments:
        _drop(section)
    selectors = hiding_selectors(tree)
    for element in list(tree.iter("script", "style", "svg", "canvas")):
        if element.tag != "script" or "ld+json" not in (element.get("type") or ""):
            _drop(element)
    for element in list(find_hidden(tree, selectors)):
        _drop(element)
    for find in (find_consent, _unread, find_pointers, find_others_stories, find_streams):
        for element in list(find(tree)):
            _drop(element)
    path = find_core(tree)
    for find_beside in (_menus, _figures, find_offers):
        for element in list(find_beside(path)):
            _drop(element)
    return path


def _drop(element: HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()


def _unread(tree: HtmlElement) -> Iterator[HtmlElement]:
    """Find elements whose tag never contains article text."""
    yield from tree.iter(*_UNREAD)


def _menus(path: list[HtmlElement]) -> Iterator[HtmlElement]:
    """Find boxes that are mostly short links, outside the element that contains the prose."""
    core, inside = path[-1], set(path)
    links = Counter(element for link in path[0].iter("a") for element in link.iterancestors())
    taken: set[HtmlElement] = set()
    for element in path[0].iter("div", "ul", "ol", "table", "section", "p", "center", "td"):
        if (
            links[element] < _LEAST_MENU_LINKS
            or element in inside
            or not taken.isdisjoint(around := {*element.iterancestors()})
        ):
            continue
        if (
            core not in around
            and len(text_of(element)) < _LONGEST_ITEM * links[element]
            and link_share(element) > _MOST_OF_IT
            and not has_headline(element)
        ):
            taken.add(element)
            yield element


def _figures(path: list[HtmlElement]) -> Iterator[HtmlElement]:
    """Find tables and lists of results, timetables, services and the like next to the article."""
    home = next((element for element in reversed(path) if has_headline(element)), None)
    if (
        home is None
        or home is path[0]
        or prose_length(home) < max(_LEAST_ARTICLE, _MOST_OF_IT * prose_length(path[0]))
    ):
        return
    inside = set(path)
    for element in path[0].iter("table", "ul", "ol", "dl", "div"):
        if (
            _is_row_by_row(element)
            and element not in inside
            and home not in element.iterancestors()
            and not prose_length(element)
        ):
            yield element


def _is_row_by_row(element: HtmlElement) -> bool:
    """Check whether an element is a table or list with many digits, or a box of many short boxes."""
    if element.tag == "div":
        return len(element) >= _LEAST_BOXES and len(text_of(element)) <= _LONGEST_ITEM * len(element)
    if _ROWS(element) < _LEAST_ROWS:
        return False
    text = text_of(element)
    return sum(map(str.isdigit, text)) >= _DIGITS_SHARE * len(text)

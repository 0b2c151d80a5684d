"""Other stories on the page of an article: pointers, rows of teasers, and what follows "More stories".

A row of teasers within the article's own box stays, unless its name says what it is.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from lxml.etree import XPath

from qa_bot.reading.html.prose import (
    has_headline,
    link_share,
    names_of,
    prose_length,
    short_headings,
    text_of,
)
from qa_bot.reading.html.words import heads_others_stories

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

__all__ = ["find_others_stories", "find_pointers", "find_streams"]

_STREAM_NAME: Final = re.compile(
    r"stream|related|teaser|more|feed|river|recommend|card|list|latest|popular|next|other|mehr|weitere",
    re.IGNORECASE,
)
_LONGEST_POINTER: Final = 300
_MOST_NODES: Final = 4
_MOST_HEADINGS: Final = 100
_WITHIN_LINE: Final = frozenset({"strong", "b", "em", "i", "span", "u", "small"})
_PARAGRAPHS: Final = frozenset({"p", "div", "li", "h3", "h4", "h5", "aside"})
_LEAST_TEASERS: Final = 2
_LEAST_WITHIN: Final = 3
"""Within the article's own box, a row of two may be a comparison."""
_LONGEST_LINK: Final = 30
_LEAST_LINK: Final = 15
_LONGEST_TEASER: Final = 900
_LEAST_ARTICLE: Final = 100
_MOST_OF_IT: Final = 0.8
_LINKS_ALONE: Final = XPath(
    ".//a[not(ancestor::p or ancestor::nav or ancestor::footer)"
    " and not(normalize-space(preceding-sibling::text())"
    " or normalize-space(following-sibling::text()))]"
)
_HEADINGS: Final = ("h2", "h3", "h4", "h5", "h6")
_ANCHORS: Final = XPath("count(.//a)")


def find_pointers(tree: HtmlElement) -> Iterator[HtmlElement]:
    """Find paragraphs such as "Read also: ...", which end with a link."""
    for link in tree.iter("a"):
        box = next((element for element in link.iterancestors() if element.tag not in _WITHIN_LINE), None)
        if (
            box is None
            or box.tag not in _PARAGRAPHS
            or len(box) > _MOST_NODES
            or len(box.text_content()) > _LONGEST_POINTER
        ):
            continue
        whole, linked = text_of(box), text_of(link)
        if linked and whole.endswith(linked) and heads_others_stories(whole.removesuffix(linked)):
            yield box


def find_others_stories(tree: HtmlElement) -> Iterator[HtmlElement]:
    """Find what follows a heading such as "More stories": its whole box, or the links after it."""
    headings = (heading for heading in short_headings(tree) if heads_others_stories(text_of(heading)))
    for heading in itertools.islice(headings, _MOST_HEADINGS):
        while (box := heading.getparent()) is not None and _is_wrapping(box, heading):
            heading = box  # noqa: PLW2901
        following = [element for element in heading.itersiblings() if isinstance(element.tag, str)]
        if box is None or not following:
            continue
        pointing = list(
            itertools.takewhile(lambda element: not text_of(element) or _points_elsewhere(element), following)
        )
        if len(pointing) == len(following) and _begins_with(box, heading):
            yield box
        else:
            yield from (heading, *pointing)


def _is_wrapping(box: HtmlElement, heading: HtmlElement) -> bool:
    return box.tag in {"header", "div", "h2", "h3"} and len(text_of(box)) <= len(text_of(heading))


def _begins_with(box: HtmlElement, heading: HtmlElement) -> bool:
    """Check whether a box contains only what follows its heading."""
    if box.tag in {"body", "main", "article"} or has_headline(box) or (box.text or "").strip():
        return False
    return not any(
        text_of(element) for element in heading.itersiblings(preceding=True) if isinstance(element.tag, str)
    )


def find_streams(tree: HtmlElement) -> Iterator[HtmlElement]:
    """Find rows of similar boxes, each headed by a link, if the page has a story of its own."""
    headline = next(tree.iter("h1"), None)
    if headline is None or not (rows := list(_rows_of_teasers(tree))):
        return
    told = {teaser: prose_length(teaser) for _, teasers in rows for teaser in teasers}
    around = {teaser: {*teaser.iterancestors()} for teaser in told}

    def own(element: HtmlElement) -> int:
        return prose_length(element) - sum(
            length for teaser, length in told.items() if element in around[teaser]
        )

    least = max(_LEAST_ARTICLE, own(tree) / 2)
    home = next((element for element in headline.iterancestors() if own(element) >= least), None)
    if home is None:
        return
    for parent, teasers in rows:
        named = _STREAM_NAME.search(f"{names_of(teasers[0])} {names_of(parent)}")
        if home not in around[teasers[0]] or (named and parent is not home and len(teasers) >= _LEAST_WITHIN):
            yield from teasers


def _points_elsewhere(element: HtmlElement) -> bool:
    """Check whether an element is a list of links, or a box whose heading is a link."""
    if element.tag == "p" or has_headline(element):
        return element.tag == "p" and link_share(element) > _MOST_OF_IT
    return (
        any(map(_is_linked, element.iterdescendants(*_HEADINGS)))
        or link_share(element) > _MOST_OF_IT
        or (element.tag in {"h3", "h4", "h5"} and _ANCHORS(element) > 0)
    )


def _rows_of_teasers(tree: HtmlElement) -> Iterator[tuple[HtmlElement, list[HtmlElement]]]:
    headings = [heading for heading in tree.iter(*_HEADINGS) if _heads_teaser(heading)]
    if len(headings) < _LEAST_TEASERS:
        headings = [
            link for link in _LINKS_ALONE(tree) if len(text_of(link)) >= _LEAST_LINK and _tells_more(link)
        ]
    rows: dict[tuple[HtmlElement, str, str | None], list[HtmlElement]] = {}
    makes: dict[HtmlElement, Counter[tuple[str, str | None]]] = {}
    for heading in headings:
        box = heading
        for parent in heading.iterancestors():
            if parent not in makes:
                makes[parent] = Counter((child.tag, child.get("class")) for child in parent)
            if makes[parent][box.tag, box.get("class")] >= _LEAST_TEASERS and box is not heading:
                rows.setdefault((parent, box.tag, box.get("class")), []).append(box)
                break
            box = parent
    for (parent, _, _), boxes in rows.items():
        teasers = [
            box
            for box in dict.fromkeys(boxes)
            if len(text_of(box)) <= _LONGEST_TEASER and not has_headline(box)
        ]
        if len(teasers) >= _LEAST_TEASERS:
            yield parent, teasers


def _is_linked(heading: HtmlElement) -> bool:
    return next(heading.iter("a"), None) is not None or next(heading.iterancestors("a"), None) is not None


def _heads_teaser(heading: HtmlElement) -> bool:
    """Check whether a heading is a link, or heads a box that ends with one, such as "Read more"."""
    if _is_linked(heading):
        return link_share(heading) > _MOST_OF_IT or next(heading.iterancestors("a"), None) is not None
    box = heading.getparent()
    links = list(box.iter("a")) if box is not None and len(box) <= _MOST_NODES else []
    return (
        len(links) == 1
        and 0 < len(text_of(links[0])) <= _LONGEST_LINK
        and text_of(box).endswith(text_of(links[0]))
    )


def _tells_more(link: HtmlElement) -> bool:
    """Check whether a link has text next to it that is not a link, such as a summary."""
    box = next(itertools.islice(link.iterancestors(), 1, None), None)
    return box is not None and len(text_of(box)) > 2 * len(text_of(link)) and prose_length(box) > 0

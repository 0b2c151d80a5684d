"""Readers' comments below an article, as opposed to threads and mere wrappers.

Below a text, whatever is named or headed as comments is removed. Where a page has no other text, it is a
thread, and the comments are its content.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Final

from lxml.etree import XPath

from qa_bot.reading.html.prose import has_headline, prose_length, short_headings, text_of
from qa_bot.reading.html.words import heads_reader_comments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

__all__ = ["settle_comments"]

_NAME: Final = re.compile(
    r"comment(?!ar(?:y|ies|ist)|ator)|comentari|comentário|kommenta|commentaire|commenti|reactie"
    r"|reaktion|réaction|kommentit|koment[aá][rř]"
    r"|yorumlar|kommentti|opiniones|leserbrief|disqus|livefyre|spot-?im|giscus|utteranc|isso-thread"
    r"|(?:^|[\s_-])(?:replies|responses|respond|pinglun)(?:[\s_-]|$)"
    r"|評論|评论|コメント|댓글|discussion-?(?:thread|list)",
    re.IGNORECASE,
)
_KEYS: Final = ("class", "id", "itemprop", "itemtype", "data-testid", "aria-label")
_NAMES: Final = XPath(
    ".//@class | .//@id | .//@itemprop | .//@itemtype | .//@data-testid | .//@aria-label", smart_strings=False
)
_NAMED: Final = XPath(".//*[@class or @id or @itemprop or @data-testid or @aria-label]")
_TYPES: Final = XPath(
    "//@itemtype | //table[@id = 'hnmain']/@id | //div[contains(@class, 'nestedlisting')]/@class"
    " | //script[contains(@type, 'ld+json')]/text() | //meta[@name='generator']/@content",
    smart_strings=False,
)
_THREAD: Final = re.compile(
    r"DiscussionForumPosting|QAPage|schema\.org/Question|^(?:Discourse|phpBB|vBulletin|Flarum|XenForo"
    r"|MyBB|NodeBB|Lemmy|hnmain)|nestedlisting"
)
_LEAST_ARTICLE: Final = 200
"""Characters of prose from which a text is an article, so that the rest may be comments."""
_MOST_NAMED: Final = 2_000
_MOST_HEADINGS: Final = 50
_LEAST_REMARKS: Final = 2
_SECTIONS: Final = frozenset({"h2", "h3", "h4", "h5", "h6"})


def settle_comments(tree: HtmlElement) -> list[HtmlElement]:
    """Return the sections of readers' comments; unname elements that only have a comments' name."""
    body = next(tree.iter("body"), tree)
    is_thread = any(map(_THREAD.search, set(_TYPES(tree))))
    lengths = {element: prose_length(element) for element in _named(body)}
    named = {element: length for element, length in lengths.items() if length}
    whole = prose_length(body) if named else 0
    sections: list[HtmlElement] = []
    opened: list[HtmlElement] = []
    while named:
        outermost = [element for element in named if named.keys().isdisjoint(element.iterancestors())]
        beside = whole - sum(map(lengths.__getitem__, [*outermost, *sections]))
        first = (outermost[0].tag, outermost[0].get("class"))
        if is_thread or has_headline(outermost[0]) or beside < _LEAST_ARTICLE:
            wrapping = [element for element in outermost if (element.tag, element.get("class")) == first]
        else:
            wrapping = [element for element in outermost if has_headline(element)]
            sections += [element for element in outermost if element not in wrapping]
            named = {
                element: named[element] for element in named if set(sections).isdisjoint(_upward(element))
            }
        for element in wrapping:
            _unname(element)
            del named[element]
        opened += wrapping
    if is_thread or (not sections and len(opened) > 1):
        for element in opened:
            _unlink(element)
    if not is_thread and not sections:
        sections += _headed_sections(body)
    return sections


def _unlink(element: HtmlElement) -> None:
    """Replace the links in a thread by their text: a short comment with an author link looks like a menu."""
    for link in list(element.iter("a")):
        link.drop_tag()


def _named(body: HtmlElement) -> list[HtmlElement]:
    """Return the elements named after comments, in document order."""
    names = {name for name in set(_NAMES(body)) if _names_comments(name)}
    found = _NAMED(body) if names else []
    return [element for element in found if not names.isdisjoint(element.attrib.values())][:_MOST_NAMED]


def _upward(element: HtmlElement) -> Iterator[HtmlElement]:
    yield element
    yield from element.iterancestors()


@lru_cache(maxsize=10_000)
def _names_comments(names: str) -> bool:
    return _NAME.search(names) is not None


def _unname(element: HtmlElement) -> None:
    for key in _KEYS:
        names = (element.get(key) or "").split()
        kept = [name for name in names if not _NAME.search(name)]
        if len(kept) != len(names):
            element.attrib.pop(key)
            if kept:
                element.set(key, " ".join(kept))


def _headed_sections(body: HtmlElement) -> list[HtmlElement]:
    """Return a heading such as "Comments (3)" and the comments below it; [] if article text follows it."""
    headings = (heading for heading in short_headings(body) if heads_reader_comments(text_of(heading)))
    for heading in islice(headings, _MOST_HEADINGS):
        following = list(heading.itersiblings())
        if not following and (parent := heading.getparent()) is not None:
            following = list(parent.itersiblings())
        following = [element for element in following if isinstance(element.tag, str)]
        if _are_remarks(following, heading.tag) and _prose_before(body, heading) >= _LEAST_ARTICLE:
            return [heading, *following]
    return []


def _are_remarks(elements: list[HtmlElement], heading: str) -> bool:
    """Check whether elements are similar boxes, or a list of them; a section of the text has paragraphs."""
    if any(
        (element.tag == heading and heading in _SECTIONS) or has_headline(element) for element in elements
    ):
        return False
    if any(element.tag in {"ul", "ol"} for element in elements):
        return True
    boxes = [
        *elements,
        *(box for element in elements if element.tag in {"div", "section"} for box in element),
    ]
    makes = Counter(
        (box.tag, box.get("class"))
        for box in boxes
        if box.tag != "p" and isinstance(box.tag, str) and text_of(box)
    )
    return any(count >= _LEAST_REMARKS for count in makes.values())


def _prose_before(body: HtmlElement, heading: HtmlElement) -> int:
    total = 0
    for element in (heading, *heading.iterancestors()):
        if element is body:
            break
        total += sum(
            prose_length(sibling)
            for sibling in element.itersiblings(preceding=True)
            if isinstance(sibling.tag, str)
        )
    return total

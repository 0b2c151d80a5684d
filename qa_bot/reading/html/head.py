"""The surroundings of a headline: just above it, and below it before the first paragraph.

Further up there are clocks, menus and other stories.
"""

from __future__ import annotations

import re
from itertools import dropwhile, islice
from typing import TYPE_CHECKING, Final

from lxml.etree import XPath

from qa_bot.core.sanitizing import clean_line
from qa_bot.reading.html.markup import pieces_of, text_of
from qa_bot.reading.html.placement import is_of_facts, is_told, states_this

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.html import HtmlElement

__all__ = ["beside", "find_heading", "texts_below"]

_BODY_TEXTS: Final = XPath("//body//text()[not(parent::script or parent::style)]")
_LENGTH: Final = XPath("string-length(normalize-space(.))")
_CARDS: Final = frozenset({"article", "li"})
_BARS: Final = frozenset({"nav", "menu", "header"})
_BAR: Final = re.compile(
    r"(?:^|[\s_-])(?:top-?bar|topbar|masthead|site-?header|nav\w*|menu|clock|today|current|now|ticker|weather)(?:$|[\s_-])",
    re.IGNORECASE,
)
_LONGEST_LINE_BELOW: Final = 100
_MOST_TEXTS_BELOW: Final = 12
_LONGEST_CLASS: Final = 500


def find_heading(tree: HtmlElement, headline: str) -> HtmlElement | None:
    """Return the heading that shows the headline, of the highest level that does."""
    for tag in ("h1", "h2", "h3"):
        for heading in tree.iter(tag) if headline else ():
            if text_of(heading) == headline or any(text == headline for text, _ in pieces_of(heading)):
                return heading
    return None


def beside(
    elements: Iterable[HtmlElement], tree: HtmlElement, heading: HtmlElement | None
) -> tuple[list[HtmlElement], list[HtmlElement]]:
    """Split elements into those after the headline or before it in its article, and those just above it.

    Elements further up are dropped: they are clocks and other stories.
    """
    if heading is None:
        return list(elements), []
    places = {element: place for place, element in enumerate(tree.iter())}
    known = [element for element in elements if element in places]  # a broken page has some outside its root
    around = set(heading.iterancestors("article", "main"))
    behind = [element for element in known if places[element] >= places[heading]]
    before = [element for element in known if places[element] < places[heading]]
    within = [element for element in before if not around.isdisjoint(element.iterancestors())]
    return behind + within, [element for element in before if _is_close_above(element, heading)]


def _is_close_above(element: HtmlElement, heading: HtmlElement) -> bool:
    """Check whether an element is in a row just above the headline, outside bars and menus."""
    above = {heading, *heading.iterancestors()}
    path = [element, *element.iterancestors()]
    common = next((part for part in path if part in above), None)
    if common is None:
        return False
    own = path[: path.index(common)]
    if not own or any(
        part.tag in _BARS | _CARDS or _BAR.search((part.get("class") or "")[:_LONGEST_CLASS]) for part in own
    ):
        return False
    between = [
        part for part in own[-1].itersiblings() if part in above or _LENGTH(part)
    ]  # up to the part that contains the headline
    number = next((n for n, part in enumerate(between) if part in above), len(between))
    return number == 0 or (
        common.tag not in {"body", "html"}
        and sum(_LENGTH(part) for part in between[:number]) <= _LONGEST_LINE_BELOW
        and not any(part.tag in _BARS or part.tag == "ul" for part in between[:number])
    )


def texts_below(tree: HtmlElement, heading: HtmlElement | None) -> list[str]:
    """Return the short texts between the headline and the first paragraph, whatever their markup."""
    if heading is None:
        return []
    below: list[str] = []
    within = set(heading.iter())
    behind = dropwhile(lambda text: text.getparent() not in within, _BODY_TEXTS(tree))
    nodes = (text for text in behind if text.getparent() not in within or text.is_tail)
    for text in islice(filter(str.strip, nodes), _MOST_TEXTS_BELOW):
        line, parent = clean_line(text), text.getparent()
        if len(line) > _LONGEST_LINE_BELOW or is_told(parent):
            break
        if states_this(parent, heading) and not is_of_facts(parent):
            below.append(line)
    return below

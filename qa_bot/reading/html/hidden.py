"""Text that a page contains but does not show.

Text is hidden by the attribute, by a style of the element or of its class, or by a class for screen readers.
Text that a click unfolds counts as shown, and so does text that is longer than the rest of the page.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from lxml.etree import XPath

from qa_bot.reading.html.prose import has_headline, names_of, prose_length, text_of
from qa_bot.reading.html.words import is_offer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

__all__ = ["find_hidden", "hiding_selectors"]

_UNSHOWN_STYLE: Final = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])|(?:left|top"
    r"|text-indent)\s*:\s*-\d{4,}|clip\s*:\s*rect\(\s*0",
    re.IGNORECASE,
)
_UNSHOWN_NAME: Final = re.compile(
    r"(?:^|\s)(?:sr-only|visually-?hidden|screen-?reader(?:-text|-only)?|offscreen)(?:\s|$)", re.IGNORECASE
)
_CONTROLLED: Final = XPath(".//@aria-controls", smart_strings=False)
_UNFOLDING_NAME: Final = re.compile(
    r"coll[a]ps|accordion|panel|answer|faq|tab|paid|paywall|premium|article|content|body|story|full"
    r"|more|rest|trunc|expand|unlock|spoiler",
    re.IGNORECASE,
)
_HIDING_RULE: Final = re.compile(
    r"(?:^|[}\s])([.#][\w-]+)\s*\{[^{}]*(?:display\s*:\s*none|visibility\s*:\s*hidden)[^{}]*\}"
)
_CONDITIONS: Final = re.compile(r"@(?:media|supports|container)[^{}]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_LONGEST_STYLES: Final = 100_000


def hiding_selectors(tree: HtmlElement) -> frozenset[str]:
    """Return the classes and ids that the page's own styles hide on every screen and never show."""
    styles = "\n".join(style.text or "" for style in tree.iter("style"))
    if len(styles) > _LONGEST_STYLES or ("none" not in styles and "hidden" not in styles):
        return frozenset()
    styles = _CONDITIONS.sub(" ", styles)
    found = {match[1] for match in _HIDING_RULE.finditer(styles)}
    return frozenset(name for name in found if len(re.findall(re.escape(name) + r"(?![\w-])", styles)) == 1)


def find_hidden(tree: HtmlElement, selectors: frozenset[str]) -> Iterator[HtmlElement]:
    """Find the hidden elements, except those that unfold; none if they hold most of the page's prose."""
    body = next(tree.iter("body"), tree)
    hidden = [
        element
        for element in body.iterdescendants()
        if isinstance(element.tag, str) and _is_unshown(element, selectors)
    ]
    controlled = {name for names in _CONTROLLED(body) for name in names.split()} if hidden else set()
    unfolding = [element for element in hidden if _unfolds(element, controlled)]
    hidden = [element for element in hidden if element not in set(unfolding)]
    length = sum(map(prose_length, hidden))
    if not length or length * 2 <= prose_length(body):
        yield from hidden
    else:
        unfolding += hidden
    for element in unfolding:  # else trafilatura would remove it
        for name in ("hidden", "style", "aria-hidden", "class"):
            element.attrib.pop(name, None)


def _is_unshown(element: HtmlElement, selectors: frozenset[str]) -> bool:
    given = element.attrib
    if element.tag == "dialog" and "open" not in given:
        return True
    if not given:
        return False
    if (state := given.get("hidden")) is not None and state.lower() != "until-found":
        return True
    names, style = given.get("class"), given.get("style")
    if (style and _UNSHOWN_STYLE.search(style)) or (names and _hides(names)):
        return True
    return bool(selectors) and not selectors.isdisjoint(
        [*(f".{name}" for name in (names or "").split()), f"#{given.get('id')}"]
    )


@lru_cache(maxsize=10_000)
def _hides(names: str) -> bool:
    return _UNSHOWN_NAME.search(names) is not None


def _unfolds(element: HtmlElement, controlled: set[str]) -> bool:
    """Check whether a click shows an element: an answer, a tab, the rest of the text."""
    if (
        element.get("id") in controlled
        or element.get("role") in {"tabpanel", "region"}
        or has_headline(element)
    ):
        return True
    if element.tag == "dialog" or is_offer(text_of(element)):
        return False
    return _UNFOLDING_NAME.search(names_of(element)) is not None

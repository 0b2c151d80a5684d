"""Consent dialogues, and boxes that sell the rest of the article.

A name is not enough: the words have to agree. A box that contains the headline is neither.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Final

from qa_bot.reading.html.prose import has_headline, names_of, prose_length, text_of
from qa_bot.reading.html.words import ACCEPTING, is_offer, speaks_of_consent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

__all__ = ["find_consent", "find_offers"]

_CONSENT_NAME: Final = re.compile(
    r"cookie|consent|gdpr|(?:^|[\s_-])cmp(?:[\s_-]|$)|onetrust|didomi|usercentrics|quantcast|cookiebot"
    r"|privacy-?(?:notice|banner|wall|manager|layer|modal|popup)|datenschutz-?(?:hinweis|banner|layer)",
    re.IGNORECASE,
)
_DIALOGUES: Final = frozenset({"dialog", "alertdialog"})
_CONTAINERS: Final = ("div", "section", "aside", "form", "dialog", "footer", "header")
_LONGEST_CONSENT: Final = 8_000
_MOST_BUTTONS: Final = 50
_OFFER_NAME: Final = re.compile(
    r"paywall|regwall|subscri|abo(?:nn|s?[\s_-]|$)|offer|offre|angebot|premium|piano|signup|sign-up"
    r"|register|barrier|upsell|gate|suscri|assin|prenum",
    re.IGNORECASE,
)
_LONGEST_OFFER: Final = 700
_SHORTEST_OFFER: Final = 20
_OFFER_SHARE: Final = 0.4
_SELLING: Final = ("div", "section", "aside", "form")
_WORDS_OF_NAMED: Final = 2
_WORDS_OF_UNNAMED: Final = 4


def find_consent(tree: HtmlElement) -> Iterator[HtmlElement]:
    """Find consent dialogues, by role, by name and words, or by words and button."""
    for element in tree.iter(*_CONTAINERS, "ul"):
        is_dialogue = element.get("role") in _DIALOGUES or element.get("aria-modal") == "true"
        if (
            is_dialogue or (_names_consent(names_of(element)) and speaks_of_consent(text_of(element)))
        ) and _may_go(element):
            yield element
    accepting = (
        button
        for button in filter(_is_button, tree.iter("button", "input", "a", "div", "span"))
        if ACCEPTING.fullmatch(text_of(button) or button.get("value") or "")
    )
    for button in islice(accepting, _MOST_BUTTONS):
        yield from _around_button(button)


def find_offers(path: list[HtmlElement]) -> Iterator[HtmlElement]:
    """Find short boxes that sell the rest of the article, by name and words, or by place and more words."""
    beside = {child for element in path for child in element if child not in path}
    for element in path[0].iter(*_SELLING):
        is_named = _names_offer(names_of(element))
        if not is_named and element not in beside:
            continue
        text = element.text_content()
        if not _SHORTEST_OFFER <= len(text) <= _LONGEST_OFFER or not is_offer(
            text, least=_WORDS_OF_NAMED if is_named else _WORDS_OF_UNNAMED
        ):
            continue
        if not has_headline(element) and (
            is_named or prose_length(element) < _OFFER_SHARE * prose_length(path[0])
        ):
            yield element


@lru_cache(maxsize=10_000)
def _names_consent(names: str) -> bool:
    return _CONSENT_NAME.search(names) is not None


@lru_cache(maxsize=10_000)
def _names_offer(names: str) -> bool:
    return _OFFER_NAME.search(names) is not None


def _may_go(element: HtmlElement) -> bool:
    return (
        not has_headline(element)
        and next(element.iter("article", "main"), None) is None
        and len(text_of(element)) <= _LONGEST_CONSENT
    )


def _is_button(element: HtmlElement) -> bool:
    """Check whether an element is a button, or a link or box used as one; links to other pages are not."""
    if element.tag in {"button", "input"} or element.get("role") == "button":
        return True
    leads_here = element.tag == "a" and (element.get("href") or "#").startswith(("#", "java"))
    return leads_here or (element.tag == "a" and _looks_like_button(names_of(element)))


@lru_cache(maxsize=10_000)
def _looks_like_button(names: str) -> bool:
    return "btn" in names or "utton" in names


def _around_button(button: HtmlElement) -> Iterator[HtmlElement]:
    """Find the smallest box around a button that asks for consent."""
    for element in button.iterancestors():
        if element.tag in {"body", "html"} or not _may_go(element):
            return
        if speaks_of_consent(text_of(element)):
            yield element
            return

"""What an element of a page belongs to: the article, another story, comments, a picture or facts.

What is in comments, lists of other articles, asides and footers says nothing about this article.
"""

from __future__ import annotations

import re
from itertools import islice, takewhile
from typing import TYPE_CHECKING, Final

from lxml.etree import XPath

from qa_bot.language.sentence_ends import ends_like_sentence
from qa_bot.reading.html.markup import text_of
from qa_bot.reading.metadata.credits import is_credit_label
from qa_bot.reading.metadata.dates import find_dates
from qa_bot.reading.metadata.names import is_personal_name

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["is_here", "is_listed", "is_of_facts", "is_told", "states_this"]

_ELSEWHERE_TAGS: Final = frozenset({"aside", "footer", "nav", "select"})
_ELSEWHERE: Final = re.compile(
    r"(?:^|\s)(?!has-|with-|no-|is-)(?:[\w-]*comments?(?![a-z])|[\w-]*-?(?:related|sidebar|footer)\b"
    r"|(?:widget|recommend|popular|trending)[\w-]*)",
    re.IGNORECASE,
)
_LINKED_HEADINGS: Final = XPath(
    ".//h1[a[@href]] | .//*[self::h2 or self::h3 or self::h4][.//a[@href] or ancestor::a[@href]]"
)
_HEADINGS: Final = XPath(".//h2 | .//h3 | .//h4")
_LENGTH: Final = XPath("string-length(normalize-space(.))")
_IS_ARTICLE: Final = XPath("boolean(.//h1 and count(.//p[string-length(.) > 150]) > 2)")
_HOLDS_PROSE: Final = XPath("count(.//p[string-length(.) > 100]) > 1")
_HOLDS_ARTICLE: Final = XPath("boolean(.//h1 or .//p[string-length(.) > 200])")
_ENTRY_HEADS: Final = XPath(".//h2 | .//h3 | .//h4 | .//a[@href]")
_HOLDS_DATE: Final = XPath("boolean(.//time or .//*[contains(@class, 'date')])")
_ENTRIES: Final = frozenset({"article", "div", "li", "section", "tr"})
_LEAST_ENTRIES: Final = 3
_MOST_ENTRIES: Final = 10
_CARDS: Final = frozenset({"article", "li"})
_CARD: Final = re.compile(
    r"(?:^|[\s_-])(?:card|teaser|item|tile|stream-?item|promo|headline-item)(?:$|[\s_-])", re.IGNORECASE
)
_PICTURES: Final = frozenset({"figure", "figcaption", "picture", "caption"})
_CAPTION: Final = re.compile(
    r"caption|copyright|licen[sc]e|bildunterschrift|bildnachweis|(?:^|\s)(?:photo|image|img|picture|media|figure|foto|bild|gallery)"
    r"|(?:^|\s)credits?(?:$|\s)",
    re.IGNORECASE,
)
_FACTS: Final = re.compile(
    r"infobox|taxobox|factbox|fact-box|steckbrief|(?:^|[\s_-])(?:bday|dday|dtstart|dtend|deathdate|birthdate|wikitable|facts)(?:$|[\s_-])",
    re.IGNORECASE,
)
_NEAR_ANCESTORS: Final = 3
_MOST_ANCESTORS: Final = 15
_LONGEST_CARD: Final = 1_500
_LEAST_TEXT: Final = 100
_LEAST_PROSE: Final = 60
_LEAST_HEADING: Final = 15
"""Characters of another story's headline; "Author" and names are shorter, or contain the name."""
_LONGEST_CLASS: Final = 500


def states_this(element: HtmlElement, heading: HtmlElement | None) -> bool:
    """Check whether an element belongs to the article with this heading, and to none of its pictures."""
    return is_here(element) and not (
        is_listed(element, heading)
        or _is_of_picture(element, heading)
        or _is_of_other_story(element, heading)
    )


def is_here(element: HtmlElement) -> bool:
    """Check whether an element belongs to the article, and not to lists of others, comments and the like."""
    for part in (element, *element.iterancestors()):
        if part.tag in {"body", "html"}:
            break
        if part.tag in _ELSEWHERE_TAGS:
            return False
        marks = f"{part.get('class') or ''} {part.get('id') or ''}"[:_LONGEST_CLASS]
        if _ELSEWHERE.search(marks) and not _IS_ARTICLE(part):  # an article may be called "right-sidebar"
            return False
    return True


def is_listed(element: HtmlElement, heading: HtmlElement | None) -> bool:
    """Check whether an element is in a list of stories: several alike, each with a headline and a date."""
    around = set() if heading is None else {heading, *heading.iterancestors()}
    for part in (element, *islice(element.iterancestors(), _NEAR_ANCESTORS)):
        if part in around or part.tag in {"body", "html", "main"}:
            return False
        if part.tag in _ENTRIES and part.getparent() is not None and _is_entry(part):
            alike = (
                other
                for other in part.getparent()
                if other.tag == part.tag and other.get("class") == part.get("class")
            )
            if sum(map(_is_entry, islice(alike, _MOST_ENTRIES))) >= _LEAST_ENTRIES:
                return True
    return False


def _is_entry(element: HtmlElement) -> bool:
    if _LENGTH(element) > _LONGEST_CARD:
        return False
    if not any(
        len(text_of(part)) >= _LEAST_HEADING for part in islice(_ENTRY_HEADS(element), _NEAR_ANCESTORS)
    ):
        return False
    return bool(_HOLDS_DATE(element)) or bool(find_dates(text_of(element)[:_LONGEST_CLASS]))


def is_of_facts(element: HtmlElement) -> bool:
    """Check whether an element is in a table or box of facts: an opening date, a date of birth."""
    for part in (element, *element.iterancestors()):
        if _FACTS.search(f"{part.get('class') or ''} {part.get('id') or ''}"[:_LONGEST_CLASS]):
            return True
        if part.tag in {"tr", "dd"} and not _HOLDS_ARTICLE(part):
            label = next(iter(part), None) if part.tag == "tr" else part.getprevious()
            text = "" if label is None or label in {element, *element.iterancestors()} else text_of(label)
            if any(char.isalpha() for char in text) and not is_credit_label(text):
                return True
    return False


def is_told(element: HtmlElement) -> bool:
    """Check whether an element, such as a date, is part of a sentence of the article."""
    paragraph = element if element.tag == "p" else next(element.iterancestors("p"), None)
    if paragraph is None:
        return False
    text = text_of(paragraph)
    return len(text) >= _LEAST_PROSE and ends_like_sentence(text)


def _is_of_other_story(element: HtmlElement, heading: HtmlElement | None) -> bool:
    """Check whether an element is in a card: a part of the page with its own headline, not the article's."""
    if heading is None:
        return False
    around = {heading, *heading.iterancestors()}
    above = list(islice(element.iterancestors(), _MOST_ANCESTORS))
    for part in (element, *above):
        if part in around or part.tag in {"body", "html", "main"}:
            return False
        is_card = part.tag in _CARDS
        if not is_card and (_LENGTH(part) > _LONGEST_CARD or _HOLDS_PROSE(part)):
            continue
        is_body = _HOLDS_PROSE(part)  # a part of the article may be a card too, with headings further down
        marked = is_card or _CARD.search((part.get("class") or "")[:_LONGEST_CLASS])
        headings = _HEADINGS(part) if marked and not is_body else _LINKED_HEADINGS(part)
        if is_body:
            before = set(
                takewhile(lambda other: other.tag != "p" or _LENGTH(other) < _LEAST_TEXT, part.iter())
            )
            headings = [heading for heading in headings if heading in before]
        if any(other not in above and _heads_story(other) for other in headings):
            return True
    return False


def _is_of_picture(element: HtmlElement, heading: HtmlElement | None) -> bool:
    """Check whether an element is in the caption or the credit of a picture."""
    around = set() if heading is None else set(heading.iterancestors())
    near = (part for part in islice(element.iterancestors(), _NEAR_ANCESTORS) if part not in around)
    return any(
        part.tag in _PICTURES or _CAPTION.search((part.get("class") or "")[:_LONGEST_CLASS])
        for part in (element, *near)
    )


def _heads_story(heading: HtmlElement) -> bool:
    text = text_of(heading)
    return len(text) >= _LEAST_HEADING and not is_credit_label(text) and not is_personal_name(text)

"""Where something stands on a page: with its article, or with other stories, comments and pictures.

Owns the place: what stands in comments, lists of other articles, asides and footers says nothing of this
article.
"""

from __future__ import annotations

import re
from itertools import dropwhile, islice
from typing import TYPE_CHECKING, Final

from lxml.etree import XPath

from qa_bot.cleaning import clean_line
from qa_bot.reading.body import ends_like_sentence
from qa_bot.reading.credits import is_credit_label
from qa_bot.reading.names import is_personal_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.html import HtmlElement

__all__ = [
    "beside",
    "find_heading",
    "is_here",
    "is_of_facts",
    "is_of_other_story",
    "is_of_picture",
    "is_told",
    "pieces_of",
    "text_of",
    "texts_below",
]

_ELSEWHERE_TAGS: Final = frozenset({"aside", "footer", "nav", "select"})
_ELSEWHERE: Final = re.compile(
    r"(?:^|\s)(?!has-|with-|no-|is-)(?:[\w-]*comments?(?![a-z])|[\w-]*-?(?:related|sidebar|footer)\b"
    r"|(?:widget|recommend|popular|trending)[\w-]*)",
    re.IGNORECASE,
)
_TEXTS: Final = XPath(".//text()[not(parent::script or parent::style)]")
_BODY_TEXTS: Final = XPath("//body//text()[not(parent::script or parent::style)]")
_LINKED_HEADINGS: Final = XPath(
    ".//h1[a[@href]] | .//h2[.//a[@href]] | .//h3[.//a[@href]] | .//h4[.//a[@href]] | .//a[@href]//h2 | .//a[@href]//h3"
    " | .//a[@href]//h4"
)
_HEADINGS: Final = XPath(".//h2 | .//h3 | .//h4")
_LENGTH: Final = XPath("string-length(normalize-space(.))")
_HOLDS_ARTICLE: Final = XPath("boolean(.//h1 or .//p[string-length(.) > 200])")
_CARDS: Final = frozenset({"article", "li"})
_CARD: Final = re.compile(
    r"(?:^|[\s_-])(?:card|teaser|item|tile|stream-?item|promo|headline-item)(?:$|[\s_-])", re.IGNORECASE
)
_PICTURES: Final = frozenset({"figure", "figcaption", "picture", "caption"})
_CAPTION: Final = re.compile(
    r"caption|credit|copyright|licen[sc]e|photo|bildunterschrift|bildnachweis|(?:^|[\s_-])(?:image|img|gallery|media|legende)(?:$|[\s_-])",
    re.IGNORECASE,
)
_FACTS: Final = re.compile(
    r"infobox|taxobox|factbox|fact-box|steckbrief|(?:^|[\s_-])(?:bday|dday|dtstart|dtend|deathdate|birthdate|wikitable|facts)(?:$|[\s_-])",
    re.IGNORECASE,
)
_BARS: Final = frozenset({"nav", "menu", "header"})
_BAR: Final = re.compile(
    r"(?:^|[\s_-])(?:top-?bar|topbar|masthead|site-?header|nav\w*|menu|clock|today|current|now|ticker|weather)(?:$|[\s_-])",
    re.IGNORECASE,
)
_NEAR_ANCESTORS: Final = 3
_MOST_ANCESTORS: Final = 15
_LONGEST_CARD: Final = 3_000
_LEAST_PROSE: Final = 60
_LEAST_HEADING: Final = 15
"""Characters of another story's headline; "Author" and names are shorter, or hold the name."""
_LONGEST_LINE_BELOW: Final = 100
_MOST_TEXTS_BELOW: Final = 12
_LONGEST_CLASS: Final = 500


def text_of(element: HtmlElement) -> str:
    """The words of an element as one line."""
    return clean_line(" ".join(_texts(element)))


def pieces_of(element: HtmlElement) -> list[tuple[str, HtmlElement]]:
    """The texts of an element, each with the element whose text it is, or behind which it stands."""
    found = ((clean_line(text), text.getparent()) for text in _TEXTS(element))
    return [(text, parent) for text, parent in found if text]


def find_heading(tree: HtmlElement, headline: str) -> HtmlElement | None:
    """The heading that shows the headline, of the highest level that does."""
    for tag in ("h1", "h2", "h3"):
        for heading in tree.iter(tag) if headline else ():
            if text_of(heading) == headline or any(text == headline for text, _ in pieces_of(heading)):
                return heading
    return None


def is_here(element: HtmlElement) -> bool:
    """Tell what belongs to the article from what stands in lists of others, in comments and the like."""
    for part in (element, *element.iterancestors()):
        if part.tag in {"body", "html"}:
            break
        if part.tag in _ELSEWHERE_TAGS or any(
            _ELSEWHERE.search((part.get(key) or "")[:_LONGEST_CLASS]) for key in ("class", "id")
        ):
            return False
    return True


def beside(
    elements: Iterable[HtmlElement], tree: HtmlElement, heading: HtmlElement | None
) -> tuple[list[HtmlElement], list[HtmlElement]]:
    """The elements behind the headline or before it in its article, and those close above it.

    Further up run clocks, and other stories.
    """
    if heading is None:
        return list(elements), []
    places = {element: place for place, element in enumerate(tree.iter())}
    known = [element for element in elements if element in places]  # a broken page has some beside its root
    around = set(heading.iterancestors("article", "main"))
    behind = [element for element in known if places[element] >= places[heading]]
    before = [element for element in known if places[element] < places[heading]]
    within = [element for element in before if not around.isdisjoint(element.iterancestors())]
    return behind + within, [element for element in before if _is_close_above(element, heading)]


def is_of_other_story(element: HtmlElement, heading: HtmlElement | None) -> bool:
    """Tell what stands in a card: a part of the page with a headline of its own and without the article's."""
    if heading is None:
        return False
    around = {heading, *heading.iterancestors()}
    above = list(islice(element.iterancestors(), _MOST_ANCESTORS))
    for part in (element, *above):
        if part in around or part.tag in {"body", "html", "main"}:
            return False
        is_card = part.tag in _CARDS
        if not is_card and _LENGTH(part) > _LONGEST_CARD:
            continue
        headings = (
            _HEADINGS(part) if is_card or _CARD.search(part.get("class") or "") else _LINKED_HEADINGS(part)
        )
        if any(other not in above and _heads_story(other) for other in headings):
            return True
    return False


def is_of_picture(element: HtmlElement) -> bool:
    """Tell what stands in the caption or the credit of a picture."""
    return any(
        part.tag in _PICTURES or _CAPTION.search((part.get("class") or "")[:_LONGEST_CLASS])
        for part in (element, *islice(element.iterancestors(), _NEAR_ANCESTORS))
    )


def is_of_facts(element: HtmlElement) -> bool:
    """Tell what stands in a table of facts or a box of them: when something opened, or somebody was born."""
    for part in (element, *element.iterancestors()):
        if _FACTS.search(f"{part.get('class') or ''} {part.get('id') or ''}"[:_LONGEST_CLASS]):
            return True
        if part.tag in {"tr", "dd"} and not _HOLDS_ARTICLE(part):
            label = next(iter(part), None) if part.tag == "tr" else part.getprevious()
            text = "" if label is None or label in {element, *element.iterancestors()} else text_of(label)
            if any(char.isalpha() for char in text) and not is_credit_label(text):
                return True
    return False


def _is_close_above(element: HtmlElement, heading: HtmlElement) -> bool:
    """Tell what stands in a row right above the headline, and in no bar or menu at the top of the page."""
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
    ]  # up to the part that holds the headline
    number = next((n for n, part in enumerate(between) if part in above), len(between))
    return number == 0 or (
        common.tag not in {"body", "html"}
        and sum(_LENGTH(part) for part in between[:number]) <= _LONGEST_LINE_BELOW
        and not any(part.tag in _BARS or part.tag == "ul" for part in between[:number])
    )


def _heads_story(heading: HtmlElement) -> bool:
    text = text_of(heading)
    return len(text) >= _LEAST_HEADING and not is_credit_label(text) and not is_personal_name(text)


def texts_below(tree: HtmlElement, heading: HtmlElement | None) -> list[str]:
    """The short texts between the headline and the first paragraph, where the markup says nothing of them."""
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
        if is_here(parent) and not (
            is_of_facts(parent) or is_of_picture(parent) or is_of_other_story(parent, heading)
        ):
            below.append(line)
    return below


def is_told(element: HtmlElement) -> bool:
    """Tell a date that a sentence of the article tells."""
    paragraph = element if element.tag == "p" else next(element.iterancestors("p"), None)
    if paragraph is None:
        return False
    text = text_of(paragraph)
    return len(text) >= _LEAST_PROSE and ends_like_sentence(text)


def _texts(element: HtmlElement) -> list[str]:
    found: list[str] = _TEXTS(element)
    return found

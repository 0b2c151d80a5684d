"""What the markup around an article says: who wrote it, and when it was published.

Owns the place: what stands in comments, lists of other articles, asides and footers says nothing of this
article, and of what is left the first counts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from lxml.etree import XPath

from qa_bot.cleaning import clean_line
from qa_bot.reading.dates import find_dates, to_iso
from qa_bot.reading.names import is_personal_name, name_at_start

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["find_byline", "find_published", "text_of"]

_ELSEWHERE_TAGS: Final = frozenset({"aside", "footer", "nav", "select"})
_ELSEWHERE: Final = re.compile(
    r"(?:^|\s)(?!has-|with-|no-|is-)(?:[\w-]*comments?(?![a-z])|[\w-]*-?(?:related|sidebar|footer)\b"
    r"|(?:widget|recommend|popular|trending)[\w-]*)",
    re.IGNORECASE,
)
_BYLINES: Final = XPath(
    '//*[@rel="author" or @itemprop="author" or contains(@class, "yline") or contains(@class, "uthor")]'
    "[not(self::meta or self::link or self::body)][string-length(.) < 1000]"
)
_DATED: Final = XPath(
    '//*[self::time or @itemprop="datePublished" or contains(@class, "date") or contains(@class, "Date")'
    ' or contains(@class, "ublish") or contains(@class, "osted") or contains(@class, "time")'
    ' or contains(@class, "yline") or contains(@class, "uthor")]'
    "[not(self::meta or self::link or self::body)][string-length(.) < 1000]"
)
_UPDATED: Final = re.compile(r"updat|modif|aktualisiert|mis à jour|actualizad|atualizad|更新", re.IGNORECASE)
_ISSUED: Final = re.compile(r"publi[scz]|posted|first", re.IGNORECASE)
_PUBLISHED: Final = re.compile(
    r"(?:publi(?:shed|ziert|cado|cada|é)|posted|veröffentlicht|erstellt|入力|입력|発行|发布|发表)[^\d]{0,30}$",
    re.IGNORECASE,
)
_LABELLED_DATE: Final = XPath(
    '//text()[contains(., "19") or contains(., "20")][string-length(.) < 120]'
    "[not(parent::script or parent::style or parent::title)]"
)
_TEXTS: Final = XPath(".//text()[not(parent::script or parent::style)]")
_BODY_TEXTS: Final = XPath("//body//text()[not(parent::script or parent::style)]")
_BY: Final = re.compile(r"by(?:\s|$)", re.IGNORECASE)
_JOINING: Final = frozenset({"and", "&", ",", "und", "et", "y", "e"})
_LEADING: Final = re.compile(
    r"\W*(?:(?:written |words |story |text |posted )?by|von|par|por|di|door|author|text)?\W*", re.IGNORECASE
)
_LONGEST_BYLINE: Final = 200
_LONGEST_ROW: Final = 60
_MOST_PARTS_OF_ROW: Final = 10
_LONGEST_LINE_BELOW: Final = 100
_MOST_TEXTS_BELOW: Final = 12
_LONGEST_CLASS: Final = 500
_MOST_CANDIDATES: Final = 40


def text_of(element: HtmlElement) -> str:
    """The words of an element as one line."""
    return clean_line(" ".join(_texts(element)))


def find_byline(tree: HtmlElement, headline: str) -> str | None:
    """Read the names in the first byline, ", " between them; None where none names anybody."""
    for element in filter(_is_here, _BYLINES(tree)[:_MOST_CANDIDATES]):
        pieces = [piece for piece in map(clean_line, _texts(element)) if piece]
        if not pieces or sum(map(len, pieces)) > _LONGEST_BYLINE:
            continue
        names = _names(pieces)
        if names:
            return ", ".join(names)
    below = _texts_below(tree, headline)
    for number, text in enumerate(below):
        if _BY.match(text):
            names = _names(below[number:][text.lower() == "by" :][:1])
            return ", ".join(names) if names and all(map(is_personal_name, names)) else None
    return None


def find_published(tree: HtmlElement, headline: str) -> str | None:
    """Read the date of publication from times, dated elements and labels; a date of an update is none."""
    for element in filter(_is_here, _beside(tree, headline, _DATED(tree))[:_MOST_CANDIDATES]):
        text = text_of(element)[:_LONGEST_BYLINE]
        if _is_update(element, text):
            continue
        date = to_iso(element.get("datetime") or element.get("content") or "") or _full_date(text)
        if date is not None:
            return date
    for text in _LABELLED_DATE(tree)[:_MOST_CANDIDATES]:
        for start, date in find_dates(clean_line(text)):
            if _PUBLISHED.search(clean_line(text)[:start]) and _is_here(text.getparent()):
                return date
    below = _texts_below(tree, headline)
    for label, text in zip(("", *below), below, strict=False):
        if (
            len(text) <= _LONGEST_ROW
            and not _UPDATED.search(f"{label[:_LONGEST_ROW]} {text}")
            and _full_date(text)
        ):
            return _full_date(text)
    return None


def _beside(tree: HtmlElement, headline: str, dated: list[HtmlElement]) -> list[HtmlElement]:
    """The elements behind the headline, then those before it within the article: above it runs a clock."""
    places = {element: place for place, element in enumerate(tree.iter())}
    heading = next((h1 for h1 in tree.iter("h1") if headline and text_of(h1) == headline), None)
    if heading is None:
        return dated
    dated = [element for element in dated if element in places]  # a broken page has some beside its root
    behind = [element for element in dated if places[element] > places[heading]]
    around = set(heading.iterancestors("article", "main"))
    return behind + [
        element
        for element in dated
        if places[element] < places[heading] and not around.isdisjoint(element.iterancestors())
    ]


def _is_update(element: HtmlElement, text: str) -> bool:
    """Tell a time that its own text, its class, or its row calls the one of an update."""
    if element.get("itemprop") == "datePublished" or element.get("pubdate") is not None:
        return False
    parent = element.getparent()
    is_row = parent is not None and len(parent) <= _MOST_PARTS_OF_ROW
    row = text_of(parent)[:_LONGEST_ROW] if is_row else ""
    labels = f"{element.get('class') or ''} {row}"
    return _UPDATED.search(text) is not None or (
        _UPDATED.search(labels) is not None and _ISSUED.search(labels) is None
    )


def _texts_below(tree: HtmlElement, headline: str) -> list[str]:
    """The short texts between the headline and the first paragraph, where the markup says nothing of them."""
    found = [(clean_line(text), text) for text in _BODY_TEXTS(tree)] if headline else []
    found = [(text, node) for text, node in found if text]
    start = next((number for number, (text, _) in enumerate(found) if text == headline), len(found))
    below = []
    for text, node in found[start + 1 :][:_MOST_TEXTS_BELOW]:
        if len(text) > _LONGEST_LINE_BELOW:
            break
        if _is_here(node.getparent()):
            below.append(text)
    return below


def _is_here(element: HtmlElement) -> bool:
    """Tell what belongs to the article from what stands in lists of others, in comments and the like."""
    for part in (element, *element.iterancestors()):
        if part.tag in {"body", "html"}:
            break
        if part.tag in _ELSEWHERE_TAGS or any(
            _ELSEWHERE.search((part.get(key) or "")[:_LONGEST_CLASS]) for key in ("class", "id")
        ):
            return False
    return True


def _full_date(text: str) -> str | None:
    dates = find_dates(text)
    return dates[0][1] if dates else None


def _texts(element: HtmlElement) -> list[str]:
    found: list[str] = _TEXTS(element)
    return found


def _names(pieces: list[str]) -> list[str]:
    """The names with which a byline begins: whole pieces, after "By", joined by "and" or a comma."""
    names: list[str] = []
    is_open = True
    for piece in pieces:
        if piece.lower() in _JOINING:
            is_open = True
            continue
        if not names and _LEADING.fullmatch(piece):
            continue
        found = name_at_start(piece) if is_open else None
        if found is None:
            break
        names += [name for name in found.split(", ") if name not in names]
        is_open = False
    return names

"""The author of an article, from the markup of its page.

The byline is the nearest element below the headline that is marked as an author or a byline and belongs to
this article. A name that is a byline only by its position must look like a person's.
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from lxml.etree import XPath

from qa_bot.reading.html.head import beside, find_heading, texts_below
from qa_bot.reading.html.markup import pieces_of, text_of
from qa_bot.reading.html.placement import states_this
from qa_bot.reading.metadata.credits import is_credit_label, stated_authors
from qa_bot.reading.metadata.han_names import is_han
from qa_bot.reading.metadata.name_words import is_no_name
from qa_bot.reading.metadata.names import clean_authors, is_personal_name, name_at_start

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

__all__ = ["find_byline"]

_CANDIDATES: Final = XPath(
    "//*[@class or @rel='author' or @itemprop='author']"
    "[not(self::meta or self::link or self::body or self::html or self::h1)]"
)
_LENGTH: Final = XPath("string-length(.)")
_BYLINE_CLASS: Final = re.compile(
    r"(?:by-?line|authors?|autor(?:in|es|as|a|en)?|auteurs?|autori|autore|verfasser|redakteur|writers?|reporters?|journalist(?:en|e)?|forfatter"
    r"|författare|skribent|schrijver|yazar|firma|signature|автор|zuozhe)(?![a-z])",
    re.IGNORECASE,
)
_ROW_CLASS: Final = re.compile(r"info|meta|source", re.IGNORECASE)
"""Class names of information rows; these name authors only after a label."""
_AUTHOR_LINK: Final = re.compile(
    r"(?:^|[/?.])(?:authors?|autor(?:en|es)?|auteurs?|autori|by|profiles?|people|person|staff|contributors?|columnists?|reporters?|writers?"
    r"|journalists?|redakteure?|journalistes?|firmas?|users?|members?|team|u)(?:[/=-]|$)",
    re.IGNORECASE,
)
_AUTHOR_NAME: Final = re.compile(
    r"(?:^|[\s_-])(?:author|autor|byline|contributor|writer)s?[_-]*(?:name|link|nom|nombre)(?:$|[\s_-])|^(?:fn|p-name|n)$",
    re.IGNORECASE,
)
_FAMILY: Final = re.compile(
    r"last|family|surname|nachname|apellido|cognome|sobrenome|achternaam|фамилия", re.IGNORECASE
)
_JOINING: Final = re.compile(r"\W*(?:and|und|et|y|e|en|i|og|och|oraz|и|及|和|&|,)?\W*", re.IGNORECASE)
_OPENING: Final = re.compile(r"(?:,|&|\b(?:and|und|et|y|e|en|og|och|oraz|и))\W*$", re.IGNORECASE)
_LONGEST_BYLINE: Final = 200
_LONGEST_MARKED: Final = 1_000
_LONGEST_MARK: Final = 500
_MOST_CANDIDATES: Final = 40


def find_byline(tree: HtmlElement, headline: str) -> str | None:
    """Return the names in the first byline that has any, joined by ", "; None without one."""
    heading = find_heading(tree, headline)
    behind, above = beside(_marked(tree), tree, heading)
    names = _first_marked(behind, heading) or _below(tree, heading) or _first_marked(above, heading)
    return ", ".join(names) or None


def _marked(tree: HtmlElement) -> Iterator[HtmlElement]:
    for element in _CANDIDATES(tree):
        marks = (element.get("class") or "")[:_LONGEST_MARK]
        is_marked = _is_marked_up(element) or _BYLINE_CLASS.search(marks)
        if (is_marked or _ROW_CLASS.search(marks)) and _LENGTH(element) < _LONGEST_MARKED:
            yield element


def _first_marked(elements: list[HtmlElement], heading: HtmlElement | None) -> list[str]:
    for element in elements[:_MOST_CANDIDATES]:
        if not states_this(element, heading):
            continue
        names = _named_by(element)
        if names:
            return names
    return []


def _below(tree: HtmlElement, heading: HtmlElement | None) -> list[str]:
    """Return the names in a row below the headline that has an author label, whatever its markup."""
    below = texts_below(tree, heading)
    for number, text in enumerate(below):
        is_label = is_credit_label(text)
        if is_label or _has_label(text):
            names = _read(below[number : number + 1 + is_label])
            return names if all(is_han(name) or is_personal_name(name) for name in names) else []
    return []


def _named_by(element: HtmlElement) -> list[str]:
    """Return the names in a marked element and in its siblings of the same tag and class."""
    pieces = pieces_of(element)
    if not pieces and _is_marked_up(element):
        return _split(clean_authors(_whole_name(element)))
    if not pieces or sum(len(text) for text, _ in pieces) > _LONGEST_BYLINE:
        return []
    is_byline = _is_author(element) or _BYLINE_CLASS.search(element.get("class") or "") is not None
    if not is_byline:
        labels = sum(is_credit_label(text) for text, _ in pieces)
        row = (" | " if labels > 1 else " ").join(
            text for text, _ in pieces
        )  # "Author: | Ada Moss | Date: | ..."
        return _split(clean_authors(row, is_certain=False)) if _has_label(row) else []
    marked = [part for part in element.iterdescendants() if _is_author(part)]
    if not marked and _is_author(element) and element.getparent() is not None:
        marked = [part for part in element.getparent() if _is_author(part)]
    marked = marked or _listed(element)
    names = [
        name
        for part in marked
        for name in _split(clean_authors(_whole_name(part), is_certain=_is_marked_up(part)))
    ]
    found = _read_pieces(element)
    if names and not set(names) <= set(found):
        return list(dict.fromkeys(names))
    alike = [part for part in element.itersiblings(element.tag) if part.get("class") == element.get("class")]
    return list(dict.fromkeys([*found, *(name for part in alike if found for name in _read_pieces(part))]))


def _listed(element: HtmlElement) -> list[HtmlElement]:
    """Return the entries of an author list: several descendants with the same byline class."""
    entries: dict[str, list[HtmlElement]] = {}
    for part in element.iterdescendants():
        if _BYLINE_CLASS.search(part.get("class") or ""):
            entries.setdefault(part.get("class"), []).append(part)
    return next((parts for parts in entries.values() if len(parts) > 1), [])


def _read_pieces(element: HtmlElement) -> list[str]:
    parted = _name_in_parts(element)
    if parted:
        return [parted]
    pieces = pieces_of(element)
    texts: list[str] = []
    first: HtmlElement | None = None
    for text, part in pieces:
        if first is not None and part is not first and _are_alike(first, part):
            texts.append(",")
        texts.append(text)
        first = part if first is None and not _is_passed_by(text) else first
    return _read(texts) or _split(_labelled(text_of(element)))


def _read(texts: list[str]) -> list[str]:
    """Return the names at the start of a byline: whole pieces, after "By", joined by "and" or a comma."""
    names: list[str] = []
    is_open, is_led = True, False
    for text in texts:
        if _JOINING.fullmatch(text):
            is_open = True
        elif is_open:
            found = _split(name_at_start(text, is_certain=is_led))
            names += [name for name in found if name not in names]
            if not names and _is_passed_by(text):
                is_led = is_led or is_credit_label(text)
            elif not found:
                break
            else:
                is_open = _OPENING.search(text) is not None
        else:
            is_open = _OPENING.search(text) is not None
            if not is_open:
                break
    return names


def _labelled(row: str) -> str | None:
    return clean_authors(row, is_certain=False) if _has_label(row) else None


def _has_label(row: str) -> bool:
    """Check whether a row has an author label anywhere: "2021-09-30 来源 湖城日报 作者 李明"."""
    stated = stated_authors(row)
    return stated is not None and stated.is_led


def _name_in_parts(element: HtmlElement) -> str | None:
    """Return a name whose parts are in separate elements, the given name first; None without one."""
    pieces = [(text, part) for text, part in pieces_of(element) if not _is_passed_by(text)]
    pieces = list(takewhile(lambda piece: piece[0][0].isalpha() and not _holds_name(piece[0]), pieces))
    parts = {part for _, part in pieces}
    if len(pieces) < 2 or len(parts) != len(pieces):  # noqa: PLR2004
        return None
    pieces.sort(
        key=lambda piece: _FAMILY.search(f"{piece[1].get('class')} {piece[1].get('itemprop')}") is not None
    )
    name = " ".join(text for text, _ in pieces)
    return name if is_personal_name(name) else None


def _holds_name(text: str) -> bool:
    return sum(not word[0].islower() for word in text.split()) > 1


def _whole_name(element: HtmlElement) -> str:
    named = element.xpath('.//*[@itemprop="name"]')
    stated = element.get("content") or (named[0].get("content") if named else None)
    return stated or _name_in_parts(element) or text_of(named[0] if named else element)


def _is_marked_up(element: HtmlElement) -> bool:
    return "author" in {element.get("rel"), element.get("itemprop")}


def _is_author(element: HtmlElement) -> bool:
    """Check whether an element is marked as one author: by relation, property, class or link target."""
    if _is_marked_up(element):
        return True
    if _AUTHOR_NAME.search(element.get("class") or ""):
        return True
    return element.tag == "a" and _AUTHOR_LINK.search(element.get("href") or "") is not None


def _is_passed_by(text: str) -> bool:
    """Check whether a text may precede the names in a byline: a label, a button, a symbol."""
    return is_credit_label(text) or is_no_name(text) or not any(char.isalpha() for char in text)


def _are_alike(first: HtmlElement, other: HtmlElement) -> bool:
    """Check whether two elements are entries of one list of names."""
    if first.tag != other.tag:
        return False
    return first.tag == "li" or (first.get("class") is not None and first.get("class") == other.get("class"))


def _split(names: str | None) -> list[str]:
    return names.split(", ") if names else []

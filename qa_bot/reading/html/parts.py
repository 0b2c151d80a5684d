"""Articles in parts: boxes of one name with advertisements between, the first of which would pass for all.

A part has paragraphs, and does not begin with a heading as a separate story does.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Final

from lxml.etree import XPath
from lxml.html import Element

from qa_bot.reading.html.prose import prose_length

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.html import HtmlElement

__all__ = ["join_parts"]

_TAGS: Final = ("div", "section", "article", "main")
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4"})
_BODY_NAME: Final = re.compile(
    r"body|content|text|article|story|entry|post|chunk|part|segment|copy|prose|artikel|inhalt"
    r"|contenido|texte|cuerpo|corps",
    re.IGNORECASE,
)
_NUMBERS: Final = re.compile(r"[\W_]*\d+$")
_HAS_BODY: Final = XPath(
    "boolean(//article | //main | //*[@itemprop='articleBody'] | //*[self::div"
    " or self::section][contains(@class, 'ontent') or contains(@class, 'rticle')"
    " or contains(@class, 'post') or contains(@class, 'ntry') or contains(@class, 'tory')"
    " or contains(@class, 'text') or contains(@class, 'main') or contains(@class, 'body')"
    " or contains(@id, 'ontent') or contains(@id, 'rticle') or contains(@id, 'post')"
    " or contains(@id, 'ntry') or contains(@id, 'tory') or contains(@id, 'text')"
    " or contains(@id, 'main') or contains(@id, 'body')])"
)
_PARAGRAPHS: Final = XPath(".//p")
_NEARLY_ALL: Final = 0.9
_LEAST_SHARE: Final = 0.8
_LEAST_PROSE: Final = 100


def join_parts(tree: HtmlElement, path: list[HtmlElement]) -> None:
    """Unname the parts of an article, and mark the element around all of them as its body."""
    if not _HAS_BODY(tree):
        least = _NEARLY_ALL * prose_length(path[0])
        _declare(next(element for element in reversed(path) if prose_length(element) >= least))
    boxes: dict[tuple[str, str], list[HtmlElement]] = {}
    for element in path[0].iterdescendants(*_TAGS):
        if name := _first_name(element):
            boxes.setdefault(name, []).append(element)
    boxes = {name: elements for name, elements in boxes.items() if len(elements) > 1}
    for level, element in enumerate(path[1:], 1):
        parts = _outermost(boxes.get(_first_name(element) or ("", ""), []))
        if element in parts and len(parts) > 1 and all(map(_is_part, parts)):
            around = [outer for outer in path[:level] if all(outer in part.iterancestors() for part in parts)]
            _make_one(around[-1], parts)
            return
    for elements in boxes.values():
        parts = _outermost(element for element in elements if path[-1] in element.iterancestors())
        if (
            len(parts) > 1
            and all(map(_is_part, parts))
            and sum(map(prose_length, parts)) >= _LEAST_SHARE * prose_length(path[-1])
        ):
            _make_one(path[-1], parts)


def _first_name(element: HtmlElement) -> tuple[str, str] | None:
    for name in (element.get("class"), element.get("itemprop"), _NUMBERS.sub("", element.get("id") or "")):
        if name and _BODY_NAME.search(name):
            return str(element.tag), name.split()[0]
    return None


def _outermost(elements: Iterable[HtmlElement]) -> list[HtmlElement]:
    """Return the elements that contain prose and are within no other of them."""
    found: dict[HtmlElement, None] = {}
    for element in elements:
        if not any(outer in found for outer in element.iterancestors()) and prose_length(element):
            found[element] = None
    return list(found)


def _is_part(box: HtmlElement) -> bool:
    return prose_length(box) >= _LEAST_PROSE and len(_PARAGRAPHS(box)) > 0 and not _is_headed(box)


def _is_headed(box: HtmlElement) -> bool:
    """Check whether a box begins with a headline or a linked heading, or is next to one."""
    first = next(
        (element for element in box.iter() if isinstance(element.tag, str) and (element.text or "").strip()),
        None,
    )
    heading = (
        next((element for element in (first, *first.iterancestors()) if element.tag in _HEADINGS), None)
        if first is not None
        else None
    )
    if heading is not None and (
        heading.tag == "h1" or box.tag == "article" or next(heading.iter("a"), None) is not None
    ):
        return True
    beside = (
        element
        for outer in itertools.islice(box.iterancestors(), 1)
        for element in outer
        if element is not box
    )
    return box.tag != "article" and any(
        element.tag in {"h2", "h3", "h4"} and next(element.iter("a"), None) is not None for element in beside
    )


def _make_one(around: HtmlElement, parts: list[HtmlElement]) -> None:
    for part in parts:
        for element in (part, *itertools.takewhile(lambda outer: outer is not around, part.iterancestors())):
            for name in ("class", "id", "itemprop"):
                element.attrib.pop(name, None)
    _declare(around)


def _declare(body: HtmlElement) -> None:
    """Mark an element as the article's body; wrap the content of the page's own body first."""
    if body.tag == "body":
        box = Element("div")
        box.text, body.text = body.text, None
        box.extend(list(body))
        body.append(box)
        body = box
    if body.tag in _TAGS:
        body.set("itemprop", "articleBody")

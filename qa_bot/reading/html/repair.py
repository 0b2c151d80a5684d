"""Repairs the markup of a page before it is read.

An element is boilerplate by its tag or its name, unless it contains the main content of the page. Only names
and tags are removed here.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Final

from lxml.etree import ParserError, XPath
from lxml.html import document_fromstring

from qa_bot.reading.html.prose import find_core, has_headline, names_of, prose_length, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

__all__ = ["mend_page"]

_FURNITURE_TAGS: Final = frozenset(
    {
        "a",
        "aside",
        "button",
        "dialog",
        "figure",
        "figcaption",
        "footer",
        "form",
        "header",
        "label",
        "menu",
        "nav",
        "select",
    }
    | {
        "address",
        "canvas",
        "noscript",
        "object",
        "option",
        "svg",
        "template",
        "video",
        "audio",
        "iframe",
        "details",
    }
)
_FURNITURE_NAME: Final = re.compile(
    r"nav|menu|sidebar|side-bar|widget|footer|banner|cookie|consent|related|elated|share|social"
    r"|newsletter|promo"
    r"|breadcrumb|teaser|popup|modal|overlay|slide|meta|author|byline|tag|button|hidden|hide|embed"
    r"|viewport|expand"
    r"|(?:^|[\s_-])(?:ads?|bar)(?:[\s_-]|$)|comment|paid|premium|options|rating|message|permission"
    r"|noprint|next-|-stories|more-on",
    re.IGNORECASE,
)
_SURE_SHARE: Final = 0.8
"""Share of the surrounding prose above which an element is the article's, though named as boilerplate."""
_LEAST_STORED: Final = 200
"""Characters of prose: shorter texts ask to enable scripts."""
_LONGEST_REQUEST: Final = 400
_MARKUP_TYPE: Final = re.compile(
    r"text/(?:x-)?(?:html|template|[\w-]*template|handlebars|mustache)|text/x-[\w-]*template", re.IGNORECASE
)
_CONTROLLING: Final = re.compile(
    r"more|mehr|plus|más|menu|nav|share|search|toggle|close|login", re.IGNORECASE
)
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "dt", "summary", "legend"})
_IN_HEADING: Final = XPath(
    "ancestor::h1 or ancestor::h2 or ancestor::h3 or ancestor::h4 or ancestor::h5 or ancestor::h6"
    " or ancestor::dt or ancestor::summary"
)
_LONGEST_QUESTION: Final = 200


def mend_page(tree: HtmlElement) -> None:
    """Show the texts that the page stores for its scripts, and open the boxes around the article."""
    for template in list(tree.iter("template")):
        if template.get("shadowrootmode") or template.get("shadowroot"):
            template.tag = "div"
    _bring_out_stored(tree)
    _open_furniture(tree)
    _keep_questions(tree)


def _bring_out_stored(tree: HtmlElement) -> None:
    """Show the texts stored in the first way that has more prose than the page shows."""
    body = next(tree.iter("body"), None)
    if body is None:
        return
    put_away = sum(map(prose_length, body.iter("noscript", "template")))
    for kind in (_noscripts, _templates, _frames, _script_templates):
        stored = [
            (place, content)
            for place, content in kind(body)
            if prose_length(content) > 0 and not _asks_for_scripts(content)
        ]
        length = sum(prose_length(content) for _, content in stored)
        if length > _LEAST_STORED and length > prose_length(body) - put_away:
            for place, content in stored:
                content.tag = "div"
                content.attrib.clear()
                if place is not content:
                    place.addprevious(content)
            return


def _asks_for_scripts(content: HtmlElement) -> bool:
    text = text_of(content)
    return len(text) <= _LONGEST_REQUEST and "javascript" in text.lower()


def _noscripts(body: HtmlElement) -> Iterator[tuple[HtmlElement, HtmlElement]]:
    yield from ((element, element) for element in list(body.iter("noscript")))


def _templates(body: HtmlElement) -> Iterator[tuple[HtmlElement, HtmlElement]]:
    yield from ((element, element) for element in list(body.iter("template")))


def _frames(body: HtmlElement) -> Iterator[tuple[HtmlElement, HtmlElement]]:
    yield from _parsed((frame, frame.get("srcdoc") or "") for frame in list(body.iter("iframe")))


def _script_templates(body: HtmlElement) -> Iterator[tuple[HtmlElement, HtmlElement]]:
    scripts = [
        script for script in body.iter("script") if _MARKUP_TYPE.fullmatch((script.get("type") or "").strip())
    ]
    yield from _parsed((script, script.text or "") for script in scripts)


def _parsed(pairs: Iterator[tuple[HtmlElement, str]]) -> Iterator[tuple[HtmlElement, HtmlElement]]:
    for place, markup in pairs:
        if len(markup) > _LEAST_STORED:
            try:
                parsed = document_fromstring(markup)
            except (ParserError, ValueError):
                continue
            content = next(parsed.iter("body"), parsed)
            for frame, inner in list(_frames(content)):
                inner.tag = "div"
                frame.addprevious(inner)
            yield place, content


def _open_furniture(tree: HtmlElement) -> None:
    """Turn menus, asides and the like on the path to the article into plain boxes."""
    path = find_core(tree)
    for outer, element in itertools.pairwise(path):
        is_named = _FURNITURE_NAME.search(names_of(element))
        if element.tag not in _FURNITURE_TAGS and not is_named and not element.get("role"):
            continue
        least = max(_LEAST_STORED, _SURE_SHARE * prose_length(outer))
        if not has_headline(element) and prose_length(element) < least:
            return
        if element.tag in _FURNITURE_TAGS:
            element.tag = "div"
        for name in ("class", "id", "role", "aria-hidden"):
            if is_named or name == "role":
                element.attrib.pop(name, None)


def _keep_questions(tree: HtmlElement) -> None:
    """Turn buttons that open an answer into headings: those in a heading or before the text they control."""
    for button in list(tree.iter("button")):
        text = text_of(button)
        if not text or len(text) > _LONGEST_QUESTION:
            continue
        if _IN_HEADING(button):
            button.drop_tag()
        elif text.endswith(("?", "\uff1f", "؟")) or (
            button.get("aria-expanded") is not None and _opens_answer(button)
        ):
            button.tag = "h3"


def _opens_answer(button: HtmlElement) -> bool:
    """Check whether a button opens the text after it, rather than more of the page or its menu."""
    answer = button.getnext()
    words = len(text_of(button).split())
    return (
        answer is not None
        and words > 1
        and _CONTROLLING.search(text_of(button)) is None
        and answer.tag not in _HEADINGS
        and prose_length(answer) > 0
    )

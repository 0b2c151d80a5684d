"""Inline markup made plain text, so that a sentence stays one: code, ruby, formulas, edit marks.

Ruby readings, edit marks and kickers are removed, as they are not part of a sentence or a headline. Every
other character stays in its place.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Final

from lxml.etree import XPath

from qa_bot.core.sanitizing import clean_line
from qa_bot.reading.html.prose import text_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["plain_inlines"]

_CODE: Final = ("code", "kbd", "samp", "tt", "var")
_FENCES: Final = XPath("boolean(ancestor::pre)")
_BESIDE_TEXT: Final = XPath(
    "boolean(preceding-sibling::text()[normalize-space(.) != '']"
    " or following-sibling::text()[normalize-space(.) != ''])"
)
_BOXES: Final = frozenset({"body", "div", "section", "article", "figure", "main", "blockquote"})
_EDIT_MARKS: Final = frozenset(
    {"mw-editsection", "editsection", "mw-edit", "headerlink", "anchorjs-link", "heading-anchor"}
)
_RENDERED_TWICE: Final = frozenset(
    {
        "MJX_Assistive_MathML",
        "MathJax_Preview",
        "katex-html",
        "mwe-math-fallback-image-inline",
        "mwe-math-fallback-image-display",
    }
)
_MARKS: Final = _EDIT_MARKS | _RENDERED_TWICE
_EDIT: Final = re.compile(
    r"\s*\[\s*(?:edit(?:\s+source)?|bearbeiten|quelltext bearbeiten|modifier|modifier le code|editar"
    r"|editar (?:código|a fonte)"
    r"|modifica(?: wikitesto)?|bewerken|brontekst bewerken|redigera|redigér|rediger|muokkaa|edytuj"
    r"|edytuj kod|править|編集|编辑|編輯|편집)"
    r"(?:\s*\|\s*[\w ]{3,30})?\s*\]$",
    re.IGNORECASE,
)
_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_KICKER_NAME: Final = re.compile(
    r"kick|eyebrow|over-?line|overtitle|over-?head|(?:^|[\s_-])(?:over|top|pre)(?:[\s_-]|$)|topline"
    r"|dachzeile|roofline|spitzmarke|surtitre|sobretitulo"
    r"|antetitulo|volanta|occhiello|chapeau|label|category|rubri[ck]|ressort|section-?name|tagline"
    r"|flag|badge",
    re.IGNORECASE,
)
_LINK_SIGNS: Final = frozenset("#¶§🔗↩↑^")
_CITATION: Final = re.compile(r"\W*\w{0,4}\W*")
_TITLES: Final = frozenset({"og:title", "twitter:title"})
_LINKED_DATA: Final = XPath('//script[contains(@type, "ld+json")]/text()')
_HEADLINE: Final = re.compile(r'"headline"\s*:\s*"([^"\\]{1,300})"')
_LONGEST_KICKER: Final = 60


def plain_inlines(tree: HtmlElement) -> None:
    """Replace inline markup by plain text, and remove edit marks and kickers."""
    for mark in [mark for mark in tree.iter("span", "a", "img", "mjx-assistive-mml") if _is_mark(mark)]:
        if mark.getparent() is not None:
            mark.drop_tree()
    _plain_code(tree)
    _plain_ruby(tree)
    for quotation in list(tree.iter("q")):
        quotation.drop_tag()
    for formula in list(tree.iter("math")):
        _plain_formula(formula)
    for source in [
        script for script in tree.iter("script") if (script.get("type") or "").startswith("math/tex")
    ]:
        _show_source(source)
    for link in [link for link in tree.iter("a") if (link.get("href") or "").startswith("#")]:
        _plain_link(link)
    for heading in list(tree.iter(*_HEADINGS)):
        _drop_edit_text(heading)
    titles = _declared_titles(tree)
    for headline in list(tree.iter("h1", "h2")):
        _part_headline(headline, titles)


def _is_mark(element: HtmlElement) -> bool:
    names = element.get("class")
    return element.tag == "mjx-assistive-mml" or (names is not None and not _MARKS.isdisjoint(names.split()))


def _plain_link(link: HtmlElement) -> None:
    """Unwrap a link within the page, so that a paragraph of many citations does not look like a menu."""
    text = text_of(link)
    if text and text in _LINK_SIGNS:
        link.drop_tree()
    elif _CITATION.fullmatch(text) or _BESIDE_TEXT(link):
        link.drop_tag()


def _plain_code(tree: HtmlElement) -> None:
    for code in list(tree.iter(*_CODE)):
        is_block = code.getparent().tag in _BOXES or "\n" in code.text_content().strip()
        if not _FENCES(code) and (_BESIDE_TEXT(code) or not is_block):
            code.tag = "span"
            code.attrib.clear()


def _plain_ruby(tree: HtmlElement) -> None:
    """Keep the base characters of ruby, without their readings."""
    for reading in list(tree.iter("rt", "rp", "rtc")):
        reading.drop_tree()
    for base in list(tree.iter("rb", "ruby")):
        for text in base.iter():
            text.text = (text.text or "").strip() or text.text
            if text is not base:
                text.tail = (text.tail or "").strip()
        base.drop_tag()


def _plain_formula(formula: HtmlElement) -> None:
    """Replace a formula by how one would type it, from its MathML, else from its TeX."""
    text = _linear(formula) or re.sub(r"\\displaystyle", "", formula.get("alttext") or "").strip("{} ")
    for around in formula.iterancestors("span"):
        around.attrib.pop("style", None)  # encyclopaedias hide the markup behind a picture
    tail = formula.tail
    formula.clear()
    formula.tag, formula.text, formula.tail = "span", text, tail


def _show_source(source: HtmlElement) -> None:
    """Show the TeX that a script would have turned into a formula, unless the formula precedes it."""
    before = source.getprevious()
    if before is None or "MathJax" not in f"{before.get('class')} {before.get('id')}":
        source.tag = "span"
        source.attrib.clear()


def _linear(element: HtmlElement) -> str:
    tag = str(element.tag).rpartition("}")[2].rpartition(":")[2]
    if tag in {"annotation", "annotation-xml", "mphantom", "none"}:
        return ""
    parts = [_linear(child) for child in element if isinstance(child.tag, str)]
    if tag == "mfrac" and len(parts) == 2:  # noqa: PLR2004
        return f"{_bracketed(parts[0])}/{_bracketed(parts[1])}"
    if tag in _SCRIPTS and len(parts) > 1:
        return parts[0] + "".join(
            sign + _bracketed(part) for sign, part in zip(_SCRIPTS[tag], parts[1:], strict=False)
        )
    if tag in {"msqrt", "mroot"}:
        return f"√{_bracketed(''.join(parts[:1] if tag == 'mroot' else parts))}"
    text = " ".join((element.text or "").split())
    if tag == "mo" and text in _SPACED_SIGNS:
        return f" {text} "
    return text + "".join(parts)


_SCRIPTS: Final = {"msup": "^", "msub": "_", "msubsup": "_^", "munder": "_", "mover": "^", "munderover": "_^"}
_SPACED_SIGNS: Final = frozenset("=+−-<>≤≥≈≠±×·→⇒∈")  # noqa: RUF001


def _bracketed(text: str) -> str:
    return text if len(text) <= 1 or text.isalnum() else f"({text.strip()})"


def _drop_edit_text(heading: HtmlElement) -> None:
    """Remove "[edit]" and the permalink sign from the end of a heading."""
    text = text_of(heading)
    short = _EDIT.sub("", text).rstrip(" ¶§🔗")
    if short != text and short:
        tail = heading.tail
        heading.clear(keep_tail=True)
        heading.text, heading.tail = short, tail


def _declared_titles(tree: HtmlElement) -> list[str]:
    """Return the titles that the page declares, used to recognise kickers."""
    declared = [text_of(title) for title in tree.iter("title")]
    declared += [
        meta.get("content") or ""
        for meta in tree.iter("meta")
        if (meta.get("property") or meta.get("name")) in _TITLES
    ]
    declared += [html.unescape(found) for script in _LINKED_DATA(tree) for found in _HEADLINE.findall(script)]
    return [title for title in map(clean_line, declared) if title]


def _part_headline(headline: HtmlElement, titles: list[str]) -> None:
    """Reduce a headline to the declared title: drop a kicker, move a line below the title after it."""
    parts = [child for child in headline if isinstance(child.tag, str) and text_of(child)]
    if not parts or (headline.text or "").strip():
        return
    if len(parts) == 1 and text_of(parts[0]) == text_of(headline):
        _part_headline(parts[0], titles)
        return
    kicker, text, whole = parts[0], text_of(parts[0]), text_of(headline)
    rest = whole.removeprefix(text).lstrip(" :–—-|•·/")  # noqa: RUF001
    if not rest or rest == whole:
        return
    begun = re.compile(re.escape(text) + r"(?:\s*[-|–—·:]|$)")  # noqa: RUF001
    is_title = any(begun.match(title) and (rest not in title or text == title) for title in titles)
    if len(parts) > 1 and is_title and any(title == text for title in titles):
        for part in reversed(parts[1:]):
            part.tag = "p"
            headline.addnext(part)
    elif len(text) <= _LONGEST_KICKER and (
        any(title.startswith(rest) for title in titles) or (_is_kicker(kicker) and not is_title)
    ):
        headline.text = None
        kicker.drop_tree()


def _is_kicker(element: HtmlElement) -> bool:
    return _KICKER_NAME.search(f"{element.get('class') or ''} {element.get('id') or ''}") is not None

"""The styles and lists of a Word document, as they apply to its paragraphs.

A paragraph overrides its style, and a style overrides the one that it is based on. List items are counted
here. Built-in styles have English names in Word of every language.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from lxml.etree import _Element

__all__ = ["Kind", "ListMarks", "Style", "StyleSheet", "w"]

w: Final = cache(qn)
"""Returns the full name of a WordprocessingML element or attribute; called for every paragraph."""

_CONTENTS: Final = re.compile(r"(?:toc \d|toc heading|table of figures|index \d)", re.IGNORECASE)
_HEADING: Final = re.compile(r"heading ([1-9])", re.IGNORECASE)
_BODY_LEVEL: Final = 9
"""Outline level of everything but headings, which have 0 to 8."""
_DEEPEST_LEVEL: Final = 8
_DEEPEST_HEADING: Final = 6
"""Word has nine levels, other formats six."""
_LETTERS: Final = 26
_DEEPEST_STYLE: Final = 30
"""Maximum chain of styles, each based on the next. Word itself follows eleven; a cycle has no end."""


class Kind(Enum):
    """What a block is, by its style."""

    TEXT = auto()
    TITLE = auto()
    FIRST_HEADING = auto()
    """A heading of level one."""
    HEADING = auto()


@dataclass(frozen=True, slots=True)
class Style:
    """The properties of a paragraph's style; a kind of None means that it is not read."""

    kind: Kind | None
    numbering: tuple[str, int] | None
    """Number of the list, and level."""
    level: int = 0
    """Of a heading, from 1 to 6; 0 for everything else."""


class StyleSheet:
    """The styles of a document."""

    def __init__(self, document: WordDocument) -> None:
        self._elements = _styles(document)
        self._styles: dict[str | None, Style] = {}

    def style_of(self, paragraph: _Element) -> Style:
        """Return the paragraph's style, with the paragraph's own overrides."""
        properties = paragraph.find(w("w:pPr"))
        name = _value(properties, "w:pStyle")
        if name not in self._styles:
            self._styles[name] = _style(self._elements.get(name), self._elements)
        style = self._styles[name]
        numbering = _numbering(properties, style.numbering)
        level = _outline_level(properties)
        if level and style.kind is Kind.TEXT:
            return Style(_heading_kind(level), numbering, level)
        return Style(style.kind, numbering, style.level)


class ListMarks:
    """The lists of a document, and the current count of each."""

    def __init__(self, document: WordDocument) -> None:
        self._formats = _list_formats(document)
        self._counters: dict[str, dict[int, int]] = defaultdict(dict)

    def next(self, numbering: tuple[str, int] | None) -> str:
        """Return the mark of the next item of a list, such as "2. "; empty outside of lists."""
        if numbering is None:
            return ""
        number, level = numbering
        form, start = self._formats.get(number, {}).get(level, ("bullet", 1))
        counters = self._counters[number]
        counters[level] = counters.get(level, start - 1) + 1
        for deeper in [other for other in counters if other > level]:
            del counters[deeper]
        return _list_mark(form, counters[level])


def _styles(document: WordDocument) -> dict[str | None, _Element]:
    """Return each style by its id, and the default paragraph style under None."""
    elements: dict[str | None, _Element] = {}
    for style in document.styles.element.iter(w("w:style")):
        elements[style.get(w("w:styleId"))] = style
        if style.get(w("w:type")) == "paragraph" and style.get(w("w:default")) in ("1", "true"):
            elements[None] = style
    return elements


def _style(element: _Element | None, elements: dict[str | None, _Element]) -> Style:
    kind: Kind | None = Kind.TEXT
    level = 0
    numbering = None
    for _ in range(_DEEPEST_STYLE):
        if element is None:
            break
        properties = element.find(w("w:pPr"))
        if kind is Kind.TEXT:
            kind, level = _kind_by_name(_value(element, "w:name") or "", properties)
        numbering = numbering or _numbering(properties, None)
        element = elements.get(_value(element, "w:basedOn"))
    return Style(kind, numbering, level)


def _kind_by_name(name: str, properties: _Element | None) -> tuple[Kind | None, int]:
    """Return the kind and level of a style's paragraphs."""
    if _CONTENTS.fullmatch(name):
        return None, 0
    if name.lower() == "title":
        return Kind.TITLE, 1
    heading = _HEADING.fullmatch(name)
    level = min(int(heading[1]), _DEEPEST_HEADING) if heading is not None else _outline_level(properties)
    return (_heading_kind(level), level) if level else (Kind.TEXT, 0)


def _heading_kind(level: int) -> Kind:
    return Kind.FIRST_HEADING if level == 1 else Kind.HEADING


def _outline_level(properties: _Element | None) -> int:
    """Return the heading level that a paragraph declares, from 1 to 6; 0 for none."""
    level = _number(_value(properties, "w:outlineLvl"), _BODY_LEVEL)
    return 0 if level >= _BODY_LEVEL else min(level + 1, _DEEPEST_HEADING)


def _numbering(properties: _Element | None, default: tuple[str, int] | None) -> tuple[str, int] | None:
    element = None if properties is None else properties.find(w("w:numPr"))
    if element is None:
        return default
    number = _value(element, "w:numId") or (default[0] if default else None)
    if number is None or number == "0":  # 0 removes the paragraph from its style's list
        return None
    level = _number(_value(element, "w:ilvl"), default[1] if default else 0)
    return number, min(level, _DEEPEST_LEVEL)


def _list_formats(document: WordDocument) -> dict[str, dict[int, tuple[str, int]]]:
    """Return, for each list by its number, the format and the first number of each level."""
    try:
        root: Any = document.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING).element  # type: ignore[attr-defined]
    except KeyError:  # a document without lists
        return {}
    abstract = {
        element.get(w("w:abstractNumId")): {
            _number(level.get(w("w:ilvl")), 0): (
                _value(level, "w:numFmt") or "decimal",
                _number(_value(level, "w:start"), 1),
            )
            for level in element.iterchildren(w("w:lvl"))
        }
        for element in root.iterchildren(w("w:abstractNum"))
    }
    return {
        element.get(w("w:numId")): abstract.get(_value(element, "w:abstractNumId"), {})
        for element in root.iterchildren(w("w:num"))
    }


def _list_mark(form: str, number: int) -> str:
    if form == "none":
        return ""
    if form in ("lowerLetter", "upperLetter") and 1 <= number <= _LETTERS:
        letter = chr(ord("a") + number - 1)
        return f"{letter.upper() if form == 'upperLetter' else letter}. "
    return f"{number}. " if form in ("decimal", "decimalZero", "ordinal") else "- "


def _value(parent: _Element | None, tag: str) -> str | None:
    child = None if parent is None else parent.find(w(tag))
    return None if child is None else child.get(w("w:val"))


def _number(text: str | None, default: int) -> int:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 9 else default  # noqa: PLR2004

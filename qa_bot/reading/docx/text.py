"""The text of a Word document's body, as blocks in reading order.

It walks WordprocessingML (ECMA-376, part 1, chapter 17) itself, since python-docx skips text in tracked
insertions, content controls and text boxes. Lists have marks, a table row is a block, and a drop cap is a
letter of the paragraph next to it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import XmlPart

from qa_bot.core.sanitizing import clean_line
from qa_bot.reading.blocks.line_breaks import is_layout_row, join_row, split_at_breaks
from qa_bot.reading.decoding.xml import parse_xml
from qa_bot.reading.docx.styles import Kind, ListMarks, Style, StyleSheet, w

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docx.document import Document as WordDocument
    from lxml.etree import _Element

__all__ = ["Block", "WordText"]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a heading or a row of a table, clean and not empty."""

    kind: Kind
    text: str
    level: int = 0
    """Of a heading, from 1 to 6; 0 for everything else."""
    is_row: bool = False
    """Whether it is a table row."""


_WRAPPERS: Final = frozenset(
    map(w, ("w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo", "w:smartTag"))
)
"""Transparent elements around text: content controls, markup, and tracked insertions."""
_INLINE: Final = _WRAPPERS | frozenset(
    map(w, ("w:r", "w:hyperlink", "w:fldSimple", "w:dir", "w:bdo", "w:ruby", "w:rubyBase"))
)
_ALTERNATIVES: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_FORMULA: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath"
_NOTES: Final = (
    ("footnote", "w:footnote", RELATIONSHIP_TYPE.FOOTNOTES),
    ("endnote", "w:endnote", RELATIONSHIP_TYPE.ENDNOTES),
)
_REMOVED: Final = frozenset(map(w, ("w:del", "w:moveFrom")))


class WordText:
    """The body of a document opened by python-docx."""

    def __init__(self, document: WordDocument) -> None:
        self._body: Any = document.element.body
        self._styles = StyleSheet(document)
        self._marks = ListMarks(document)
        self._notes = _Notes(document)
        self._held: list[str] = []
        """Text that continues in the next paragraph: a drop cap, or a paragraph whose end was deleted."""
        self._after_cap = False

    def blocks(self) -> Iterator[Block]:
        """Yield the blocks that contain words, in order."""
        if self._body is not None:
            yield from self._blocks_in(self._body)
        if text := clean_line("".join(self._held)):
            yield Block(Kind.TEXT, text)

    def notes(self) -> Iterator[Block]:
        """Yield the footnotes and endnotes that the text refers to, in order."""
        for note in self._notes.referred_to(self._body) if self._body is not None else ():
            yield from self._blocks_in(note)

    def _blocks_in(self, parent: _Element) -> Iterator[Block]:
        for child in parent:
            if child.tag == w("w:p"):
                yield from self._paragraph(child)
            elif child.tag == w("w:tbl"):
                yield from self._table(child)
            elif child.tag in _WRAPPERS:
                yield from self._blocks_in(child)

    def _paragraph(self, paragraph: _Element) -> Iterator[Block]:
        style = self._styles.style_of(paragraph)
        pieces = list(_pieces(paragraph))
        self._held.extend(pieces)
        self._after_cap = _is_drop_cap(paragraph) or (self._after_cap and not clean_line("".join(pieces)))
        if not _is_end_removed(paragraph) and not self._after_cap:
            text = "".join(self._held)
            self._held.clear()
            yield from self._named(style, text)
        for box in _text_boxes(paragraph):
            yield from self._blocks_in(box)

    def _named(self, style: Style, text: str) -> Iterator[Block]:
        if style.kind is Kind.TEXT:
            paragraphs = list(split_at_breaks(text))
            mark = self._marks.next(style.numbering) if paragraphs else ""
            for paragraph in paragraphs:
                yield Block(Kind.TEXT, mark + paragraph)
                mark = ""
        elif style.kind is not None and (heading := clean_line(text)):
            yield Block(style.kind, heading, level=style.level)

    def _table(self, table: _Element) -> Iterator[Block]:
        rows = list(_children(table, w("w:tr")))
        for row in rows:
            if row.find(f"{w('w:trPr')}/{w('w:del')}") is not None:
                continue
            cells = [list(self._blocks_in(cell)) for cell in _children(row, w("w:tc"))]
            texts = [[block.text for block in cell] for cell in cells]
            if is_layout_row(texts):
                yield from (replace(block, is_row=len(rows) > 1) for cell in cells for block in cell)
            elif line := join_row(texts):
                yield Block(Kind.TEXT, line, is_row=True)


class _Notes:
    """The footnotes and endnotes of a document, by kind and number."""

    def __init__(self, document: WordDocument) -> None:
        self._found: dict[tuple[str, str | None], _Element] = {}
        for kind, tag, relation in _NOTES:
            try:
                part = document.part.part_related_by(relation)
            except KeyError:  # a document without such notes
                continue
            root = part.element if isinstance(part, XmlPart) else parse_xml(part.blob, "the document")
            for note in root.iterchildren(w(tag)):
                if note.get(w("w:type")) in (None, "normal"):  # others separate notes from the text
                    self._found[kind, note.get(w("w:id"))] = note

    def referred_to(self, body: _Element) -> Iterator[_Element]:
        """Yield each note once, in the order of references in the text."""
        kinds = {w(f"w:{kind}Reference"): kind for kind, _, _ in _NOTES}
        told: set[tuple[str, str | None]] = set()
        for reference in body.iter(*kinds) if self._found else ():
            key = kinds[reference.tag], reference.get(w("w:id"))
            if key in self._found and key not in told and not _is_removed(reference):
                told.add(key)
                yield self._found[key]


def _children(parent: _Element, tag: str) -> Iterator[_Element]:
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _children(child, tag)


def _pieces(parent: _Element) -> Iterator[str]:
    """Yield the text of a paragraph, without deleted, moved-away and hidden text."""
    for child in parent:
        if child.tag == w("w:t"):
            yield _spaced(child.text)
        elif child.tag in (w("w:br"), w("w:cr")):
            yield "\n"
        elif child.tag in (w("w:tab"), w("w:ptab")):
            yield " "
        elif child.tag == w("w:noBreakHyphen"):
            yield "-"
        elif child.tag == _FORMULA:
            yield "".join(child.itertext(f"{{{child.nsmap[child.prefix]}}}t"))
        elif child.tag in _INLINE and not _is_hidden(child):
            yield from _pieces(child)


def _spaced(text: str | None) -> str:
    return text.replace("\n", " ") if text else ""


def _is_end_removed(paragraph: _Element) -> bool:
    mark = paragraph.find(f"{w('w:pPr')}/{w('w:rPr')}")
    return mark is not None and any(child.tag in _REMOVED for child in mark)


def _is_removed(element: _Element) -> bool:
    return any(parent.tag in _REMOVED for parent in element.iterancestors())


def _is_drop_cap(paragraph: _Element) -> bool:
    frame = paragraph.find(f"{w('w:pPr')}/{w('w:framePr')}")
    return frame is not None and frame.get(w("w:dropCap")) in ("drop", "margin")


def _is_hidden(run: _Element) -> bool:
    switch = run.find(f"{w('w:rPr')}/{w('w:vanish')}")
    return switch is not None and switch.get(w("w:val"), "1") not in ("0", "false", "off")


def _text_boxes(paragraph: _Element) -> Iterator[_Element]:
    """Yield the text boxes anchored in a paragraph, each once, without the fallback for older programs."""
    if next(paragraph.iter(w("w:txbxContent")), None) is None:
        return
    waiting = [child for child in reversed(paragraph) if child.tag not in _REMOVED]
    while waiting:
        element = waiting.pop()
        if element.tag == w("w:txbxContent"):
            yield element  # the boxes inside are anchored in its own paragraphs
        elif element.tag == _ALTERNATIVES:
            waiting.extend(element[:1])  # the first alternative is the preferred one
        else:
            waiting.extend(reversed(element))

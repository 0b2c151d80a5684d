"""Lines separated only by breaks or boxes -> paragraphs, within the article.

A box that contains only inline markup is a paragraph, and so is the text between two double breaks. Boxes
outside the article stay as they are.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from lxml.html import Element

from qa_bot.core.sanitizing import clean_line
from qa_bot.language.marks import count_words
from qa_bot.language.sentence_ends import ends_like_sentence
from qa_bot.reading.html.prose import text_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["is_inline", "part_lines"]

_INLINE: Final = frozenset(
    {
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "blink",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "nobr",
        "output",
        "q",
        "s",
    }
    | {"samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"}
)
_BOXES: Final = frozenset(
    {
        "div",
        "center",
        "section",
        "article",
        "main",
        "body",
        "td",
        "font",
        "blockquote",
        "p",
        "span",
        "li",
        "dd",
    }
)
_PARAGRAPH_BOXES: Final = ("div", "center")
_BLOCK: Final = re.compile(r"display\s*:\s*(?:block|flex|grid)", re.IGNORECASE)
_LONGEST_CELL: Final = 120
_LEAST_WORDS: Final = 8
_SHORT_LINE: Final = 80


def part_lines(tree: HtmlElement, path: list[HtmlElement]) -> None:
    """Wrap the lines of the article, at the end of the path from the body to its prose, in paragraphs."""
    core = next((element for element in reversed(path) if not all(map(_is_inline, element))), path[0])
    for row in tree.iter("tr"):
        _flatten_cells(row)
    for table in [
        table
        for table in tree.iter("table")
        if next(table.iterancestors("blockquote", "li", "dd"), None) is not None
    ]:
        _part_rows(table)
    for span in tree.iter("span"):
        if _BLOCK.search(span.get("style") or ""):
            span.tag = "div"
    for block in list(tree.iter("pre")):
        _part_prose(block)
    for element in [element for element in core.iter() if element.tag in _BOXES]:
        if _parts_by_breaks(element) or (
            element.tag not in {"p", "span", "li", "dd", "td", "blockquote"} and _is_mixed(element)
        ):
            _wrap_runs(element)
    for box in list(core.iter(*_PARAGRAPH_BOXES)):
        if all(_is_inline(child) for child in box) and text_of(box):
            box.tag = "p"


def _part_rows(table: HtmlElement) -> None:
    """Turn table rows within quotations and lists into lines; trafilatura would join their cells."""
    if next(table.iter("p", "ul"), None) is not None:
        return
    for row in reversed(list(table.iter("tr"))):
        line = Element("p")
        line.text = " ".join(filter(None, (text_of(cell) for cell in row)))
        table.addnext(line)
    table.drop_tree()


def _flatten_cells(row: HtmlElement) -> None:
    """Turn each cell of a row of values into one line; trafilatura would join its paragraphs and breaks."""
    cells = [cell for cell in row if cell.tag in {"td", "th"}]
    if len(cells) < 2 or any(len(cell.text_content()) > _LONGEST_CELL for cell in cells):  # noqa: PLR2004
        return
    for cell in cells:
        parted = list(cell.iterdescendants("p", "div", "br"))
        if not parted or next(cell.iter("table", "ul", "ol"), None) is not None:
            continue
        for part in parted:
            part.tail = f" {part.tail or ''}"
            part.drop_tag()


def _part_prose(block: HtmlElement) -> None:
    """Turn preformatted prose, as in mail archives, into paragraphs; code stays as it is."""
    pieces = [clean_line(piece) for piece in re.split(r"\n[ \t]*\n", block.text_content())]
    pieces = [piece for piece in pieces if piece]
    if len(block) or sum(
        ends_like_sentence(piece) and count_words(piece) >= _LEAST_WORDS for piece in pieces
    ) * 2 < len(pieces):
        return
    for piece in reversed(pieces):
        paragraph = Element("p")
        paragraph.text = piece
        block.addnext(paragraph)
    block.drop_tree()


def is_inline(element: HtmlElement) -> bool:
    """Check whether an element is inline; a custom element is, within a paragraph."""
    if "-" in element.tag:
        return next(element.iterancestors("p", "li", "td"), None) is not None
    return element.tag in _INLINE


def _is_inline(node: HtmlElement) -> bool:
    return not isinstance(node.tag, str) or node.tag in {"br", "img"} or is_inline(node)


def _parts_by_breaks(element: HtmlElement) -> bool:
    """Check whether an element has a double break between its texts."""
    return any(
        child.tag == "br"
        and not (child.tail or "").strip()
        and (following := child.getnext()) is not None
        and following.tag == "br"
        for child in element
    )


def _is_mixed(element: HtmlElement) -> bool:
    """Check whether a box contains both a sentence of its own and other boxes."""
    texts = [element.text or "", *(child.tail or "" for child in element)]
    return any(count_words(text) >= _LEAST_WORDS for text in texts) and not all(map(_is_inline, element))


def _wrap_runs(element: HtmlElement) -> None:
    """Wrap each run of inline nodes between blocks and double breaks in a paragraph."""
    children = list(element)
    outer_tail = element.tail
    text, element.text = element.text, None
    for child in children:
        element.remove(child)
    run = _Run(element, text)
    if element.tag in {"p", "span"}:
        element.tag = "div"
    for child, following in zip(children, [*children[1:], None], strict=True):
        tail, child.tail = child.tail, None
        if child.tag == "br":
            if not (tail or "").strip() and following is not None and following.tag == "br":
                run.close()
            else:
                run.add(child, tail)
        elif _is_inline(child):
            run.add(child, tail)
        else:
            run.close()
            element.append(child)
            run = _Run(element, tail)
    run.close()
    element.tail = outer_tail


class _Run:
    """Consecutive inline nodes, collected for a paragraph."""

    def __init__(self, parent: HtmlElement, text: str | None) -> None:
        self._parent = parent
        self._paragraph = Element("p")
        self._paragraph.text = text
        self._is_empty = not (text or "").strip()

    def add(self, node: HtmlElement, tail: str | None) -> None:
        """Add a node and the text after it."""
        if node.tag == "br" and self._is_empty:
            self._paragraph.text = tail
            self._is_empty = not (tail or "").strip()
            return
        node.tail = tail
        self._is_empty = self._is_empty and not text_of(node) and not (tail or "").strip()
        self._paragraph.append(node)

    def close(self) -> None:
        """Append the paragraph, one for each line if all are short, and start a new run."""
        if text_of(self._paragraph):
            self._parent.extend(_each_line(self._paragraph))
        self._paragraph = Element("p")
        self._is_empty = True


def _each_line(paragraph: HtmlElement) -> list[HtmlElement]:
    """Return a paragraph for each line of a headline, byline or the like; else the paragraph itself."""
    breaks = [child for child in paragraph if child.tag == "br"]
    if not breaks:
        return [paragraph]
    lines = [Element("p")]
    lines[0].text = paragraph.text
    for child in list(paragraph):
        if child.tag == "br":
            lines.append(Element("p"))
            lines[-1].text = child.tail
        else:
            lines[-1].append(child)
    lines = [line for line in lines if text_of(line)]
    texts = [text_of(line) for line in lines]
    if len(texts) <= 4 and all(len(text) <= _SHORT_LINE and not ends_like_sentence(text) for text in texts):  # noqa: PLR2004
        return lines
    merged = lines[0]
    for line in lines[1:]:
        merged.append(Element("br"))
        merged[-1].tail = line.text
        merged.extend(list(line))
    return [merged]

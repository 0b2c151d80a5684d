"""A chapter's XHTML -> its headings and paragraphs, as blocks in reading order.

Each block-level element begins a block, so that no heading runs into a paragraph. A book has no boilerplate,
so nothing is scored as on web pages: all text counts except page numbers and note marks. Lists and tables
read as in Markdown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from lxml import etree

from qa_bot.core.sanitizing import clean_line
from qa_bot.reading.blocks.line_breaks import is_layout_row, join_row, split_at_breaks
from qa_bot.reading.decoding.xml import local_name

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["BookBlock", "read_blocks", "semantic_types"]

_BLOCKS: Final = frozenset(
    """
    address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hr html legend li main ol p pre section summary table tbody td tfoot
    th thead tr ul
    """.split()  # noqa: SIM905  (a list of forty literals is no better to read)
)
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_SKIPPED: Final = frozenset(
    "head script style nav svg audio video object iframe template noscript rt rp annotation select".split()  # noqa: SIM905
)
_SKIPPED_TYPES: Final = frozenset({"noteref", "pagebreak", "page-list", "landmarks", "toc"})
_SKIPPED_ROLES: Final = frozenset({"doc-noteref", "doc-pagebreak"})
_SKIPPED_CLASSES: Final = frozenset(
    "pagenum pageno page-number pagenumber noteref fnanchor footnoteref footnote-ref".split()  # noqa: SIM905
)
_LINK_SHARE: Final = 0.8
_TYPE: Final = "{http://www.idpf.org/2007/ops}type"
_UNSEEN_STYLE: Final = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_NOTE_MARK: Final = re.compile(r"\[\d{1,4}\]|\d{1,4}|[*†‡§]{1,3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class BookBlock:
    """A heading, a paragraph or a row of a table; clean and not empty."""

    text: str
    is_heading: bool
    anchors: tuple[str, ...]
    """Names by which a table of contents may link here."""
    is_link: bool
    """Whether all of it is a link, as in a table of contents."""
    level: int = 0
    """1 to 6 for a heading; 0 for anything else."""


@dataclass(slots=True)
class _Reader:
    """The state of the walk over one chapter."""

    blocks: list[BookBlock] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)
    tables: list[list[list[str]]] = field(default_factory=list)
    """The cells so far of each enclosing table row, the innermost last."""
    lists: list[int | None] = field(default_factory=list)
    """The number of the last item of each enclosing list, the innermost last; None for unordered ones."""
    mark: str = ""
    headings: int = 0
    level: int = 0
    """Level of the heading that began last."""
    verbatim: int = 0
    links: int = 0
    linked_characters: int = 0

    def start(self, element: _Element, name: str) -> None:
        if name in _BLOCKS:
            self.flush()
        self.anchors.extend(filter(None, (element.get("id"), element.get("name") if name == "a" else None)))
        if name == "br":
            self.pieces.append("\n")
        elif name in ("ol", "ul"):
            self.lists.append(_first_number(element) - 1 if name == "ol" else None)
        elif name == "li":
            self.begin_item()
        elif name == "tr":
            self.tables.append([])
        elif name in ("td", "th") and self.tables:
            self.tables[-1].append([])
        if name in _HEADINGS:
            self.headings += 1
            self.level = int(name[1])
        self.verbatim += name == "pre"
        self.links += name == "a" and element.get("href") is not None

    def end(self, element: _Element, name: str) -> None:
        if name in _BLOCKS:
            self.flush()
        if name in ("ol", "ul"):
            self.lists.pop()
        elif name == "li":
            self.mark = ""
        elif name == "tr":
            self.end_row(self.tables.pop())
        self.headings -= name in _HEADINGS
        self.verbatim -= name == "pre"
        self.links -= name == "a" and element.get("href") is not None

    def text(self, text: str | None) -> None:
        if text:
            self.pieces.append(text if self.verbatim else text.replace("\n", " "))
            self.linked_characters += len(text.strip()) if self.links else 0

    def is_within_text(self) -> bool:
        """Check whether the block has words already; a note's own number precedes them."""
        return any(not piece.isspace() for piece in self.pieces)

    def begin_item(self) -> None:
        last = self.lists[-1] if self.lists else None
        if last is None:
            self.mark = "- "
        else:
            self.lists[-1] = last + 1
            self.mark = f"{last + 1}. "

    def flush(self) -> None:
        """End the current block."""
        text = "".join(self.pieces)
        linked = self.linked_characters
        self.pieces.clear()
        self.linked_characters = 0
        if self.headings:
            paragraphs = list(filter(None, [clean_line(text)]))
        else:
            paragraphs = list(split_at_breaks(text, is_code=self.verbatim > 0))
        for paragraph in paragraphs:
            self.add(paragraph, is_link=linked >= len(paragraph) * _LINK_SHARE)

    def add(self, paragraph: str, *, is_link: bool) -> None:
        if self.tables and self.tables[-1]:
            self.tables[-1][-1].append(paragraph)
            return
        marked = paragraph if self.headings else self.mark + paragraph
        level = self.level if self.headings else 0
        self.blocks.append(
            BookBlock(
                text=marked,
                is_heading=self.headings > 0,
                anchors=tuple(self.anchors),
                is_link=is_link,
                level=level,
            )
        )
        self.anchors.clear()
        self.mark = ""

    def end_row(self, cells: list[list[str]]) -> None:
        lines = [line for cell in cells for line in cell] if is_layout_row(cells) else [join_row(cells)]
        for line in filter(None, lines):
            self.add(line, is_link=False)


def read_blocks(root: _Element) -> list[BookBlock]:
    """Return the blocks below the root of a chapter; [] without text."""
    reader = _Reader()
    walk = etree.iterwalk(root, events=("start", "end"))  # no recursion, however deep the tree
    skipped: _Element | None = None
    for event, element in walk:
        name = local_name(element)
        if event == "start":
            if (
                name == ""
                or _is_skipped(element, name)
                or (_is_note_mark(element) and reader.is_within_text())
            ):
                skipped = element
                reader.anchors.extend(filter(None, (element.get("id"),) if name else ()))
                walk.skip_subtree()
            else:
                reader.start(element, name)
                reader.text(element.text)
            continue
        if element is skipped:
            skipped = None
        else:
            reader.end(element, name)
        reader.text(element.tail if element is not root else None)
    reader.flush()
    return reader.blocks


def semantic_types(element: _Element) -> frozenset[str]:
    """Return the EPUB structural semantics of an element, such as "toc" or "copyright-page"."""
    types = element.get(_TYPE) or element.get("epub:type") or ""  # the latter if it was parsed as HTML
    return frozenset(types.lower().split())


def _is_skipped(element: _Element, name: str) -> bool:
    if name in _SKIPPED or element.get("hidden") is not None:
        return True
    classes = (element.get("class") or "").lower().split()
    return (
        element.get("role") in _SKIPPED_ROLES
        or not _SKIPPED_TYPES.isdisjoint(semantic_types(element))
        or not _SKIPPED_CLASSES.isdisjoint(classes)
        or _UNSEEN_STYLE.search(element.get("style") or "") is not None
    )


def _is_note_mark(link: _Element) -> bool:
    """Check whether an element is the raised or bracketed number of a note, or the link back from it."""
    if link.get("role") == "doc-backlink" or "footnote-back" in (link.get("class") or "").split():
        return True
    if local_name(link) != "a" or "#" not in (link.get("href") or "") or len(link) > 1:
        return False
    text = clean_line("".join(link.itertext()))
    if _NOTE_MARK.fullmatch(text) is None:
        return False
    around = link.getparent()
    return (
        text.startswith("[")
        or (around is not None and local_name(around) == "sup")
        or any(local_name(child) == "sup" for child in link)
    )


def _first_number(ordered_list: _Element) -> int:
    start = ordered_list.get("start") or ""
    return int(start) if start.isascii() and start.isdigit() and len(start) < 9 else 1  # noqa: PLR2004

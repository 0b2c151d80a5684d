"""An HTML page -> article; the only use of trafilatura.

This module decides where paragraphs begin and end. A page is parsed once: metadata and body come from the
same tree. Nothing is downloaded.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import trafilatura
from lxml.etree import ErrorTypes, ParserError, iterwalk
from lxml.html import HTMLParser, document_fromstring
from trafilatura.settings import Document

from qa_bot.core.errors import ReadingError
from qa_bot.core.sanitizing import clean_line
from qa_bot.core.types import Article, Source
from qa_bot.language.sentence_ends import ends_like_sentence
from qa_bot.reading.blocks.forms import paragraph_forms
from qa_bot.reading.blocks.headings import Piece, article_of, heading_levels
from qa_bot.reading.decoding.text import decode_clean
from qa_bot.reading.html.comments import settle_comments
from qa_bot.reading.html.dates import is_labelled_date
from qa_bot.reading.html.foreign import drop_foreign
from qa_bot.reading.html.inlines import plain_inlines
from qa_bot.reading.html.lines import is_inline, part_lines
from qa_bot.reading.html.metadata import find_page_metadata
from qa_bot.reading.html.notes import find_notes
from qa_bot.reading.html.parts import join_parts
from qa_bot.reading.html.repair import mend_page
from qa_bot.reading.html.words import drop_page_lines
from qa_bot.reading.metadata.dates import find_dates
from qa_bot.reading.metadata.names import clean_authors
from qa_bot.reading.reader import Reading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element
    from lxml.html import HtmlElement

__all__ = ["read", "read_web"]

_BLOCKS: Final = frozenset({"body", "p", "head", "quote", "list", "item", "table", "row", "code"})
_HTML_TAG: Final = re.compile(r"<html[\s>]", re.IGNORECASE)
_NO_XML_CHARACTER: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that trees may not contain (XML 1.0, 2.2 Characters), and on which trafilatura fails."""
_REFERENCE: Final = re.compile(r"&#(?:(\d{1,7})|x([0-9a-f]{1,6}))(?!\w);?", re.IGNORECASE)
_HUGE_TAG: Final = re.compile(r"<[a-zA-Z][^<>]{50000,}>")
_MOST_ATTRIBUTES: Final = 5_000
"""Most attributes of a tag: the parser's time grows with the square of their number."""
_CODE_POINTS: Final = 0x110000
_HEAD_LINES: Final = 6
_LONGEST_HEAD: Final = 60
_LONGEST_DATE: Final = 30
_LONGEST_LABEL: Final = 12
_LABEL: Final = re.compile(
    r"(?:by|posted|published|updated|written|von|veröffentlicht|publié)(?: (?:on|by|am|le))?:?", re.IGNORECASE
)
_MOST_OF_IT: Final = 0.9
_MUCH_MORE: Final = 2
"""How many times longer than the page's own text the one in its linked data must be to replace it."""
_LEAST_BODY: Final = 1_000
"""Characters of a body; below them, the slower rules are tried too."""
_LEAST_SHORT: Final = 200
"""Characters of a body that suffice if it is nearly all of the page's paragraphs."""
_LEAST_SHARE: Final = 0.5


def read(data: bytes, path: str) -> Reading:
    """Read a web page: one article."""
    return Reading((read_web(decode_clean(data, path), path),))


def read_web(html: str, path: str) -> Article:
    """Read a page or a fragment; without an article in it, the result has no paragraphs.

    Raises:
        ReadingError: the page is nested too deeply to be read.
    """
    if not _HTML_TAG.search(html):  # trafilatura rejects anything else
        html = f"<html><body>{html}</body></html>"
    try:
        return _read(html, path)
    except RecursionError as error:
        raise ReadingError(f"{path} is nested too deeply: save it as text") from error


def _read(html: str, path: str) -> Article:
    tree = _parse(html, path)
    if tree is None:
        return Article(id=path, source=Source(path=path), paragraphs=())
    comments = settle_comments(tree)
    mend_page(tree)
    notes = find_notes(tree)
    plain_inlines(tree)
    metadata = find_page_metadata(tree, html, path)
    to_text = drop_foreign(tree, comments)
    join_parts(tree, to_text)
    part_lines(tree, to_text)
    body = _find_body(tree)
    lines = drop_page_lines(_split_like(tree, tuple(_lines(body))))
    paragraphs = tuple(_without_head(_with_notes(lines, notes), metadata.source))
    if _is_better(metadata.body, paragraphs):
        paragraphs = metadata.body  # the page builds its text from its linked data
    levels, forms = heading_levels(tree), paragraph_forms(tree)
    pieces = (Piece(line, levels.get(line, 0), forms.get(line)) for line in paragraphs)
    return article_of(path, metadata.source, pieces)


def _with_notes(lines: tuple[str, ...], notes: list[str]) -> tuple[str, ...]:
    """Append the notes that are not among the lines."""
    text = "\n".join(lines)
    return (*lines, *(note for note in notes if note not in text)) if lines else ()


def _is_better(linked: tuple[str, ...], shown: tuple[str, ...]) -> bool:
    """Check whether a linked body is better: much longer, with all lines shown, or split into paragraphs."""
    linked_length, shown_length = sum(map(len, linked)), sum(map(len, shown))
    if len(shown) == 1 < len(linked):
        return linked_length > _MOST_OF_IT * shown_length
    if len(linked) > len(shown) and linked_length > shown_length:
        whole = " ".join(linked)
        return linked_length > _MUCH_MORE * shown_length or all(line in whole for line in shown)
    return linked_length > _MUCH_MORE * shown_length


def _parse(html: str, path: str) -> HtmlElement | None:
    """Parse a page; return None if it contains nothing but white space and page tags."""
    parser = HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, collect_ids=False
    )
    html = _REFERENCE.sub(_without_control, _NO_XML_CHARACTER.sub(" ", html))
    try:
        tree = document_fromstring(_HUGE_TAG.sub(_without_attributes, html).encode(errors="replace"), parser)
    except ParserError:
        return None
    if any(entry.type == ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log):
        raise RecursionError
    return tree


def _without_control(reference: re.Match[str]) -> str:
    """Return a character reference unchanged, or a space for a character that a tree may not contain."""
    number = int(reference[1]) if reference[1] else int(reference[2], 16)
    return " " if number < _CODE_POINTS and _NO_XML_CHARACTER.match(chr(number)) else reference.group()


def _without_attributes(tag: re.Match[str]) -> str:
    return tag.group() if tag.group().count(" ") < _MOST_ATTRIBUTES else "<p>"


def _find_body(tree: HtmlElement) -> _Element:
    """Find the article's body with trafilatura's fast rules; if they find little, with all its rules."""
    document = trafilatura.bare_extraction(tree, include_comments=False, fast=True)
    if not _is_plausible(document, tree):
        document = trafilatura.bare_extraction(tree, include_comments=False)
    return document.body if isinstance(document, Document) else trafilatura.baseline(tree)[0]


def _is_plausible(document: object, tree: HtmlElement) -> bool:
    """Check whether enough was found, in absolute terms and compared with the page's paragraphs."""
    found = len(document.text or "") if isinstance(document, Document) else 0
    shown = sum(len(p.text_content()) for p in tree.iter("p"))
    return found > max(_LEAST_BODY, _LEAST_SHARE * shown) or found > max(_LEAST_SHORT, _MOST_OF_IT * shown)


def _split_like(tree: HtmlElement, lines: tuple[str, ...]) -> tuple[str, ...]:
    """Split a short article that came out as one line as the page does."""
    if len(lines) != 1 or len(lines[0]) > _LEAST_BODY:
        return lines
    for container in (*tree.iter("article"), *tree.iter("body")):
        parted = tuple(filter(None, map(clean_line, "".join(_block_texts(container)).split("\n"))))
        if "".join(parted).replace(" ", "") == lines[0].replace(" ", ""):
            return parted
    return lines


def _block_texts(container: HtmlElement) -> Iterator[str]:
    for event, element in iterwalk(container, events=("start", "end")):
        border = "" if is_inline(element) else "\n"
        text = element.text if event == "start" else element.tail if element is not container else None
        yield border + _spaced(text)


def _without_head(lines: tuple[str, ...], source: Source) -> Iterator[str]:
    """Drop the headline, and rows of author and date at the top."""
    for number, line in enumerate(lines):
        if line == source.title or (number < _HEAD_LINES and _is_head(line, source)):
            continue
        yield line


def _is_head(line: str, source: Source) -> bool:
    """Check whether a line is a row of author and date, rather than a heading that contains a date."""
    if len(line) > _LONGEST_HEAD or ends_like_sentence(line):
        return False
    if (
        _LABEL.fullmatch(line)
        or is_labelled_date(line)
        or (source.author is not None and clean_authors(line) == source.author)
    ):
        return True
    if source.author is not None and _is_label_of(line, source.author.split(", ")):
        return True
    dates = find_dates(line)
    label = line[: dates[0][0]].strip() if dates else ""
    is_label = label.endswith((":", "\uff1a")) and len(label) <= _LONGEST_LABEL
    if dates and dates[0][1] == source.date and is_label:
        return True
    return bool(dates) and (_LABEL.fullmatch(label) is not None or (not label and len(line) <= _LONGEST_DATE))


def _is_label_of(line: str, names: list[str]) -> bool:
    """Check whether a line is these names and hardly anything else, such as "Por: Ada Moos"."""
    if not any(name in line for name in names):
        return False
    for name in names:
        line = line.replace(name, " ")
    return len(line.strip()) <= _LONGEST_LABEL


def _lines(body: _Element) -> Iterator[str]:
    return filter(None, map(clean_line, "".join(_pieces(body)).split("\n")))


def _pieces(element: _Element) -> Iterator[str]:
    """Return the text of an element in pieces, with a line feed at each paragraph border."""
    border = "\n" if element.tag in _BLOCKS else " " if element.tag == "cell" else ""
    text = _spaced(element.text)
    yield border + text
    last = text
    for child in element:
        if child.tag == "lb":
            # A break after the end of a sentence starts a paragraph; within a sentence it is only layout.
            yield "\n" if ends_like_sentence(last.rstrip()) else " "
        else:
            yield from _pieces(child)
        last = _spaced(child.tail)
        yield last
    yield border


def _spaced(text: str | None) -> str:
    return text.replace("\n", " ") if text else ""

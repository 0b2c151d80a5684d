"""An HTML page -> article; the only door to trafilatura.

Owns the borders of paragraphs and the caution about metadata: trafilatura guesses a publication from an
address and an author from a caption, so only names that look like ones, and that the page states, pass.
Nothing is fetched.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import trafilatura
from trafilatura.settings import Document

from qa_bot.cleaning import clean_line
from qa_bot.errors import ReadingError
from qa_bot.reading.body import ends_like_sentence
from qa_bot.reading.dates import to_iso
from qa_bot.reading.names import clean_authors
from qa_bot.types import Article, Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

__all__ = ["read_web"]

_BLOCKS: Final = frozenset({"body", "p", "head", "quote", "list", "item", "table", "row", "code"})
_HTML_TAG: Final = re.compile(r"<html[\s>]", re.IGNORECASE)
# The date of first publication, and only from where pages state it, not from any number in the text.
_DATE_SEARCH: Final = {"original_date": True, "extensive_search": False}


def read_web(html: str, path: str) -> Article:
    """Read a page, or a fragment of one; one without an article in it gives an article without paragraphs.

    Raises:
        ReadingError: the page is nested too deeply to be read.
    """
    if not _HTML_TAG.search(html):  # trafilatura takes nothing else for a page
        html = f"<html><body>{html}</body></html>"
    try:
        document = trafilatura.bare_extraction(
            html, with_metadata=True, include_comments=False, date_extraction_params=_DATE_SEARCH
        )
    except RecursionError as error:
        raise ReadingError(f"{path} is nested too deeply: save the page as text") from error
    if not isinstance(document, Document):  # too little text for its rules
        return Article(path, Source(path), _baseline_paragraphs(html))
    source = _source(document, html, path)
    paragraphs = (line for line in _lines(document.body) if line != source.title)
    return Article(path, source, tuple(paragraphs))


def _source(document: Document, html: str, path: str) -> Source:
    publication = _stated(clean_line(document.sitename or ""), html)
    return Source(
        path=path,
        title=_without_suffix(clean_line(document.title or ""), publication) or None,
        publication=publication,
        author=clean_authors(clean_line(document.author or "")),
        date=to_iso(document.date or ""),
        url=clean_line(document.url) if document.url and document.url.startswith("http") else None,
    )


def _stated(name: str, html: str) -> str | None:
    """The name if the page has it as words, not only in an address or an account's name."""
    return name if name and re.search(rf"(?<![\w./@-]){re.escape(name)}(?![\w/])", html) else None


def _without_suffix(title: str, publication: str | None) -> str:
    """The title without the " - Publication" that pages append for the browser's tab."""
    head, _, tail = title.rpartition(publication) if publication else (title, "", "")
    bare = head.rstrip(" |-–—·:»")  # noqa: RUF001
    return bare if bare and not tail and head != bare and head.rstrip() != bare else title


def _baseline_paragraphs(html: str) -> tuple[str, ...]:
    body, _, _ = trafilatura.baseline(html)
    return tuple(_lines(body))


def _lines(body: _Element) -> Iterator[str]:
    return filter(None, map(clean_line, "".join(_pieces(body)).split("\n")))


def _pieces(element: _Element) -> Iterator[str]:
    """The text of an element in pieces, with a line feed at each border of a paragraph."""
    border = "\n" if element.tag in _BLOCKS else " " if element.tag == "cell" else ""
    text = _spaced(element.text)
    yield border + text
    last = text
    for child in element:
        if child.tag == "lb":
            # A break behind a full stop parts paragraphs; within a sentence it is only layout.
            yield "\n" if ends_like_sentence(last.rstrip()) else " "
        else:
            yield from _pieces(child)
        last = _spaced(child.tail)
        yield last
    yield border


def _spaced(text: str | None) -> str:
    return text.replace("\n", " ") if text else ""

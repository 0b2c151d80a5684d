"""A page that a browser saved as one file (.mhtml, .mht) -> article.

The page is the part that `start` names (RFC 2557), or else the first HTML part; `page` reads it. Its address
is where it was saved from, unless the page states one.
"""

from __future__ import annotations

import re
from dataclasses import replace
from email import errors
from typing import TYPE_CHECKING, Final

from qa_bot.core.errors import ReadingError
from qa_bot.core.sanitizing import clean_line, drop_unseen
from qa_bot.core.types import Article, Source
from qa_bot.reading.decoding.mime import decode_part, parse_message
from qa_bot.reading.decoding.text import decode_clean
from qa_bot.reading.html.page import read_web
from qa_bot.reading.reader import Reading
from qa_bot.reading.signatures import describe_bytes, looks_like_html

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

__all__ = ["read", "read_mhtml"]

_HTML_TYPES: Final = ("text/html", "application/xhtml+xml")
_UNBOUND: Final = (errors.NoBoundaryInMultipartDefect, errors.StartBoundaryNotFoundDefect)
_SPACES: Final = re.compile(r"\s+")


def read(data: bytes, path: str) -> Reading:
    """Read a page saved as one file: one article."""
    return Reading((read_mhtml(data, path),))


def read_mhtml(data: bytes, path: str) -> Article:
    """Read a saved page; an empty file, or a page without an article, has no paragraphs.

    Raises:
        ReadingError: the file is not a saved page, is damaged or incomplete, or its page cannot be read.
    """
    if not data.strip():
        return Article(id=path, source=Source(path=path), paragraphs=())
    if looks_like_html(data):  # an HTML page with the wrong file extension
        return read_web(decode_clean(data, path), path)
    try:
        message = parse_message(data)
        page = _page(message, data, path)
        html = drop_unseen(decode_part(page, path))
    except RecursionError as error:
        raise ReadingError(f"{path} is nested too deeply: save the page again") from error
    article = read_web(html, path)
    if article.source.url is not None:
        return article
    return replace(article, source=replace(article.source, url=_address(message, page)))


def _page(message: Message, data: bytes, path: str) -> Message:
    parts = [part for part in message.walk() if part.get_content_type() in _HTML_TYPES]
    start = _bare(message.get_param("start"))
    page = next((part for part in parts if start and _bare(part["Content-ID"]) == start), None)
    if page is None and parts:
        page = parts[0]
    if page is None:
        kind = describe_bytes(data)
        if kind is not None:
            raise ReadingError(f"{path} is {kind}, not a saved page: correct its file extension")
        if any(isinstance(defect, _UNBOUND) for defect in message.defects):
            raise ReadingError(f"{path} is damaged: its parts cannot be separated; save the page again")
        raise ReadingError(f"{path} contains no web page: save the page again, or correct the file extension")
    if _is_cut_off(message, page):
        raise ReadingError(f"{path} is incomplete: save the page again")
    return page


def _is_cut_off(message: Message, page: Message) -> bool:
    """Check whether a file ends before its page does; one that lacks only pictures is complete enough."""
    unclosed = (errors.CloseBoundaryNotFoundDefect,)
    if not any(isinstance(defect, unclosed) for part in message.walk() for defect in part.defects):
        return False
    *_, last = message.walk()
    return last is page


def _address(message: Message, page: Message) -> str | None:
    for url in _addresses(message, page):
        if url.startswith(("http://", "https://")):
            return url
    return None


def _addresses(message: Message, page: Message) -> Iterator[str]:
    yield _header(message, "Snapshot-Content-Location")
    yield _header(page, "Content-Location")
    yield _header(message, "Content-Location")


def _header(part: Message, name: str) -> str:
    """Return a header that contains an address, unfolded."""
    return _SPACES.sub("", clean_line(str(part[name] or "")))


def _bare(content_id: object) -> str:
    """Return a Content-ID without its angle brackets."""
    return str(content_id or "").strip().removeprefix("<").removesuffix(">")

"""A fetched page -> its article, read like a saved page.

Decides between the encoding that the server names and the one that the page itself shows.
"""

from __future__ import annotations

import codecs
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from qa_bot.core.errors import FetchError, ReadingError
from qa_bot.core.interrupts import temporary_folder
from qa_bot.reading.decoding.charsets import codec_of
from qa_bot.reading.isolation.pool import read_one

if TYPE_CHECKING:
    from qa_bot.adding.http import Page
    from qa_bot.core.types import Article

__all__ = ["read_page"]

_NAME: Final = "page.html"
_MARKS: Final = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_NO_CHARSETS: Final = frozenset(
    {"punycode", "idna", "unicode-escape", "raw-unicode-escape", "utf-7", "undefined"}
)
"""Python decodes these, browsers do not, and some are slow."""


def read_page(page: Page) -> Article:
    """Return the article of a page; its URL is the fetched one, whatever the page states.

    Raises:
        FetchError: the page has no article text, or cannot be read.
    """
    try:
        with temporary_folder() as folder:
            (folder / _NAME).write_bytes(_as_utf8(page))
            article = read_one(_NAME, folder).articles[0]
    except ReadingError as error:
        raise FetchError(str(error).replace(_NAME, page.url, 1)) from error
    except OSError as error:
        reason = f"{error.strerror or error}".lower()
        raise FetchError(
            f"Cannot write to the folder for temporary files ({reason}): free some space"
        ) from error
    if not article.paragraphs:
        message = f"{page.url} has no article text: it may need a browser; save it there and add the file"
        raise FetchError(message)
    return replace(article, source=replace(article.source, url=page.url))


def _as_utf8(page: Page) -> bytes:
    """Decode by the header, unless the bytes show the encoding; without a header, the reader detects it."""
    content = page.content
    if page.charset is None or content.startswith(_MARKS) or _is_utf8(content):
        return content
    with suppress(LookupError, UnicodeError):
        name = codecs.lookup(codec_of(page.charset)).name
        if name not in _NO_CHARSETS:
            return content.decode(name).encode()
    return content


def _is_utf8(content: bytes) -> bool:
    """Check whether bytes are UTF-8 by their non-ASCII letters, whatever the header says."""
    if content.isascii():
        return b"\x1b" not in content and b"\0" not in content  # ISO-2022 and UTF-16 look like ASCII
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True

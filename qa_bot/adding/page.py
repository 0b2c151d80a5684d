"""A fetched page -> its article, read just as a saved page is.

Owns the choice between the encoding that the server names and the one that the page itself shows.
"""

from __future__ import annotations

import codecs
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from qa_bot.core.errors import FetchError, ReadingError
from qa_bot.core.interrupts import temporary_folder
from qa_bot.reading.isolation.pool import read_one

if TYPE_CHECKING:
    from qa_bot.adding.http import Page
    from qa_bot.core.types import Article

__all__ = ["read_page"]

_NAME: Final = "page.html"
_MARKS: Final = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_LATIN: Final = frozenset({"iso8859-1", "ascii"})
"""What the web calls so is Windows-1252."""
_NO_CHARSETS: Final = frozenset(
    {"punycode", "idna", "unicode_escape", "raw_unicode_escape", "utf-7", "undefined"}
)
"""Python decodes these, browsers don't, and some take long."""


def read_page(page: Page) -> Article:
    """Read the article of a page; its url is the page's, whatever the page calls itself.

    Raises:
        FetchError: the page has no article, or cannot be read.
    """
    try:
        with temporary_folder() as folder:
            (folder / _NAME).write_bytes(_as_utf8(page))
            article = read_one(_NAME, folder).articles[0]
    except ReadingError as error:
        raise FetchError(str(error).replace(_NAME, page.url, 1)) from error
    except OSError as error:
        reason = f"{error.strerror or error}".lower()
        raise FetchError(f"the folder for temporary files cannot be written ({reason}): make room") from error
    if not article.paragraphs:
        message = f"{page.url}: no article text was found on the page: it may need a browser; save it there"
        raise FetchError(message)
    return replace(article, source=replace(article.source, url=page.url))


def _as_utf8(page: Page) -> bytes:
    """Decode by the header where the bytes don't tell better; without it, reading finds the encoding out."""
    content = page.content
    if page.charset is None or content.startswith(_MARKS) or _is_utf8(content):
        return content
    with suppress(LookupError, UnicodeError):
        name = codecs.lookup(page.charset).name
        if name not in _NO_CHARSETS:
            return content.decode("cp1252" if name in _LATIN else name).encode()
    return content


def _is_utf8(content: bytes) -> bool:
    """Tell UTF-8 by its letters beyond ASCII: nothing else looks like it, whatever a header says."""
    if content.isascii():
        return b"\x1b" not in content and b"\0" not in content  # ISO-2022 and UTF-16 look like ASCII
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True

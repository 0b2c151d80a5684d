"""What the corpus folder already contains, checked before an article is added.

"Already there" means the same address, the same paragraphs, or the same bytes. Reading a large folder takes
minutes, so a file is read only if its bytes contain the words to look for. A file that hides its words, such
as a PDF, is compared by its bytes only.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from qa_bot.core.errors import ReadingError
from qa_bot.core.page_addresses import address_key
from qa_bot.reading import read as reading
from qa_bot.reading.isolation.pool import read_files
from qa_bot.reading.limits import MAX_MEGABYTES, MEGABYTE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from qa_bot.core.types import Article

__all__ = ["Holdings"]

_WORD: Final = re.compile(r"[a-z0-9]{4,}")
_ESCAPED: Final = re.compile(r"%[0-9a-f]{2}")
_MOST_WORDS: Final = 12
_PATIENCE: Final = 30
"""Searches after which reading all files once is cheaper than searching them again."""


class Holdings:
    """The articles and files of a corpus folder; paths are relative to it. A missing folder is empty."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._by_address: dict[str, str] = {}
        self._by_text: dict[tuple[str, ...], str] = {}
        self._by_size: dict[int, list[str]] = {}
        self._unread = dict.fromkeys(reading.find_files(folder))
        self._searches = 0
        for path in self._unread:
            self._note_size(path)

    def note(self, path: str, articles: Iterable[Article]) -> None:
        """Record a file that was added, with its articles."""
        self._note_size(path)
        self._note_articles(path, articles)

    def with_address(self, url: str) -> str | None:
        """Return the file of the article with this web address; None if there is none."""
        key = address_key(url)
        if key and key not in self._by_address:
            self._read_files_with(_words(key))
        return self._by_address.get(key)

    def with_texts(self, articles: Sequence[Article]) -> str | None:
        """Return a file with the text of these articles; None unless all of them are there."""
        texts = [text for article in articles if (text := _text(article))]
        holders = [self._with_text(texts[0])] if texts else [None]
        if holders[0] is not None:  # usually the first is not there, and the rest need no search
            holders += map(self._with_text, texts[1:])
        return holders[0] if all(holders) else None

    def with_content(self, content: bytes) -> str | None:
        """Return the file with these bytes; None if there is none."""
        for path in self._by_size.get(len(content), ()):
            if self._bytes(path) == content:
                return path
        return None

    def _with_text(self, paragraphs: tuple[str, ...]) -> str | None:
        if paragraphs not in self._by_text:
            _, _, rest = max(paragraphs, key=len).partition(" ")  # the first letter may be ornamental
            self._read_files_with(_words(rest))
        return self._by_text.get(paragraphs)

    def _read_files_with(self, words: Sequence[bytes]) -> None:
        """Read the unread files that contain all these words."""
        self._searches += 1
        paths = [path for path in self._unread if self._searches > _PATIENCE or self._has(path, words)]
        with read_files(paths, self._folder) as outcomes:
            for path, outcome in zip(paths, outcomes, strict=True):
                del self._unread[path]
                if not isinstance(outcome, ReadingError):  # the index's report shows the error
                    self._note_articles(path, outcome.articles)

    def _has(self, path: str, words: Iterable[bytes]) -> bool:
        content = self._bytes(path).replace(b"\0", b"").lower()  # as UTF-16 writes ASCII
        return all(word in content for word in words)

    def _note_articles(self, path: str, articles: Iterable[Article]) -> None:
        for article in articles:
            if text := _text(article):
                self._by_text.setdefault(text, path)
            if key := address_key(article.source.url or ""):  # a page may state anything as its address
                self._by_address.setdefault(key, path)

    def _note_size(self, path: str) -> None:
        with suppress(OSError):  # removed, or not permitted
            self._by_size.setdefault((self._folder / path).stat().st_size, []).append(path)

    def _bytes(self, path: str) -> bytes:
        """Return a file's bytes; none if it cannot be read, or is too large for an article."""
        file = self._folder / path
        with suppress(OSError):
            if file.stat().st_size <= MAX_MEGABYTES * MEGABYTE:
                return file.read_bytes()
        return b""


def _text(article: Article) -> tuple[str, ...]:
    """Return the paragraphs that are not headings, as formats differ in those; all if there are no others."""
    bare = tuple(text for _, level, text in article.pieces() if not level)
    return bare or article.paragraphs


def _words(text: str) -> list[bytes]:
    """Return the longest ASCII words of a text in lower case: they are the same in every encoding."""
    found = set(_WORD.findall(_ESCAPED.sub(" ", text.lower())))
    return [word.encode() for word in sorted(found, key=len, reverse=True)[:_MOST_WORDS]]

"""What the corpus folder holds already: asked before an article is added.

Owns the meaning of "already there": the same address, the same text, paragraph by paragraph, or the same
bytes. Addresses and texts are compared with the files that are read quickly; a PDF is known by its bytes.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from qa_bot import reading
from qa_bot.errors import FetchError, ReadingError
from qa_bot.fetching import page_key
from qa_bot.types import Progress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_bot.types import Article, OnProgress

__all__ = ["Holdings", "read_holdings"]

_READ_QUICKLY: Final = frozenset({".md", ".markdown", ".txt", ".html", ".htm", ".jsonl"})


class Holdings:
    """The articles and files of a corpus folder; paths are relative to it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._by_address: dict[tuple[str, ...], str] = {}
        self._by_text: dict[tuple[str, ...], str] = {}
        self._by_size: dict[int, list[str]] = {}

    def note(self, path: str, articles: Sequence[Article]) -> None:
        """Take up a file of the folder, with the articles that were read in it."""
        with suppress(OSError):  # gone, or not permitted
            self._by_size.setdefault((self._folder / path).stat().st_size, []).append(path)
        for article in articles:
            if article.paragraphs:
                self._by_text.setdefault(article.paragraphs, path)
            if article.source.url:
                with suppress(FetchError):  # a page may call anything its address
                    self._by_address.setdefault(page_key(article.source.url), path)

    def with_address(self, url: str) -> str | None:
        """Name the file of the article with this address.

        Raises:
            FetchError: it is no address of the web.
        """
        return self._by_address.get(page_key(url))

    def with_texts(self, articles: Sequence[Article]) -> str | None:
        """Name a file that has the text of these articles; None unless each of them is there."""
        holders = [self._by_text.get(article.paragraphs) for article in articles if article.paragraphs]
        return holders[0] if holders and all(holders) else None

    def with_content(self, content: bytes) -> str | None:
        """Name the file of these bytes."""
        for path in self._by_size.get(len(content), ()):
            with suppress(OSError):
                if (self._folder / path).read_bytes() == content:
                    return path
        return None


def read_holdings(folder: Path, on_progress: OnProgress) -> Holdings:
    """Read what a corpus folder holds; one that does not exist holds nothing."""
    holdings, paths = Holdings(folder), reading.find_files(folder)
    for done, path in enumerate(paths):
        on_progress(Progress("reading", done, len(paths)))
        holdings.note(path, _articles(path, folder))
    on_progress(Progress("reading", len(paths), len(paths)))
    return holdings


def _articles(path: str, folder: Path) -> Sequence[Article]:
    if PurePosixPath(path).suffix.lower() not in _READ_QUICKLY:
        return ()
    try:
        return reading.read_file(path, folder).articles
    except ReadingError:  # the index's report tells of it
        return ()

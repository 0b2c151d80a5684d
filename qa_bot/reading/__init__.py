"""Files of articles -> Article values: one module a format, and body.py, which tells text from furniture.

Owns the promise that a file either gives articles, clean of control characters and page furniture, or
an error that says in one line what is wrong with it. The readers, and the libraries behind them, are
imported when the first file of their kind is read.
"""

from __future__ import annotations

import stat
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from qa_bot.errors import ReadingError, UnsupportedFileError
from qa_bot.reading.files import check_link, find_files, printable_path

if TYPE_CHECKING:
    from qa_bot.types import Article

__all__ = ["SUPPORTED_SUFFIXES", "Reading", "find_files", "printable_path", "read_file"]

_TEXT = frozenset({".txt"})
_MARKDOWN = frozenset({".md", ".markdown"})
_WEB = frozenset({".html", ".htm"})
_JSON_LINES = frozenset({".jsonl"})

SUPPORTED_SUFFIXES: frozenset[str] = _TEXT | _MARKDOWN | _WEB | _JSON_LINES
"""The file name endings, in lower case, of what can be read."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file holds."""

    articles: tuple[Article, ...]
    """In the file's order; an article without paragraphs says that the file has no text."""
    note: str | None = None
    """What a person should know although it worked, such as lines that are no articles."""


def read_file(path: str, root: Path) -> Reading:
    """Read the file at `path`, relative to `root` and as find_files gives it.

    An empty file, or a page without an article, gives one article without paragraphs; an empty .jsonl
    file gives no articles.

    Raises:
        UnsupportedFileError: the file is of another kind, a test question set, or a link that is not
            followed.
        ReadingError: the file cannot be read: missing, not permitted, too large, binary or malformed.
    """
    shown = printable_path(path)
    check_link(root / path, root, shown)
    suffix = PurePosixPath(path).suffix.lower()
    if suffix not in SUPPORTED_SUFFIXES:
        _refuse(root / path, shown, suffix)
    from qa_bot.cleaning import drop_unseen
    from qa_bot.reading.decoding import decode, read_bytes  # its library is not on light paths

    text = drop_unseen(decode(read_bytes(root / path, shown), shown))
    if suffix in _JSON_LINES:
        from qa_bot.reading.jsonl import read_jsonl

        return Reading(*read_jsonl(text, shown))
    return Reading((_read_article(text, shown, suffix),))


def _read_article(text: str, path: str, suffix: str) -> Article:
    if suffix in _WEB or _is_page_source(text):
        from qa_bot.reading.web import read_web  # trafilatura takes its time

        return read_web(text, path)
    if suffix in _MARKDOWN:
        from qa_bot.reading.markdown import read_markdown

        return read_markdown(text, path)
    from qa_bot.reading.plain import read_plain

    return read_plain(text, path)


def _is_page_source(text: str) -> bool:
    """Tell HTML that was saved under another ending."""
    return text[:200].lstrip().lower().startswith(("<!doctype html", "<html"))


def _refuse(file: Path, shown: str, suffix: str) -> None:
    try:
        is_folder = stat.S_ISDIR(file.stat().st_mode)
    except (OSError, ValueError):
        is_folder = False
    if is_folder:
        raise ReadingError(f"{shown} is a folder that may not be listed: change its permissions")
    kinds = ", ".join(sorted(SUPPORTED_SUFFIXES))
    raise UnsupportedFileError(f"{shown} is {suffix or 'of no kind'}, which is not read: {kinds} are")

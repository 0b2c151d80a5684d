"""Files of articles -> Article values: one module a format, and body.py, which tells text from furniture.

Owns the promise that a file either gives articles, clean of control characters and page furniture, or
an error that says in one line what is wrong with it. The readers, and the libraries behind them, are
imported when the first file of their kind is read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_bot.core.errors import UnsupportedFileError
from qa_bot.reading.file_types import (
    NOT_READ,
    SUPPORTED_SUFFIXES,
    Kind,
    is_gzip,
    kind_by_content,
    kind_by_name,
    kinds_read,
    suffix_of,
)
from qa_bot.reading.listing import check_file, find_files, printable_path

if TYPE_CHECKING:
    from pathlib import Path

    from qa_bot.core.types import Article

__all__ = [
    "NOT_READ",
    "SUPPORTED_SUFFIXES",
    "Reading",
    "find_files",
    "kinds_read",
    "printable_path",
    "read_file",
]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file holds."""

    articles: tuple[Article, ...]
    """In the file's order; an article without paragraphs says that the file has no text."""
    note: str | None = None
    """What a person should know although it worked, such as lines that are no articles."""


def read_file(path: str, root: Path) -> Reading:
    """Read the file at `path`, relative to `root` and as find_files gives it.

    A page without an article gives one article without paragraphs, a file without a byte no article.

    Raises:
        UnsupportedFileError: the file is of another kind, a test question set, or a link that is not
            followed.
        ReadingError: the file cannot be read: missing, not permitted, too large, binary or malformed.
    """
    shown = printable_path(path)
    check_file(root / path, root, shown)
    named = kind_by_name(path)
    if named is None:
        ending = suffix_of(shown) or "of no kind"
        raise UnsupportedFileError(f"{shown} is {ending}, {NOT_READ}")
    from qa_bot.reading.decoding.text import read_bytes  # its library is not on light paths

    data = read_bytes(root / path, shown)
    if not data:
        return Reading((), "the file is empty: it has no byte")
    if is_gzip(data):
        from qa_bot.reading.decoding.archives import gunzip

        data = gunzip(data, shown)
    reading = _read(data, shown, kind_by_content(data) or named)
    from qa_bot.reading.bounds import bound

    return Reading(*bound(reading.articles, reading.note))


def _read(data: bytes, path: str, kind: Kind) -> Reading:
    """Hand the content to the reader of its kind, each imported when it is first needed."""
    match kind:
        case Kind.PDF:
            from qa_bot.reading.pdf.document import read_pdf

            article, note = read_pdf(data, path)
            return Reading((article,), note)
        case Kind.DOCX:
            from qa_bot.reading.docx.document import read_docx

            return Reading((read_docx(data, path),))
        case Kind.EPUB:
            from qa_bot.reading.epub.book import read_epub

            return Reading(read_epub(data, path))
        case Kind.MHTML:
            from qa_bot.reading.html.mhtml import read_mhtml

            return Reading((read_mhtml(data, path),))
        case Kind.MAIL:
            from qa_bot.reading.mail import read_mail

            return Reading((read_mail(data, path),))
    from qa_bot.core.sanitizing import drop_unseen
    from qa_bot.reading.decoding.text import decode

    return _read_text(drop_unseen(decode(data, path)), path, kind)


def _read_text(text: str, path: str, kind: Kind) -> Reading:
    match kind:
        case Kind.JSON_LINES:
            from qa_bot.reading.records.jsonl import read_jsonl

            return Reading(*read_jsonl(text, path))
        case Kind.WEB:
            from qa_bot.reading.html.page import read_web

            return Reading((read_web(text, path),))
        case Kind.MARKDOWN:
            from qa_bot.reading.text.markdown import read_markdown

            return Reading((read_markdown(text, path),))
        case _:
            from qa_bot.reading.text.plain import read_plain

            return Reading((read_plain(text, path),))

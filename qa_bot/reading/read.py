"""A file -> its articles: the entry point of the package.

The result is either articles, free of control characters and boilerplate, or an error that says in one line
what is wrong with the file. `file_types` lists the kinds of files, each with its reader.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from qa_bot.core.errors import UnsupportedFileError
from qa_bot.reading.file_types import (
    NOT_READ,
    SUPPORTED_SUFFIXES,
    is_gzip,
    kinds_read,
    suffix_of,
    type_by_content,
    type_by_name,
)
from qa_bot.reading.listing import check_file, find_files, printable_path
from qa_bot.reading.reader import Reading

if TYPE_CHECKING:
    from pathlib import Path

    from qa_bot.reading.file_types import FileType
    from qa_bot.reading.reader import Reader

__all__ = [
    "NOT_READ",
    "SUPPORTED_SUFFIXES",
    "Reading",
    "find_files",
    "kinds_read",
    "printable_path",
    "read_file",
]


def read_file(path: str, root: Path) -> Reading:
    """Read the file at `path`, relative to `root`, as find_files returns it.

    A page without an article yields one article without paragraphs; an empty file yields no article.

    Raises:
        UnsupportedFileError: the file is of another kind, a test question set, or a link that is not
            followed.
        ReadingError: the file cannot be read: missing, not permitted, too large, binary or malformed.
    """
    shown = printable_path(path)
    check_file(root / path, root, shown)
    named = type_by_name(path)
    if named is None:
        ending = suffix_of(shown) or "of no kind"
        raise UnsupportedFileError(f"{shown} is {ending}, {NOT_READ}")
    from qa_bot.reading.decoding.text import read_bytes  # its library is slow to import

    data = read_bytes(root / path, shown)
    if not data:
        return Reading((), "the file is empty")
    if is_gzip(data):
        from qa_bot.reading.decoding.archives import gunzip

        data = gunzip(data, shown)
    read = _reader_of(type_by_content(data) or named)
    reading = read(data, shown)
    from qa_bot.reading.bounds import bound
    from qa_bot.reading.cleaning import cleaned

    return Reading(*bound(map(cleaned, reading.articles), reading.note))


def _reader_of(kind: FileType) -> Reader:
    """Import the reader of a kind, and its libraries."""
    reader: Reader = import_module(f"{__package__}.{kind.reader}").read
    return reader

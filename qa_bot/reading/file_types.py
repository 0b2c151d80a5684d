"""The kinds of files that qa_bot reads: one row each in FILE_TYPES.

A new kind needs one row and one module with a function `read` (see `reader`). The reader, the list of
supported types, the documentation and the cache key of the corpus all derive from the row.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from qa_bot.reading.signatures import looks_like_html

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "FILE_TYPES",
    "LIBRARIES",
    "NOT_READ",
    "SUPPORTED_SUFFIXES",
    "FileType",
    "is_gzip",
    "kinds_read",
    "suffix_of",
    "type_by_content",
    "type_by_name",
]

_GZIP: Final = ".gz"
_GZIP_MAGIC: Final = b"\x1f\x8b\x08"
_HEAD_BYTES: Final = 4_096
_PDF_MAGIC: Final = b"%PDF-"
_ZIP_MAGIC: Final = b"PK\x03\x04"
_EPUB_MARK: Final = b"mimetypeapplication/epub+zip"
_DOCX_MARK: Final = b"word/document.xml"
_MIME_PAGE: Final = re.compile(
    rb"\s*[A-Za-z][\w-]{1,40}:[ \t].*^content-type:\s*multipart/related\b",
    re.IGNORECASE | re.DOTALL | re.MULTILINE,
)
_LONGEST_HEAD: Final = 100_000
"""Bytes of a mail's headers; each server on the way adds some."""
_BLANK_LINE: Final = re.compile(rb"\r?\n[ \t]*\r?\n|\r\r")
_HEADER_NAME: Final = re.compile(rb"([!-9;-~]{1,60}):")
_ADDRESSED: Final = frozenset({b"from", b"to", b"subject", b"date"})
_ROUTED: Final = frozenset(
    {
        b"mime-version",
        b"content-type",
        b"content-transfer-encoding",
        b"message-id",
        b"received",
        b"return-path",
    }
)
"""Headers that programs write but people who type "From:" and "Subject:" do not."""
_SAVED_PAGE: Final = re.compile(
    rb"^(?:snapshot-content-location:|from: <saved by)", re.IGNORECASE | re.MULTILINE
)


def _is_pdf(data: bytes) -> bool:
    return data.startswith(_PDF_MAGIC)


def _is_epub(data: bytes) -> bool:
    return data.startswith(_ZIP_MAGIC) and _EPUB_MARK in data[:_HEAD_BYTES]


def _is_docx(data: bytes) -> bool:
    return data.startswith(_ZIP_MAGIC) and _DOCX_MARK in data and not _is_epub(data)


def _is_mail(data: bytes) -> bool:
    """Check whether a file is a mail from a program: headers fill its top, and it is not a saved page."""
    head = _BLANK_LINE.split(data[:_LONGEST_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip(), maxsplit=1)[0]
    lines = head.splitlines()
    if lines and lines[0].startswith(b"From "):  # the separator line of a mailbox
        del lines[0]
    matches = [_HEADER_NAME.match(line) for line in lines if line[:1] not in (b" ", b"\t")]
    names = {match[1].lower() for match in matches if match is not None}
    return (
        len(names & _ADDRESSED) > 1
        and not names.isdisjoint(_ROUTED)
        and None not in matches
        and _SAVED_PAGE.search(head) is None
    )


def _is_mhtml(data: bytes) -> bool:
    return _MIME_PAGE.match(data[:_HEAD_BYTES]) is not None and not _is_mail(data)


_METADATA: Final = ("babel",)
_TEXT: Final = ("charset-normalizer", "ftfy", "webencodings", *_METADATA)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileType:
    """A kind of file that qa_bot reads."""

    name: str
    """Name in the documentation."""
    suffixes: tuple[str, ...]
    """File name endings, in lower case."""
    reader: str
    """Module below `qa_bot.reading` whose function `read` is the Reader; imported on first use."""
    libraries: tuple[str, ...]
    """Distributions that affect what a file of this kind is read as."""
    may_be_gzipped: bool = False
    """Whether a file may be gzip-compressed, with .gz after its own ending."""
    recognise: Callable[[bytes], bool] = lambda _: False
    """Whether content is unmistakably of this kind, whatever the ending; true for one kind at most."""


FILE_TYPES: Final = (
    FileType(
        name="text",
        suffixes=(".txt",),
        reader="text.plain",
        libraries=_TEXT,
        may_be_gzipped=True,
    ),
    FileType(
        name="Markdown",
        suffixes=(".md", ".markdown"),
        reader="text.markdown",
        libraries=(*_TEXT, "markdown-it-py", "python-frontmatter", "PyYAML"),
        may_be_gzipped=True,
    ),
    FileType(
        name="HTML",
        suffixes=(".html", ".htm", ".xhtml"),
        reader="html.page",
        libraries=(*_TEXT, "trafilatura", "lxml"),
        may_be_gzipped=True,
        recognise=looks_like_html,
    ),
    FileType(
        name="MHTML",
        suffixes=(".mhtml", ".mht"),
        reader="html.mhtml",
        libraries=(*_TEXT, "trafilatura", "lxml"),
        recognise=_is_mhtml,
    ),
    FileType(
        name="mail",
        suffixes=(".eml",),
        reader="mail",
        libraries=(*_TEXT, "lxml"),
        recognise=_is_mail,
    ),
    FileType(
        name="JSON lines",
        suffixes=(".jsonl", ".ndjson", ".json"),
        reader="records.jsonl",
        libraries=(*_TEXT, "trafilatura", "lxml", "markdown-it-py"),
        may_be_gzipped=True,
    ),
    FileType(
        name="PDF",
        suffixes=(".pdf",),
        reader="pdf.document",
        libraries=("pypdfium2", *_METADATA),
        recognise=_is_pdf,
    ),
    FileType(
        name="Word",
        suffixes=(".docx",),
        reader="docx.document",
        libraries=("python-docx", "lxml", *_METADATA),
        recognise=_is_docx,
    ),
    FileType(
        name="EPUB",
        suffixes=(".epub",),
        reader="epub.book",
        libraries=("lxml", *_METADATA),
        recognise=_is_epub,
    ),
)

LIBRARIES: Final = tuple(sorted({library for kind in FILE_TYPES for library in kind.libraries}))
"""The distributions of all readers."""

_BY_SUFFIX: Final = {suffix: kind for kind in FILE_TYPES for suffix in kind.suffixes}

SUPPORTED_SUFFIXES: Final = (
    *_BY_SUFFIX,
    *(suffix + _GZIP for suffix, kind in _BY_SUFFIX.items() if kind.may_be_gzipped),
)
"""The supported file name endings, in lower case."""

NOT_READ: Final = "which is not supported"
"""End of the error for an unsupported kind. A report lists the supported kinds once, with `kinds_read`."""


def kinds_read() -> str:
    """Return one line that lists the supported endings."""
    packed = [suffix for suffix, kind in _BY_SUFFIX.items() if kind.may_be_gzipped]
    return f"Supported: {', '.join(_BY_SUFFIX)}; {', '.join(packed)} also gzip-compressed ({_GZIP})."


def suffix_of(path: str) -> str:
    """Return a path's ending in lower case, including the one before ".gz"."""
    name = PurePosixPath(path)
    suffix = name.suffix.lower()
    return PurePosixPath(name.stem).suffix.lower() + suffix if suffix == _GZIP else suffix


def type_by_name(path: str) -> FileType | None:
    """Find a file's kind by its ending; None if the ending is not supported."""
    suffix = suffix_of(path)
    return _BY_SUFFIX[suffix.removesuffix(_GZIP)] if suffix in SUPPORTED_SUFFIXES else None


def type_by_content(data: bytes) -> FileType | None:
    """Find a file's kind by its first bytes; None if they do not decide it."""
    return next((kind for kind in FILE_TYPES if kind.recognise(data)), None)


def is_gzip(data: bytes) -> bool:
    """Check whether bytes are gzip-compressed."""
    return data.startswith(_GZIP_MAGIC)

"""What kind of file it is: by its ending, corrected by its first bytes where these are unmistakable.

Owns the table of endings. A file of another ending is not opened at all; one whose content is of another
kind than its ending says is read as what it is.
"""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Final

from qa_bot.reading.signatures import looks_like_html

__all__ = [
    "NOT_READ",
    "SUPPORTED_SUFFIXES",
    "Kind",
    "is_gzip",
    "kind_by_content",
    "kind_by_name",
    "kinds_read",
    "suffix_of",
]


class Kind(StrEnum):
    """The kinds of files that are read."""

    TEXT = "text"
    MARKDOWN = "Markdown"
    WEB = "HTML"
    MHTML = "MHTML"
    MAIL = "mail"
    JSON_LINES = "JSON lines"
    PDF = "PDF"
    DOCX = "Word"
    EPUB = "EPUB"


_KINDS: Final = {
    ".txt": Kind.TEXT,
    ".md": Kind.MARKDOWN,
    ".markdown": Kind.MARKDOWN,
    ".html": Kind.WEB,
    ".htm": Kind.WEB,
    ".xhtml": Kind.WEB,
    ".mhtml": Kind.MHTML,
    ".mht": Kind.MHTML,
    ".eml": Kind.MAIL,
    ".jsonl": Kind.JSON_LINES,
    ".ndjson": Kind.JSON_LINES,
    ".json": Kind.JSON_LINES,
    ".pdf": Kind.PDF,
    ".docx": Kind.DOCX,
    ".epub": Kind.EPUB,
}
_GZIP: Final = ".gz"
_GZIP_MAGIC: Final = b"\x1f\x8b\x08"
_COMPRESSIBLE: Final = frozenset({Kind.TEXT, Kind.MARKDOWN, Kind.WEB, Kind.JSON_LINES})

SUPPORTED_SUFFIXES: Final = (
    *_KINDS,
    *(suffix + _GZIP for suffix, kind in _KINDS.items() if kind in _COMPRESSIBLE),
)
"""The file name endings, in lower case, of what can be read."""

NOT_READ: Final = "which is not supported"
"""Ends the reason of a file of another kind; the kinds that are read are for a report to list, once."""

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
"""Bytes of a mail's headers, each station on the way having added some."""
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
"""Headers that programs write, and people who type "From:" and "Subject:" don't."""
_SAVED_PAGE: Final = re.compile(
    rb"^(?:snapshot-content-location:|from: <saved by)", re.IGNORECASE | re.MULTILINE
)


def kinds_read() -> str:
    """List in one line the endings of what is read."""
    packed = [suffix for suffix, kind in _KINDS.items() if kind in _COMPRESSIBLE]
    return f"Supported: {', '.join(_KINDS)}; {', '.join(packed)} also gzip-compressed ({_GZIP})."


def suffix_of(path: str) -> str:
    """Give a path's ending in lower case, the one before ".gz" included."""
    name = PurePosixPath(path)
    suffix = name.suffix.lower()
    return PurePosixPath(name.stem).suffix.lower() + suffix if suffix == _GZIP else suffix


def kind_by_name(path: str) -> Kind | None:
    """Tell a file's kind by its ending; None where the ending is of no kind that is read."""
    suffix = suffix_of(path)
    return _KINDS[suffix.removesuffix(_GZIP)] if suffix in SUPPORTED_SUFFIXES else None


def kind_by_content(data: bytes) -> Kind | None:
    """Tell a file's kind by how it begins; None where that leaves it open."""
    head = data[:_HEAD_BYTES]
    if head.startswith(_PDF_MAGIC):
        return Kind.PDF
    if head.startswith(_ZIP_MAGIC):
        return Kind.EPUB if _EPUB_MARK in head else Kind.DOCX if _DOCX_MARK in data else None
    if looks_like_html(data):
        return Kind.WEB
    if _is_mail(data):
        return Kind.MAIL
    return Kind.MHTML if _MIME_PAGE.match(head) else None


def _is_mail(data: bytes) -> bool:
    """Tell a mail as programs send it, whose headers fill the top of the file; no page saved as one file."""
    head = _BLANK_LINE.split(data[:_LONGEST_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip(), maxsplit=1)[0]
    lines = head.splitlines()
    if lines and lines[0].startswith(b"From "):  # as mailboxes part their mails
        del lines[0]
    matches = [_HEADER_NAME.match(line) for line in lines if line[:1] not in (b" ", b"\t")]
    names = {match[1].lower() for match in matches if match is not None}
    return (
        len(names & _ADDRESSED) > 1
        and not names.isdisjoint(_ROUTED)
        and None not in matches
        and _SAVED_PAGE.search(head) is None
    )


def is_gzip(data: bytes) -> bool:
    """Tell whether bytes are gzip-compressed."""
    return data.startswith(_GZIP_MAGIC)

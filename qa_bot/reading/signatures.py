"""The kind of a file by its first bytes, for the error about a file with the wrong ending."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["describe_archive", "describe_bytes", "is_locked_office_file", "looks_like_html"]

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED: Final = "EncryptedPackage".encode("utf-16-le")
"""The stream in which Office stores a document that has a password."""
_SIGNATURES: Final = (
    (_OLE, "an old Office document (.doc)"),
    (b"PK\x03\x04", "a zip archive"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"%PDF-", "a PDF document (.pdf)"),
    (b"{\\rtf", "a rich text document (.rtf)"),
    (b"\x1f\x8b", "a gzip file (.gz)"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
)
_MEMBERS: Final = (
    ("word/document.xml", "a Word document (.docx)"),
    ("META-INF/container.xml", "an e-book (.epub)"),
    ("xl/workbook.xml", "a spreadsheet (.xlsx)"),
    ("ppt/presentation.xml", "a presentation (.pptx)"),
    ("META-INF/manifest.xml", "an OpenDocument file (.odt or its like)"),
)
_HEAD_BYTES: Final = 4_096
_HTML: Final = re.compile(
    rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,500}?-->\s*)?"
    rb"<(?:!doctype html|html)\b",
    re.IGNORECASE | re.DOTALL,
)


def describe_bytes(data: bytes) -> str | None:
    """Return the kind of file by its first bytes, such as "a PDF document (.pdf)"; None if unknown."""
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            return kind
    return "a web page (.html)" if looks_like_html(data) else None


def describe_archive(names: Collection[str]) -> str:
    """Return the kind of a zip archive by the names of its members."""
    return next((kind for name, kind in _MEMBERS if name in names), "a zip archive")


def looks_like_html(data: bytes) -> bool:
    """Check whether the first tag is that of a web page, in UTF-16 too: ASCII letters between NULs."""
    return _HTML.match(data[:_HEAD_BYTES].replace(b"\x00", b"")) is not None


def is_locked_office_file(data: bytes) -> bool:
    """Check whether data is an Office document with a password."""
    return data.startswith(_OLE) and _LOCKED in data

"""A server's response -> whether it is an HTML page, and its stated encoding.

The media type that a server states is trusted only if the first bytes agree.
"""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Final

from qa_bot.core.errors import FetchError

__all__ = ["check_content", "check_status", "check_type", "read_content_type"]

_WITH_BODY: Final = frozenset({200, 203})
_ADVICE: Final = {
    401: "requires a login: save the page in a browser and add the file",
    403: "is refused to qa-bot: save the page in a browser and add the file",
    404: "does not exist: check the address",
    410: "was removed from the site",
    429: "was requested too often: try again later",
    451: "is blocked for legal reasons",
}

_HTML_TYPES: Final = frozenset({"text/html", "application/xhtml+xml"})
_VAGUE_TYPES: Final = frozenset(
    {"", "text/plain", "application/octet-stream", "application/xml", "text/xml", "unknown/unknown"}
)
"""Careless servers use these for HTML pages too; the first bytes decide."""
_KINDS: Final = {
    "application/pdf": "a PDF",
    "application/json": "JSON",
    "application/epub+zip": "an e-book",
    "application/zip": "a ZIP or office file",
    "application/octet-stream": "a file",
    "text/plain": "plain text",
    "application/xml": "XML",
    "text/xml": "XML",
    "": "a file",
}
_FIRST_BYTES: Final = (
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
    (b"\x89PNG", "image/png"),
    (b"GIF8", "image/gif"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x1f\x8b", "application/gzip"),
    (b'{"', "application/json"),
    (b"[{", "application/json"),
)
_MEDIA_TYPE: Final = re.compile(r"\s*([\w.+-]{1,40}/[\w.+-]{1,60})")
_CHARSET: Final = re.compile(r"charset\s*=\s*[\"']?([A-Za-z][\w.:-]{1,30})", re.ASCII | re.IGNORECASE)
_PAGE_START: Final = re.compile(rb"<(?:!doctype\s+html|html)[\s>]", re.IGNORECASE)
_TAG: Final = re.compile(rb"<[a-z!][^<>]*>", re.IGNORECASE)
_HEAD_BYTES: Final = 2_000


def read_content_type(header: str) -> tuple[str, str | None]:
    """Parse a Content-Type header: the media type in lower case or "", and the encoding."""
    named, charset = _MEDIA_TYPE.match(header), _CHARSET.search(header)
    return named[1].lower() if named else "", charset[1] if charset else None


def check_status(status: int, url: str) -> None:
    """Refuse a response without a page.

    Raises:
        FetchError: the status is not that of a page.
    """
    if status not in _WITH_BODY:
        raise FetchError(f"{url} {_status_reason(status)}")


def check_type(media_type: str, url: str) -> None:
    """Refuse a media type that cannot be HTML.

    Raises:
        FetchError: it is another type, which the message names.
    """
    if media_type not in _HTML_TYPES | _VAGUE_TYPES:
        raise FetchError(_no_page(url, media_type))


def check_content(content: bytes, media_type: str, url: str) -> None:
    """Refuse content that is not HTML, whatever its media type says.

    Raises:
        FetchError: the content is empty or of another type, which the message names.
    """
    if not content.strip():
        raise FetchError(f"{url} is empty")
    head = content[:_HEAD_BYTES].removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").lstrip()  # UTF-16 too
    for start, kind in _FIRST_BYTES:
        if content.startswith(start) or head.startswith(start):
            raise FetchError(_no_page(url, kind))
    if media_type in _HTML_TYPES:
        if not _TAG.search(content.replace(b"\0", b"")):
            raise FetchError(_no_page(url, "text/plain"))
    elif not (b"<" in head[:4] and _PAGE_START.search(head)):
        raise FetchError(_no_page(url, media_type))


def _no_page(url: str, media_type: str) -> str:
    kind = _KINDS.get(media_type)
    if kind is None:
        main = media_type.partition("/")[0]
        kind = {"image": "an image", "video": "a video", "audio": "an audio file"}.get(main, media_type)
    return f"{url} is {kind}, not a web page: download it and add the file, or use the article's page"


def _status_reason(status: int) -> str:
    try:
        phrase = f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        phrase = str(status)
    if status in _ADVICE:
        return f"{_ADVICE[status]} ({phrase})"
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return f"failed on the server ({phrase}): try again later"
    return f"has no page ({phrase}): open it in a browser"
